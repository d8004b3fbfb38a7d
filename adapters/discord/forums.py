"""Digests in forums: each is a post of its own, and its further parts stand in that post."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import discord
from discord import ui

from adapters.discord.markup import label
from adapters.discord.once import only_once
from adapters.discord.texts import texts
from bot.document.nodes import Document, Emphasis, Link, Paragraph, Span, Strong, Tag
from bot.document.plain import plain_block

TITLE_LENGTH = 100
"""https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel"""

MOST_TAGS = 3
"""Discord takes five, but three say enough."""

_A_DAY: Literal[1440] = 1440
"""Minutes: for so long, at least, a post is among those that can be listed."""

_PART = re.compile(r" · \d+ of \d+\Z")


async def open_post(
    forum: discord.ForumChannel, document: Document, view: ui.LayoutView, *, me: int
) -> str:
    """Open a post for a document and give its id, which is that of its first message, too.

    `me` is who we are. Discord takes no nonce here. So the same document is looked for first among
    our posts, and the request is not repeated: who tries again finds what was posted. Raises
    Uncertain and the errors of discord.py.
    """
    title = title_of(document)
    earlier = await _earlier(forum, title, view, me)
    if earlier:
        return earlier
    with only_once():
        opened = await forum.create_thread(
            name=title,
            view=view,
            applied_tags=tags_for(document, forum),
            auto_archive_duration=_A_DAY,
            allowed_mentions=discord.AllowedMentions.none(),
        )
    return str(opened.thread.id)


def title_of(document: Document) -> str:
    """Name the post of a document: as its first part is titled, without the number of the part."""
    words = next(filter(None, (plain_block(block).strip() for block in document)), "")
    return label(_PART.sub("", words), TITLE_LENGTH)


def tags_for(document: Document, forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """Choose the tags of a forum that are named as what a document is about.

    That is its topic, then the archive of most papers, then their categories. Where a tag is
    required and none is so named, it is the first one that anybody may use.
    """
    free = [tag for tag in forum.available_tags if not tag.moderated]
    by_name = {tag.name.casefold(): tag for tag in free}
    wanted = dict.fromkeys(name.casefold() for name in _subjects(document))
    chosen = [by_name[name] for name in wanted if name in by_name]
    if not chosen and forum.flags.require_tag:
        return free[:1]
    return chosen[:MOST_TAGS]


async def _earlier(
    forum: discord.ForumChannel, title: str, view: ui.LayoutView, me: int
) -> str | None:
    """Find the post of ours that says just the same."""
    said = " ".join(
        item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)
    )
    for thread in await forum.guild.active_threads():
        is_like = (thread.parent_id, thread.owner_id, thread.name) == (forum.id, me, title)
        if is_like and said.split() == await _first_words(thread):
            return str(thread.id)
    return None


async def _first_words(thread: discord.Thread) -> list[str]:
    try:
        messages = [message async for message in thread.history(limit=1, oldest_first=True)]
    except discord.Forbidden:
        # Posting takes no right to read: who keeps that from us may see a digest twice.
        return []
    components = [each.to_dict() for message in messages for each in message.components]
    return " ".join(texts(components)).split()


def _subjects(document: Document) -> Iterator[str]:
    """Give what a document may be about: the words at its top, its archive, its categories."""
    for block in document.opening:
        yield from (word.strip(".,") for word in plain_block(block).split())
    yield document.accent or ""
    paragraphs = (block for block in document if isinstance(block, Paragraph))
    tags = Counter(name for block in paragraphs for name in _tags(block.spans))
    yield from (name for name, _ in tags.most_common())


def _tags(spans: Iterable[Span]) -> Iterator[str]:
    for span in spans:
        match span:
            case Tag(name):
                yield name
            case Strong(inner) | Emphasis(inner) | Link(inner):
                yield from _tags(inner)
            case _:
                pass
