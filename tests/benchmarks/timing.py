"""Timing: medians, of processor time where the machine may be shared."""

import gc
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter, process_time

from bot.ports import Progress
from tests.benchmarks.figures import Figure, Work

RUNS = 7
"""More than the five that a median needs, because neighbours disturb."""

_STEPS = 1_000_000


def processor_seconds(
    works: Sequence[Work], report: Progress, *, clock: Callable[[], float] = process_time
) -> float:
    """Give the median time of several pieces of work that should take equally long.

    It is this process's time on a processor, so that others that run meanwhile count less. The
    garbage of the work before is collected outside the time, that of the work itself inside.
    """
    times: list[float] = []
    for done, work in enumerate(works, 1):
        gc.collect()
        start = clock()
        kept = work()
        times.append(clock() - start)
        del kept  # freeing the result belongs to nobody's time
        report(done, len(works))
    return median(times)


def wall_seconds(works: Sequence[Work], report: Progress) -> float:
    """Give the median time on the clock, for work that waits for a disk or another process."""
    return processor_seconds(works, report, clock=perf_counter)


def calibrate(share: float, report: Progress) -> list[Figure]:
    """Time a loop that is the same everywhere, so that figures of two machines compare."""
    steps = max(1000, round(_STEPS * share))
    seconds = processor_seconds([lambda: _loop(steps)] * RUNS, report)
    return [Figure(subject="A loop of a million steps", value=seconds * 1000, unit="ms")]


def _loop(steps: int) -> int:
    total = 0
    for step in range(steps):
        total += step * step % 7
    return total
