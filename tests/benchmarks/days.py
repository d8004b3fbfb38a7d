"""Made-up days: papers, and the talk about them as the sources bring it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, Ranking, rank
from tests.benchmarks import words

DAY = date(2026, 6, 10)
AS_OF = datetime(2026, 6, 11, 12, tzinfo=UTC)

_NETWORKS = {
    "bluesky": 70,
    "mastodon": 14,
    "hackernews": 5,
    "reddit": 4,
    "x": 4,
    "huggingface": 2,
    "lobsters": 1,
}
"""How many of a hundred posts stand on each network."""

_ACCOUNTS = 30_000
_PROGRAMS = 0.03
"""The share of posts that a program wrote."""


def told_ranking(papers: int, random: Random) -> Ranking:
    """Rank a day short enough to be read: every paper is hot, and one post about it is known."""
    listed = [words.paper(number, day=DAY, random=random) for number in range(1, papers + 1)]
    mentions = [_mention(paper.id, "x", random) for paper in listed]
    evidence = Evidence(
        day=DAY,
        listings=[Listing(paper=paper, listed_on=DAY) for paper in listed],
        snapshots=[
            Snapshot(
                paper_id=mention.paper_id,
                source="x",
                native_id=mention.key.native_id,
                measured_at=AS_OF,
                engagement=Engagement(random.randint(50, 3000), random.randint(9, 900)),
            )
            for mention in mentions
        ],
        mentions=mentions,
    )
    return rank(evidence, ClassicPolicy(), as_of=AS_OF)


def counted_day(papers: int, snapshots: int, random: Random) -> Evidence:
    """Make a day up of which only counters are known, equally many of each paper."""
    listed = _alike(papers, random)
    return Evidence(
        day=DAY,
        listings=[Listing(paper=paper, listed_on=DAY) for paper in listed],
        snapshots=[
            _snapshot(listed[number % papers].id, MentionKey("x", str(number)), random)
            for number in range(snapshots)
        ],
    )


def busy_day(papers: int, posts: int, random: Random) -> Evidence:
    """Make a day up on which everybody talks, in the order of time and mostly about a few papers.

    Most posts please nobody, and a few please thousands. Each post was counted once.
    """
    listed = _alike(papers, random)
    weights = [1 / place for place in range(1, papers + 1)]
    subjects = random.choices(listed, weights, k=posts)
    networks = random.choices(list(_NETWORKS), list(_NETWORKS.values()), k=posts)
    mentions = [
        _mention(paper.id, network, random)
        for paper, network in zip(subjects, networks, strict=True)
    ]
    return Evidence(
        day=DAY,
        listings=[Listing(paper=paper, listed_on=DAY) for paper in listed],
        snapshots=[_snapshot(mention.paper_id, mention.key, random) for mention in mentions],
        mentions=mentions,
    )


def _alike(count: int, random: Random) -> list[Paper]:
    """Make papers up that share their words, which no ranking reads."""
    first = words.paper(1, day=DAY, random=random)
    return [replace(first, id=words.paper_id(number, day=DAY)) for number in range(1, count + 1)]


def _mention(paper_id: PaperId, network: str, random: Random) -> Mention:
    account = int(_ACCOUNTS * random.random() ** 2)
    native_id = f"at://did:plc:{account:024}/app.bsky.feed.post/{random.randrange(10**13):013}"
    posted_at = AS_OF - timedelta(seconds=random.randint(3600, 80_000))
    return Mention(
        key=MentionKey(network, native_id),
        paper_id=paper_id,
        url=f"https://example.org/{account}/{native_id[-13:]}",
        author=f"Somebody No. {account} 🔥",
        handle=f"somebody{account}.example.org",
        account=f"did:plc:{account:024}",
        posted_on=posted_at.date(),
        posted_at=posted_at,
        is_automated=random.random() < _PROGRAMS,
    )


def _snapshot(paper_id: PaperId, key: MentionKey, random: Random) -> Snapshot:
    likes = int(random.paretovariate(1.2)) - 1
    return Snapshot(
        paper_id=paper_id,
        source=key.source,
        native_id=key.native_id,
        measured_at=AS_OF - timedelta(minutes=5),
        engagement=Engagement(reposts=likes // 4, likes=likes, comments=random.randint(0, 3) // 3),
    )
