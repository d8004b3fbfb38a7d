"""Backfilling: the papers of past days, only those that are missing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from bot.domain.calendar import mailing_days
from bot.ports import Harvest, Progress, Storage


class History(Protocol):
    """A source that knows the papers of past days."""

    def backfill(self, first: date, last: date, progress: Progress) -> AsyncIterator[Harvest]:
        """Give one harvest for each mailing day from a day to a day, the oldest first.

        Raises SourceUnavailable or SourceChanged.
        """


@dataclass(frozen=True, slots=True)
class Backfill:
    """Fills the gaps in the days that are known."""

    storage: Storage
    history: History

    async def backfill(self, first: date, last: date, progress: Progress) -> int:
        """Remember the papers of the mailing days in a range that has none yet; count the days.

        Each day is remembered as soon as it is there, so a second run goes on where the first one
        stopped. Raises SourceUnavailable or SourceChanged.
        """
        filled = 0
        for start, end in await self.gaps(first, last):
            async for harvest in self.history.backfill(start, end, progress):
                async with self.storage.transaction() as tx:
                    await tx.papers.add(harvest.listings)
                filled += bool(harvest.listings)
        return filled

    async def gaps(self, first: date, last: date) -> list[tuple[date, date]]:
        """Find the ranges of mailing days in a row of which no paper is known."""
        async with self.storage.transaction() as tx:
            known = set(await tx.papers.days())
        days = mailing_days(first, last)
        runs = (list(run) for is_known, run in groupby(days, known.__contains__) if not is_known)
        return [(run[0], run[-1]) for run in runs]
