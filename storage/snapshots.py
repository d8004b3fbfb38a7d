"""Counters at moments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId
from storage.bulk import Values, chunks, insert_new
from storage.tables import SnapshotRow


@dataclass(frozen=True, slots=True)
class SqlSnapshots:
    """Answers `bot.ports.Snapshots` with SQL."""

    session: AsyncSession

    async def add(self, snapshots: Iterable[Snapshot]) -> int:
        """See the port."""
        return await insert_new(self.session, SnapshotRow, [_to_row(one) for one in snapshots])

    async def of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        newest: list[Snapshot] = []
        for ids in chunks(sorted({str(paper) for paper in papers})):
            rows = await self.session.exec(_newest(ids, until))
            newest += map(_from_row, rows)
        return newest


def _newest(papers: Sequence[str], until: datetime) -> SelectOfScalar[SnapshotRow]:
    """Find the newest moment of each counter along the primary key, then the rows by that key."""
    paper_id, source = col(SnapshotRow.paper_id), col(SnapshotRow.source)
    native_id, measured_at = col(SnapshotRow.native_id), col(SnapshotRow.measured_at)
    moments = (
        select(paper_id, source, native_id, func.max(measured_at).label("measured_at"))
        .where(paper_id.in_(papers), measured_at <= until)
        .group_by(paper_id, source, native_id)
        .subquery()
    )
    is_newest = and_(
        paper_id == moments.c.paper_id,
        source == moments.c.source,
        native_id == moments.c.native_id,
        measured_at == moments.c.measured_at,
    )
    return select(SnapshotRow).join(moments, is_newest)


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


def _from_row(row: SnapshotRow) -> Snapshot:
    return Snapshot(
        paper_id=PaperId.parse(row.paper_id),
        source=row.source,
        measured_at=row.measured_at,
        engagement=Engagement(row.reposts, row.likes, row.quotes, row.comments),
        native_id=row.native_id,
    )
