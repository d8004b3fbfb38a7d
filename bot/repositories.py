"""Repositories: what the bot asks of its memory, noun by noun. The storage answers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from bot.document.nodes import Document
from bot.domain.counting import Torrent
from bot.domain.deliveries import Delivery
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest, DigestKey
from bot.domain.engagement import Mention, MentionKey, Snapshot
from bot.domain.mutes import Mute
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.people import Bookmark, Person, PersonKey, PlaceSettings
from bot.domain.posts import Post, PostHead
from bot.domain.runs import Run
from bot.domain.standings import Standing
from bot.domain.subscriptions import Subscription
from bot.domain.topics import Topic


class Papers(Protocol):
    """Papers, and the days that they were listed on."""

    async def add(self, listings: Iterable[Listing]) -> int:
        """Remember listings and their papers; say how many listings were new.

        A paper that is known keeps its first announcement date, and takes everything else from the
        newest listing day. A listing that is known already is left alone.
        """

    async def on(self, day: date) -> list[Listing]:
        """Give the listings of a day: published ones in their order, then the others by id."""

    async def between(self, first: date, last: date) -> list[Listing]:
        """Give the listings from a day to a day, both included, the days in order, each as `on`."""

    async def discussed(self, first: date, last: date) -> list[Paper]:
        """Give the papers announced from a day to a day that somebody talks about, by id."""

    async def find(self, paper_id: PaperId) -> Paper | None:
        """Give a paper, if we know it."""

    async def days_of(self, paper_id: PaperId) -> list[date]:
        """Give the days that a paper was listed on, the oldest first."""

    async def has(self, day: date) -> bool:
        """Say whether a day has listings."""

    async def days(self) -> list[date]:
        """Give every day that has listings, the oldest first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A post about a paper, and when its counters were last read."""

    key: MentionKey
    listed_on: date
    """The newest day that the paper was listed on."""

    counted_at: datetime | None


class Mentions(Protocol):
    """Posts that talk about papers."""

    async def add(self, mentions: Iterable[Mention]) -> int:
        """Remember mentions in the order given; those already known stay as they are.

        The same post may talk about several papers. Gives how many were new.
        """

    async def of(self, papers: Collection[PaperId]) -> list[Mention]:
        """Give the mentions of papers, in the order in which they were added."""

    async def counted(self, source: str, *, since: date) -> list[Counted]:
        """Say when the posts of a source about papers listed on or after a day were last counted.

        Posts that are gone are left out.
        """

    async def torrents(
        self, first: date, last: date, *, until: datetime | None = None
    ) -> frozenset[Torrent]:
        """Find accounts that posted about more than MOST_PAPERS_A_DAY papers on one day.

        With a moment, only posts count whose counters had been read by then: what was collected
        later must not change what was known.
        """

    async def forget(self, keys: Collection[MentionKey], *, gone_at: datetime) -> int:
        """Note that posts were deleted, and wipe who wrote them and what they said.

        What was counted stays, so that a past moment can be ranked again. Posts that are gone
        already keep their first moment. Gives how many mentions were changed.
        """


class Snapshots(Protocol):
    """Counters at moments; nothing is ever changed or removed."""

    async def add(self, snapshots: Iterable[Snapshot]) -> int:
        """Remember counters; a reading known already is left alone. Gives how many were new."""

    async def of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """Give the newest reading of each counter of these papers at a moment."""

    async def all_of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """Give every reading of the counters of these papers up to a moment, the oldest first."""


class Posts(Protocol):
    """The heads of published posts."""

    async def add(self, post: Post) -> bool:
        """Remember a post with its papers, mentions and counters; False when it was known."""

    async def find(self, day: date) -> PostHead | None:
        """Give the head of a day's post, if it was imported."""


