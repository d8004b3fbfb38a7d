"""The storage in dictionaries: for tests, and to show what the port means."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from bot.document.codec import dump, key_of
from bot.document.nodes import Document
from bot.domain.deliveries import Delivery, State, claim
from bot.domain.destinations import Platform
from bot.domain.digests import Digest, DigestKey
from bot.domain.engagement import Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.posts import Post, PostHead
from storage.order import claiming_order, published_order, reading_order


@dataclass(frozen=True, slots=True)
class _Described:
    paper: Paper
    on: date
    """The listing day that the description was taken from."""


@dataclass(frozen=True, slots=True)
class _Contents:
    papers: dict[PaperId, _Described] = field(default_factory=dict)
    listings: dict[tuple[date, PaperId], Listing] = field(default_factory=dict)
    mentions: dict[tuple[MentionKey, PaperId], Mention] = field(default_factory=dict)
    snapshots: dict[tuple[PaperId, str, str, datetime], Snapshot] = field(default_factory=dict)
    posts: dict[date, PostHead] = field(default_factory=dict)
    digests: dict[DigestKey, Digest] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)

    def copy(self) -> "_Contents":
        return _Contents(*(dict(getattr(self, each.name)) for each in fields(self)))


class MemoryStorage:
    """Answers `bot.ports.Storage` without a database; what it remembers ends with the process."""

    def __init__(self) -> None:
        self._contents = _Contents()
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["MemoryTransaction"]:
        """See the port; transactions come one after the other."""
        async with self._lock:
            contents = self._contents.copy()
            yield MemoryTransaction.on(contents)
            self._contents = contents


@dataclass(frozen=True, slots=True)
class MemoryPapers:
    """Answers `bot.ports.Papers` in memory."""

    contents: _Contents

    async def add(self, listings: Iterable[Listing]) -> int:
        """See the port; of two descriptions of one day the later call's is kept."""
        papers, known = self.contents.papers, self.contents.listings
        before = len(known)
        for listing in listings:
            papers[listing.paper.id] = _described(papers.get(listing.paper.id), listing)
            known.setdefault((listing.listed_on, listing.paper.id), listing)
        return len(known) - before

    async def on(self, day: date) -> list[Listing]:
        """See the port."""
        listings = [
            replace(listing, paper=self.contents.papers[listing.paper.id].paper)
            for listing in self.contents.listings.values()
            if listing.listed_on == day
        ]
        return sorted(listings, key=published_order)

    async def find(self, paper_id: PaperId) -> Paper | None:
        """See the port."""
        described = self.contents.papers.get(paper_id)
        return None if described is None else described.paper

    async def days(self) -> list[date]:
        """See the port."""
        return sorted({day for day, _ in self.contents.listings})


def _described(known: _Described | None, listing: Listing) -> _Described:
    new = _Described(listing.paper, listing.listed_on)
    if known is None:
        return new
    newest = new if new.on >= known.on else known
    first = min(new.paper.announced_on, known.paper.announced_on)
    return replace(newest, paper=replace(newest.paper, announced_on=first))


@dataclass(frozen=True, slots=True)
class MemoryMentions:
    """Answers `bot.ports.Mentions` in memory."""

    contents: _Contents

    async def add(self, mentions: Iterable[Mention]) -> int:
        """See the port."""
        known = self.contents.mentions
        before = len(known)
        for mention in mentions:
            known.setdefault((mention.key, mention.paper_id), mention)
        return len(known) - before

    async def of(self, papers: Collection[PaperId]) -> list[Mention]:
        """See the port."""
        wanted = set(papers)
        return [each for each in self.contents.mentions.values() if each.paper_id in wanted]


@dataclass(frozen=True, slots=True)
class MemorySnapshots:
    """Answers `bot.ports.Snapshots` in memory."""

    contents: _Contents

    async def add(self, snapshots: Iterable[Snapshot]) -> int:
        """See the port."""
        known = self.contents.snapshots
        before = len(known)
        for snapshot in snapshots:
            known.setdefault((*_counter(snapshot), snapshot.measured_at), snapshot)
        return len(known) - before

    async def of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        wanted = set(papers)
        newest: dict[tuple[PaperId, str, str], Snapshot] = {}
        for snapshot in self.contents.snapshots.values():
            if snapshot.paper_id in wanted and snapshot.measured_at <= until:
                other = newest.setdefault(_counter(snapshot), snapshot)
                if other.measured_at < snapshot.measured_at:
                    newest[_counter(snapshot)] = snapshot
        return list(newest.values())


def _counter(snapshot: Snapshot) -> tuple[PaperId, str, str]:
    return snapshot.paper_id, snapshot.source, snapshot.native_id


