"""The places that papers had in the ranking of their day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.papers import PaperId
from bot.domain.standings import Standing
from storage.in_memory.contents import Contents
from storage.order import standing_order


@dataclass(frozen=True, slots=True)
class MemoryStandings:
    """Answers `bot.repositories.Standings` in memory."""

    contents: Contents

    async def add(self, standings: Iterable[Standing]) -> int:
        """See the port."""
        known = self.contents.standings
        before = len(known)
        for one in standings:
            known.setdefault((one.paper_id, one.day, one.horizon), one)
        return len(known) - before

    async def of(self, paper_id: PaperId) -> list[Standing]:
        """See the port: day by day, and on each the shortest horizon first."""
        known = self.contents.standings.values()
        return sorted((one for one in known if one.paper_id == paper_id), key=standing_order)

    async def recorded(self, day: date) -> frozenset[timedelta]:
        """See the port."""
        return frozenset(horizon for _, known, horizon in self.contents.standings if known == day)
