"""What is remembered in memory."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from bot.document.nodes import Document
from bot.domain.deliveries import Delivery
from bot.domain.destinations import Destination
from bot.domain.digests import Digest, DigestKey
from bot.domain.engagement import Mention, MentionKey, Snapshot
from bot.domain.mutes import Mute
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.people import Bookmark, Person, PersonKey, PlaceSettings
from bot.domain.posts import PostHead
from bot.domain.runs import Run
from bot.domain.standings import Standing
from bot.domain.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Described:
    """A paper, as its newest listing described it."""

    paper: Paper
    on: date
    """The listing day that the description was taken from."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A dictionary for each table."""

    papers: dict[PaperId, Described] = field(default_factory=dict)
    listings: dict[tuple[date, PaperId], Listing] = field(default_factory=dict)
    mentions: dict[tuple[MentionKey, PaperId], Mention] = field(default_factory=dict)
    snapshots: dict[tuple[PaperId, str, str, datetime], Snapshot] = field(default_factory=dict)
    posts: dict[date, PostHead] = field(default_factory=dict)
    digests: dict[DigestKey, Digest] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    runs: dict[tuple[str, datetime], Run] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    ledger: dict[tuple[str, str], int] = field(default_factory=dict)
    """In millionths of a dollar."""

    subscriptions: dict[int, Subscription] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number that was given out, by what is numbered."""

    people: dict[PersonKey, Person] = field(default_factory=dict)
    saved_papers: dict[tuple[PersonKey, PaperId], Bookmark] = field(default_factory=dict)
    places: dict[Destination, PlaceSettings] = field(default_factory=dict)
    mutes: dict[tuple[Destination, Mute], None] = field(default_factory=dict)
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Each long token, and when it was used last."""

    standings: dict[tuple[PaperId, date, timedelta], Standing] = field(default_factory=dict)

    def copy(self) -> "Contents":
        """Give a copy that can change while this one stays as it is."""
        return Contents(*(dict(getattr(self, each.name)) for each in fields(self)))
