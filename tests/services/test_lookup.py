import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.balanced import BalancedPolicy
from bot.domain.engagement import Engagement, Mention
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import Topic
from bot.errors import BadArgument, SourceUnavailable, UnknownPaper, UserMistake
from bot.ports import Storage
from bot.services.lookup import Lookup, Question
from bot.services.remember import remember
from storage.database import open_storage
from storage.memory import MemoryStorage
from tests.builders import DAY, NOW
from tests.builders import a_post as a_published_post
from tests.fakes import FakeClock
from tests.services.networks import (
    MONDAY,
    TUESDAY,
    FakeSource,
    a_count,
    a_post,
    at,
    listed,
    visit,
)

PAPERS = [f"2611.0000{number}" for number in range(1, 9)]
POLICIES = Policies(ClassicPolicy(threshold=1), BalancedPolicy(threshold=1))
NETWORKS = ("bluesky", "hackernews")


def a_lookup(storage: Storage, now: datetime | None = None) -> Lookup:
    """The service of a process that was just started, 21 hours after Tuesday's mailing."""
    return Lookup(storage, FakeClock(now or at(21)), POLICIES)


# A past day, ranked again


@dataclass(frozen=True)
class Step:
    """A visit to one network: who posted, what was counted again, what was deleted, what failed."""

    hours: int
    network: str
    posts: tuple[tuple[str, int, str], ...]
    likes: int
    gone: int | None
    fails: bool


steps = st.builds(
    Step,
    hours=st.integers(1, 190),
    network=st.sampled_from(NETWORKS),
    posts=st.lists(
        st.tuples(
            st.sampled_from(PAPERS),
            st.integers(1, 4),
            st.sampled_from(["Grace Hopper", "Ada Lovelace", ""]),
        ),
        max_size=4,
    ).map(tuple),
    likes=st.integers(0, 300),
    gone=st.none() | st.integers(0, 20),
    fails=st.integers(0, 5).map(lambda number: number == 0),
)
histories = st.lists(steps, min_size=1, max_size=8, unique_by=lambda step: step.hours).map(
    lambda history: sorted(history, key=lambda step: step.hours)
)


@dataclass
class World:
    """A storage that lives through a history."""

    storage: Storage
    posts: list[Mention]

    async def begins(self) -> None:
        arxiv = FakeSource("arxiv", announces=True)
        arxiv.brings(listings=[*listed(*PAPERS[:2], on=MONDAY), *listed(*PAPERS[2:])])
        await visit(self.storage, arxiv, as_of=at(0.5))

    async def lives_through(self, step: Step) -> None:
        source = FakeSource(step.network)
        now = at(step.hours)
        if step.fails:
            source.fails(SourceUnavailable("It is closed."))
            await visit(self.storage, source, as_of=now)
            return
        for number, (paper, account, name) in enumerate(step.posts):
            # Some were written long before they are found.
            posted_at = now - timedelta(hours=step.hours % 5 * 6)
            self.posts.append(
                a_post(
                    paper,
                    f"{step.hours}-{number}",
                    posted_at=posted_at,
                    source=step.network,
                    by=f"account {account}",
                    name=name,
                )
            )
        own = [post for post in self.posts if post.key.source == step.network]
        gone = [own[step.gone % len(own)].key] if own and step.gone is not None else []
        source.brings(
            *own[-len(step.posts) :],
            counts=[a_count(post, step.likes + place, now) for place, post in enumerate(own)],
            gone=gone,
        )
        await visit(self.storage, source, as_of=now)

    async def looks(self, hours: float) -> list[object]:
        """Everything that can be asked about the day as of a moment."""
        lookup = a_lookup(self.storage, now=at(1000))
        seen: list[object] = []
        for policy in ("balanced", "classic"):
            question = Question(day=TUESDAY, as_of=at(hours), policy=policy, late=True)
            seen.append(essence((await lookup.day(question)).ranking))
        explained = await lookup.explain(
            PaperId.parse(PAPERS[3]), Question(day=TUESDAY, as_of=at(hours))
        )
        paper = explained.now.paper
        return [*seen, explained.is_hot, explained.growth, essence_of(paper) if paper else None]


def essence(ranking: Ranking) -> object:
    """A ranking without the names of those whose posts were deleted since."""
    rows = [essence_of(row) for row in ranking.papers]
    return rows, ranking.candidates, ranking.sources, ranking.freshness, ranking.missing


