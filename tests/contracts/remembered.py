"""All that a storage remembers, as text."""

from dataclasses import fields

from sqlalchemy import select

from bot.ports import Storage
from storage.database import SqlStorage
from storage.memory import MemoryStorage
from storage.tables import Row


async def rows_of(storage: Storage) -> set[tuple[str, str]]:
    """Give each row of each table, beside the table's name."""
    if isinstance(storage, MemoryStorage):
        contents = storage._contents
        return {
            (each.name, repr(row))
            for each in fields(contents)
            for row in getattr(contents, each.name).items()
            if each.name != "numbers"
        }
    assert isinstance(storage, SqlStorage)
    async with storage.engine.connect() as connection:
        return {
            (table.name, repr(row))
            for table in Row.metadata.sorted_tables
            for row in await connection.execute(select(table))
        }


async def tables_naming(storage: Storage, *names: str) -> set[str]:
    """Name the tables that have a row with any of some names in it."""
    rows = await rows_of(storage)
    return {table for table, row in rows if any(name in row for name in names)}