class Digests(Protocol):
    """What was chosen for whom."""

    async def add(self, digest: Digest) -> bool:
        """Remember a digest; False when one with its key exists, in whichever process."""

    async def newest_edition(self, key: DigestKey) -> int | None:
        """Give the highest edition of this audience's digest of this period, if there is one."""

    async def posted(self, audience: str, *, since: str, before: str) -> frozenset[PaperId]:
        """Give the papers in an audience's digests of the periods from `since` to before `before`.

        Periods are ISO days, and are compared as text.
        """

    async def periods(self, audience: str, *, since: str, before: str) -> frozenset[str]:
        """Give the periods in that range for which the audience has a digest."""

    async def carrying(self, paper_id: PaperId, to: Destination) -> list[DigestKey]:
        """Give the digests of exactly this channel or thread that hold a paper, the oldest first.

        Editions are left out: each key has the edition 0.
        """


class Runs(Protocol):
    """Visits to sources, and where each source wants to go on."""

    async def add(self, run: Run) -> None:
        """Remember a visit; a second one of the same source and moment takes its place."""

    async def between(self, first: datetime, last: datetime) -> list[Run]:
        """Give the visits from a moment to a moment, both included, the oldest first.

        Their payloads are left out.
        """

    async def last_success(self, source: str, *, before: datetime) -> Run | None:
        """Give the newest visit to a source that went well, strictly before a moment."""

    async def payload(self, source: str) -> bytes | None:
        """Give the newest answer of a source in a shape that nobody knew, if one was kept."""

    async def bookmark(self, source: str) -> str | None:
        """Give what the source left behind last time."""

    async def leave_bookmark(self, source: str, bookmark: str) -> None:
        """Remember where the source wants to go on."""


class Ledger(Protocol):
    """What was spent, by account and month."""

    async def spent(self, account: str, month: str) -> Decimal:
        """Give what was spent in a month such as `2026-11`, in US dollars."""

    async def charge(self, account: str, month: str, amount: Decimal) -> Decimal:
        """Add to what was spent, or give back with a negative amount; give the new sum.

        Two processes that charge at once are both counted.
        """


class Deliveries(Protocol):
    """The outbox: the one way out for every message."""

    async def enqueue(self, deliveries: Sequence[Delivery], documents: Sequence[Document]) -> None:
        """Put messages into the outbox, each with its document.

        Deliveries whose id is known already are left alone.
        """

    async def claim(
        self,
        *,
        now: datetime,
        platforms: Collection[Platform],
        limit: int,
        digest: DigestKey | None = None,
    ) -> list[tuple[Delivery, Document]]:
        """Take due messages in hand, each for one process only, the oldest first.

        A part is given out only when all parts with lower numbers are final, whatever their form,
        and carries as `reply_to` the message that it continues: that of the nearest part before it
        that has one. With a digest, only messages of that one are given.
        """

    async def expired(self, *, now: datetime) -> list[Delivery]:
        """Give the messages in hand whose lease has run out."""

    async def save(self, delivery: Delivery) -> bool:
        """Write what became of a message; False when another process settled it meanwhile."""

    async def abandon_rest(self, delivery: Delivery, problem: str) -> int:
        """Give up the parts after this one that are still queued; say how many."""

    async def of(self, digest: DigestKey) -> list[Delivery]:
        """Give the messages of a digest, in order."""

    async def waiting(self) -> int:
        """Count the messages that are not final yet."""


class Subscriptions(Protocol):
    """Who gets which digest, and when."""

    async def add(self, subscription: Subscription) -> Subscription:
        """Remember a subscription, and give it with its id.

        Where its destination has one of the same topic and rhythm, that one is changed, and keeps
        its id.
        """

    async def save(self, subscription: Subscription) -> bool:
        """Write what became of a subscription; False when it is gone."""

    async def remove(self, id: int) -> bool:  # noqa: A002
        """Forget a subscription, with what its destination was sent left alone; False if gone."""

    async def find(self, id: int) -> Subscription | None:  # noqa: A002
        """Give a subscription by its id."""

    async def at(self, destination: Destination) -> list[Subscription]:
        """Give the subscriptions of exactly this channel or thread, by id."""

    async def in_channel(self, platform: Platform, channel: str) -> list[Subscription]:
        """Give the subscriptions of a channel and of all of its threads, by id."""

    async def of_owner(self, person: PersonKey) -> list[Subscription]:
        """Give the subscriptions that somebody asked for, wherever they go, by id."""

    async def all(self) -> list[Subscription]:
        """Give every subscription, by id."""

    async def due(self, now: datetime, *, limit: int) -> list[Subscription]:
        """Give active subscriptions that want attention by now, the longest due first."""

    async def next_due_at(self) -> datetime | None:
        """Give the next moment at which one wants attention, in UTC."""


