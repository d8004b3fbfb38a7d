"""Evidence: everything that is remembered about the papers of a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.domain.balanced import BalancedPolicy, Circumstances, references
from bot.domain.calendar import mailed_at
from bot.domain.counting import Counting
from bot.domain.engagement import Mention, Snapshot
from bot.domain.horizons import DIGEST_HORIZON, judged_at
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.ranking import Evidence
from bot.domain.readings import newest
from bot.domain.runs import Freshness, freshness
from bot.domain.subscriptions import Window
from bot.domain.topics import Topic
from bot.ports import Transaction

LATE_FOR = timedelta(days=7)
"""How long a paper that was not hot may still become so."""

_REMEMBERED_FOR = timedelta(days=30)
_DAY = timedelta(days=1)


async def gather(
    tx: Transaction, window: Window, topic: Topic, *, as_of: datetime, late: bool = False
) -> Evidence:
    """Read what is known at a moment of the papers of a window, and of late ones of days before.

    The circumstances lack the references, which `references_of` reads.
    """
    day = window.last
    first = window.first - LATE_FOR if late else window.first
    listed = await tx.papers.between(window.first, day)
    # Of the days before only those matter that somebody talks about, and they are few.
    early = await tx.papers.discussed(first, window.first - _DAY) if late else []
    listed += [Listing(paper=paper, listed_on=paper.announced_on) for paper in early]
    listings = [listing for listing in listed if topic.matches(listing.paper)]
    papers = list({listing.paper.id for listing in listings})
    fresh = await _freshness(tx, as_of)
    judged = judged_at(day, as_of=as_of)
    mentions = await tx.mentions.of(papers)
    return Evidence(
        day=day,
        since=window.first if window.first < day else None,
        listings=listings,
        snapshots=_of_standing(mentions, await tx.snapshots.of(papers, until=as_of), as_of),
        mentions=mentions,
        torrents=(
            await tx.mentions.torrents(first - _DAY, as_of.date(), until=as_of)
            if mentions
            else frozenset()
        ),
        circumstances=Circumstances(
            expected=frozenset(row.source for row in fresh),
            missing=frozenset(row.source for row in fresh if row.is_missing(judged)),
        ),
        freshness=fresh,
    )


def _of_standing(
    mentions: Iterable[Mention], snapshots: list[Snapshot], as_of: datetime
) -> list[Snapshot]:
    """Leave out the counters of posts that were gone at a moment."""
    gone = {
        (mention.paper_id, *mention.key)
        for mention in mentions
        if mention.gone_at is not None and mention.gone_at <= as_of
    }
    return [row for row in snapshots if (row.paper_id, row.source, row.native_id) not in gone]


async def _freshness(tx: Transaction, as_of: datetime) -> tuple[Freshness, ...]:
    visits = await tx.runs.between(as_of - LATE_FOR, as_of)
    return tuple(row for row in freshness(visits, as_of) if row.source != "arxiv")


async def references_of(tx: Transaction, day: date, policy: BalancedPolicy) -> dict[str, float]:
    """Work out what was very hot on each network in the thirty days before a day.

    Each paper counts as it stood at the digest's horizon, however often it was counted since.
    """
    discussed = await tx.papers.discussed(day - _REMEMBERED_FOR, day - _DAY)
    papers = {paper.id: paper for paper in discussed}
    mentions = await tx.mentions.of(papers.keys())
    snapshots = await tx.snapshots.all_of(papers.keys(), until=mailed_at(day))
    torrents = await tx.mentions.torrents(day - _REMEMBERED_FOR - _DAY, day, until=mailed_at(day))
    counting = Counting(
        rules=policy.rules,
        readings=newest(_at_the_horizon(snapshots, papers), papers, mailed_at(day)),
        torrents=torrents,
    )
    by_paper: dict[PaperId, list[Mention]] = {}
    for mention in mentions:
        by_paper.setdefault(mention.paper_id, []).append(mention)
    tallies = (counting.tally(papers[paper_id], posts) for paper_id, posts in by_paper.items())
    return references(tallies, policy.rules)


def _at_the_horizon(snapshots: list[Snapshot], papers: dict[PaperId, Paper]) -> list[Snapshot]:
    limits = {
        paper_id: mailed_at(paper.announced_on) + DIGEST_HORIZON
        for paper_id, paper in papers.items()
    }
    return [row for row in snapshots if row.measured_at <= limits[row.paper_id]]
