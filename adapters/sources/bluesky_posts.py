"""Bluesky's posts: the record that its author wrote, and the view that the network gives of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from adapters.sources.shapes import Count, Instant, Name, Reader, Rows, clean, language_of
from adapters.sources.sightings import Sighting
from bot.domain.engagement import Engagement
from bot.domain.links import papers_in

NAME = "bluesky"

POSTS = "app.bsky.feed.post"
"""The collection that posts are kept in."""

_POST_URI = re.compile(rf"at://did:[a-z]+:[A-Za-z0-9._:%-]+/{re.escape(POSTS)}/[A-Za-z0-9_.~:-]+")
_BOT_LABELS = frozenset({"bot"})


@dataclass(frozen=True, slots=True)
class _Label:
    val: Name = ""
    neg: bool = False


@dataclass(frozen=True, slots=True)
class _Author:
    did: Name
    handle: Name
    display_name: Annotated[Name, Field(validation_alias="displayName")] = ""
    labels: tuple[_Label, ...] = ()

    @property
    def is_bot(self) -> bool:
        return any(label.val in _BOT_LABELS and not label.neg for label in self.labels)


@dataclass(frozen=True, slots=True)
class _View:
    uri: Annotated[str, Field(pattern=f"^{_POST_URI.pattern}$")]
    author: _Author
    record: dict[str, object]
    indexed_at: Annotated[Instant, Field(validation_alias="indexedAt")]
    likes: Annotated[Count, Field(validation_alias="likeCount")] = 0
    reposts: Annotated[Count, Field(validation_alias="repostCount")] = 0
    quotes: Annotated[Count, Field(validation_alias="quoteCount")] = 0
    replies: Annotated[Count, Field(validation_alias="replyCount")] = 0


@dataclass(frozen=True, slots=True)
class _Views:
    posts: list[object]
    cursor: str | None = None


_VIEW = Reader(NAME, _View)
_VIEWS = Reader(NAME, _Views)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Posts as the network shows them: what `getPosts` and `searchPosts` both answer with."""

    posts: Rows[Sighting]
    cursor: str | None = None
    """Where the next page begins."""


def parse_posts(payload: object) -> Page:
    """Read a page of posts, each with its author and counters. Raises SourceChanged."""
    views = _VIEWS.one(payload)
    rows = _VIEW.rows(views.posts)
    return Page(
        posts=Rows(tuple(map(_of_view, rows.read)), rows.left_out),
        cursor=views.cursor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A post as its author's repository holds it: anybody may write anything there."""

    uri: str
    fields: Mapping[str, object] = field(repr=False)
    seen_at: datetime
    """When the network saw it."""

    @property
    def did(self) -> str:
        """The lasting identifier of the author's account."""
        return self.uri.removeprefix("at://").partition("/")[0]


def sighting_of(record: Record) -> Sighting:
    """Read a record, of which neither the author's name nor the counters are known yet."""
    return _sighting(record, _Author(record.did, record.did), None)


def _of_view(view: _View) -> Sighting:
    record = Record(uri=view.uri, fields=view.record, seen_at=view.indexed_at)
    counters = Engagement(
        reposts=view.reposts, likes=view.likes, quotes=view.quotes, comments=view.replies
    )
    return _sighting(record, view.author, counters)


def _sighting(record: Record, author: _Author, counters: Engagement | None) -> Sighting:
    posted_at = _posted_at(record)
    return Sighting(
        native_id=record.uri,
        papers=tuple(papers_in("\n".join((*_links(record.fields), _text(record.fields, "text"))))),
        url=f"https://bsky.app/profile/{record.did}/post/{record.uri.rpartition('/')[2]}",
        author=author.display_name or author.handle,
        handle=author.handle,
        account=record.did,
        posted_on=posted_at.date(),
        posted_at=posted_at,
        is_comment=isinstance(record.fields.get("reply"), Mapping),
        is_automated=author.is_bot,
        language=_language(record.fields),
        engagement=counters,
    )


def is_post_uri(uri: str) -> bool:
    """Say whether this is the address of a post."""
    return _POST_URI.fullmatch(uri) is not None


def _posted_at(record: Record) -> datetime:
    """Give the moment that the author claims, or that of the network where it was earlier.

    https://docs.bsky.app/docs/advanced-guides/timestamps calls this `sortAt`.
    """
    try:
        claimed = datetime.fromisoformat(_text(record.fields, "createdAt"))
        claimed = claimed.replace(tzinfo=claimed.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return record.seen_at
    return min(claimed, record.seen_at)


def _links(record: Mapping[str, object]) -> Iterator[str]:
    """Find the links of a post; a quoted post's own links are not among them."""
    for facet in _list(record, "facets"):
        for feature in _list(facet, "features"):
            yield _text(feature, "uri")
    embed = record.get("embed")
    yield _text(_at(embed, "external"), "uri")
    yield _text(_at(_at(embed, "media"), "external"), "uri")


def _language(record: Mapping[str, object]) -> str | None:
    return language_of(next(iter(_list(record, "langs")), None))


def _at(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, Mapping) else None


def _list(value: object, name: str) -> list[object]:
    found = _at(value, name)
    return found if isinstance(found, list) else []


def _text(value: object, name: str) -> str:
    found = clean(_at(value, name))
    return found if isinstance(found, str) else ""
