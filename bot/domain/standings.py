"""Standings: which place a paper had in the ranking of its day at a horizon."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import mailed_at
from bot.domain.horizons import HORIZONS
from bot.domain.papers import PaperId
from bot.domain.ranking import Ranking

KEPT = 200
"""Places of a day that are remembered at each horizon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A paper's place on a day, so long after its mailing."""

    paper_id: PaperId
    day: date
    horizon: timedelta
    place: int
    score: float
    candidates: int
    """How many papers there were."""


def passed(day: date, recorded: Collection[timedelta], now: datetime) -> Iterator[timedelta]:
    """Give the horizons of a day that are over and not yet recorded."""
    return (
        horizon
        for horizon in HORIZONS
        if horizon not in recorded and mailed_at(day) + horizon <= now
    )


def standings(ranking: Ranking, horizon: timedelta) -> list[Standing]:
    """Give the first places of a ranking, which was made as of a horizon of its day."""
    return [
        Standing(
            paper_id=row.paper.id,
            day=ranking.day,
            horizon=horizon,
            place=row.rank,
            score=row.score.total,
            candidates=ranking.candidates,
        )
        for row in ranking.papers[:KEPT]
    ]