def essence_of(row: RankedPaper) -> object:
    voices = [
        (voice.mention.key, voice.engagement, voice.worth, voice.verdict)
        for tally in row.tallies
        for voice in tally.voices
    ]
    mentions = [mention.key for mention in row.mentions]
    return row.rank, row.paper.id, row.score, row.engagement, row.is_late, mentions, voices


async def holds(storage: Storage, history: Sequence[Step]) -> None:
    world = World(storage, [])
    await world.begins()
    seen = []
    for step in history:
        await world.lives_through(step)
        seen.append(await world.looks(step.hours))
    again = [await world.looks(step.hours) for step in history]
    assert seen == again


@given(histories)
async def test_a_past_moment_looks_the_same_whatever_came_later(history: list[Step]) -> None:
    await holds(MemoryStorage(), history)


@asynccontextmanager
async def a_database(template: Path) -> AsyncIterator[Storage]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_storage(f"sqlite:///{shutil.copy(template, folder)}") as storage:
            yield storage


@settings(max_examples=8, deadline=None)
@given(history=histories)
async def test_a_past_moment_looks_the_same_in_a_database(
    sqlite_template: Path, history: list[Step]
) -> None:
    async with a_database(sqlite_template) as storage:
        await holds(storage, history)


@settings(max_examples=8, deadline=None)
@given(history=histories)
async def test_memory_and_database_give_the_same_answers(
    sqlite_template: Path, history: list[Step]
) -> None:
    async with a_database(sqlite_template) as database:
        worlds = [World(storage, []) for storage in (MemoryStorage(), database)]
        for world in worlds:
            await world.begins()
        for step in history:
            for world in worlds:
                await world.lives_through(step)
        one, other = [await world.looks(history[-1].hours) for world in worlds]
    assert one == other


@pytest.mark.parametrize("policy", ["balanced", "classic"])
async def test_a_deleted_post_counts_until_it_was_deleted_and_then_no_more(
    storage: MemoryStorage, policy: str
) -> None:
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    kept, deleted = [a_post(PAPERS[0], post, posted_at=at(1)) for post in ("kept", "deleted")]
    arxiv.brings(listings=listed(PAPERS[0]))
    network.brings(kept, deleted, counts=[a_count(post, 50, at(2)) for post in (kept, deleted)])
    network.brings(gone=[deleted.key])
    for hours in (2, 9):
        await visit(storage, arxiv, network, as_of=at(hours))
    likes = []
    for hours in (2, 8, 9):
        question = Question(as_of=at(hours), policy=policy)
        (paper,) = (await a_lookup(storage).day(question)).ranking.papers
        likes.append((paper.engagement.likes, len(paper.mentions)))
    assert [(100, 2), (100, 2), (50, 1)] == likes


async def test_an_account_that_turns_prolific_later_was_none_before(storage: MemoryStorage) -> None:
    papers = [f"2611.{number:05}" for number in range(1, 13)]
    posts = [a_post(paper, paper, posted_at=at(1), by="everything") for paper in papers]
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    arxiv.brings(listings=listed(*papers))
    network.brings(*posts[:3], counts=[a_count(post, 90, at(2)) for post in posts[:3]])
    network.brings(*posts[3:], counts=[a_count(post, 90, at(5)) for post in posts[3:]])
    seen = []
    for hours in (2, 5):
        await visit(storage, arxiv, network, as_of=at(hours))
        ranking = (await a_lookup(storage).day(Question(as_of=at(2)))).ranking
        seen.append([row.score.total for row in ranking.papers])
    assert seen[0] == seen[1]


# Questions


@pytest.fixture
async def talked_about(storage: MemoryStorage) -> MemoryStorage:
    """Tuesday's papers, of which the third is the hottest."""
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource("hackernews")
    arxiv.brings(listings=[*listed(PAPERS[0], on=MONDAY), *listed(*PAPERS[1:])])
    posts = [a_post(paper, paper, posted_at=at(1), source="hackernews") for paper in PAPERS[1:4]]
    counts = [a_count(post, 100 * number, at(2)) for number, post in enumerate(posts, 1)]
    network.brings(*posts, counts=counts)
    await visit(storage, arxiv, network, as_of=at(2))
    return storage


async def test_the_newest_day_is_ranked_by_the_balanced_rule(talked_about: MemoryStorage) -> None:
    ranking = (await a_lookup(talked_about).day(Question())).ranking
    assert (TUESDAY, "balanced", at(21), 7) == (
        ranking.day,
        ranking.policy,
        ranking.as_of,
        ranking.candidates,
    )
    assert PAPERS[3:0:-1] == [str(row.paper.id) for row in ranking.papers]


