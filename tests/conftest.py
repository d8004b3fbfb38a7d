"""Fixtures that more than one folder of tests needs."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from psycopg import sql

from storage.database import SqlStorage, migrate, open_storage
from storage.memory import MemoryStorage
from storage.tables import Row
from tests.postgres import PostgresServer, postgres_server, run

# A busy machine is no failure: what must be quick is measured in tests/benchmarks. What lands must
# not depend on luck, so there the examples are always the same, and everywhere else they are new.
settings.register_profile("hotpapers", deadline=None)
settings.register_profile("landing", deadline=None, derandomize=True)
settings.load_profile("landing" if os.environ.get("CI") else "hotpapers")


@pytest.fixture
def storage() -> MemoryStorage:
    """A storage that is empty and quick."""
    return MemoryStorage()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables and without rows, to be copied."""
    file = tmp_path_factory.mktemp("template") / "hotpapers.db"
    _prepare(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a SQLite file with tables and without rows."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}"


@pytest.fixture
async def sqlite_storage(sqlite_url: str) -> AsyncIterator[SqlStorage]:
    """A storage on an empty SQLite file."""
    async with open_storage(sqlite_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started when the first test asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a database with tables, which the tests take in turn."""
    with postgres.database() as url:
        _prepare(url)
        yield url


@pytest.fixture
def postgres_url(postgres_database: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with tables and without rows."""
    yield postgres_database
    tables = sql.SQL(", ").join(map(sql.Identifier, Row.metadata.tables))
    run(postgres_database, sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))


def _prepare(url: str) -> None:
    # In a thread of its own, because the tests' event loop belongs to pytest.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(url)).result()
