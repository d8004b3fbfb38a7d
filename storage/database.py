"""The database: bringing it up to date, opening it, and its transactions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import StorageError
from storage.engine import PATIENCE, connected
from storage.failures import translated
from storage.revisions import NEWEST, current_revision
from storage.tables import Row
from storage.transaction import SqlTransaction
from storage.urls import describe, is_sqlite, read_url, sqlite_file

_LOCK = 0x686F7470
"""The number under which migrating processes queue on PostgreSQL: “hotp”."""


@dataclass(frozen=True, slots=True)
class SqlStorage:
    """Answers `bot.ports.Storage` with SQLite or PostgreSQL."""

    engine: AsyncEngine

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlTransaction]:
        """See the port.

        On SQLite transactions come one after the other, those of other processes included, so one
        that is opened inside another waits for the whole of its patience, in vain.
        """
        with translated(self.engine.url):
            async with _session(self.engine) as session, session.begin():
                yield SqlTransaction.on(session)


@asynccontextmanager
async def open_storage(
    address: str, *, patience: timedelta = PATIENCE
) -> AsyncIterator[SqlStorage]:
    """Open the database at an address such as `sqlite:///hotpapers.db`, and close it at the end.

    It is reached for in the first transaction; its tables must have been prepared by `migrate`. A
    SQLite database in memory has its tables from the start, and is gone at the end.

    Raises ConfigurationError for an address that we cannot use.
    """
    async with connected(read_url(address), patience=patience) as engine:
        if is_sqlite(engine.url) and sqlite_file(engine.url) is None:
            async with engine.begin() as connection:
                await connection.run_sync(Row.metadata.create_all)
        yield SqlStorage(engine)


@dataclass(frozen=True, slots=True)
class Revision:
    """Which shape the tables have, and which they should have."""

    current: str | None
    """None where there are no tables yet."""

    newest: str

    @property
    def is_newest(self) -> bool:
        """Say whether the tables are up to date."""
        return self.current == self.newest


async def revision(address: str) -> Revision:
    """Compare a database with this program.

    Raises ConfigurationError for an address that we cannot use, and StorageError when the database
    cannot be reached.
    """
    url = read_url(address)
    file = sqlite_file(url)
    if is_sqlite(url) and (file is None or not await asyncio.to_thread(file.exists)):
        return Revision(None, NEWEST)  # looking must not make a file
    async with _begun(url) as connection:
        return Revision(await connection.run_sync(current_revision), NEWEST)


async def migrate(address: str) -> None:
    """Bring a database up to date, in one transaction; several processes may start at once.

    Before an existing SQLite file is changed, a copy is put beside it: `NAME.backup-REVISION`.

    Raises ConfigurationError for an address that we cannot use, and StorageError when the database
    cannot be reached, or was left by a newer version of this program.
    """
    url = read_url(address)
    file = sqlite_file(url)
    if file is not None:
        await asyncio.to_thread(_make_folder, file.parent)
    async with _begun(url) as connection:
        current = await connection.run_sync(current_revision)
        if current != NEWEST:
            await _change(connection, url, current)


async def _change(connection: AsyncConnection, url: URL, current: str | None) -> None:
    # Alembic takes half a second to load, which only a database that must change is worth.
    from storage import schema  # noqa: PLC0415

    if current is not None and not schema.is_known(current):
        raise StorageError(
            f"A newer version of this program has been at {describe(url)}: its tables are of"
            f" revision {current}. Update the program, or go back to a backup."
        )
    file = sqlite_file(url)
    if file is not None and await connection.run_sync(schema.has_tables):
        await asyncio.to_thread(schema.back_up, file, current or "unknown")
    await connection.run_sync(schema.upgrade)


@asynccontextmanager
async def _begun(url: URL) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that no other process can have open for migrating at the same time.

    On SQLite that is true of every transaction of ours.
    """
    # Altering a table can mean making it anew; references to the old one must not stand in the way.
    async with (
        connected(url, enforces_references=False) as engine,
        engine.begin() as connection,
    ):
        if not is_sqlite(url):
            await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise StorageError(
            f"We cannot make the folder {folder} for the database. Is DATABASE_URL right?"
        ) from failure


def _session(engine: AsyncEngine) -> AsyncSession:
    # Rows are changed by plain statements, so what a session read before may be out of date.
    return AsyncSession(
        engine, expire_on_commit=False, execution_options={"populate_existing": True}
    )