async def test_a_day_is_known_from_its_mailing_on(talked_about: MemoryStorage) -> None:
    lookup = a_lookup(talked_about)
    assert [MONDAY, TUESDAY] == [await lookup.newest_day(as_of=at(hours)) for hours in (-0.01, 0)]
    with pytest.raises(UserMistake, match="No papers are known for 2026-11-24"):
        await lookup.day(Question(day=TUESDAY, as_of=at(-1)))


async def test_on_sunday_the_papers_of_friday_are_as_hot_as_they_were(
    talked_about: MemoryStorage,
) -> None:
    """A source that was read on the day itself is not missing because nobody asked it since."""
    lookup = a_lookup(talked_about)
    then, later = [
        (await lookup.day(Question(day=TUESDAY, as_of=at(hours)))).ranking for hours in (2, 150)
    ]
    assert ((), ()) == (then.missing, later.missing)
    assert [row.score for row in then.papers] == [row.score for row in later.papers]


async def test_a_source_that_was_not_read_on_the_day_is_missing_for_ever(
    talked_about: MemoryStorage,
) -> None:
    wednesday = TUESDAY + timedelta(days=1)
    arxiv, silent = FakeSource("arxiv", announces=True), FakeSource("hackernews")
    arxiv.brings(listings=listed("2611.00020", on=wednesday))
    silent.fails(SourceUnavailable("It is closed."))
    await visit(talked_about, arxiv, silent, as_of=at(1, wednesday))
    lookup = a_lookup(talked_about, now=at(60))
    missing = [
        (await lookup.day(Question(day=wednesday, as_of=at(hours, wednesday)))).ranking.missing
        for hours in (1, 5, 21, 40)
    ]
    assert [(), ("hackernews",), ("hackernews",), ("hackernews",)] == missing


async def test_a_topic_is_ranked_for_itself(talked_about: MemoryStorage) -> None:
    ranked = await a_lookup(talked_about).day(Question(topic=Topic.of(["hep-th"])))
    assert ((), 0) == (ranked.ranking.papers, ranked.ranking.candidates)


async def test_the_classic_rule_can_be_asked_for_and_no_other(talked_about: MemoryStorage) -> None:
    lookup = a_lookup(talked_about)
    ranking = (await lookup.day(Question(policy="classic"))).ranking
    assert [300, 200, 100] == [row.score.total for row in ranking.papers]
    with pytest.raises(BadArgument, match="No policy “newest”"):
        await lookup.day(Question(policy="newest"))


async def test_a_day_of_the_old_blog_keeps_its_rule_and_its_moment(
    talked_about: MemoryStorage,
) -> None:
    await remember(talked_about, [a_published_post()])
    ranked = await a_lookup(talked_about).day(Question(day=DAY, late=True))
    assert ("classic", NOW) == (ranked.ranking.policy, ranked.ranking.as_of)
    assert ranked.head is not None


async def test_without_papers_it_says_what_to_do(storage: MemoryStorage) -> None:
    lookup = a_lookup(storage)
    assert await lookup.newest_day() is None
    with pytest.raises(UserMistake, match="hotpapers collect"):
        await lookup.day(Question())


async def test_why_tells_the_place_before_and_the_growth(talked_about: MemoryStorage) -> None:
    network = FakeSource("hackernews")
    post = a_post(PAPERS[1], PAPERS[1], posted_at=at(1), source="hackernews")
    network.brings(counts=[a_count(post, 900, at(8))])
    await visit(talked_about, network, as_of=at(8))
    explained = await a_lookup(talked_about).explain(post.paper_id, Question())
    assert explained.before is not None
    places = [
        standing.paper.rank for standing in (explained.now, explained.before) if standing.paper
    ]
    assert [1, 3] == places
    assert Engagement(likes=800) == explained.growth
    assert at(2) == explained.before.ranking.as_of


async def test_why_knows_no_before_where_a_paper_was_counted_once(
    talked_about: MemoryStorage,
) -> None:
    explained = await a_lookup(talked_about).explain(PaperId.parse(PAPERS[2]), Question())
    assert (None, None) == (explained.before, explained.growth)


async def test_why_of_an_unknown_paper_or_day_says_what_is_known(
    talked_about: MemoryStorage,
) -> None:
    lookup = a_lookup(talked_about)
    with pytest.raises(UnknownPaper, match="not among the papers known"):
        await lookup.explain(PaperId.parse("2611.09999"), Question())
    with pytest.raises(UnknownPaper, match=r"not listed on 2026-11-23\. It was on 2026-11-24"):
        await lookup.explain(PaperId.parse(PAPERS[2]), Question(day=MONDAY))
