"""Rankings: papers in order as of a moment, each with the reasons for its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import NamedTuple, assert_never

from bot.domain.balanced import UNKNOWN, BalancedPolicy, Circumstances
from bot.domain.counting import Counting, Tally, Torrent
from bot.domain.engagement import Engagement, Mention, Snapshot
from bot.domain.horizons import judged_at
from bot.domain.papers import Listing, Paper, PaperId, Wording
from bot.domain.policies import ClassicPolicy, Policy
from bot.domain.readings import Readings, newest, total
from bot.domain.runs import Freshness
from bot.domain.scores import Score


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

    tallies: tuple[Tally, ...] = ()
    """What each network says, where the policy counts them apart."""

    is_late: bool = False
    """It was announced on an earlier day, and has become hot since."""

    wording: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The papers of a day, or of several, in order, as of a moment."""

    day: date
    """The last of its days."""

    since: date | None = None
    """The first of its days, where there are several."""

    policy: str
    as_of: datetime
    papers: tuple[RankedPaper, ...]
    candidates: int
    """How many papers were looked at."""

    sources: tuple[str, ...] = ()
    """Where the attention was measured, in alphabetical order."""

    freshness: tuple[Freshness, ...] = ()
    """How old what is known from each collected source is."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The sources that could not be read for this day, in alphabetical order."""
        at = judged_at(self.day, as_of=self.as_of)
        return tuple(row.source for row in self.freshness if row.is_missing(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is known about the papers of a day.

    The order of the listings and of the snapshots is free; that of the mentions only tells those
    apart that are equally strong.
    """

    day: date
    since: date | None = None
    """The first day, where the papers of several days are ranked together."""

    listings: Sequence[Listing]
    snapshots: Sequence[Snapshot]
    mentions: Sequence[Mention] = ()
    torrents: frozenset[Torrent] = frozenset()
    """Accounts that are not listened to."""

    circumstances: Circumstances = UNKNOWN
    freshness: tuple[Freshness, ...] = ()


def rank(evidence: Evidence, policy: Policy, *, as_of: datetime) -> Ranking:
    """Order the papers of a day by what was known at a moment.

    What was measured or posted after `as_of` is not looked at; of several readings of the same
    counters the newest counts. Papers below the policy's threshold are left out. On a tie the
    published order is kept; papers that were not published before follow, the lower identifier
    first.
    """
    listed = _one_a_paper(evidence.listings)
    readings = newest(evidence.snapshots, listed, as_of)
    known = _Known(listed, readings, _told(evidence.mentions, as_of))
    hot = sorted(_appraisals(known, policy, evidence), key=_order)
    first = evidence.since or evidence.day
    return Ranking(
        day=evidence.day,
        since=evidence.since,
        policy=policy.name,
        as_of=as_of,
        candidates=sum(not _is_late(listing, first) for listing in listed.values()),
        sources=tuple(sorted(set().union(*readings.values()))),
        freshness=evidence.freshness,
        papers=tuple(_placed(one, place, first) for place, one in enumerate(hot, 1)),
    )


class _Known(NamedTuple):
    """What was known at a moment."""

    listed: Mapping[PaperId, Listing]
    readings: Mapping[PaperId, Readings]
    mentions: Sequence[Mention]


class _Appraisal(NamedTuple):
    """What a policy thinks of a paper. There are many, so it is a light tuple."""

    listing: Listing
    engagement: Engagement
    measured_at: datetime
    score: Score
    mentions: tuple[Mention, ...]
    tallies: tuple[Tally, ...] = ()


def _appraisals(known: _Known, policy: Policy, evidence: Evidence) -> Iterator[_Appraisal]:
    """Score the papers that anybody talks about, and leave out those below the threshold."""
    match policy:
        case ClassicPolicy():
            return _classic(known, policy)
        case BalancedPolicy():
            return _balanced(known, policy, evidence)
        case _:
            assert_never(policy)


def _classic(known: _Known, policy: ClassicPolicy) -> Iterator[_Appraisal]:
    quoted = _by_paper(known.mentions)
    for paper_id, readings in known.readings.items():
        engagement, measured_at = total(readings)
        score = policy.score(engagement)
        if score.total >= policy.threshold:
            strongest = _strongest_first(quoted.get(paper_id, ()), readings, policy)
            yield _Appraisal(known.listed[paper_id], engagement, measured_at, score, strongest)


def _balanced(known: _Known, policy: BalancedPolicy, evidence: Evidence) -> Iterator[_Appraisal]:
    counting = Counting(rules=policy.rules, readings=known.readings, torrents=evidence.torrents)
    papers = {paper_id: listing.paper for paper_id, listing in known.listed.items()}
    counted = counting.tallies(papers, known.mentions)
    for paper_id, readings in known.readings.items():
        tallies = counted.get(paper_id, ())
        score = policy.score(tallies, evidence.circumstances)
        if score.total >= policy.threshold:
            engagement, measured_at = total(readings)
            loudest = policy.loudest_first(tallies, evidence.circumstances)
            listing = known.listed[paper_id]
            yield _Appraisal(listing, engagement, measured_at, score, loudest, tallies)


def _order(appraisal: _Appraisal) -> tuple[float, float, PaperId]:
    return -appraisal.score.total, _place(appraisal.listing), appraisal.listing.paper.id


def _placed(appraisal: _Appraisal, rank: int, first: date) -> RankedPaper:
    return RankedPaper(
        rank=rank,
        paper=appraisal.listing.paper,
        score=appraisal.score,
        engagement=appraisal.engagement,
        measured_at=appraisal.measured_at,
        mentions=appraisal.mentions,
        tallies=appraisal.tallies,
        is_late=_is_late(appraisal.listing, first),
        wording=appraisal.listing.wording,
    )


def _is_late(listing: Listing, first: date) -> bool:
    """Say whether a paper was announced before the first day that it is ranked with."""
    # What was published stands under the day it was published with, however old it was then.
    return listing.position is None and listing.paper.announced_on < first


def _one_a_paper(listings: Iterable[Listing]) -> dict[PaperId, Listing]:
    """Keep one listing of each paper, the one published first if there are several."""
    kept: dict[PaperId, Listing] = {}
    for listing in listings:
        other = kept.setdefault(listing.paper.id, listing)
        if other is not listing and _place(listing) < _place(other):
            kept[listing.paper.id] = listing
    return kept


def _place(listing: Listing) -> float:
    return inf if listing.position is None else listing.position


def _told(mentions: Iterable[Mention], as_of: datetime) -> list[Mention]:
    """Leave out what was posted later, and what was gone already."""
    return [
        mention
        for mention in mentions
        if (mention.posted_at is None or mention.posted_at <= as_of)
        and (mention.gone_at is None or mention.gone_at > as_of)
    ]


def _by_paper(mentions: Iterable[Mention]) -> dict[PaperId, list[Mention]]:
    papers: dict[PaperId, list[Mention]] = {}
    for mention in mentions:
        papers.setdefault(mention.paper_id, []).append(mention)
    return papers


def _strongest_first(
    mentions: Iterable[Mention], readings: Readings, policy: ClassicPolicy
) -> tuple[Mention, ...]:
    """Order mentions by their own counters; those that only a total counts follow, as given.

    What nothing has counted yet was not known at the moment either.
    """
    counted = [(mention, readings.get(mention.key.source, {})) for mention in mentions]

    def strength(row: tuple[Mention, Mapping[str, Snapshot]]) -> float:
        reading = row[1].get(row[0].key.native_id)
        return policy.score(reading.engagement).total if reading else 0

    known = [row for row in counted if row[0].key.native_id in row[1] or "" in row[1]]
    return tuple(mention for mention, _ in sorted(known, key=strength, reverse=True))
