"""Standings: the places of each day's papers are written down as the day grows older."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.calendar import mailed_at
from bot.domain.standings import passed, standings
from bot.ports import Clock, Storage
from bot.services.lookup import Lookup, Question

log = logging.getLogger(__name__)

LOOKED_BACK = timedelta(days=8)
"""A day more than the last horizon."""


@dataclass(slots=True)
class Record:
    """Remembers which place each paper had at every horizon."""

    storage: Storage
    lookup: Lookup
    clock: Clock
    _done: set[tuple[date, timedelta]] = field(default_factory=set, init=False)
    """What this process has seen to, so that a horizon without papers is not ranked again."""

    async def ring(self) -> None:
        """Write down what is over and was not written down yet; harmless at any other time."""
        now = self.clock.now()
        known = await self.lookup.days()
        recent = [day for day in known if day >= now.date() - LOOKED_BACK]
        for day in recent:
            for horizon in await self._missing(day):
                await self._record(day, horizon)
        self._forget(recent)

    async def _missing(self, day: date) -> list[timedelta]:
        now = self.clock.now()
        done = {horizon for other, horizon in self._done if other == day}
        if not list(passed(day, done, now)):
            return []
        async with self.storage.transaction() as tx:
            recorded = await tx.standings.recorded(day)
        self._done.update((day, horizon) for horizon in recorded)
        return list(passed(day, recorded | done, now))

    async def _record(self, day: date, horizon: timedelta) -> None:
        question = Question(day=day, as_of=mailed_at(day) + horizon)
        board = await self.lookup.board(question)
        async with self.storage.transaction() as tx:
            added = await tx.standings.add(standings(board.ranking, horizon))
        self._done.add((day, horizon))
        log.info(
            "Places recorded",
            extra={
                "action": "record",
                "day": day.isoformat(),
                "hours": horizon // timedelta(hours=1),
                "papers": added,
            },
        )

    def _forget(self, recent: Iterable[date]) -> None:
        days = set(recent)
        self._done = {(day, horizon) for day, horizon in self._done if day in days}
