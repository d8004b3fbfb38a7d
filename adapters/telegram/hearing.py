"""Hearing updates: each in a task of its own, each once, not too many at a time."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import Update

from adapters.telegram.client import DiscreetBot
from adapters.telegram.conversations import Conversations
from adapters.telegram.updates import Event, Reader

log = logging.getLogger(__name__)

MOST_AT_ONCE = 256
MOST_REMEMBERED = 4096
"""Updates whose numbers are known, so that one that is brought again is not answered again."""

GRACE = timedelta(seconds=5)
"""How long answers that are being given may take when the bot stops."""

# What python-telegram-bot raises at updates of a shape that it does not know.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError)


@dataclass(slots=True)
class Hearing:
    """Takes updates as Telegram writes them."""

    bot: DiscreetBot
    reader: Reader
    conversations: Conversations
    most_at_once: int = MOST_AT_ONCE
    _in_hand: "set[asyncio.Task[None]]" = field(default_factory=set)
    _known: "OrderedDict[int, None]" = field(default_factory=OrderedDict)

    @property
    def is_full(self) -> bool:
        """Say whether the next update has to wait."""
        return len(self._in_hand) >= self.most_at_once

    async def take(self, raw: object) -> None:
        """Begin to answer an update; waits until there is room for it, and not for the answer."""
        number = number_of(raw)
        if number is None or not isinstance(raw, dict) or self._knows(number):
            return
        while self.is_full:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._hear(raw, number))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def finish(self) -> None:
        """Wait a while until what is in hand is answered, and give up the rest."""
        if not self._in_hand:
            return
        _, late = await asyncio.wait(self._in_hand, timeout=GRACE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _knows(self, number: int) -> bool:
        is_known = number in self._known
        self._known[number] = None
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return is_known

    async def _hear(self, raw: dict[str, object], number: int) -> None:
        event = self._read(raw, number)
        if event is None:
            return
        try:
            await self.conversations.take(event)
        # One question that nobody foresaw must not end the others.
        except Exception:
            log.exception("Update failed", extra={"action": "hear", "update": number})
            await self.conversations.apologise(event)

    def _read(self, raw: dict[str, object], number: int) -> Event | None:
        try:
            return self.reader.read(Update.de_json(dict(raw), self.bot))
        except _UNREADABLE as fault:
            fields = {"action": "hear", "update": number, "problem": type(fault).__name__}
            log.warning("Update not understood", extra=fields)
            return None


def number_of(raw: object) -> int | None:
    """Give the number of an update, if it is one at all."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
