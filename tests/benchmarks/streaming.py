"""How quickly Bluesky's posts go by until one of them names a paper."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from adapters.sources.bluesky_jetstream import Replay, replay
from bot.domain.links import might_link
from bot.ports import Progress
from tests.benchmarks.events import START, events
from tests.benchmarks.figures import AtLeast, Figure, sized
from tests.benchmarks.timing import RUNS, processor_seconds


def matching(share: float, report: Progress) -> list[Figure]:
    lines = _lines(share)
    seconds = processor_seconds([lambda: sum(map(might_link, lines))] * RUNS, report)
    return [_figure("Posts of Bluesky that might link to a paper", len(lines) / seconds)]


def reading(share: float, report: Progress) -> list[Figure]:
    lines = _lines(share)
    seconds = processor_seconds([lambda: asyncio.run(_replayed(lines))] * RUNS, report)
    return [_figure("Replay of Bluesky's stream", len(lines) / seconds)]


def _lines(share: float) -> list[bytes]:
    return list(events(sized(100_000, share)))


def _figure(subject: str, speed: float) -> Figure:
    return Figure(subject=subject, value=speed, unit="events/s", aim=AtLeast(100_000))


async def _replayed(lines: Sequence[bytes]) -> Replay:
    into = Replay(until=START + timedelta(days=1))
    await replay(_each(lines), into, _unheard)
    return into


async def _each(lines: Sequence[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


def _unheard(_: Replay) -> None:
    """A report that nobody reads."""
