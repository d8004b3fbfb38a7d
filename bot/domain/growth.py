"""Growth: which papers gain attention fastest."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.engagement import Engagement
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import Topic

TRENDING_FOR = timedelta(hours=24)
"""Over how long growth is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing:
    """A paper that gains attention."""

    place: int
    paper: RankedPaper
    gained: float
    """By how much its score grew."""

    engagement: Engagement
    """What its counters gained."""


def trending(now: Ranking, before: Ranking, topic: Topic) -> tuple[Growing, ...]:
    """Order papers of a topic by what their score gained; those that gained nothing are left out.

    Both rankings should have no threshold. A paper that is not in the earlier one begins at zero.
    On a tie the lower place of the ranking comes first.
    """
    earlier = {row.paper.id: row for row in before.papers}
    rows = [
        _grown(row, earlier.get(row.paper.id)) for row in now.papers if topic.matches(row.paper)
    ]
    risen = sorted((row for row in rows if row.gained > 0), key=lambda row: -row.gained)
    return tuple(replace(row, place=place) for place, row in enumerate(risen, 1))


def _grown(now: RankedPaper, before: RankedPaper | None) -> Growing:
    return Growing(
        place=0,
        paper=now,
        gained=now.score.total - (before.score.total if before else 0),
        engagement=now.engagement - before.engagement if before else now.engagement,
    )
