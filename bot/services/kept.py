"""Kept: answers that many ask for, worked out once in a while instead of once a question."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.ports import Clock

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Kept(Generic[Key, Value]):
    """Answers that are kept for a while, each worked out by one caller while the others wait."""

    clock: Clock
    most: int
    fresh_for: timedelta
    _answers: OrderedDict[Key, tuple[datetime, Value]] = field(default_factory=OrderedDict)
    _asking: dict[Key, asyncio.Lock] = field(default_factory=dict)
    _round: int = 0

    async def get(
        self,
        key: Key,
        find: Callable[[], Awaitable[Value]],
        fresh_for: timedelta | None = None,
    ) -> Value:
        """Give the answer for a key; an exception of `find` is raised and not kept."""
        longest = fresh_for or self.fresh_for
        known = self._fresh(key, longest)
        if known is not None:
            return known[1]
        lock = self._asking.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                known = self._fresh(key, longest)
                if known is not None:
                    return known[1]
                round_ = self._round
                value = await find()
                if round_ == self._round:
                    self._keep(key, value)
                return value
        finally:
            if not lock.locked():
                self._asking.pop(key, None)

    def clear(self) -> None:
        """Keep nothing of what is known, nor of what is being found."""
        self._answers.clear()
        self._round += 1

    def _fresh(self, key: Key, longest: timedelta) -> tuple[datetime, Value] | None:
        known = self._answers.get(key)
        if known is None or self.clock.now() - known[0] >= longest:
            return None
        self._answers.move_to_end(key)
        return known

    def _keep(self, key: Key, value: Value) -> None:
        self._answers[key] = (self.clock.now(), value)
        self._answers.move_to_end(key)
        while len(self._answers) > self.most:
            self._answers.popitem(last=False)
