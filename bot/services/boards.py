"""Boards at hand: what everybody asks for is worked out once a minute, not once a question."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

from bot.domain.boards import Board
from bot.domain.calendar import mailed_at
from bot.domain.growth import TRENDING_FOR, Growing, trending
from bot.domain.ranking import Ranking
from bot.domain.subscriptions import Window
from bot.domain.topics import Topic
from bot.errors import UserMistake
from bot.ports import Clock
from bot.services.lookup import NOTHING_KNOWN, Lookup, Question

FRESH_FOR = timedelta(minutes=1)
BOARDS_KEPT = 40
_WEEK = timedelta(days=6)

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Kept(Generic[Key, Value]):
    """Answers that are kept for a while, each worked out by one caller while the others wait."""

    clock: Clock
    most: int
    fresh_for: timedelta = FRESH_FOR
    _answers: OrderedDict[Key, tuple[datetime, Value]] = field(default_factory=OrderedDict)
    _asking: dict[Key, asyncio.Lock] = field(default_factory=dict)

    async def get(self, key: Key, find: Callable[[], Awaitable[Value]]) -> Value:
        """Give the answer for a key; an exception of `find` is raised and not kept."""
        known = self._fresh(key)
        if known is not None:
            return known[1]
        lock = self._asking.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                known = self._fresh(key)
                if known is not None:
                    return known[1]
                value = await find()
                self._keep(key, value)
                return value
        finally:
            if not lock.locked():
                self._asking.pop(key, None)

    def _fresh(self, key: Key) -> tuple[datetime, Value] | None:
        known = self._answers.get(key)
        if known is None or self.clock.now() - known[0] >= self.fresh_for:
            return None
        self._answers.move_to_end(key)
        return known

    def _keep(self, key: Key, value: Value) -> None:
        self._answers[key] = (self.clock.now(), value)
        self._answers.move_to_end(key)
        while len(self._answers) > self.most:
            self._answers.popitem(last=False)


class Boards:
    """Rankings for people who ask, at most FRESH_FOR old."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        self._lookup = lookup
        self._clock = clock
        self._days: Kept[None, tuple[date, ...]] = Kept(clock, 1)
        self._boards: Kept[tuple[Window, bool], Board] = Kept(clock, BOARDS_KEPT)
        self._before: Kept[Window, Ranking] = Kept(clock, 2)
        self._known: tuple[date, ...] = ()
        self._newest: Board | None = None

    async def days(self) -> tuple[date, ...]:
        """Give the listing days that are known, the oldest first."""
        self._known = await self._days.get(None, self._lookup.days)
        return self._known

    async def board(self, window: Window, *, late: bool = False) -> Board:
        """Give every paper of some listing days; with `late`, late risers of the days before, too.

        Raises UserMistake where nothing is known of the last day.
        """

        async def find() -> Board:
            since = window.first if window.first < window.last else None
            return await self._lookup.board(Question(day=window.last, since=since, late=late))

        board = await self._boards.get((window, late), find)
        if self._known and window == Window(self._known[-1], self._known[-1]):
            self._newest = board
        return board

    async def growing(self, topic: Topic) -> tuple[Growing, ...]:
        """Give the papers of the last week that gained most in the last 24 hours.

        Raises UserMistake where no papers are known.
        """
        known = await self.days()
        if not known:
            raise UserMistake(NOTHING_KNOWN)
        week = Window(next(day for day in known if day >= known[-1] - _WEEK), known[-1])
        now = (await self.board(week)).ranking
        before = await self._before.get(week, partial(self._a_day_before, now, known))
        return trending(now, before, topic)

    async def _a_day_before(self, now: Ranking, known: Sequence[date]) -> Ranking:
        as_of = self._clock.now() - TRENDING_FOR
        first = now.since or now.day
        mailed = [day for day in known if day >= first and mailed_at(day) <= as_of]
        if not mailed:
            return replace(now, papers=())
        question = Question(day=mailed[-1], since=first, as_of=as_of)
        return (await self._lookup.board(question)).ranking

    @property
    def known_days(self) -> tuple[date, ...]:
        """The days that were known when somebody last asked; at once, from memory."""
        return self._known

    @property
    def newest(self) -> Board | None:
        """The newest day's board that somebody last asked for; at once, from memory."""
        return self._newest
