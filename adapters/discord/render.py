"""Documents as Discord messages: one container, a text for each section, a line between two.

Components V2: https://docs.discord.com/developers/components/reference. Nothing is cut here. What
does not fit into a component is written as text instead, and a message that is too long as a whole
is refused by Discord.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import assert_never

from discord import MediaGalleryItem, ui

from adapters.discord.controls import APART, Item, Piece, controls
from adapters.discord.markup import fenced, inline, web_address
from adapters.discord.palette import accent
from bot.document.nodes import (
    Block,
    Blocks,
    Bullets,
    Buttons,
    Details,
    Divider,
    Document,
    Heading,
    Menu,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Spans,
    text,
)
from bot.domain.people import PersonKey

PICTURE_URL_LENGTH = 2048
"""`UnfurledMediaRequest` in Discord's OpenAPI description."""

PICTURE_WORDS_LENGTH = 1024
"""`MediaGalleryItemRequest` in Discord's OpenAPI description."""

_BLOCKS_REMEMBERED = 2048


def message(document: Document, owner: PersonKey | None = None) -> ui.LayoutView:
    """Build the message of a document that fits; with an owner, its actions are for them alone.

    What is pressed is read from the interaction, so discord.py is told not to wait for it. Raises
    ValueError when it has more components than Discord takes.
    """
    view = ui.LayoutView(timeout=None)
    colour = accent(document.accent)
    view.add_item(ui.Container(*_items(document, owner), accent_colour=colour))
    _tell_apart(view)
    view.stop()
    return view


def pieces(block: Block, owner: PersonKey | None = None) -> Iterator[Piece]:
    """Write one block; nothing for one without words."""
    match block:
        case Divider():
            yield ui.Separator()
        case Picture(url, words):
            yield _picture(url, words)
        case Buttons() | Menu():
            yield from controls(block, owner)
        case Heading() | Paragraph() | Quote() | Details() | Bullets() | Preformatted():
            yield _lines(block)
        case _:
            assert_never(block)


def _tell_apart(view: ui.LayoutView) -> None:
    """Number what carries the same token, because Discord wants each custom id but once."""
    seen: Counter[str] = Counter()
    for item in view.walk_children():
        if isinstance(item, ui.Button | ui.Select) and item.custom_id is not None:
            token = item.custom_id
            seen[token] += 1
            if seen[token] > 1:
                item.custom_id = f"{token}{APART}{seen[token]}"


def _items(document: Document, owner: PersonKey | None) -> Iterator[Item]:
    groups = (document.opening, *(section.blocks for section in document.sections))
    is_first = True
    for blocks in (*groups, document.closing):
        items = list(_components(blocks, owner))
        if items and not is_first:
            yield ui.Separator()
        yield from items
        is_first = is_first and not items


def _components(blocks: Blocks, owner: PersonKey | None) -> Iterator[Item]:
    """Gather neighbouring lines in one text, because components are few."""
    written = (piece for block in blocks for piece in pieces(block, owner) if piece)
    for is_text, run in groupby(written, lambda piece: isinstance(piece, str)):
        if is_text:
            yield ui.TextDisplay("\n".join(piece for piece in run if isinstance(piece, str)))
        else:
            yield from (piece for piece in run if not isinstance(piece, str))


# Fitting has measured most blocks before they are rendered.
@lru_cache(_BLOCKS_REMEMBERED)
def _lines(block: Heading | Paragraph | Quote | Details | Bullets | Preformatted) -> str:
    match block:
        case Heading(spans, level):
            title = " ".join(_written(spans))
            return title and f"{'##' if level == 1 else '###'} {title}"
        case Paragraph(spans, is_small):
            return _prefixed("-# " if is_small else "", _written(spans))
        case Quote(spans) | Details(_, spans):
            return _prefixed("> ", _written(spans))
        case Bullets(rows):
            return _prefixed("- ", filter(None, (" ".join(_written(row)) for row in rows)))
        case Preformatted(words, language):
            return fenced(words, language)
        case _:
            assert_never(block)


def _written(spans: Spans) -> list[str]:
    """Give the lines of spans that have something on them."""
    return [line for line in map(str.strip, inline(spans).split("\n")) if line]


def _prefixed(prefix: str, lines: Iterator[str] | list[str]) -> str:
    return "\n".join(prefix + line for line in lines)


def _picture(url: str, words: str) -> Piece:
    address = web_address(url)
    if address is None or len(address) > PICTURE_URL_LENGTH:
        return _prefixed("", _written(text(words)))
    shown = words if 0 < len(words) <= PICTURE_WORDS_LENGTH else None
    return ui.MediaGallery(MediaGalleryItem(address, description=shown))
