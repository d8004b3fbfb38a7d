"""The storage in memory and the one on SQLite remember the same."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.counting import MOST_PAPERS_A_DAY
from bot.domain.engagement import Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, PaperId
from bot.ports import Storage
from storage.database import open_storage
from storage.memory import MemoryStorage
from tests.builders import DAY, NOW, a_listing, a_mention, a_paper, a_snapshot

IDS = ("2401.00001", "2401.00002", "math/9901001")
DAYS = tuple(DAY + timedelta(days=number) for number in range(3))
SOURCES = ("x", "hackernews")
MOMENTS = tuple(NOW + timedelta(hours=number) for number in range(3))


@dataclass(frozen=True)
class Step:
    """One transaction."""

    listings: list[Listing]
    mentions: list[Mention]
    gone: list[MentionKey]
    snapshots: list[Snapshot]
    moment: datetime
    is_rolled_back: bool


def listing(id_: str, day: date, announced_on: date, title: str, position: int | None) -> Listing:
    paper = a_paper(id_, title=title, announced_on=announced_on)
    return a_listing(paper=paper, listed_on=day, position=position)


def mention(id_: str, key: MentionKey, handle: str, account: str, day: date) -> Mention:
    post = a_mention(id_, source=key.source, handle=handle, posted_on=day)
    return replace(post, key=key, account=account)


def snapshot(id_: str, likes: int, source: str, native_id: str, moment: datetime) -> Snapshot:
    return a_snapshot(id_, likes=likes, source=source, native_id=native_id, measured_at=moment)


listings = st.builds(
    listing,
    st.sampled_from(IDS),
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.sampled_from("ABC"),
    st.sampled_from((None, 1, 2)),
)
keys = st.builds(MentionKey, st.sampled_from(SOURCES), st.sampled_from("123"))
mentions = st.builds(
    mention,
    st.sampled_from(IDS),
    keys,
    st.sampled_from(("Ada", "ÉMILIE", "İ")),
    st.sampled_from(("", "did:1")),
    st.sampled_from(DAYS),
)
snapshots = st.builds(
    snapshot,
    st.sampled_from(IDS),
    st.integers(0, 9),
    st.sampled_from(SOURCES),
    st.sampled_from(("", "1", "2")),
    st.sampled_from(MOMENTS),
)
steps = st.builds(
    Step,
    st.lists(listings, max_size=5),
    st.lists(mentions, max_size=6),
    st.lists(keys, max_size=3),
    st.lists(snapshots, max_size=8),
    st.sampled_from(MOMENTS),
    st.booleans(),
)


class Undone(Exception):
    """Rolls a transaction back."""


async def take(storage: Storage, step: Step) -> list[int]:
    counts: list[int] = []
    with contextlib.suppress(Undone):
        async with storage.transaction() as tx:
            counts.append(await tx.papers.add(step.listings))
            counts.append(await tx.mentions.add(step.mentions))
            counts.append(await tx.mentions.forget(step.gone, gone_at=step.moment))
            counts.append(await tx.snapshots.add(step.snapshots))
            if step.is_rolled_back:
                raise Undone
    return counts


async def everything(storage: Storage) -> list[object]:
    ids = [PaperId.parse(id_) for id_ in IDS]
    async with storage.transaction() as tx:
        return [
            await tx.papers.days(),
            [await tx.papers.on(day) for day in DAYS],
            await tx.papers.between(DAYS[0], DAYS[1]),
            [await tx.papers.days_of(paper) for paper in ids],
            [await tx.papers.find(paper) for paper in ids],
            await tx.mentions.of(ids),
            [await tx.mentions.counted(source, since=DAYS[1]) for source in SOURCES],
            [set(await tx.snapshots.of(ids[:2], until=moment)) for moment in MOMENTS],
            [await tx.snapshots.all_of(ids[1:], until=moment) for moment in MOMENTS],
        ]


async def both(story: Sequence[Step]) -> tuple[list[object], list[object]]:
    memory = MemoryStorage()
    async with open_storage("sqlite://") as sqlite:
        remembered: list[list[object]] = []
        for storage in (memory, sqlite):
            counts: list[object] = [await take(storage, step) for step in story]
            remembered.append(counts + await everything(storage))
    return remembered[0], remembered[1]


@settings(max_examples=25, deadline=None)
@given(story=st.lists(steps, min_size=1, max_size=4))
def test_any_story_is_remembered_alike(story: list[Step]) -> None:
    with asyncio.Runner() as runner:
        memory, sqlite = runner.run(both(story))
    assert memory == sqlite


crowds = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.sampled_from(("Ada", "ada", "ÉMILIE", "émilie")),
        st.sampled_from(("", "did:1")),
        st.sampled_from(DAYS),
        st.integers(0, 5),
        st.integers(1, MOST_PAPERS_A_DAY + 1),
    ),
    max_size=6,
)


def posts(crowd: list[tuple[str, str, str, date, int, int]]) -> Iterator[Mention]:
    """Let each account of a crowd post about some papers of a row."""
    for number, (source, handle, account, day, start, papers) in enumerate(crowd):
        for paper in range(start, start + papers):
            key = MentionKey(source, f"{number}-{paper}")
            yield mention(f"2401.{paper + 1:05}", key, handle, account, day)


@settings(max_examples=40, deadline=None)
@given(crowd=crowds)
def test_accounts_that_post_about_everything_are_found_alike(
    crowd: list[tuple[str, str, str, date, int, int]],
) -> None:
    async def found() -> list[object]:
        async with open_storage("sqlite://") as sqlite:
            torrents: list[object] = []
            for storage in (MemoryStorage(), sqlite):
                async with storage.transaction() as tx:
                    await tx.mentions.add(posts(crowd))
                    torrents.append(await tx.mentions.torrents(DAYS[0], DAYS[1]))
        return torrents

    with asyncio.Runner() as runner:
        memory, sqlite = runner.run(found())
    assert memory == sqlite
