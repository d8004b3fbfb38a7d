"""A real month of daily lists, with its repeats, its holiday and its broken day, replayed."""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.sources.arxiv.bookmark import Mailing, read_bookmark
from adapters.sources.arxiv.entries import Entry
from adapters.sources.arxiv.source import gather
from bot.domain.calendar import announcement_day
from bot.domain.papers import PaperId
from bot.ports import Harvest

RECORDED = Path(__file__).parents[4] / (
    "../shared/data/recorded/arxiv_daily/dw-dengwei_cs-subset_2026-06-01_2026-07-01.jsonl.gz"
)
Crawls = dict[date, list[Entry]]
HOLIDAYS_AND_WEEKENDS = (6, 7, 13, 14, 20, 21, 22, 27, 28)


@pytest.fixture(scope="module")
def crawls() -> Crawls:
    """What was read each day at 02:00 UTC, doubled rows and all."""
    if not RECORDED.exists():
        pytest.skip("the recorded month is not here")
    days: Crawls = defaultdict(list)
    with gzip.open(RECORDED, "rt") as lines:
        for row in map(json.loads, lines):
            entry = Entry(
                id=PaperId.parse(row["id"]),
                title=row["title"],
                abstract=row["summary"],
                authors=tuple(row["authors"]),
                categories=tuple(row["categories"]),
            )
            days[date.fromisoformat(row["crawl_date"])].append(entry)
    return days


def headed(crawled_on: date) -> date:
    """The date in the heading of the list at the hour of the crawl."""
    return announcement_day(datetime.combine(crawled_on, time(2), tzinfo=UTC))


def replay(crawls: Crawls, day_of: Callable[[date], date]) -> Iterator[tuple[date, Harvest]]:
    bookmark: str | None = None
    for crawled_on, entries in crawls.items():
        mailing = Mailing(archive="cs", day=day_of(crawled_on), entries=tuple(entries))
        harvest = gather([mailing], read_bookmark(bookmark))
        bookmark = harvest.bookmark
        yield crawled_on, harvest


def first_days(harvests: Iterator[tuple[date, Harvest]]) -> dict[PaperId, date]:
    """When each paper was announced, as the storage keeps it: the first day counts."""
    days: dict[PaperId, date] = {}
    for _, harvest in harvests:
        for listing in harvest.listings:
            days.setdefault(listing.paper.id, listing.paper.announced_on)
    return days


def test_no_paper_is_lost_or_doubled(crawls: Crawls) -> None:
    assert sum(map(len, crawls.values())) == 11_880
    written = {entry.id for entries in crawls.values() for entry in entries}
    announced = first_days(replay(crawls, headed))
    assert (len(announced), set(announced)) == (6_933, written)
    for _, harvest in replay(crawls, headed):
        ids = [listing.paper.id for listing in harvest.listings]
        assert len(ids) == len(set(ids))


def test_weekends_and_the_holiday_announce_nothing_new(crawls: Crawls) -> None:
    days = set(first_days(replay(crawls, headed)).values())
    june = {date(2026, 6, number) for number in range(1, 31)} | {date(2026, 7, 1)}
    assert days == june - {date(2026, 6, number) for number in HOLIDAYS_AND_WEEKENDS}


def test_a_paper_is_announced_on_the_first_list_that_held_it(crawls: Crawls) -> None:
    expected: dict[PaperId, date] = {}
    for crawled_on, entries in crawls.items():
        for entry in entries:
            expected.setdefault(entry.id, headed(crawled_on))
    assert first_days(replay(crawls, headed)) == expected


def test_a_list_read_again_brings_nothing_and_an_amended_one_its_late_papers(
    crawls: Crawls,
) -> None:
    brought = {day.day: len(one.listings) for day, one in replay(crawls, headed) if day.month == 6}
    assert [brought[day] for day in (5, 6, 7, 8)] == [337, 345, 0, 221]
    assert [brought[day] for day in (12, 13, 14, 15)] == [250, 0, 0, 176]
    assert [brought[day] for day in (19, 20, 21, 22, 23)] == [243, 0, 0, 0, 537]
    late = [
        paper
        for paper, day in first_days(replay(crawls, headed)).items()
        if day == date(2026, 6, 5)
    ]
    assert len(late) == 336 + 8


def test_a_repeat_is_known_by_its_papers_whatever_day_it_claims(crawls: Crawls) -> None:
    believed = dict(replay(crawls, lambda crawled_on: crawled_on))
    for number in HOLIDAYS_AND_WEEKENDS[1:]:
        assert believed[date(2026, 6, number)].listings == ()


def test_the_broken_day_keeps_its_papers_and_is_pointed_out(crawls: Crawls) -> None:
    harvests = dict(replay(crawls, headed))
    broken = date(2026, 6, 25)
    assert {len(harvests[broken].listings)} == {26}
    assert {listing.listed_on for listing in harvests[broken].listings} == {broken}
    warned = [day for day, harvest in harvests.items() if harvest.warnings]
    assert warned == [broken]
    assert harvests[broken].warnings == (
        "cs lists 26 papers, where the mailing before had 266: some may be missing.",
    )
    assert len(harvests[broken + timedelta(days=1)].listings) == 261
