"""Knowing the same mailing again."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.arxiv.bookmark import Mailing, Mark, read_bookmark, write_bookmark
from adapters.sources.arxiv.entries import Entry
from adapters.sources.arxiv.source import gather
from bot.domain.papers import PaperId
from tests.adapters.sources.arxiv.pages import DAY

NEXT_DAY = DAY + timedelta(days=1)


def mailing(
    *numbers: int, day: date = DAY, archive: str = "cs", is_from_feed: bool = False
) -> Mailing:
    entries = tuple(
        Entry(
            id=PaperId.parse(f"2608.{number:05}"),
            title="A title",
            abstract="An abstract.",
            authors=(),
            categories=("cs.LG",),
        )
        for number in numbers
    )
    return Mailing(archive=archive, day=day, entries=entries, is_from_feed=is_from_feed)


def test_the_same_papers_are_the_same_mailing_in_any_order_on_any_day() -> None:
    mark = mailing(1, 2, 3).mark
    assert mark.repeats(mailing(3, 1, 2))
    assert mark.repeats(mailing(3, 1, 2, day=NEXT_DAY))


def test_other_papers_are_another_mailing_or_an_amended_one() -> None:
    mark = mailing(1, 2, 3).mark
    assert not mark.repeats(mailing(4, 5, day=NEXT_DAY))
    assert not mark.repeats(mailing(1, 2, 3, 4))


def test_an_older_list_is_old_news() -> None:
    assert mailing(1, 2, day=NEXT_DAY).mark.repeats(mailing(3, 4))


def test_a_feed_without_newer_papers_is_stale_and_a_list_is_believed() -> None:
    mark = mailing(1, 2, 9).mark
    assert mark.repeats(mailing(1, 2, day=NEXT_DAY, is_from_feed=True))
    assert not mark.repeats(mailing(1, 2, day=NEXT_DAY))
    assert not mark.repeats(mailing(2, 10, day=NEXT_DAY, is_from_feed=True))


def test_a_paper_of_several_archives_is_listed_once() -> None:
    harvest = gather([mailing(1, 2), mailing(2, 3, archive="stat")], {})
    assert [str(listing.paper.id)[5:] for listing in harvest.listings] == [
        "00001",
        "00002",
        "00003",
    ]
    assert {"cs", "stat"} == set(read_bookmark(harvest.bookmark))


def test_archives_that_are_behind_keep_their_own_day() -> None:
    behind = mailing(1, 2, archive="stat")
    harvest = gather([mailing(2, 3, day=NEXT_DAY), behind], {})
    told = [
        (str(one.paper.id)[5:], one.listed_on, one.paper.announced_on) for one in harvest.listings
    ]
    assert told == [
        ("00001", DAY, DAY),
        ("00002", DAY, DAY),
        ("00002", NEXT_DAY, DAY),
        ("00003", NEXT_DAY, NEXT_DAY),
    ]


def test_an_archive_without_a_mailing_keeps_its_mark() -> None:
    first = gather([mailing(1, 2), mailing(3, archive="stat")], {})
    second = gather([mailing(), mailing(3, archive="stat")], read_bookmark(first.bookmark))
    assert (second.listings, second.bookmark, second.warnings) == ((), first.bookmark, ())


@given(st.sets(st.integers(1, 99_999), min_size=1), st.dates())
def test_a_bookmark_is_read_as_it_was_written(numbers: set[int], day: date) -> None:
    marks = {"cs": mailing(*numbers, day=day).mark, "q-bio": mailing(1).mark}
    assert read_bookmark(write_bookmark(marks)) == marks


UNDATED = json.dumps({"cs": {"day": "x", "digest": "", "papers": 1, "newest": "2608.00001"}})
NAMELESS = json.dumps({"cs": {"day": "2026-08-12", "digest": "", "papers": 1, "newest": "x"}})


@pytest.mark.parametrize(
    "bookmark",
    [None, "", "[]", "3", "{", "[" * 100_000, '{"cs": 1}', '{"cs": {}}', UNDATED, NAMELESS],
)
def test_a_bookmark_that_cannot_be_read_is_forgotten(bookmark: str | None) -> None:
    assert read_bookmark(bookmark) == {}


def test_a_small_list_is_pointed_out_only_beside_a_large_one() -> None:
    mark = Mark(day=DAY, digest="x", papers=100, newest="2608.00001")
    assert mark.dwarfs(mailing(*range(1, 20), day=NEXT_DAY))
    assert not mark.dwarfs(mailing(*range(1, 21), day=NEXT_DAY))
    assert not mark.dwarfs(mailing(*range(1, 20)))
