"""What the bot asks of the outside world. Adapters and the storage answer."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.document.fit import Ruler
from bot.document.nodes import Document
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.domain.engagement import Mention, MentionKey, Snapshot
from bot.domain.papers import Listing
from bot.domain.people import Caller, PersonKey, Place
from bot.repositories import (
    Bookmarks,
    Deliveries,
    Digests,
    Ledger,
    Mentions,
    Mutes,
    Papers,
    People,
    Places,
    Posts,
    Runs,
    Search,
    Snapshots,
    Standings,
    Subscriptions,
    Tokens,
)


class Clock(Protocol):
    """The only place that knows what time it is."""

    def now(self) -> datetime:
        """Give the present moment, aware and in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a publisher posts: one document that fits, and how."""

    document: Document
    nonce: str
    """The same for every try of the same message."""

    form: Form = Form.PLAIN
    reply_to: str | None = None
    """The message of ours on the same channel that this one continues."""

    is_silent: bool = False
    """Nobody is rung for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a source is asked to bring."""

    since: datetime
    """Talk that began before this moment is not wanted."""

    as_of: datetime
    """The present moment; what is counted is counted now."""

    bookmark: str | None = None
    """What this source left behind last time, to go on from there."""

    known: tuple[MentionKey, ...] = ()
    """Posts of this source that should be counted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a source brought."""

    listings: tuple[Listing, ...] = ()
    mentions: tuple[Mention, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    bookmark: str | None = None
    gone: tuple[MentionKey, ...] = ()
    """Known posts that were deleted since."""

    warnings: tuple[str, ...] = ()
    """What was left out, and why: a sentence each."""


Progress = Callable[[int, int | None], None]
"""Called with how much is done and how much there is, where that is known."""


class Source(Protocol):
    """Somewhere papers are announced or talked about."""

    @property
    def name(self) -> str:
        """The source's name in the storage and in settings: lower case, one word."""

    @property
    def announces(self) -> bool:
        """Say whether it brings papers, rather than talk about them."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the settings that it needs and does not have; without any it is collected."""

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Bring what is new, and count what is known again.

        Raises SourceUnavailable or SourceChanged, and nothing else. A part that fails without
        spoiling the rest becomes a warning.
        """


class Publisher(Protocol):
    """One platform that we can post to."""

    @property
    def platform(self) -> Platform:
        """The platform's name."""

    @property
    def recognises_nonces(self) -> bool:
        """Say whether sending a message with the same nonce again is harmless."""

    def ruler(self, form: Form) -> Ruler:
        """Give the way this platform counts messages of a form."""

    async def publish(self, message: Message, to: Destination) -> Receipt:
        """Post once.

        Raises TryLater, Unreachable, Rejected, Uncertain or FormUnsupported, and nothing else.
        """

    async def introduce(self) -> str:
        """Say in a sentence as whom we are known there.

        Raises Unreachable when the token is not accepted, and TryLater when the platform does not
        answer.
        """

    async def check(self, to: Destination) -> str:
        """Say in a sentence that we may post there, as whom.

        Raises Unreachable when we may not, with the right that is missing, and TryLater when the
        platform does not answer. It posts nothing.
        """


class Rights(Protocol):
    """Who may do what on a platform; asked there at the moment, never remembered."""

    async def may_manage(self, person: PersonKey, place: Place) -> bool:
        """Say whether somebody runs a place, so that they may change what is sent there.

        Raises TryLater when the platform does not answer, and Unreachable when it does not let us
        see the place.
        """

    async def place(self, written: str, caller: Caller) -> Place:
        """Find the place that somebody names, such as `@papers`, `<#123>` or an id.

        Raises BadArgument when there is none, or none that we can see, and TryLater when the
        platform does not answer.
        """


class Transaction(Protocol):
    """Everything that is remembered, as of one moment, all of it changed or none."""

    @property
    def papers(self) -> Papers: ...
    @property
    def mentions(self) -> Mentions: ...
    @property
    def snapshots(self) -> Snapshots: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def people(self) -> People: ...
    @property
    def places(self) -> Places: ...
    @property
    def bookmarks(self) -> Bookmarks: ...
    @property
    def mutes(self) -> Mutes: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def standings(self) -> Standings: ...
    @property
    def search(self) -> Search: ...


class Storage(Protocol):
    """Where everything is remembered."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commit on a clean exit, roll back otherwise.

        Raises StorageError when the database cannot be reached.
        """
