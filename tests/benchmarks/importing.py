"""How quickly pages of the old blog are read and remembered."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from adapters.sources.archive import parse
from bot.ports import Progress
from bot.services.remember import remember
from storage.database import migrate, open_storage
from tests.benchmarks.blog import PAPERS_A_PAGE, ZONE, page
from tests.benchmarks.figures import AtLeast, Figure, sized
from tests.postgres import postgres_server

_RUNS = 5
_PAGES_AT_ONCE = 16
"""As `hotpapers import` does it."""

Database = Callable[[], AbstractContextManager[str]]


def sqlite(share: float, report: Progress) -> list[Figure]:
    return [_figure("SQLite", _sqlite_file, share, report)]


def postgresql(share: float, report: Progress) -> list[Figure]:
    with postgres_server() as server:
        return [_figure("PostgreSQL", server.database, share, report)]


def _figure(name: str, database: Database, share: float, report: Progress) -> Figure:
    """Import into one empty database after the other, by the clock: it waits for a disk."""
    pages = [page(number, Random(number)) for number in range(sized(100, share))]
    times: list[float] = []
    for done in range(1, _RUNS + 1):
        with database() as url:
            asyncio.run(migrate(url))
            times.append(asyncio.run(_seconds(url, pages)))
        report(done, _RUNS)
    papers = len(pages) * PAPERS_A_PAGE
    return Figure(
        subject=f"Import of {papers:,} papers into {name}",
        value=papers / median(times),
        unit="papers/s",
        aim=AtLeast(1000),
    )


async def _seconds(url: str, pages: Sequence[bytes]) -> float:
    async with open_storage(url) as storage:
        start = perf_counter()
        for first in range(0, len(pages), _PAGES_AT_ONCE):
            batch = pages[first : first + _PAGES_AT_ONCE]
            await remember(storage, [parse(one, name="a page", zone=ZONE) for one in batch])
        return perf_counter() - start


@contextmanager
def _sqlite_file() -> Iterator[str]:
    with TemporaryDirectory(prefix="hotpapers-") as folder:
        yield f"sqlite:///{Path(folder) / 'hotpapers.db'}"