class People(Protocol):
    """What people have chosen."""

    async def find(self, person: PersonKey) -> Person | None:
        """Give what somebody has chosen, if they have chosen anything."""

    async def save(self, person: Person) -> None:
        """Remember what somebody has chosen."""

    async def forget(self, person: PersonKey, private: Collection[Destination]) -> int:
        """Delete every row about somebody, and say how many there were.

        That is what they chose, their bookmarks, and, for the private places given and those of
        subscriptions of theirs that are private, the settings, mutes, subscriptions, digests and
        messages there. Subscriptions of public places stay, without their owner.
        """


class Places(Protocol):
    """What was chosen for channels, threads and private conversations."""

    async def find(self, destination: Destination) -> PlaceSettings | None:
        """Give what was chosen for a place, if anything was."""

    async def save(self, settings: PlaceSettings) -> None:
        """Remember what was chosen for a place."""

    async def move(self, before: Destination, after: Destination) -> int:
        """Put everything that is remembered of a channel and its threads under its new id.

        That is settings, mutes, subscriptions, digests with what they held, and messages that are
        still queued. What the new id has already stays. Gives how many rows were changed.
        """


class Bookmarks(Protocol):
    """The papers that people saved."""

    async def add(self, person: PersonKey, bookmark: Bookmark) -> bool:
        """Save a paper; False when it was saved already."""

    async def remove(self, person: PersonKey, paper_id: PaperId) -> bool:
        """Take a paper out; False when it was not there."""

    async def of(self, person: PersonKey) -> list[Bookmark]:
        """Give what somebody saved, the newest first."""


class Mutes(Protocol):
    """What the digests of a place leave out."""

    async def add(self, destination: Destination, mute: Mute) -> bool:
        """Mute something; False when it was already."""

    async def remove(self, destination: Destination, mute: Mute) -> bool:
        """Unmute something; False when it was not muted."""

    async def of(self, destination: Destination) -> list[Mute]:
        """Give what is muted in exactly this channel or thread, in the order it was added."""


class Tokens(Protocol):
    """What buttons say that have too little room for it. Nobody's name stands in it."""

    async def keep(self, name: str, whole: str, *, at: datetime) -> None:
        """Remember a long token under its name; one that is known counts as used now."""

    async def find(self, name: str) -> str | None:
        """Give a long token."""

    async def drop(self, *, before: datetime) -> int:
        """Forget those that were not kept again since a moment; say how many."""


class Standings(Protocol):
    """The places that papers had in the ranking of their day, horizon by horizon."""

    async def add(self, standings: Iterable[Standing]) -> int:
        """Remember places; those known already are left alone. Gives how many were new."""

    async def of(self, paper_id: PaperId) -> list[Standing]:
        """Give a paper's places, the oldest first."""

    async def recorded(self, day: date) -> frozenset[timedelta]:
        """Say of which horizons the places of a day's papers are known."""


class Search(Protocol):
    """Finding papers among all that are known."""

    async def find(self, topic: Topic, *, limit: int, offset: int = 0) -> list[Paper]:
        """Give papers that belong to a topic, the best match first.

        Each `topic.matches`. Words in the title count most, then words in the abstract; among
        equals the newest is first. Where very many papers match, the newest of them are compared.
        """
