"""A clock that only sleeping moves."""

from dataclasses import dataclass


@dataclass(slots=True)
class Timepiece:
    """Seconds since it was made; whoever sleeps wakes up at once, later."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
