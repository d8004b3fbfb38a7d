"""The storage in memory and the one on SQLite remember the same."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.engagement import Snapshot
from bot.domain.papers import Listing, PaperId
from bot.ports import Storage
from storage.database import open_storage
from storage.memory import MemoryStorage
from tests.builders import DAY, NOW, a_listing, a_paper, a_snapshot

IDS = ("2401.00001", "2401.00002", "math/9901001")
DAYS = tuple(DAY + timedelta(days=number) for number in range(3))
MOMENTS = tuple(NOW + timedelta(hours=number) for number in range(3))


@dataclass(frozen=True)
class Step:
    """One transaction."""

    listings: list[Listing]
    snapshots: list[Snapshot]
    is_rolled_back: bool


def listing(id_: str, day: date, announced_on: date, title: str, position: int | None) -> Listing:
    paper = a_paper(id_, title=title, announced_on=announced_on)
    return a_listing(paper=paper, listed_on=day, position=position)


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
snapshots = st.builds(
    snapshot,
    st.sampled_from(IDS),
    st.integers(0, 9),
    st.sampled_from(("x", "hackernews")),
    st.sampled_from(("", "1")),
    st.sampled_from(MOMENTS),
)
steps = st.builds(
    Step, st.lists(listings, max_size=5), st.lists(snapshots, max_size=8), st.booleans()
)


class Undone(Exception):
    """Rolls a transaction back."""


async def take(storage: Storage, step: Step) -> tuple[int, int]:
    counts = (0, 0)
    with contextlib.suppress(Undone):
        async with storage.transaction() as tx:
            counts = await tx.papers.add(step.listings), await tx.snapshots.add(step.snapshots)
            if step.is_rolled_back:
                raise Undone
    return counts


async def everything(storage: Storage) -> list[object]:
    ids = [PaperId.parse(id_) for id_ in IDS]
    async with storage.transaction() as tx:
        return [
            await tx.papers.days(),
            [await tx.papers.on(day) for day in DAYS],
            [await tx.papers.find(paper) for paper in ids],
            [set(await tx.snapshots.of(ids[:2], until=moment)) for moment in MOMENTS],
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
