from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.calendar import mailing_days
from bot.domain.digests import Request
from bot.domain.engagement import Mention
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.subscriptions import Window
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import SourceUnavailable
from bot.ports import Storage
from bot.services.evidence import LATE_FOR, gather, references_of
from bot.services.lookup import Lookup, Question
from storage.memory import MemoryStorage
from tests.builders import CHANNEL
from tests.fakes import FakeClock
from tests.services.bots import OTHER_CHANNEL, FakeBot
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

ON_TUESDAY = Window(TUESDAY, TUESDAY)

WEDNESDAY = date(2026, 11, 25)
A, B, C = "2611.00001", "2611.00002", "2611.00003"


async def announced(storage: Storage, day: date, *papers: str, first: date | None = None) -> None:
    arxiv = FakeSource("arxiv", announces=True)
    arxiv.brings(listings=listed(*papers, on=day, announced_on=first))
    await visit(storage, arxiv, as_of=at(1.5, day))


async def upvoted(storage: Storage, day: date, hours: float = 20, **likes: int) -> None:
    """Let Hugging Face show so many upvotes, so many hours after a day's mailing."""
    network = FakeSource("huggingface")
    now = at(hours, day)
    posts = {paper: a_page(paper.removeprefix("p")) for paper in likes}
    counts = [a_count(posts[paper], likes[paper], now) for paper in likes]
    network.brings(*posts.values(), counts=counts)
    await visit(storage, network, as_of=now)


def a_page(number: str) -> Mention:
    paper = f"2611.{int(number):05}"
    return a_post(paper, paper, posted_at=at(1, MONDAY), source="huggingface")


async def posts(storage: Storage, day: date, to: Request) -> FakeBot:
    """Post the digest of a day at its end, as a process does that was just started."""
    bot = FakeBot(storage=storage, clock=FakeClock(at(21, day)))
    policies = Policies(ClassicPolicy(), BalancedPolicy())
    ranked = await Lookup(storage, bot.clock, policies).day(Question(topic=to.topic, late=True))
    await bot.announce.announce(ranked.ranking, to)
    await bot.deliver.deliver()
    return bot


async def digest(storage: Storage, day: date, to: Request) -> set[str]:
    async with storage.transaction() as tx:
        found = await tx.digests.posted(
            to.audience, since=str(day), before=str(day + timedelta(days=1))
        )
    return set(map(str, found))


READERS = Request(destination=CHANNEL)
NEWCOMERS = Request(destination=OTHER_CHANNEL)


# Late risers


async def test_a_paper_that_is_hot_later_comes_in_a_later_digest_marked_and_once(
    storage: MemoryStorage,
) -> None:
    await announced(storage, MONDAY, A, B)
    await upvoted(storage, MONDAY, p1=90, p2=2)
    await posts(storage, MONDAY, READERS)
    await announced(storage, TUESDAY, C)
    await upvoted(storage, TUESDAY, p1=95, p2=70, p3=40)
    (message,) = (await posts(storage, TUESDAY, READERS)).publisher.sent
    await announced(storage, WEDNESDAY, "2611.00009")
    await upvoted(storage, WEDNESDAY, p1=99, p2=90, p3=50)
    await posts(storage, WEDNESDAY, READERS)
    days = (MONDAY, TUESDAY, WEDNESDAY)
    assert [{A}, {B, C}, set()] == [await digest(storage, day, READERS) for day in days]
    reasons = [line for line in plain(message.message.document).splitlines() if "▲" in line]
    assert [True, False] == ["late riser" in line for line in reasons]
    assert "2 hot of 1 new" not in plain(message.message.document)


async def test_a_cross_list_of_a_later_day_is_no_new_paper(storage: MemoryStorage) -> None:
    await announced(storage, MONDAY, A)
    await upvoted(storage, MONDAY, p1=90)
    await posts(storage, MONDAY, READERS)
    await announced(storage, TUESDAY, A, first=MONDAY)
    await announced(storage, TUESDAY, B)
    await upvoted(storage, TUESDAY, p1=98, p2=90)
    await posts(storage, TUESDAY, READERS)
    assert {B} == await digest(storage, TUESDAY, READERS)


