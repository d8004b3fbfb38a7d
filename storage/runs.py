"""Visits to sources, and where each source wants to go on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.runs import Run
from storage.bulk import Values, put
from storage.limits import cut
from storage.order import visiting_order
from storage.tables import BookmarkRow, RunRow


@dataclass(frozen=True, slots=True)
class SqlRuns:
    """Answers `bot.repositories.Runs` with SQL."""

    session: AsyncSession

    async def add(self, run: Run) -> None:
        """See the port; of a payload the first 64 KiB are kept."""
        await put(self.session, RunRow, [_to_row(run)])

    async def between(self, first: datetime, last: datetime) -> list[Run]:
        """See the port."""
        query = (
            select(RunRow)
            .options(defer(RunRow.payload))  # type: ignore[arg-type]  # it is a column here
            .where(col(RunRow.as_of).between(first, last))
        )
        runs = [_from_row(row, payload=None) for row in await self.session.exec(query)]
        return sorted(runs, key=visiting_order)

    async def last_success(self, source: str, *, before: datetime) -> Run | None:
        """See the port."""
        query = (
            select(RunRow)
            .where(
                col(RunRow.source) == source,
                col(RunRow.as_of) < before,
                col(RunRow.problem).is_(None),
            )
            .order_by(col(RunRow.as_of).desc())
            .limit(1)
        )
        row = (await self.session.exec(query)).one_or_none()
        return None if row is None else _from_row(row, payload=row.payload)

    async def payload(self, source: str) -> bytes | None:
        """See the port."""
        query = (
            select(col(RunRow.payload))
            .where(col(RunRow.source) == source, col(RunRow.payload).is_not(None))
            .order_by(col(RunRow.as_of).desc())
            .limit(1)
        )
        return (await self.session.exec(query)).one_or_none()

    async def bookmark(self, source: str) -> str | None:
        """See the port."""
        query = select(col(BookmarkRow.bookmark)).where(col(BookmarkRow.source) == source)
        return (await self.session.exec(query)).one_or_none()

    async def leave_bookmark(self, source: str, bookmark: str) -> None:
        """See the port."""
        await put(self.session, BookmarkRow, [{"source": source, "bookmark": bookmark}])


def _to_row(run: Run) -> Values:
    return {
        "source": run.source,
        "as_of": run.as_of,
        "papers": run.papers,
        "mentions": run.mentions,
        "snapshots": run.snapshots,
        "problem": run.problem,
        "warnings": run.warnings,
        "payload": cut(run.payload),
    }


def _from_row(row: RunRow, *, payload: bytes | None) -> Run:
    return Run(
        source=row.source,
        as_of=row.as_of,
        papers=row.papers,
        mentions=row.mentions,
        snapshots=row.snapshots,
        problem=row.problem,
        warnings=tuple(row.warnings),
        payload=payload,
    )
