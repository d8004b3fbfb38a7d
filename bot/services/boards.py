"""Boards at hand: what everybody asks for is worked out once a minute, not once a question."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.domain.boards import Board
from bot.domain.calendar import mailed_at
from bot.domain.growth import TRENDING_FOR, Growing, trending
from bot.domain.horizons import COUNTED_ANEW, HORIZONS
from bot.domain.ranking import Ranking
from bot.domain.subscriptions import Window
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import UserMistake
from bot.ports import Clock
from bot.services.kept import Kept
from bot.services.lookup import NOTHING_KNOWN, Lookup, Question

FRESH_FOR = timedelta(minutes=1)
"""How old the ranking of a day may be."""

SETTLED_FOR = timedelta(minutes=15)
"""How old the ranking of several days, or of a day that is not counted any more, may be."""

BOARDS_KEPT = 60
CUT_AT_ONCE = 2
_WEEK = timedelta(days=6)


class Boards:
    """Rankings for people who ask, at most FRESH_FOR old, or SETTLED_FOR where little changes."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        self._lookup = lookup
        self._clock = clock
        self._days: Kept[None, tuple[date, ...]] = Kept(clock, 1, FRESH_FOR)
        self._boards: Kept[tuple[Window, bool], Board] = Kept(clock, BOARDS_KEPT, FRESH_FOR)
        self._before: Kept[Window, Ranking] = Kept(clock, 2, FRESH_FOR)
        self._cutting = asyncio.Semaphore(CUT_AT_ONCE)
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

        board = await self._boards.get((window, late), find, self._fresh_for(window))
        if self._known and window == Window(self._known[-1], self._known[-1]):
            self._newest = board
        return board

    def _fresh_for(self, window: Window) -> timedelta:
        is_settled = self._clock.now() - mailed_at(window.last) > HORIZONS[-1] + COUNTED_ANEW
        return SETTLED_FOR if is_settled or window.first < window.last else FRESH_FOR

    async def hot(
        self,
        window: Window,
        topic: Topic = EVERYTHING,
        minimum: float | None = None,
        *,
        late: bool = False,
    ) -> tuple[Board, Ranking]:
        """Give a board, and the hot papers of a topic on it.

        Long topics are compared with many papers, beside the event loop and few at a time. Raises
        UserMistake as `board` does.
        """
        board = await self.board(window, late=late)
        known = board.known(topic, minimum)
        if known is not None:
            return board, known
        async with self._cutting:
            return board, await asyncio.to_thread(board.hot, topic, minimum)

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
        async with self._cutting:
            return await asyncio.to_thread(trending, now, before, topic)

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