async def test_a_new_audience_gets_no_flood_of_late_risers(storage: MemoryStorage) -> None:
    await announced(storage, MONDAY, A, B)
    await upvoted(storage, MONDAY, p1=90, p2=80)
    await announced(storage, TUESDAY, C)
    await upvoted(storage, TUESDAY, p3=70)
    await posts(storage, TUESDAY, NEWCOMERS)
    assert {C} == await digest(storage, TUESDAY, NEWCOMERS)


async def test_each_audience_has_its_own_history(storage: MemoryStorage) -> None:
    learners = Request(destination=CHANNEL, topic=Topic.of(["cs.LG"]))
    await announced(storage, MONDAY, A)
    await upvoted(storage, MONDAY, p1=2)
    await posts(storage, MONDAY, READERS)
    await announced(storage, TUESDAY, B)
    await upvoted(storage, TUESDAY, p1=90, p2=90)
    for request in (READERS, learners):
        await posts(storage, TUESDAY, request)
    assert {A, B} == await digest(storage, TUESDAY, READERS)
    assert {B} == await digest(storage, TUESDAY, learners)


async def test_after_a_week_a_paper_rises_no_more(storage: MemoryStorage) -> None:
    await announced(storage, MONDAY, A)
    await upvoted(storage, MONDAY, p1=2)
    await posts(storage, MONDAY, READERS)
    for day in mailing_days(TUESDAY, date(2026, 12, 1)):
        await announced(storage, day, f"2611.{day.day + 100:05}")
        await upvoted(storage, day, p1=2)
        await posts(storage, day, READERS)
    await upvoted(storage, date(2026, 12, 1), p1=500)
    await posts(storage, date(2026, 12, 1), READERS)
    assert set() == await digest(storage, date(2026, 12, 1), READERS)


DAYS = mailing_days(MONDAY, date(2026, 12, 2))
heat = st.lists(
    st.lists(st.integers(0, 60), min_size=len(DAYS), max_size=len(DAYS)),
    min_size=len(DAYS),
    max_size=2 * len(DAYS),
)


@settings(max_examples=25, deadline=None)
@given(heat, st.integers(0, 3))
async def test_whatever_happens_a_paper_is_posted_once_and_only_when_hot(
    gains: list[list[int]], joined: int
) -> None:
    """`gains` are each paper's new upvotes day by day; an audience joins on some day."""
    storage = MemoryStorage()
    papers = [f"2611.{number:05}" for number in range(1, len(gains) + 1)]
    first = {paper: DAYS[number % len(DAYS)] for number, paper in enumerate(papers)}
    likes = dict.fromkeys(papers, 0)
    expected: dict[str, date] = {}
    for place, day in enumerate(DAYS):
        known = [paper for paper in papers if first[paper] <= day]
        await announced(storage, day, *[paper for paper in papers if first[paper] == day])
        for paper in known:
            likes[paper] += gains[papers.index(paper)][place]
        await upvoted(storage, day, **{f"p{int(paper[5:])}": likes[paper] for paper in known})
        if place < joined:
            continue
        await posts(storage, day, READERS)
        for paper in known:
            is_fresh = day - first[paper] <= LATE_FOR and DAYS.index(first[paper]) >= joined
            if likes[paper] >= 15 and is_fresh:
                expected.setdefault(paper, day)
    got = {day: await digest(storage, day, READERS) for day in DAYS}
    assert expected == {paper: day for day in DAYS for paper in got[day]}
    assert len(expected) == sum(map(len, got.values()))


# What is gathered


async def test_the_evidence_of_a_day_is_of_its_papers_and_of_late_ones_if_asked(
    storage: MemoryStorage,
) -> None:
    await announced(storage, MONDAY, A)
    await announced(storage, TUESDAY, B)
    await announced(storage, TUESDAY, A, first=MONDAY)
    async with storage.transaction() as tx:
        alone = await gather(tx, Window(TUESDAY, TUESDAY), EVERYTHING, as_of=at(21))
        late = await gather(tx, Window(TUESDAY, TUESDAY), EVERYTHING, as_of=at(21), late=True)
        topic = await gather(
            tx, Window(TUESDAY, TUESDAY), Topic.of(["hep-th"]), as_of=at(21), late=True
        )
    listings = [{str(row.paper.id) for row in found.listings} for found in (alone, late, topic)]
    assert [{A, B}, {A, B}, set()] == listings


