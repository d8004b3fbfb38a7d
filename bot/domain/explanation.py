"""Explanations: why a paper stands where it does."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId
from bot.domain.policies import Policy
from bot.domain.ranking import Evidence, RankedPaper, Ranking, rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A paper's place among all papers of its day at a moment, hot or not."""

    ranking: Ranking
    """Of every paper of the day that anybody talks about."""

    paper: RankedPaper | None
    """None where nobody was heard to talk about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a paper stands now, and how it stood one reading of its counters before."""

    threshold: float
    now: Standing
    before: Standing | None = None

    @property
    def is_hot(self) -> bool:
        """Say whether the paper is over the threshold."""
        paper = self.now.paper
        return paper is not None and paper.score.total >= self.threshold

    @property
    def growth(self) -> Engagement | None:
        """Give what its counters gained since the reading before, where there is one."""
        if self.before is None or self.before.paper is None or self.now.paper is None:
            return None
        return self.now.paper.engagement - self.before.paper.engagement


def standing(evidence: Evidence, policy: Policy, paper_id: PaperId, *, as_of: datetime) -> Standing:
    """Rank a day without a threshold, and find a paper in it."""
    ranking = rank(evidence, replace(policy, threshold=float("-inf")), as_of=as_of)
    found = (paper for paper in ranking.papers if paper.paper.id == paper_id)
    return Standing(ranking=ranking, paper=next(found, None))


def reading_before(readings: Iterable[Snapshot], *, as_of: datetime) -> datetime | None:
    """Give the moment of the last reading but one up to a moment, if there were two."""
    moments = sorted({row.measured_at for row in readings if row.measured_at <= as_of})
    return moments[-2] if len(moments) > 1 else None
