"""Rankings: papers in order as of a moment, each with the reasons for its place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.engagement import Engagement, Mention, Snapshot
from bot.domain.papers import Listing, Paper, PaperId, Wording


@dataclass(frozen=True, slots=True)
class ClassicPolicy:
    """The old blog's rule: reposts plus likes, and nobody below the threshold."""

    threshold: int = 50
    name: str = "classic"

    def score(self, engagement: Engagement) -> "Score":
        """Add reposts and likes."""
        return Score(
            total=engagement.reposts + engagement.likes,
            parts=(Part("reposts", engagement.reposts), Part("likes", engagement.likes)),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a score, and how much of it it is."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Score:
    """A number that can explain itself: the parts add up to the total."""

    total: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPaper:
    """A paper in its place."""

    rank: int
    paper: Paper
    score: Score
    engagement: Engagement
    measured_at: datetime
    """When the newest of its counters was read, in UTC."""

    mentions: tuple[Mention, ...] = ()
    """The strongest comes first."""

    wording: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The papers of a day in order, as of a moment."""

    day: date
    policy: str
    as_of: datetime
    papers: tuple[RankedPaper, ...]
    candidates: int
    """How many papers were looked at."""

    sources: tuple[str, ...] = ()
    """Where the attention was measured, in alphabetical order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is known about the papers of a day.

    The order of the listings and of the snapshots is free; that of the mentions only tells those
    apart that are equally strong.
    """

    day: date
    listings: Sequence[Listing]
    snapshots: Sequence[Snapshot]
    mentions: Sequence[Mention] = ()


def rank(evidence: Evidence, policy: ClassicPolicy, *, as_of: datetime) -> Ranking:
    """Order the papers of a day by what was known at a moment.

    What was measured or posted after `as_of` is not looked at; of several readings of the same
    counters the newest counts. Papers below the policy's threshold are left out. On a tie the
    published order is kept; papers that were not published before follow, the lower identifier
    first.
    """
    listed = _one_a_paper(evidence.listings)
    readings = _newest(evidence.snapshots, listed, as_of)
    totals = {paper_id: _total(counters.values()) for paper_id, counters in readings.items()}
    hot = [
        (score, paper_id)
        for paper_id, total in totals.items()
        if (score := policy.score(total)).total >= policy.threshold
    ]
    hot.sort(key=lambda row: (-row[0].total, _place(listed[row[1]]), row[1]))
    quoted = _by_paper(evidence.mentions, as_of)
    return Ranking(
        day=evidence.day,
        policy=policy.name,
        as_of=as_of,
        candidates=len(listed),
        sources=tuple(sorted({source for read in readings.values() for source, _ in read})),
        papers=tuple(
            RankedPaper(
                rank=place,
                paper=listed[paper_id].paper,
                score=score,
                engagement=totals[paper_id],
                measured_at=max(row.measured_at for row in readings[paper_id].values()),
                mentions=_strongest_first(quoted.get(paper_id, ()), readings[paper_id], policy),
                wording=listed[paper_id].wording,
            )
            for place, (score, paper_id) in enumerate(hot, 1)
        ),
    )


def _one_a_paper(listings: Iterable[Listing]) -> dict[PaperId, Listing]:
    """Keep one listing of each paper, the one published first if there are several."""
    kept: dict[PaperId, Listing] = {}
    for listing in listings:
        other = kept.setdefault(listing.paper.id, listing)
        if other is not listing and _place(listing) < _place(other):
            kept[listing.paper.id] = listing
    return kept


def _place(listing: Listing) -> float:
    return float("inf") if listing.position is None else listing.position


_Readings = dict[tuple[str, str], Snapshot]
"""A paper's counters: by source and mention, the mention empty for a total of the source."""


def _newest(
    snapshots: Iterable[Snapshot], listed: Collection[PaperId], as_of: datetime
) -> dict[PaperId, _Readings]:
    """Keep the newest reading of each counter; papers without any are not in the answer."""
    papers: dict[PaperId, _Readings] = {}
    for snapshot in snapshots:
        if snapshot.measured_at > as_of or snapshot.paper_id not in listed:
            continue
        readings = papers.setdefault(snapshot.paper_id, {})
        counter = (snapshot.source, snapshot.native_id)
        other = readings.setdefault(counter, snapshot)
        if other is not snapshot and _is_later(snapshot, other):
            readings[counter] = snapshot
    return papers


def _is_later(snapshot: Snapshot, other: Snapshot) -> bool:
    if snapshot.measured_at != other.measured_at:
        return snapshot.measured_at > other.measured_at
    # Two readings of one second that differ are told apart by their size: counters mostly grow.
    return _size(snapshot.engagement) > _size(other.engagement)


def _size(counters: Engagement) -> tuple[int, int, int, int]:
    return counters.reposts, counters.likes, counters.quotes, counters.comments


def _total(readings: Iterable[Snapshot]) -> Engagement:
    counters = [reading.engagement for reading in readings]
    return Engagement(
        sum(one.reposts for one in counters),
        sum(one.likes for one in counters),
        sum(one.quotes for one in counters),
        sum(one.comments for one in counters),
    )


def _by_paper(mentions: Iterable[Mention], as_of: datetime) -> dict[PaperId, list[Mention]]:
    papers: dict[PaperId, list[Mention]] = {}
    for mention in mentions:
        if mention.posted_at is None or mention.posted_at <= as_of:
            papers.setdefault(mention.paper_id, []).append(mention)
    return papers


def _strongest_first(
    mentions: Iterable[Mention], readings: _Readings, policy: ClassicPolicy
) -> tuple[Mention, ...]:
    """Order mentions by their own counters; those without any follow, in the order given."""

    def strength(mention: Mention) -> float:
        reading = readings.get(mention.key)
        return policy.score(reading.engagement).total if reading else 0

    return tuple(sorted(mentions, key=strength, reverse=True))
