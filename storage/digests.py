"""What was chosen for whom."""

from dataclasses import asdict, dataclass

from sqlalchemy import and_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination
from bot.domain.digests import Digest, DigestKey
from bot.domain.papers import PaperId
from bot.domain.ranking import RankedPaper
from bot.domain.topics import EVERYTHING
from storage.bulk import Values, fetch, insert_new, table_of
from storage.ids import read_id
from storage.order import period_order
from storage.tables import DigestPaperRow, DigestRow


@dataclass(frozen=True, slots=True)
class SqlDigests:
    """Answers `bot.repositories.Digests` with SQL."""

    session: AsyncSession

    async def add(self, digest: Digest) -> bool:
        """See the port; the primary key is the referee between processes."""
        if not await insert_new(self.session, DigestRow, [_to_row(digest)]):
            return False
        await insert_new(self.session, DigestPaperRow, _paper_rows(digest))
        return True

    async def newest_edition(self, key: DigestKey) -> int | None:
        """See the port."""
        query = select(func.max(DigestRow.edition)).where(
            col(DigestRow.audience) == key.audience,
            col(DigestRow.period) == key.period,
        )
        return (await self.session.exec(query)).one()

    async def posted(self, audience: str, *, since: str, before: str) -> frozenset[PaperId]:
        """See the port."""
        query = select(col(DigestPaperRow.paper_id)).where(
            col(DigestPaperRow.audience) == audience,
            col(DigestPaperRow.period) >= since,
            col(DigestPaperRow.period) < before,
        )
        return frozenset(map(read_id, await self.session.exec(query)))

    async def periods(self, audience: str, *, since: str, before: str) -> frozenset[str]:
        """See the port."""
        query = select(col(DigestRow.period)).where(
            col(DigestRow.audience) == audience,
            col(DigestRow.period) >= since,
            col(DigestRow.period) < before,
        )
        return frozenset(await self.session.exec(query))

    async def carrying(self, paper_id: PaperId, to: Destination) -> list[DigestKey]:
        """See the port; of one period, the audiences come by name."""
        held, digests = table_of(DigestPaperRow), table_of(DigestRow)
        is_its = and_(held.c.audience == digests.c.audience, held.c.period == digests.c.period)
        query = (
            select(held.c.audience, held.c.period)
            .join(digests, is_its)
            .where(held.c.paper_id == str(paper_id), digests.c.destination == str(to))
            .distinct()
        )
        keys = [DigestKey(row.audience, row.period) for row in await fetch(self.session, query)]
        return sorted(keys, key=period_order)


def _to_row(digest: Digest) -> Values:
    request, ranking = digest.request, digest.ranking
    return {
        "audience": digest.key.audience,
        "period": digest.key.period,
        "edition": digest.key.edition,
        "destination": str(request.destination),
        "topic": [str(request.topic)] if request.topic != EVERYTHING else [],
        "style": request.style.value,
        "top": request.top,
        "policy": ranking.policy,
        "as_of": ranking.as_of,
        "composed_at": digest.composed_at,
        "is_sample": digest.is_sample,
        "candidates": ranking.candidates,
        "sources": ranking.sources,
        "evidence": [_evidence(paper) for paper in digest.papers],
    }


def _paper_rows(digest: Digest) -> list[Values]:
    key = digest.key
    ids = sorted(str(ranked.paper.id) for ranked in digest.papers)
    return [{"audience": key.audience, "period": key.period, "paper_id": id_} for id_ in ids]


def _evidence(ranked: RankedPaper) -> dict[str, object]:
    return {
        "id": str(ranked.paper.id),
        "rank": ranked.rank,
        "score": ranked.score.total,
        "parts": {part.name: part.value for part in ranked.score.parts},
        "engagement": asdict(ranked.engagement),
        "measured_at": ranked.measured_at.isoformat(),
    }
