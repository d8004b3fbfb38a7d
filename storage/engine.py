"""The engine under the storage: one pool of connections to one database."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.failures import translated
from storage.urls import is_sqlite

PATIENCE = timedelta(seconds=15)
"""How long a transaction waits for others before it gives up."""


@asynccontextmanager
async def connected(
    url: URL, *, patience: timedelta = PATIENCE, enforces_references: bool = True
) -> AsyncIterator[AsyncEngine]:
    """Make an engine for a database, and close its connections at the end.

    Nothing is connected yet. What the driver raises inside becomes StorageError.
    """
    engine = _connect(url, patience, enforces_references=enforces_references)
    try:
        with translated(url):
            yield engine
    finally:
        await engine.dispose()


def _connect(url: URL, patience: timedelta, *, enforces_references: bool) -> AsyncEngine:
    if is_sqlite(url):
        return _connect_sqlite(url, patience, enforces_references=enforces_references)
    # A server that was restarted is noticed before a connection is used, not by its failure.
    return create_async_engine(
        url, pool_pre_ping=True, hide_parameters=True, pool_timeout=patience.total_seconds()
    )


def _connect_sqlite(url: URL, patience: timedelta, *, enforces_references: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        # Transactions come one after the other anyway. Here they queue, in order and at no cost;
        # in SQLite they would poll. And a database in memory is nothing but its one connection.
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=patience.total_seconds(),
        # The driver begins no transaction of its own accord: it would be a deferred one, and of two
        # processes that read first and write then, one would fail at once.
        connect_args={"isolation_level": None, "timeout": patience.total_seconds()},
    )
    pragmas = (
        "journal_mode = WAL",
        f"foreign_keys = {'ON' if enforces_references else 'OFF'}",
        # In KiB. What a search reads should still be there for the next one.
        "cache_size = -65536",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        del record
        cursor = connection.cursor()
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            # The pool forgets a connection that was not prepared; its thread must not outlive it.
            connection.close()
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
