"""Digests: the slice of a ranking that one destination is owed for one period."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.destinations import Destination
from bot.domain.languages import ENGLISH
from bot.domain.papers import PaperId
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import EVERYTHING, Topic

LONGEST_NAME = 200
"""A topic of more characters is named by its digest: audiences are keys, and databases bound those.

A row of an index in PostgreSQL ends at some 2,700 bytes
(https://www.postgresql.org/docs/current/btree.html#BTREE-RESTRICTIONS).
"""


class Style(StrEnum):
    """How much of each paper is shown."""

    COMPACT = "compact"
    FULL = "full"
    RICH = "rich"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody wants to be sent, and where to."""

    destination: Destination
    topic: Topic = EVERYTHING
    style: Style = Style.FULL
    top: int | None = None
    """At most so many papers; without it, all that are hot."""

    series: str = ""
    """Tells the digests of one topic apart, such as those of a week from those of a day."""

    locale: str = ENGLISH
    zone: str | None = None
    """The clock for readers whose platform knows no other; without it, the operator's."""

    @property
    def audience(self) -> str:
        """Name who reads it: the same for every digest that belongs to this series."""
        topic = str(self.topic)
        if len(topic) > LONGEST_NAME:
            topic = hashlib.sha256(topic.encode()).hexdigest()
        series = self.series and f"[{self.series}]"
        return " ".join(filter(None, (str(self.destination), series, topic)))


@dataclass(frozen=True, slots=True)
class History:
    """What an audience was sent lately."""

    posted: frozenset[PaperId]
    """The papers in its digests."""

    periods: frozenset[str]
    """The days that it had a digest of."""


@dataclass(frozen=True, slots=True)
class DigestKey:
    """What makes a digest unique: who it is for, which period, and which printing of it."""

    audience: str
    period: str
    edition: int = 0
    """Counts up when somebody asks for the same digest again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What was chosen for somebody, frozen."""

    key: DigestKey
    request: Request
    ranking: Ranking
    papers: tuple[RankedPaper, ...]
    composed_at: datetime
    is_sample: bool = False
    """The papers are the sample that the package brings, not today's."""

    def edition(self, number: int) -> "Digest":
        """Give the same digest as another printing of it."""
        return replace(self, key=replace(self.key, edition=number))


def compose(
    ranking: Ranking, request: Request, *, composed_at: datetime, is_sample: bool = False
) -> Digest:
    """Take the papers that a request asks for from the ranking of its topic."""
    return Digest(
        key=DigestKey(request.audience, ranking.day.isoformat()),
        request=request,
        ranking=ranking,
        papers=ranking.papers[: request.top],
        composed_at=composed_at,
        is_sample=is_sample,
    )


def owed(ranking: Ranking, history: History) -> Ranking:
    """Leave out what an audience has had, and count the places again.

    A paper is posted once, whatever its version and wherever it is listed again. One of an earlier
    day comes late only to those who had a digest of its day, where it was not hot enough then.
    """
    papers = [paper for paper in ranking.papers if _is_owed(paper, history)]
    return replace(
        ranking,
        papers=tuple(replace(paper, rank=place) for place, paper in enumerate(papers, 1)),
    )


def _is_owed(paper: RankedPaper, history: History) -> bool:
    if paper.paper.id in history.posted:
        return False
    return not paper.is_late or paper.paper.announced_on.isoformat() in history.periods
