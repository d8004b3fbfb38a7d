"""Statements over many rows at once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Executable, Table
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Row

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Values = Mapping[str, object]
"""The columns of a row, by their names."""

Insert: TypeAlias = "postgresql.Insert | sqlite.Insert"
"""An INSERT that can say what happens on a conflict; both databases spell it alike."""

Found = SqlRow[Any]
"""A row as the database gave it, its columns by their names."""

_MOST_PARAMETERS = 10_000
"""Below what both take: 32,766 (https://sqlite.org/limits.html) and 65,535 (PostgreSQL's wire)."""


def table_of(row: type[Row]) -> Table:
    """Give the table that a row class describes."""
    return row.metadata.tables[str(row.__tablename__)]


def insert_into(row: type[Row], dialect: str) -> Insert:
    """Begin an INSERT in the words of a database."""
    if dialect == "postgresql":
        # Who has a PostgreSQL has loaded this already, and who has none should not wait for it.
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table_of(row))
    return sqlite.insert(table_of(row))


def dialect_of(session: AsyncSession) -> str:
    """Name the session's database: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


async def insert_new(session: AsyncSession, row: type[Row], rows: Sequence[Values]) -> int:
    """Insert rows in their order, leaving those alone that are known; say how many were new."""
    return await run(session, _insert_new(row, dialect_of(session)), rows)


@cache
def _insert_new(row: type[Row], dialect: str) -> Insert:
    return insert_into(row, dialect).on_conflict_do_nothing()


async def put(session: AsyncSession, row: type[Row], rows: Sequence[Values]) -> None:
    """Insert rows; each takes the place of the one with its primary key."""
    await run(session, _put(row, dialect_of(session)), rows)


@cache
def _put(row: type[Row], dialect: str) -> Insert:
    insert, table = insert_into(row, dialect), table_of(row)
    changes = {column.name: insert.excluded[column.name] for column in table.c}
    return insert.on_conflict_do_update(index_elements=table.primary_key, set_=changes)


async def run(session: AsyncSession, statement: UpdateBase, rows: Sequence[Values]) -> int:
    """Run a statement once for each row, in one go; say how many rows of the table it touched."""
    if not rows:
        return 0
    result = await session.exec(
        statement, params=rows, execution_options={"preserve_rowcount": True}
    )
    return result.rowcount


async def fetch(session: AsyncSession, query: Executable) -> Sequence[Found]:
    """Read rows as they are, three times as quick as through the objects of a mapper."""
    connection = await session.connection()
    return (await connection.execute(query)).all()


def chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut keys into pieces, each few enough for the parameters of one statement."""
    for start in range(0, len(keys), _MOST_PARAMETERS):
        yield keys[start : start + _MOST_PARAMETERS]
