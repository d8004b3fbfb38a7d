"""Digests: the slice of a ranking that one destination is owed for one period."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.destinations import Destination
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import EVERYTHING, Topic


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
    ranking: Ranking,
    request: Request,
    *,
    composed_at: datetime,
    is_sample: bool = False,
) -> Digest:
    """Take the papers that a request asks for from the ranking of its topic."""
    audience = f"{request.destination} {request.topic}".strip()
    return Digest(
        key=DigestKey(audience, ranking.day.isoformat()),
        request=request,
        ranking=ranking,
        papers=ranking.papers[: request.top],
        composed_at=composed_at,
        is_sample=is_sample,
    )