@dataclass(frozen=True, slots=True)
class MemoryPosts:
    """Answers `bot.ports.Posts` in memory."""

    contents: _Contents

    async def add(self, post: Post) -> bool:
        """See the port; of a post whose day is known nothing is taken."""
        if post.head.day in self.contents.posts:
            return False
        self.contents.posts[post.head.day] = post.head
        await MemoryPapers(self.contents).add(post.listings)
        await MemoryMentions(self.contents).add(post.mentions)
        await MemorySnapshots(self.contents).add(post.snapshots)
        return True

    async def find(self, day: date) -> PostHead | None:
        """See the port."""
        return self.contents.posts.get(day)


@dataclass(frozen=True, slots=True)
class MemoryDigests:
    """Answers `bot.ports.Digests` in memory."""

    contents: _Contents

    async def add(self, digest: Digest) -> bool:
        """See the port."""
        if digest.key in self.contents.digests:
            return False
        self.contents.digests[digest.key] = digest
        return True

    async def newest_edition(self, key: DigestKey) -> int | None:
        """See the port."""
        editions = (
            known.edition
            for known in self.contents.digests
            if (known.audience, known.period) == (key.audience, key.period)
        )
        return max(editions, default=None)


@dataclass(frozen=True, slots=True)
class MemoryDeliveries:
    """Answers `bot.ports.Deliveries` in memory."""

    contents: _Contents

    async def enqueue(self, deliveries: Sequence[Delivery], documents: Sequence[Document]) -> None:
        """See the port; each delivery's `document_key` is made to name its document.

        Raises ValueError unless there are as many documents as deliveries.
        """
        for delivery, document in zip(deliveries, documents, strict=True):
            key = key_of(dump(document))
            self.contents.documents[key] = document
            self.contents.deliveries.setdefault(delivery.id, replace(delivery, document_key=key))

    async def claim(
        self,
        *,
        now: datetime,
        platforms: Collection[Platform],
        limit: int,
        digest: DigestKey | None = None,
    ) -> list[tuple[Delivery, Document]]:
        """See the port."""
        due = [
            delivery
            for delivery in self.contents.deliveries.values()
            if delivery.state is State.QUEUED
            and delivery.due_at <= now
            and delivery.destination.platform in platforms
            and digest in {None, delivery.digest}
            and all(earlier.state.is_final for earlier in self._before(delivery))
        ]
        claimed = [
            claim(self._continuing(delivery), now=now)
            for delivery in sorted(due, key=claiming_order)[:limit]
        ]
        self.contents.deliveries.update({delivery.id: delivery for delivery in claimed})
        return [(each, self.contents.documents[each.document_key]) for each in claimed]

    def _before(self, delivery: Delivery) -> Iterator[Delivery]:
        return (each for each in self._of_the_same(delivery) if each.part < delivery.part)

    def _continuing(self, delivery: Delivery) -> Delivery:
        for each in self._before(delivery):
            if each.part == delivery.part - 1 and each.receipt is not None:
                return replace(delivery, reply_to=each.receipt.message_id)
        return delivery

    def _of_the_same(self, delivery: Delivery) -> list[Delivery]:
        same = delivery.digest, delivery.form
        return [
            each for each in self.contents.deliveries.values() if (each.digest, each.form) == same
        ]

    async def expired(self, *, now: datetime) -> list[Delivery]:
        """See the port."""
        expired = [
            delivery
            for delivery in self.contents.deliveries.values()
            if delivery.state is State.SENDING
            and delivery.leased_until is not None
            and delivery.leased_until <= now
        ]
        return sorted(expired, key=claiming_order)

    async def save(self, delivery: Delivery) -> bool:
        """See the port; a process whose lease ran out finds its message in other hands."""
        known = self.contents.deliveries.get(delivery.id)
        if known is None or known.state is not State.SENDING or known.attempts != delivery.attempts:
            return False
        self.contents.deliveries[delivery.id] = delivery
        return True

    async def abandon_rest(self, delivery: Delivery, problem: str) -> int:
        """See the port."""
        rest = {
            each.id: replace(each, state=State.ABANDONED, problem=problem)
            for each in self._of_the_same(delivery)
            if each.part > delivery.part and each.state is State.QUEUED
        }
        self.contents.deliveries.update(rest)
        return len(rest)

    async def of(self, digest: DigestKey) -> list[Delivery]:
        """See the port."""
        deliveries = [each for each in self.contents.deliveries.values() if each.digest == digest]
        return sorted(deliveries, key=reading_order)

    async def waiting(self) -> int:
        """See the port."""
        return sum(not delivery.state.is_final for delivery in self.contents.deliveries.values())


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """Answers `bot.ports.Transaction` in memory."""

    papers: MemoryPapers
    mentions: MemoryMentions
    snapshots: MemorySnapshots
    posts: MemoryPosts
    digests: MemoryDigests
    deliveries: MemoryDeliveries

    @classmethod
    def on(cls, contents: _Contents) -> "MemoryTransaction":
        """Put every repository on the same contents."""
        return cls(
            papers=MemoryPapers(contents),
            mentions=MemoryMentions(contents),
            snapshots=MemorySnapshots(contents),
            posts=MemoryPosts(contents),
            digests=MemoryDigests(contents),
            deliveries=MemoryDeliveries(contents),
        )
