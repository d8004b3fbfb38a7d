from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import mailing_days
from bot.errors import SourceUnavailable
from bot.ports import Harvest, Progress, Storage
from bot.services.backfill import Backfill
from storage.memory import MemoryStorage
from tests.services.networks import listed, unwatched

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)
DAYS = mailing_days(FIRST, LAST)
quietly = unwatched("arxiv")


@dataclass
class Past:
    """arXiv's past: a paper a mailing day, as long as nobody cuts the line."""

    asked: list[tuple[date, date]] = field(default_factory=list)
    breaks_at: date | None = None
    empty: frozenset[date] = frozenset()

    async def backfill(self, first: date, last: date, progress: Progress) -> AsyncIterator[Harvest]:
        self.asked.append((first, last))
        for day in mailing_days(first, last):
            if day == self.breaks_at:
                raise SourceUnavailable("arXiv breaks off its answer.")
            papers = (
                [] if day in self.empty else listed(f"2611.{day.toordinal() % 90_000:05}", on=day)
            )
            yield Harvest(listings=tuple(papers))


async def days_known(storage: Storage) -> list[date]:
    async with storage.transaction() as tx:
        return await tx.papers.days()


async def test_each_mailing_day_of_the_range_is_filled(storage: MemoryStorage) -> None:
    filled = await Backfill(storage, Past()).backfill(FIRST, LAST, quietly)
    assert (len(DAYS), list(DAYS)) == (filled, await days_known(storage))


async def test_a_second_run_asks_for_nothing(storage: MemoryStorage) -> None:
    past = Past()
    first, again = [await Backfill(storage, past).backfill(FIRST, LAST, quietly) for _ in range(2)]
    assert (len(DAYS), 0, 1) == (first, again, len(past.asked))


@given(st.sets(st.sampled_from(DAYS)))
async def test_only_what_is_missing_is_asked_for(known: set[date]) -> None:
    storage = MemoryStorage()
    async with storage.transaction() as tx:
        for day in known:
            await tx.papers.add(listed("2611.00001", on=day))
    past = Past()
    filled = await Backfill(storage, past).backfill(FIRST, LAST, quietly)
    asked = [day for first, last in past.asked for day in mailing_days(first, last)]
    assert sorted(set(DAYS) - known) == asked
    assert len(asked) == filled
    assert list(DAYS) == await days_known(storage)


@given(st.sampled_from(DAYS))
async def test_a_run_that_broke_off_is_taken_up_where_it_stopped(breaks_at: date) -> None:
    storage = MemoryStorage()
    with pytest.raises(SourceUnavailable):
        await Backfill(storage, Past(breaks_at=breaks_at)).backfill(FIRST, LAST, quietly)
    assert [day for day in DAYS if day < breaks_at] == await days_known(storage)
    past = Past()
    await Backfill(storage, past).backfill(FIRST, LAST, quietly)
    assert [(breaks_at, DAYS[-1])] == past.asked
    assert list(DAYS) == await days_known(storage)


async def test_a_day_without_papers_is_not_counted_as_filled(storage: MemoryStorage) -> None:
    past = Past(empty=frozenset({DAYS[3]}))
    assert len(DAYS) - 1 == await Backfill(storage, past).backfill(FIRST, LAST, quietly)


async def test_a_weekend_has_nothing_to_fill(storage: MemoryStorage) -> None:
    past = Past()
    assert 0 == await Backfill(storage, past).backfill(
        date(2026, 11, 7), date(2026, 11, 8), quietly
    )
    assert [] == past.asked
