"""Keeping to Telegram's pace, so that it need not stop us.

The limits are soft, and stated in https://core.telegram.org/bots/faq#broadcasting-to-users.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import TryLater

PATIENCE = timedelta(seconds=60)
"""Whoever would have to wait longer for a turn is told to try later instead.

With the time-outs of the client it stays well below the lease of a delivery.
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages in any stretch of so many seconds."""

    messages: int
    seconds: float


OVERALL = Rate(30, 1)
"""To all chats together."""

PRIVATE = Rate(1, 1)
"""To one person."""

SHARED = Rate(20, 60)
"""To one group. Channels, which cannot be told from groups by name, get no more."""


class Pacer:
    """Gives turns to send, and remembers who asked to be left alone.

    A chat under its name and under its number counts as two. What it remembers is lost with the
    process, as the limits are short.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall: deque[float] = deque(maxlen=OVERALL.messages)
        self._recent: dict[str, deque[float]] = {}
        self._held_until: dict[str, float] = {}

    async def turn(self, channel: str) -> None:
        """Wait until a message may go to a channel, and count it.

        Raises TryLater when that would take more than `PATIENCE`.
        """
        started = now = self._clock()
        while (free_at := self._free_at(channel)) > now:
            if free_at - started > PATIENCE.total_seconds():
                after = timedelta(seconds=free_at - now)
                raise TryLater(f"Telegram wants {channel} left alone for a while.", after=after)
            await self._sleep(free_at - now)
            now = self._clock()
        self._overall.append(now)
        self._sent(channel).append(now)
        self._held_until.pop(channel, None)

    def hold(self, channel: str, pause: timedelta) -> None:
        """Give a channel no turn before the pause is over; the others go on."""
        self._held_until[channel] = self._clock() + pause.total_seconds()

    def _free_at(self, channel: str) -> float:
        return max(
            _next_turn(self._overall, OVERALL),
            _next_turn(self._sent(channel), _rate_of(channel)),
            self._held_until.get(channel, float("-inf")),
        )

    def _sent(self, channel: str) -> deque[float]:
        return self._recent.setdefault(channel, deque(maxlen=_rate_of(channel).messages))


def _next_turn(sent: deque[float], rate: Rate) -> float:
    """Say when one more message keeps to the rate, of which `sent` holds the newest ones."""
    if len(sent) < rate.messages:
        return float("-inf")
    return sent[0] + rate.seconds


def _rate_of(channel: str) -> Rate:
    # The ids of people are positive; groups and channels have a negative one, or an @name.
    return PRIVATE if channel.isdecimal() else SHARED
