"""What was chosen for whom."""

from dataclasses import asdict, dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.digests import Digest, DigestKey
from bot.domain.ranking import RankedPaper
from storage.bulk import Values, insert_new
from storage.tables import DigestRow


@dataclass(frozen=True, slots=True)
class SqlDigests:
    """Answers `bot.ports.Digests` with SQL."""

    session: AsyncSession

    async def add(self, digest: Digest) -> bool:
        """See the port; the primary key is the referee between processes."""
        return await insert_new(self.session, DigestRow, [_to_row(digest)]) == 1

    async def newest_edition(self, key: DigestKey) -> int | None:
        """See the port."""
        query = select(func.max(DigestRow.edition)).where(
            col(DigestRow.audience) == key.audience,
            col(DigestRow.period) == key.period,
        )
        return (await self.session.exec(query)).one()


def _to_row(digest: Digest) -> Values:
    request, ranking = digest.request, digest.ranking
    return {
        "audience": digest.key.audience,
        "period": digest.key.period,
        "edition": digest.key.edition,
        "destination": str(request.destination),
        "topic": request.topic.patterns,
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


def _evidence(ranked: RankedPaper) -> dict[str, object]:
    return {
        "id": str(ranked.paper.id),
        "rank": ranked.rank,
        "score": ranked.score.total,
        "parts": {part.name: part.value for part in ranked.score.parts},
        "engagement": asdict(ranked.engagement),
        "measured_at": ranked.measured_at.isoformat(),
    }
