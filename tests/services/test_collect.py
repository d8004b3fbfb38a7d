import gzip
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.sources.arxiv.bookmark import Mailing, read_bookmark
from adapters.sources.arxiv.entries import Entry
from adapters.sources.arxiv.source import gather
from bot.domain.calendar import announcement_day
from bot.domain.papers import PaperId
from bot.errors import SourceChanged, SourceUnavailable, StorageError
from bot.ports import Errand, Harvest, Progress, Storage, Transaction
from bot.services.collect import FIRST_LOOK_BACK, OVERLAP, Collect
from storage.database import SqlStorage
from storage.memory import MemoryStorage
from tests.services.networks import (
    HOUR,
    TUESDAY,
    FakeSource,
    a_count,
    a_post,
    at,
    listed,
    unwatched,
    visit,
)

PAPER = "2611.00001"
JUNE = Path(__file__).parents[2] / (
    "../shared/data/recorded/arxiv_daily/dw-dengwei_cs-subset_2026-06-01_2026-07-01.jsonl.gz"
)


async def test_what_a_source_brings_is_remembered_and_counted(storage: MemoryStorage) -> None:
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    arxiv.brings(listings=listed(PAPER, "2611.00002"))
    network.brings(post, counts=[a_count(post, 7, at(2))])
    first, second = await visit(storage, network, arxiv, as_of=at(2))
    assert ("arxiv", 2, 0, 0) == (first.source, first.papers, first.mentions, first.snapshots)
    assert ("bluesky", 0, 1, 1) == (second.source, second.papers, second.mentions, second.snapshots)
    async with storage.transaction() as tx:
        assert [post] == await tx.mentions.of([post.paper_id])
        assert [first, second] == await tx.runs.between(at(2), at(2))


async def test_announcements_come_before_talk(storage: MemoryStorage) -> None:
    seen: list[int] = []

    @dataclass
    class Nosy(FakeSource):
        async def collect(self, errand: Errand, progress: Progress) -> Harvest:
            async with storage.transaction() as tx:
                seen.append(len(await tx.papers.on(TUESDAY)))
            return Harvest()

    arxiv = FakeSource("arxiv", announces=True)
    arxiv.brings(listings=listed(PAPER))
    await visit(storage, Nosy(), arxiv, as_of=at(2))
    assert [1] == seen


async def test_the_same_visit_twice_changes_nothing(storage: MemoryStorage) -> None:
    network = FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    for _ in range(2):
        network.brings(post, counts=[a_count(post, 7, at(2))])
    await visit(storage, network, as_of=at(2))
    (again,) = await visit(storage, network, as_of=at(2))
    assert (0, 0) == (again.mentions, again.snapshots)


async def test_the_first_time_a_source_is_asked_for_two_days_or_what_is_set(
    storage: MemoryStorage,
) -> None:
    stream, other = FakeSource("bluesky"), FakeSource("lobsters")
    collect = Collect(storage, [stream, other], {"bluesky": HOUR})
    await collect.collect(as_of=at(9), progress=unwatched)
    assert at(8) == stream.errands[0].since
    assert at(9) - FIRST_LOOK_BACK == other.errands[0].since


async def test_later_it_is_asked_from_the_last_success_on_and_a_little_before(
    storage: MemoryStorage,
) -> None:
    network = FakeSource()
    await visit(storage, network, as_of=at(3))
    network.fails(SourceUnavailable("It is closed."))
    await visit(storage, network, as_of=at(6))
    await visit(storage, network, as_of=at(9))
    assert [at(3) - OVERLAP] * 2 == [errand.since for errand in network.errands[1:]]


async def test_a_bookmark_is_handed_back_and_a_failure_does_not_move_it(
    storage: MemoryStorage,
) -> None:
    network = FakeSource()
    network.brings(bookmark="page 7")
    network.fails(SourceUnavailable("It is closed."))
    for hours in (1, 2, 3):
        await visit(storage, network, as_of=at(hours))
    assert [None, "page 7", "page 7"] == [errand.bookmark for errand in network.errands]


async def test_told_how_far_back_to_look_it_forgets_the_bookmark(storage: MemoryStorage) -> None:
    network = FakeSource()
    network.brings(bookmark="page 7")
    await visit(storage, network, as_of=at(1))
    await visit(storage, network, as_of=at(2), since=at(-90))
    assert (at(-90), None) == (network.errands[1].since, network.errands[1].bookmark)


