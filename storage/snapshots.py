"""Counters at moments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, and_, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId
from storage.bulk import Found, Values, chunks, fetch, insert_new, table_of
from storage.ids import read_id
from storage.order import measured_order
from storage.tables import SnapshotRow


@dataclass(frozen=True, slots=True)
class SqlSnapshots:
    """Answers `bot.repositories.Snapshots` with SQL."""

    session: AsyncSession

    async def add(self, snapshots: Iterable[Snapshot]) -> int:
        """See the port."""
        return await insert_new(self.session, SnapshotRow, [_to_row(one) for one in snapshots])

    async def of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        newest: list[Snapshot] = []
        for ids in chunks(sorted({str(paper) for paper in papers})):
            newest += map(_from_row, await fetch(self.session, _newest(ids, until)))
        return newest

    async def all_of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        readings: list[Snapshot] = []
        for ids in chunks(sorted({str(paper) for paper in papers})):
            readings += map(_from_row, await fetch(self.session, _all(ids, until)))
        return sorted(readings, key=measured_order)


def _all(papers: Sequence[str], until: datetime) -> Executable:
    known = table_of(SnapshotRow)
    return select(known).where(known.c.paper_id.in_(papers), known.c.measured_at <= until)


def _newest(papers: Sequence[str], until: datetime) -> Executable:
    """Find the newest moment of each counter along the primary key, then the rows by that key."""
    known = table_of(SnapshotRow)
    counter = (known.c.paper_id, known.c.source, known.c.native_id)
    moments = (
        select(*counter, func.max(known.c.measured_at).label("measured_at"))
        .where(known.c.paper_id.in_(papers), known.c.measured_at <= until)
        .group_by(*counter)
        .subquery()
    )
    is_newest = and_(*(known.c[column.name] == column for column in moments.c))
    return select(known).join(moments, is_newest)


def _to_row(snapshot: Snapshot) -> Values:
    counters = snapshot.engagement
    return {
        "paper_id": str(snapshot.paper_id),
        "source": snapshot.source,
        "native_id": snapshot.native_id,
        "measured_at": snapshot.measured_at,
        "reposts": counters.reposts,
        "likes": counters.likes,
        "quotes": counters.quotes,
        "comments": counters.comments,
    }


def _from_row(row: Found) -> Snapshot:
    return Snapshot(
        paper_id=read_id(row.paper_id),
        source=row.source,
        measured_at=row.measured_at,
        engagement=Engagement(row.reposts, row.likes, row.quotes, row.comments),
        native_id=row.native_id,
    )
