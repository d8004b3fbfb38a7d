"""The outbox."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.document.codec import dump, key_of
from bot.document.nodes import Document
from bot.domain.deliveries import Delivery, State, claim
from bot.domain.destinations import Platform
from bot.domain.digests import DigestKey
from storage.in_memory.contents import Contents
from storage.order import claiming_order, reading_order


@dataclass(frozen=True, slots=True)
class MemoryDeliveries:
    """Answers `bot.repositories.Deliveries` in memory."""

    contents: Contents

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
        return (each for each in self._of(delivery.digest) if each.part < delivery.part)

    def _continuing(self, delivery: Delivery) -> Delivery:
        for each in sorted(self._before(delivery), key=reading_order, reverse=True):
            if each.receipt is not None:
                return replace(delivery, reply_to=each.receipt.message_id)
        return delivery

    def _of(self, digest: DigestKey) -> list[Delivery]:
        return [each for each in self.contents.deliveries.values() if each.digest == digest]

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
            for each in self._of(delivery.digest)
            if each.part > delivery.part and each.state is State.QUEUED
        }
        self.contents.deliveries.update(rest)
        return len(rest)

    async def of(self, digest: DigestKey) -> list[Delivery]:
        """See the port."""
        return sorted(self._of(digest), key=reading_order)

    async def waiting(self) -> int:
        """See the port."""
        return sum(not delivery.state.is_final for delivery in self.contents.deliveries.values())
