from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import Cadence
from bot.domain.calendar import announcement_day, is_listing_day, mailed_at
from bot.domain.visits import (
    AFTER_MAILING,
    ASK_AFTER_A_FAILURE,
    ASK_AFTER_A_HOLIDAY,
    ASK_AGAIN,
    ATTENTION_EVERY,
    BEFORE_THE_DIGEST,
    PATIENCE,
    is_announcement_due,
    is_attention_due,
)

TICK = timedelta(minutes=5)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
A_WEEK = timedelta(days=7)


def ticks(start: datetime, length: timedelta) -> Iterator[datetime]:
    for number in range(length // TICK):
        yield start + number * TICK


def visits_to_arxiv(
    start: datetime, length: timedelta, *, shows_after: timedelta | None
) -> list[datetime]:
    """When arXiv is asked, if its list changes so long after each mailing, or never does."""
    newest: date | None = announcement_day(start - timedelta(days=1))
    visited_at: datetime | None = start - timedelta(hours=12)
    asked: list[datetime] = []
    for now in ticks(start, length):
        if is_announcement_due(newest, visited_at, now=now):
            asked.append(now)
            visited_at = now
            shown = announcement_day(now)
            if shows_after is not None and now >= mailed_at(shown) + shows_after:
                newest = shown
    return asked


@given(st.integers(0, 75).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_list_that_shows_in_time_is_read_once_a_mailing(shows_after: timedelta) -> None:
    asked = visits_to_arxiv(MONDAY, A_WEEK, shows_after=shows_after)
    mailings = [mailed_at(date(2026, 11, day)) for day in (16, 17, 18, 19, 20)]
    assert mailings == [mailed_at(announcement_day(now)) for now in asked]
    assert all(
        AFTER_MAILING <= now - mailed_at(announcement_day(now)) < AFTER_MAILING + TICK
        for now in asked
    )


@given(st.integers(75, 700).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_list_that_is_late_is_asked_for_until_it_shows(shows_after: timedelta) -> None:
    asked = visits_to_arxiv(MONDAY, timedelta(days=1), shows_after=shows_after)
    late = asked[-1] - mailed_at(date(2026, 11, 16))
    is_soon = shows_after <= PATIENCE - ASK_AGAIN
    pause = ASK_AGAIN if is_soon else ASK_AFTER_A_HOLIDAY
    assert shows_after <= late <= shows_after + pause + TICK


def test_a_holiday_costs_a_few_questions_a_day() -> None:
    asked = visits_to_arxiv(MONDAY, timedelta(days=1), shows_after=None)
    assert 9 <= len(asked) <= 14


def test_on_the_weekend_nobody_is_asked() -> None:
    asked = visits_to_arxiv(MONDAY, A_WEEK, shows_after=timedelta(minutes=30))
    assert all(is_listing_day(now.date()) for now in asked)


def test_the_first_visit_is_due_at_once() -> None:
    assert is_announcement_due(None, None, now=MONDAY)
    assert is_attention_due(None, MONDAY + timedelta(hours=9), now=MONDAY)


PAUSES = {True: ASK_AFTER_A_FAILURE, False: ASK_AFTER_A_HOLIDAY}


@pytest.mark.parametrize("has_failed", [True, False])
def test_late_in_the_day_a_failure_is_asked_again_sooner_than_a_holiday(
    *, has_failed: bool
) -> None:
    noon = MONDAY + timedelta(hours=12)
    newest = date(2026, 11, 13)
    pause = PAUSES[has_failed]
    for wait, is_due in ((pause - TICK, False), (pause, True)):
        assert is_due == is_announcement_due(newest, noon, now=noon + wait, has_failed=has_failed)


@given(
    st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"]),
    st.times(),
    st.integers(0, 10**7),
)
def test_networks_are_asked_every_three_hours_and_shortly_before_the_digest(
    zone: str, at: time, seconds: int
) -> None:
    cadence = Cadence(at.replace(second=0, microsecond=0), ZoneInfo(zone))
    start = MONDAY + timedelta(seconds=seconds)
    visited_at: datetime | None = None
    asked: list[datetime] = []
    for now in ticks(start, timedelta(days=2)):
        if is_attention_due(visited_at, cadence.after(now), now=now):
            asked.append(now)
            visited_at = now
    gaps = [later - sooner for sooner, later in pairwise(asked)]
    assert max(gaps) <= ATTENTION_EVERY + TICK
    assert len(asked) <= 2 * (24 // 3 + 2) + 1
    digest_at = cadence.after(start + BEFORE_THE_DIGEST)
    newest = max(now for now in asked if now <= digest_at)
    assert digest_at - newest <= BEFORE_THE_DIGEST
