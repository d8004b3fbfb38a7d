"""A desk that can be waited for: what platforms report is answered by nothing to be seen."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from bot.commands.spec import Answer, Card, Command, Desk, Invocation, Press, Reply, Suggestion
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller
from bot.views.words import Words

PATIENCE = 5.0
"""Seconds that a test waits for the bot before it fails."""


class AttentiveDesk:
    """Passes everything on, and says when a report was dealt with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dealt_with: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def dealing_with(self, report: str) -> AsyncIterator[None]:
        """Wait at the end of the block for a report because of it, such as `let_in`."""
        wanted = self._dealt_with[report] + 1
        yield
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self._dealt_with[report] >= wanted)

    @property
    def commands(self) -> Sequence[Command]:
        return self._desk.commands

    def words(self, locale: str) -> Words:
        return self._desk.words(locale)

    async def answer(self, invocation: Invocation, caller: Caller) -> Answer:
        return await self._desk.answer(invocation, caller)

    async def answer_line(self, line: str, caller: Caller) -> Answer:
        return await self._desk.answer_line(line, caller)

    async def press(self, token: str, caller: Caller) -> Press | Reply:
        return await self._desk.press(token, caller)

    async def suggest(
        self, command: str, param: str, typed: str, caller: Caller
    ) -> Sequence[Suggestion]:
        return await self._desk.suggest(command, param, typed, caller)

    async def cards(self, query: str, caller: Caller, *, offset: int = 0) -> Sequence[Card]:
        return await self._desk.cards(query, caller, offset=offset)

    async def look_up(self, text: str, caller: Caller, *, unasked: bool = False) -> Reply | None:
        return await self._desk.look_up(text, caller, unasked=unasked)

    async def let_in(self, places: Sequence[Caller]) -> None:
        await self._desk.let_in(places)
        await self._tell("let_in")

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        return await self._desk.waiting(platform)

    async def shut_out(self, destination: Destination, reason: str) -> None:
        await self._desk.shut_out(destination, reason)
        await self._tell("shut_out")

    async def moved(self, before: Destination, after: Destination) -> None:
        await self._desk.moved(before, after)
        await self._tell("moved")

    async def _tell(self, report: str) -> None:
        async with self._changed:
            self._dealt_with[report] += 1
            self._changed.notify_all()
