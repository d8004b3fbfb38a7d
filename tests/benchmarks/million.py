"""How quickly papers are found among a million: `python -m tests.benchmarks.million`.

The databases are made at the first run, which takes minutes and several gigabytes, and are kept in
the folder for temporary files.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from random import Random
from time import perf_counter
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from bot.domain.papers import Paper
from bot.domain.topics import Topic
from bot.ports import Progress, Transaction
from storage.database import SqlStorage, open_storage
from tests.benchmarks.figures import AtMost, Figure, sized
from tests.benchmarks.million_databases import postgresql_url, sqlite_file
from tests.benchmarks.million_questions import questions
from tests.benchmarks.table import table

_PAGE = 11
"""What is asked for to show ten papers and to know whether there are more."""

_ASKED_FIRST = 50
"""Questions before the clock runs: a bot that is up has its database in memory."""

_TIMES = 3

_T = TypeVar("_T")
_Act = Callable[[Transaction, _T], Awaitable[object]]


def sqlite(share: float, report: Progress) -> list[Figure]:
    file = sqlite_file(sized(1_000_000, share, least=3_000), report)
    size = Figure(
        subject="Size of the SQLite file", value=file.stat().st_size / 1_000_000, unit="MB"
    )
    return [*asyncio.run(_measured("SQLite", f"sqlite:///{file}", share, report)), size]


def postgresql(share: float, report: Progress) -> list[Figure]:
    with postgresql_url(sized(1_000_000, share, least=3_000), report) as url:
        return asyncio.run(_measured("PostgreSQL", url, share, report))


async def _measured(name: str, url: str, share: float, report: Progress) -> list[Figure]:
    count = sized(1_600, share, least=64)
    async with open_storage(url) as storage:
        known = await _some_papers(storage, Random(1))
        asked = list(questions(known, count + _ASKED_FIRST, Random(2)))
        await _timed(storage, _find_by_topic, asked[count:], report)
        return [
            *_figures(
                f"Search in {name}",
                await _timed(storage, _find_by_topic, asked[:count], report),
                AtMost(50),
            ),
            *_figures(f"A paper in {name}", await _timed(storage, _find_by_id, known, report)),
            *_figures(f"A day in {name}", await _timed(storage, _read_day, known[:100], report)),
        ]


async def _some_papers(storage: SqlStorage, random: Random) -> list[Paper]:
    """Choose papers from all over the years."""
    async with storage.transaction() as tx:
        days = random.sample(await tx.papers.days(), 50)
        listed = [listing for day in days for listing in await tx.papers.on(day)]
    return [listing.paper for listing in random.choices(listed, k=400)]


async def _find_by_topic(tx: Transaction, topic: Topic) -> object:
    return await tx.search.find(topic, limit=_PAGE)


async def _find_by_id(tx: Transaction, paper: Paper) -> object:
    return await tx.papers.find(paper.id)


async def _read_day(tx: Transaction, paper: Paper) -> object:
    return await tx.papers.on(paper.announced_on)


async def _timed(
    storage: SqlStorage, act: _Act[_T], subjects: Sequence[_T], report: Progress
) -> list[float]:
    """Give the milliseconds that each takes, in a transaction of its own.

    Of a few times the shortest counts: the others had neighbours, or a disk to wait for.
    """
    times: list[float] = []
    for done, subject in enumerate(subjects, 1):
        times.append(min([await _once(storage, act, subject) for _ in range(_TIMES)]))
        report(done, len(subjects))
    return times


async def _once(storage: SqlStorage, act: _Act[_T], subject: _T) -> float:
    start = perf_counter()
    async with storage.transaction() as tx:
        await act(tx, subject)
    return 1000 * (perf_counter() - start)


def _figures(subject: str, times: Sequence[float], aim: AtMost | None = None) -> list[Figure]:
    ordered = sorted(times)
    return [
        Figure(subject=f"{subject}, median", value=_quantile(ordered, 0.5), unit="ms"),
        Figure(subject=f"{subject}, 99 of 100", value=_quantile(ordered, 0.99), unit="ms", aim=aim),
    ]


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Measure both databases, at full size or at the share of it that is given."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        figures = [
            *sqlite(share, partial(_advance, bars, bars.add_task("SQLite"))),
            *postgresql(share, partial(_advance, bars, bars.add_task("PostgreSQL"))),
        ]
    Console(highlight=False).print(table({"Among a million papers": figures}))


def _advance(bars: Bars, bar: TaskID, done: int, total: int | None) -> None:
    bars.update(bar, completed=done, total=total)


if __name__ == "__main__":
    main()
