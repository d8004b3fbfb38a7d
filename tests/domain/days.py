"""Days full of talk: posts with their counters, and whole days drawn from a seed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.domain.counting import RULES, Counting, SourceRule, Tally, Torrent
from bot.domain.engagement import Engagement, Mention, Snapshot
from bot.domain.papers import Paper
from bot.domain.ranking import Evidence
from bot.domain.readings import newest
from tests.builders import DAY, NOW, a_listing, a_mention, a_paper, a_snapshot

NETWORKS = tuple(RULES)
PAPERS = 30


@dataclass(frozen=True, slots=True)
class Said:
    """A post about a paper, and its counters."""

    mention: Mention
    snapshot: Snapshot


def said(
    paper: str = "2401.00001",
    *,
    source: str = "bluesky",
    post: str = "1",
    by: str = "",
    name: str = "Grace Hopper",
    engagement: Engagement | None = None,
    likes: int = 10,
    is_automated: bool = False,
    is_own: bool = False,
    measured_at: datetime = NOW,
) -> Said:
    """Let an account post; each post has an account of its own unless one is named."""
    account = by or f"account of {post}"
    mention = a_mention(paper, source=source, native_id=post, author=name, handle=account)
    counters = engagement or Engagement(likes=likes)
    snapshot = a_snapshot(paper, source=source, native_id=post, measured_at=measured_at)
    return Said(
        replace(mention, account=account, is_automated=is_automated, is_own=is_own),
        replace(snapshot, engagement=counters),
    )


def tallies(
    talk: Iterable[Said],
    *,
    paper: Paper | None = None,
    rules: Mapping[str, SourceRule] = RULES,
    torrents: frozenset[Torrent] = frozenset(),
) -> tuple[Tally, ...]:
    """Count what is said about one paper."""
    rows = list(talk)
    about = paper or a_paper()
    readings = newest([row.snapshot for row in rows], {about.id}, NOW)
    counting = Counting(rules=rules, readings=readings, torrents=torrents)
    return counting.tally(about, [row.mention for row in rows])


def value(talk: Iterable[Said], *, torrents: frozenset[Torrent] = frozenset()) -> float:
    """What one network says about one paper."""
    (tally,) = tallies(talk, torrents=torrents)
    return tally.value


def paper_ids(count: int = PAPERS) -> list[str]:
    return [f"2401.{number:05}" for number in range(1, count + 1)]


def a_day(
    seed: int, *, networks: Sequence[str] = NETWORKS, upvotes: Sequence[int] = ()
) -> list[Said]:
    """Everything said about the papers of a day; some are loud, most are not.

    With upvotes, those are what Hugging Face has, a paper each.
    """
    random = Random(seed)
    talk: list[Said] = []
    for number, paper in enumerate(paper_ids(max(PAPERS, len(upvotes)))):
        for source in networks:
            posts = 1 if source == "huggingface" else random.choice((0, 0, 0, 1, 1, 2, 4))
            talk += [
                said(
                    paper,
                    source=source,
                    post=f"{source}-{number}-{post}",
                    engagement=_counters(random),
                )
                for post in range(posts)
            ]
        if number < len(upvotes):
            talk = [row for row in talk if not _is_upvotes(row, paper)]
            likes = upvotes[number]
            talk.append(said(paper, source="huggingface", post=f"hf-{number}", likes=likes))
    return talk


def _counters(random: Random) -> Engagement:
    loudness = 10 ** random.uniform(0, 3)
    return Engagement(
        reposts=int(loudness * random.random() / 3),
        likes=int(loudness),
        quotes=int(loudness * random.random() / 10),
        comments=int(loudness * random.random() / 2),
    )


def _is_upvotes(row: Said, paper: str) -> bool:
    return row.mention.key.source == "huggingface" and str(row.mention.paper_id) == paper


def evidence_of(talk: Sequence[Said], *, torrents: frozenset[Torrent] = frozenset()) -> Evidence:
    """What is known of a day of which this was said."""
    ids = sorted({str(row.mention.paper_id) for row in talk} | set(paper_ids()))
    return Evidence(
        day=DAY,
        listings=[a_listing(paper) for paper in ids],
        snapshots=[row.snapshot for row in talk],
        mentions=[row.mention for row in talk],
        torrents=torrents,
    )
