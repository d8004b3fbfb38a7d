"""Visiting sources by schedule."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.cadence import Cadence
from bot.domain.calendar import mailed_at
from bot.domain.runs import Run
from bot.domain.visits import is_announcement_due, is_attention_due
from bot.ports import Clock, Progress, Source
from bot.services.collect import Collect

_REMEMBERED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Visits:
    """Asks each source when it is worth it; what was asked when stands in the storage."""

    collect: Collect
    clock: Clock
    cadence: Cadence

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
        visits = {run.source: run for run in runs}
        # A list that carries the date of a day to come is no reason to wait for that day.
        newest = max((day for day in days if mailed_at(day) <= now), default=None)
        return [
            source.name
            for source in self.collect.sources
            if not source.lacks and self._is_due(source, visits.get(source.name), newest, now=now)
        ]

    def _is_due(
        self, source: Source, visit: Run | None, newest: date | None, *, now: datetime
    ) -> bool:
        visited_at = visit.as_of if visit else None
        if source.announces:
            has_failed = visit is not None and not visit.is_success
            return is_announcement_due(newest, visited_at, now=now, has_failed=has_failed)
        return is_attention_due(visited_at, self.cadence.after(now), now=now)


def _unseen(_name: str) -> Progress:
    return _nothing


def _nothing(_done: int, _total: int | None) -> None:
    """Show nothing: nobody looks at a service."""