async def test_each_post_is_counted_again_when_a_horizon_has_passed(storage: MemoryStorage) -> None:
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    arxiv.brings(listings=listed(PAPER))
    network.brings(post, counts=[a_count(post, 1, at(2))])
    network.shows(post, likes=5)
    for hours in range(2, 9 * 24, 2):
        await visit(storage, arxiv, network, as_of=at(hours))
    counted = [errand.as_of for errand in network.errands if errand.known]
    # Every visit of the first day, which 8 and 21 hours are part of, then after 3 and 7 days.
    assert [at(hours) for hours in (*range(4, 24, 2), 72, 168)] == counted
    async with storage.transaction() as tx:
        readings = await tx.snapshots.all_of([post.paper_id], until=at(9 * 24))
    assert [at(2), *counted] == [reading.measured_at for reading in readings]


async def test_a_deleted_post_is_forgotten_and_not_asked_for_again(storage: MemoryStorage) -> None:
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    arxiv.brings(listings=listed(PAPER))
    network.brings(post, counts=[a_count(post, 1, at(2))])
    await visit(storage, arxiv, network, as_of=at(2))
    network.brings(gone=[post.key])
    await visit(storage, network, as_of=at(9))
    await visit(storage, network, as_of=at(23))
    assert [(), (post.key,), ()] == [errand.known for errand in network.errands]
    async with storage.transaction() as tx:
        (forgotten,) = await tx.mentions.of([post.paper_id])
    assert (at(9), "", "", "") == (
        forgotten.gone_at,
        forgotten.author,
        forgotten.handle,
        forgotten.url,
    )


async def test_an_authors_own_post_is_known_as_such_after_it_was_forgotten(
    storage: MemoryStorage,
) -> None:
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource()
    own = a_post(PAPER, "1", posted_at=at(1), name="Ada LOVELACE")
    other = a_post(PAPER, "2", posted_at=at(1))
    arxiv.brings(listings=listed(PAPER))
    network.brings(own, other)
    network.brings(gone=[own.key, other.key])
    await visit(storage, arxiv, network, as_of=at(2))
    await visit(storage, network, as_of=at(3))
    async with storage.transaction() as tx:
        assert [True, False] == [post.is_own for post in await tx.mentions.of([own.paper_id])]


FAILURES = [
    (SourceUnavailable("bsky.example answers 503."), "bsky.example answers 503.", None),
    (
        SourceChanged("It answers with a page.", payload=b"<html>"),
        "It answers with a page.",
        b"<html>",
    ),
    (SourceChanged("It answers with nothing."), "It answers with nothing.", None),
    (RuntimeError("a token and a stack"), "It failed with RuntimeError.", None),
    (StorageError("The value is too long."), "The value is too long.", None),
]


@pytest.mark.parametrize(("failure", "problem", "payload"), FAILURES)
async def test_a_source_that_fails_costs_its_own_line_and_nothing_else(
    storage: MemoryStorage,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    problem: str,
    payload: bytes | None,
) -> None:
    broken, network = FakeSource("lobsters"), FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    broken.fails(failure)
    network.brings(post)
    with caplog.at_level(logging.INFO, logger="bot.services.collect"):
        runs = await visit(storage, broken, network, as_of=at(2))
    assert [problem, None] == [run.problem for run in runs]
    assert [0, 1] == [run.mentions for run in runs]
    told = [
        record
        for record in caplog.records
        if record.levelno > logging.INFO and vars(record)["source"] == "lobsters"
    ]
    assert [("Source failed", problem)] == [(row.message, vars(row)["problem"]) for row in told]
    async with storage.transaction() as tx:
        assert payload == await tx.runs.payload("lobsters")
        assert [post] == await tx.mentions.of([post.paper_id])


async def test_a_harvest_that_the_storage_refuses_is_lost_whole_and_costs_no_other(
    storage: MemoryStorage,
) -> None:
    greedy, network = FakeSource("lobsters"), FakeSource()
    post = a_post(PAPER, "1", posted_at=at(1))
    greedy.brings(a_post(PAPER, "2", posted_at=at(1), source="lobsters"), bookmark="far")
    network.brings(post)
    runs = await visit(Refusing(storage, "far"), greedy, network, as_of=at(2))
    assert ["The bookmark is too long.", None] == [run.problem for run in runs]
    async with storage.transaction() as tx:
        assert [post] == await tx.mentions.of([post.paper_id])
        assert await tx.runs.bookmark("lobsters") is None


@dataclass
class Refusing:
    """A storage that takes everything but one bookmark."""

    storage: Storage
    bookmark: str

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.storage.transaction() as tx:
            yield tx
            for source in ("lobsters", "bluesky"):
                if await tx.runs.bookmark(source) == self.bookmark:
                    raise StorageError("The bookmark is too long.")


