"""Looking at a database from below the storage."""

from collections.abc import Callable

from sqlalchemy import Connection

from storage.engine import connected
from storage.urls import read_url


async def with_connection(url: str, run: Callable[[Connection], object]) -> object:
    """Run something in a transaction of its own."""
    async with (
        connected(read_url(url), enforces_references=False) as engine,
        engine.begin() as connection,
    ):
        return await connection.run_sync(run)