async def test_an_old_paper_that_is_listed_again_rises_on_no_other_day(
    storage: MemoryStorage,
) -> None:
    await announced(storage, MONDAY, A, first=date(2026, 10, 5))
    await announced(storage, TUESDAY, B)
    async with storage.transaction() as tx:
        found = await gather(tx, Window(TUESDAY, TUESDAY), EVERYTHING, as_of=at(21), late=True)
    assert [B] == [str(row.paper.id) for row in found.listings]


async def test_what_is_expected_was_visited_and_what_is_missing_did_not_answer(
    storage: MemoryStorage,
) -> None:
    arxiv, good, bad, gone = [
        FakeSource(name) for name in ("arxiv", "bluesky", "lobsters", "reddit")
    ]
    bad.fails(SourceUnavailable("It is closed."))
    await visit(storage, gone, as_of=at(-30))
    await visit(storage, arxiv, good, bad, as_of=at(3))
    async with storage.transaction() as tx:
        found = await gather(tx, Window(TUESDAY, TUESDAY), EVERYTHING, as_of=at(4))
    assert {"bluesky", "lobsters", "reddit"} == found.circumstances.expected
    assert {"lobsters", "reddit"} == found.circumstances.missing
    assert [("bluesky", None), ("lobsters", "It is closed."), ("reddit", None)] == [
        (row.source, row.problem) for row in found.freshness
    ]


async def test_a_source_that_was_given_up_a_week_ago_is_not_missed(storage: MemoryStorage) -> None:
    await visit(storage, FakeSource("reddit"), as_of=at(-24 * 8))
    async with storage.transaction() as tx:
        found = await gather(tx, Window(TUESDAY, TUESDAY), EVERYTHING, as_of=at(4))
    assert (frozenset(), ()) == (found.circumstances.expected, found.freshness)


# What was very hot


async def a_month(storage: Storage, likes: int) -> list[PaperId]:
    """Sixty papers of the month before, each counted with so many likes at its horizon."""
    days = mailing_days(date(2026, 10, 26), MONDAY)
    papers = [f"2610.{number:05}" for number in range(1, 61)]
    for number, paper in enumerate(papers):
        day = days[number % len(days)]
        await announced(storage, day, paper)
        post = a_post(paper, paper, posted_at=at(2, day), source="huggingface")
        network = FakeSource("huggingface")
        network.brings(post, counts=[a_count(post, likes, at(20, day))])
        await visit(storage, network, as_of=at(20 + number / 1000, day))
    return [PaperId.parse(paper) for paper in papers]


async def test_very_hot_is_what_papers_had_at_their_horizon_however_they_grew(
    storage: MemoryStorage,
) -> None:
    papers = await a_month(storage, likes=200)
    async with storage.transaction() as tx:
        before = await references_of(tx, TUESDAY, BalancedPolicy())
    network = FakeSource("huggingface")
    grown = [
        a_post(str(paper), str(paper), posted_at=at(2), source="huggingface") for paper in papers
    ]
    network.brings(counts=[a_count(post, 9_000, at(-1)) for post in grown[:-3]])
    await visit(storage, network, as_of=at(-1))
    async with storage.transaction() as tx:
        after = await references_of(tx, TUESDAY, BalancedPolicy())
    assert [200, 200] == [found["huggingface"] for found in (before, after)]
    assert 250 == after["hackernews"]


@pytest.mark.parametrize(("day", "reference"), [(TUESDAY, 200), (date(2027, 1, 12), 98)])
async def test_only_the_thirty_days_before_count(
    storage: MemoryStorage, day: date, reference: int
) -> None:
    await a_month(storage, likes=200)
    async with storage.transaction() as tx:
        assert reference == (await references_of(tx, day, BalancedPolicy()))["huggingface"]
