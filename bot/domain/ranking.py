"""Rankings: papers in order as of a moment, each with the reasons for its place."""

from collections.abc import Iterable, Sequence
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
    """Everything that is known about the papers of a day; the order of each part is free."""

    day: date
    listings: Sequence[Listing]
    snapshots: Sequence[Snapshot]
    mentions: Sequence[Mention] = ()


def rank(evidence: Evidence, policy: ClassicPolicy, *, as_of: datetime) -> Ranking:
    """Order the papers of a day by what was known at a moment.

    Snapshots taken after `as_of` are not looked at; of several readings of the same counters the
    newest counts. Papers below the policy's threshold are left out. On a tie the published order is
    kept; papers that were not published before follow, the lower identifier first.
    """
    listed = _one_a_paper(evidence.listings)
    known = _newest(evidence.snapshots, as_of)
    hot = [
        (score, paper_id)
        for paper_id in listed.keys() & known.keys()
        if (score := policy.score(known[paper_id].engagement)).total >= policy.threshold
    ]
    hot.sort(key=lambda row: (-row[0].total, _place(listed[row[1]]), row[1]))
    quoted = _by_paper(evidence.mentions)
    return Ranking(
        day=evidence.day,
        policy=policy.name,
        as_of=as_of,
        candidates=len(listed),
        sources=tuple(sorted({snapshot.source for snapshot in evidence.snapshots})),
        papers=tuple(
            RankedPaper(
                rank=place,
                paper=listed[paper_id].paper,
                score=score,
                engagement=known[paper_id].engagement,
                measured_at=known[paper_id].measured_at,
                mentions=tuple(quoted.get(paper_id, ())),
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


@dataclass(frozen=True, slots=True)
class _Total:
    engagement: Engagement
    measured_at: datetime


def _newest(snapshots: Iterable[Snapshot], as_of: datetime) -> dict[PaperId, _Total]:
    """Add up the newest counters of each paper, and say when the newest of them were read."""
    newest: dict[tuple[PaperId, str, str], Snapshot] = {}
    for snapshot in snapshots:
        if snapshot.measured_at > as_of:
            continue
        key = (snapshot.paper_id, snapshot.source, snapshot.native_id)
        other = newest.get(key)
        if other is None or _later(snapshot, other):
            newest[key] = snapshot
    totals: dict[PaperId, _Total] = {}
    for snapshot in newest.values():
        total = totals.get(snapshot.paper_id) or _Total(Engagement(), snapshot.measured_at)
        totals[snapshot.paper_id] = _Total(
            total.engagement + snapshot.engagement,
            max(total.measured_at, snapshot.measured_at),
        )
    return totals


def _later(snapshot: Snapshot, other: Snapshot) -> bool:
    # Two readings of one second that differ are told apart by their size: counters mostly grow.
    return (snapshot.measured_at, _size(snapshot)) > (other.measured_at, _size(other))


def _size(snapshot: Snapshot) -> tuple[int, int, int, int]:
    counters = snapshot.engagement
    return counters.reposts, counters.likes, counters.quotes, counters.comments


def _by_paper(mentions: Iterable[Mention]) -> dict[PaperId, list[Mention]]:
    quoted: dict[PaperId, list[Mention]] = {}
    for mention in mentions:
        quoted.setdefault(mention.paper_id, []).append(mention)
    return quoted