@pytest.mark.parametrize("transactions", range(4))
async def test_a_storage_that_goes_away_is_no_failure_of_a_source(
    storage: MemoryStorage, transactions: int
) -> None:
    flaky = Leaving(storage, transactions)
    network, other = FakeSource(), FakeSource("lobsters")
    with pytest.raises(StorageError, match="away"):
        await visit(flaky, network, other, as_of=at(2))
    assert 2 >= len([*network.errands, *other.errands])


@dataclass
class Leaving:
    """A storage that nobody can reach after so many transactions."""

    storage: Storage
    transactions: int

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.transactions -= 1
        if self.transactions < 0:
            raise StorageError("The database is away.")
        async with self.storage.transaction() as tx:
            yield tx


async def test_every_warning_is_a_log_line(
    storage: MemoryStorage, caplog: pytest.LogCaptureFixture
) -> None:
    network = FakeSource()
    network.brings(warnings=["100% of the rows are odd.", "The counters are missing."])
    with caplog.at_level(logging.WARNING, logger="bot.services.collect"):
        (run,) = await visit(storage, network, as_of=at(2))
    assert list(run.warnings) == [record.message for record in caplog.records]


async def test_a_source_that_lacks_a_setting_is_asked_only_by_name(storage: MemoryStorage) -> None:
    network, off = FakeSource(), FakeSource("x", lacks=("X_BEARER_TOKEN",))
    assert ["bluesky"] == [run.source for run in await visit(storage, network, off, as_of=at(1))]
    collect = Collect(storage, [network, off])
    runs = await collect.collect(as_of=at(2), names=["x"], progress=unwatched)
    assert ["x"] == [run.source for run in runs]


# A real month


@dataclass
class June:
    """arXiv's lists of June 2026, as they were read each night at 02:00 UTC."""

    entries: dict[date, list[Entry]]
    name: str = "arxiv"
    announces: bool = True
    lacks: tuple[str, ...] = ()

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        entries = tuple(self.entries[errand.as_of.date()])
        mailing = Mailing(archive="cs", day=announcement_day(errand.as_of), entries=entries)
        return gather([mailing], read_bookmark(errand.bookmark))


@pytest.fixture(scope="module")
def june() -> June:
    if not JUNE.exists():
        pytest.skip("the lists of June 2026 are not at ../shared/data/recorded/arxiv_daily")
    days: dict[date, list[Entry]] = defaultdict(list)
    with gzip.open(JUNE, "rt") as lines:
        for row in map(json.loads, lines):
            entry = Entry(
                id=PaperId.parse(row["id"]),
                title=row["title"],
                abstract=row["summary"],
                authors=tuple(row["authors"]),
                categories=tuple(row["categories"]),
            )
            days[date.fromisoformat(row["crawl_date"])].append(entry)
    return June(dict(days))


async def replayed(storage: Storage, june: June) -> int:
    """Visit arXiv on each night of the month; say how many listings were new."""
    collect = Collect(storage, [june])
    listings = 0
    for day in june.entries:
        night = datetime.combine(day, time(2), tzinfo=UTC)
        (run,) = await collect.collect(as_of=night, progress=unwatched)
        assert run.is_success
        listings += run.papers
    return listings


async def test_june_2026_is_remembered_without_a_doubled_or_lost_paper(
    sqlite_storage: SqlStorage, june: June
) -> None:
    listings = await replayed(sqlite_storage, june)
    async with sqlite_storage.transaction() as tx:
        days = await tx.papers.days()
        rows = await tx.papers.between(days[0], days[-1])
    assert 11_880 == sum(map(len, june.entries.values()))
    assert 6_933 == len({row.paper.id for row in rows})
    assert listings == len(rows) == len({(row.paper.id, row.listed_on) for row in rows})
    quiet = {6, 7, 13, 14, 20, 21, 22, 27, 28}
    month = [date(2026, 6, number) for number in range(1, 31) if number not in quiet]
    assert [*month, date(2026, 7, 1)] == days


async def test_the_papers_of_june_2026_were_announced_when_they_were_first_listed(
    storage: MemoryStorage, june: June
) -> None:
    await replayed(storage, june)
    again = await replayed(storage, replace(june))
    expected: dict[PaperId, date] = {}
    for crawled_on, entries in june.entries.items():
        headed = announcement_day(datetime.combine(crawled_on, time(2), tzinfo=UTC))
        for entry in entries:
            expected.setdefault(entry.id, headed)
    async with storage.transaction() as tx:
        days = await tx.papers.days()
        rows = await tx.papers.between(days[0], days[-1])
    assert expected == {row.paper.id: row.paper.announced_on for row in rows}
    assert 0 == again
    assert timedelta(days=30) == days[-1] - days[0]
