"""Clocks: the machine's own, and one that was set to another moment."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock that was set to a moment and goes on from there, for replaying the past."""

    moment: datetime
    set_at: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """Give the moment that it was set to, and the time that went by since, in UTC."""
        return self.moment.astimezone(UTC) + timedelta(seconds=time.monotonic() - self.set_at)


def clock_at(moment: datetime | None) -> SystemClock | SetClock:
    """Give the machine's clock, or one that is set to a moment."""
    return SystemClock() if moment is None else SetClock(moment)
