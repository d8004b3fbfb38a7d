"""Visiting sources by schedule."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.cadence import Daily
from bot.domain.visits import is_announcement_due, is_attention_due
from bot.ports import Clock, Progress
from bot.services.collect import Collect

_REMEMBERED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Visits:
    """Asks each source when it is worth it; what was asked when stands in the storage."""

    collect: Collect
    clock: Clock
    cadence: Daily

    async def ring(self) -> None:
        """Visit the sources that are due; harmless at any time, and any number of times."""
        names = await self._due()
        if names:
            await self.collect.collect(as_of=self.clock.now(), names=names, progress=_unseen)

    async def _due(self) -> list[str]:
        now = self.clock.now()
        async with self.collect.storage.transaction() as tx:
            runs = await tx.runs.between(now - _REMEMBERED_FOR, now)
            days = await tx.papers.days()
        visited = {run.source: run.as_of for run in runs}
        newest = days[-1] if days else None
        digest_at = self.cadence.after(now)
        return [
            source.name
            for source in self.collect.sources
            if not source.lacks
            and (
                is_announcement_due(newest, visited.get(source.name), now=now)
                if source.announces
                else is_attention_due(visited.get(source.name), digest_at, now=now)
            )
        ]


def _unseen(_name: str) -> Progress:
    return _nothing


def _nothing(_done: int, _total: int | None) -> None:
    """Show nothing: nobody looks at a service."""
