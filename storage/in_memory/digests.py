"""What was chosen for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.destinations import Destination
from bot.domain.digests import Digest, DigestKey
from bot.domain.papers import PaperId
from storage.in_memory.contents import Contents
from storage.order import period_order


@dataclass(frozen=True, slots=True)
class MemoryDigests:
    """Answers `bot.repositories.Digests` in memory."""

    contents: Contents

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

    async def posted(self, audience: str, *, since: str, before: str) -> frozenset[PaperId]:
        """See the port."""
        digests = self._within(audience, since, before)
        return frozenset(ranked.paper.id for digest in digests for ranked in digest.papers)

    async def periods(self, audience: str, *, since: str, before: str) -> frozenset[str]:
        """See the port."""
        return frozenset(digest.key.period for digest in self._within(audience, since, before))

    async def carrying(self, paper_id: PaperId, to: Destination) -> list[DigestKey]:
        """See the port; of one period, the audiences come by name."""
        keys = {
            replace(digest.key, edition=0)
            for digest in self.contents.digests.values()
            if digest.request.destination == to
            and any(ranked.paper.id == paper_id for ranked in digest.papers)
        }
        return sorted(keys, key=period_order)

    def _within(self, audience: str, since: str, before: str) -> Iterator[Digest]:
        for key, digest in self.contents.digests.items():
            if key.audience == audience and since <= key.period < before:
                yield digest
