"""Statements over many rows at once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Row

Values = Mapping[str, object]
"""The columns of a row, by their names."""

Insert = postgresql.Insert | sqlite.Insert
"""An INSERT that can say what happens on a conflict; both databases spell it alike."""

_MOST_PARAMETERS = 10_000
"""Below what both take: 32,766 (https://sqlite.org/limits.html) and 65,535 (PostgreSQL's wire)."""


def table_of(row: type[Row]) -> Table:
    """Give the table that a row class describes."""
    return row.metadata.tables[str(row.__tablename__)]


def insert_into(row: type[Row], dialect: str) -> Insert:
    """Begin an INSERT in the words of a database."""
    if dialect == "postgresql":
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


async def run(session: AsyncSession, statement: UpdateBase, rows: Sequence[Values]) -> int:
    """Run a statement once for each row, in one go; say how many rows of the table it touched."""
    if not rows:
        return 0
    result = await session.exec(
        statement, params=rows, execution_options={"preserve_rowcount": True}
    )
    return result.rowcount


def chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut keys into pieces, each few enough for the parameters of one statement."""
    for start in range(0, len(keys), _MOST_PARAMETERS):
        yield keys[start : start + _MOST_PARAMETERS]
