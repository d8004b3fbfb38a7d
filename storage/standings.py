"""The places that papers had in the ranking of their day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.papers import PaperId
from bot.domain.standings import Standing
from storage.bulk import Found, Values, fetch, insert_new, table_of
from storage.ids import read_id
from storage.order import standing_order
from storage.tables import StandingRow


@dataclass(frozen=True, slots=True)
class SqlStandings:
    """Answers `bot.repositories.Standings` with SQL."""

    session: AsyncSession

    async def add(self, standings: Iterable[Standing]) -> int:
        """See the port; horizons are kept to the second."""
        # In one order everywhere, so that two processes cannot lock each other's rows crosswise.
        ordered = sorted(standings, key=lambda one: (*standing_order(one), one.paper_id))
        return await insert_new(self.session, StandingRow, [_to_row(one) for one in ordered])

    async def of(self, paper_id: PaperId) -> list[Standing]:
        """See the port: day by day, and on each the shortest horizon first."""
        table = table_of(StandingRow)
        query = (
            select(table)
            .where(table.c.paper_id == str(paper_id))
            .order_by(table.c.day, table.c.horizon)
        )
        return [_from_row(row) for row in await fetch(self.session, query)]

    async def recorded(self, day: date) -> frozenset[timedelta]:
        """See the port."""
        table = table_of(StandingRow)
        query = select(table.c.horizon).where(table.c.day == day).distinct()
        rows = await fetch(self.session, query)
        return frozenset(timedelta(seconds=row.horizon) for row in rows)


def _to_row(standing: Standing) -> Values:
    return {
        "paper_id": str(standing.paper_id),
        "day": standing.day,
        "horizon": standing.horizon // timedelta(seconds=1),
        "place": standing.place,
        "score": standing.score,
        "candidates": standing.candidates,
    }


def _from_row(row: Found) -> Standing:
    return Standing(
        paper_id=read_id(row.paper_id),
        day=row.day,
        horizon=timedelta(seconds=row.horizon),
        place=row.place,
        score=row.score,
        candidates=row.candidates,
    )
