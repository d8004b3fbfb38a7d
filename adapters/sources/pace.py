"""How quickly we may ask: manners towards groups of hosts, and the turnstile that keeps them."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What a group of hosts may expect of us, and how long we bear with it."""

    name: str
    hosts: tuple[str, ...] = ()
    """Host names, each standing for its subdomains too; `host:port` names one server alone."""

    at_once: int = 4
    """How many requests may be under way at a time, over all hosts of the group."""

    every: timedelta = timedelta()
    """The rest after each answer before the next request of the group."""

    attempts: int = 4
    """How often a request is made before we give up for now."""

    back_off: timedelta = timedelta(seconds=2)
    """The wait after the first failure, on average; it doubles with each further one."""

    patience: timedelta = timedelta(minutes=2)
    """The longest wait that is sat out; a server that asks for more is left alone for now."""

    connect_within: timedelta = timedelta(seconds=10)
    answer_within: timedelta = timedelta(seconds=60)
    max_bytes: int = 32 << 20
    """The largest answer that is read, counted after it is unpacked."""

    def covers(self, host: str, port: int | None) -> bool:
        """Say whether a server belongs to the group."""
        return any(
            named in {host, f"{host}:{port}"} or host.endswith(f".{named}") for named in self.hosts
        )


# https://info.arxiv.org/help/api/tou.html: one request in three seconds and one connection at a
# time, over all its interfaces together.
ARXIV = Manners(
    name="arXiv",
    hosts=("arxiv.org",),
    at_once=1,
    every=timedelta(seconds=3),
    back_off=timedelta(seconds=5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Time and chance, as the client meets them."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits for a number of seconds."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random  # noqa: S311 - jitter is no secret
    """Gives a number from 0 up to, not including, 1."""


class Turnstile:
    """Lets the requests of one group of hosts through, at its pace."""

    def __init__(self, manners: Manners, rhythm: Rhythm) -> None:
        self.manners = manners
        self._rhythm = rhythm
        self._slots = asyncio.Semaphore(manners.at_once)
        self._gate = asyncio.Lock()
        self._opens_at = rhythm.monotonic()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold one of the group's turns, from its moment on, for the length of the block."""
        async with self._slots:
            async with self._gate:
                while (wait_for := self._opens_at - self._rhythm.monotonic()) > 0:
                    await self._rhythm.sleep(wait_for)
                self.rests(self.manners.every)
            try:
                yield
            finally:
                self.rests(self.manners.every)

    def rests(self, rest_for: timedelta) -> None:
        """Let nobody of the group through for a while."""
        opens_at = self._rhythm.monotonic() + rest_for.total_seconds()
        self._opens_at = max(self._opens_at, opens_at)


def back_off(manners: Manners, attempt: int, chance: float) -> timedelta:
    """Give the wait after a failed attempt, counted from 1: doubling, give or take a half."""
    factor: float = 2 ** (attempt - 1) * (0.5 + chance)
    return manners.back_off * factor


def asked_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read how long a server asks to be left alone, at most a day.

    Understands `Retry-After` in seconds and as an HTTP date (RFC 9110, 10.2.3), `RateLimit` with
    `t` (Hugging Face), and the `RateLimit-Reset` family in seconds or as an epoch (Bluesky,
    Reddit, X).
    """
    asked = _after(headers.get("Retry-After", ""), now)
    if asked is None:
        asked = _window(headers.get("RateLimit", ""))
    for name in ("RateLimit-Reset", "X-RateLimit-Reset", "X-Rate-Limit-Reset"):
        if asked is None:
            asked = _reset(headers.get(name, ""), now)
    return None if asked is None else min(max(asked, timedelta()), _A_DAY)


_A_DAY = timedelta(days=1)
_FOR_EVER = 1e11  # seconds; more would not fit a timedelta
_EARLIEST_EPOCH = 1e9  # a smaller number can only be a number of seconds


def _after(value: str, now: datetime) -> timedelta | None:
    seconds = _number(value)
    if seconds is not None:
        return timedelta(seconds=seconds)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware: datetime = until if until.tzinfo else until.replace(tzinfo=UTC)
    return aware - now


def _window(value: str) -> timedelta | None:
    parts = (part.strip().partition("=") for part in value.split(";"))
    seconds = next((_number(told) for name, _, told in parts if name == "t"), None)
    return None if seconds is None else timedelta(seconds=seconds)


def _reset(value: str, now: datetime) -> timedelta | None:
    seconds = _number(value)
    if seconds is None:
        return None
    return timedelta(seconds=seconds - now.timestamp() if seconds >= _EARLIEST_EPOCH else seconds)


def _number(value: str) -> float | None:
    bare = value.strip()
    if not bare.replace(".", "", 1).isdecimal() or not bare.isascii() or len(bare) > 16:
        return None
    return min(float(bare), _FOR_EVER)
