"""How much memory a long stream takes: run as a program, it replays one and says so as it goes."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

from adapters.sources.bluesky_jetstream import Replay, replay
from bot.ports import Progress
from tests.benchmarks.events import START, events
from tests.benchmarks.figures import AtMost, Figure, sized

_PROJECT = Path(__file__).parents[2]
_MEGABYTE = 1_000_000
_STATM = Path("/proc/self/statm")


def remembering(share: float, report: Progress) -> list[Figure]:
    """Compare the memory after a fifth of the stream with that at its end.

    A process of its own has no other memory to hide it in. The posts about papers are kept, which
    is what the stream is read for: 4,000 in the last four fifths.
    """
    count = sized(1_000_000, share, least=100)
    sizes: list[int] = []
    for done, size in _sizes(count):
        sizes.append(size)
        report(done, count)
    return [
        _figure(f"Memory at the end of a stream of {count:,} events", sizes[-1]),
        _figure(
            "of that, gained in its last four fifths", max(0, sizes[-1] - sizes[0]), AtMost(10)
        ),
    ]


def _figure(subject: str, size: int, aim: AtMost | None = None) -> Figure:
    return Figure(subject=subject, value=size / _MEGABYTE, unit="MB", aim=aim)


def _sizes(count: int) -> Iterator[tuple[int, int]]:
    """Give the number of events and the bytes in memory after each fifth of the stream."""
    arguments = (sys.executable, "-m", __name__, str(count))
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=_PROJECT) as child:
        for line in child.stdout or ():
            done, size = map(int, line.split())
            yield done, size
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, arguments)


async def _replay(count: int) -> None:
    into = Replay(until=START + timedelta(days=1))
    await replay(_told(count), into, lambda _: None)
    assert (count, 0) == (into.events, into.unreadable)


async def _told(count: int) -> AsyncIterator[bytes]:
    fifth = count // 5
    for number, event in enumerate(events(count), 1):
        yield event
        if number % fifth == 0:
            print(number, _memory(), flush=True)


def _memory() -> int:
    """Give the bytes in memory; where the system does not tell, the most there ever were."""
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    # In bytes on macOS and in kilobytes elsewhere, see getrusage(2) of each system.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    asyncio.run(_replay(int(sys.argv[1])))
