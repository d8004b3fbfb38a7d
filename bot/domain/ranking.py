"""Rankings: papers in order as of a moment, each with the reasons for its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from bot.domain.balanced import UNKNOWN, BalancedPolicy, Circumstances
from bot.domain.counting import Counting, Tally, Torrent
from bot.domain.engagement import Engagement, Mention, Snapshot
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
    """The papers of a day in order, as of a moment."""

    day: date
    policy: str
    as_of: datetime
    papers: tuple[RankedPaper, ...]
    candidates: int
    """How many papers were looked at."""

    sources: tuple[str, ...] = ()
    """Where the attention was measured, in alphabetical order."""

    freshness: tuple[Freshness, ...] = ()
    """How old what is known from each collected source is."""


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
    torrents: frozenset[Torrent] = frozenset()
    """Accounts that are not listened to."""

    circumstances: Circumstances = UNKNOWN
    freshness: tuple[Freshness, ...] = ()


_QUOTED = 5
"""How many posts of each network are worth quoting."""


def rank(evidence: Evidence, policy: Policy, *, as_of: datetime) -> Ranking:
    """Order the papers of a day by what was known at a moment.

    What was measured or posted after `as_of` is not looked at; of several readings of the same
    counters the newest counts. Papers below the policy's threshold are left out. On a tie the
    published order is kept; papers that were not published before follow, the lower identifier
    first.
    """
    listed = _one_a_paper(evidence.listings)
    readings = newest(evidence.snapshots, listed, as_of)
    quoted = _by_paper(evidence.mentions, as_of)
    appraisals = _appraise(evidence, policy, listed=listed, readings=readings, quoted=quoted)
    hot = [
        (appraisal, paper_id)
        for paper_id, appraisal in appraisals
        if appraisal.score.total >= policy.threshold
    ]
    hot.sort(key=lambda row: (-row[0].score.total, _place(listed[row[1]]), row[1]))
    return Ranking(
        day=evidence.day,
        policy=policy.name,
        as_of=as_of,
        candidates=sum(not _is_late(listing, evidence.day) for listing in listed.values()),
        sources=tuple(sorted({source for read in readings.values() for source, _ in read})),
        freshness=evidence.freshness,
        papers=tuple(
            RankedPaper(
                rank=place,
                paper=listed[paper_id].paper,
                score=appraisal.score,
                engagement=total(readings[paper_id].values()),
                measured_at=max(row.measured_at for row in readings[paper_id].values()),
                mentions=appraisal.mentions,
                tallies=appraisal.tallies,
                is_late=_is_late(listed[paper_id], evidence.day),
                wording=listed[paper_id].wording,
            )
            for place, (appraisal, paper_id) in enumerate(hot, 1)
        ),
    )


def _is_late(listing: Listing, day: date) -> bool:
    """Say whether a paper was announced before the day that it is ranked with."""
    # What was published stands under the day it was published with, however old it was then.
    return listing.position is None and listing.paper.announced_on < day


@dataclass(frozen=True, slots=True)
class _Appraisal:
    score: Score
    mentions: tuple[Mention, ...]
    tallies: tuple[Tally, ...] = ()


def _appraise(
    evidence: Evidence,
    policy: Policy,
    *,
    listed: Mapping[PaperId, Listing],
    readings: Mapping[PaperId, Readings],
    quoted: Mapping[PaperId, Sequence[Mention]],
) -> Iterator[tuple[PaperId, _Appraisal]]:
    match policy:
        case ClassicPolicy():
            for paper_id, counters in readings.items():
                yield paper_id, _classic(policy, counters, quoted.get(paper_id, ()))
        case BalancedPolicy():
            counting = Counting(rules=policy.rules, readings=readings, torrents=evidence.torrents)
            for paper_id in readings:
                tallies = counting.tally(listed[paper_id].paper, quoted.get(paper_id, ()))
                yield paper_id, _balanced(policy, tallies, evidence.circumstances)
        case _:
            assert_never(policy)


def _classic(policy: ClassicPolicy, counters: Readings, mentions: Iterable[Mention]) -> _Appraisal:
    return _Appraisal(
        score=policy.score(total(counters.values())),
        mentions=_strongest_first(mentions, counters, policy),
    )


def _balanced(
    policy: BalancedPolicy, tallies: tuple[Tally, ...], circumstances: Circumstances
) -> _Appraisal:
    voices = sorted(
        (
            (policy.loudness(voice.worth, tally.source, circumstances), voice.mention)
            for tally in tallies
            for voice in tally.voices
            if voice.worth
        ),
        key=lambda row: (-row[0], row[1].key),
    )
    return _Appraisal(
        score=policy.score(tallies, circumstances),
        mentions=tuple(mention for _, mention in voices),
        tallies=tallies,
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


def _by_paper(mentions: Iterable[Mention], as_of: datetime) -> dict[PaperId, list[Mention]]:
    papers: dict[PaperId, list[Mention]] = {}
    for mention in mentions:
        is_told = mention.posted_at is None or mention.posted_at <= as_of
        if is_told and (mention.gone_at is None or mention.gone_at > as_of):
            papers.setdefault(mention.paper_id, []).append(mention)
    return papers


def _strongest_first(
    mentions: Iterable[Mention], readings: Readings, policy: ClassicPolicy
) -> tuple[Mention, ...]:
    """Order mentions by their own counters; those without any follow, in the order given."""

    def strength(mention: Mention) -> float:
        reading = readings.get(mention.key)
        return policy.score(reading.engagement).total if reading else 0

    return tuple(sorted(mentions, key=strength, reverse=True))
