"""The announcement calendar, over years and clock changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    EASTERN,
    HOLIDAYS,
    announcement_day,
    first_listing_day,
    is_listing_day,
    mailed_at,
    mailing_days,
    next_mailing,
)

DAY = timedelta(days=1)
days = st.dates(date(2007, 1, 1), date(2045, 12, 31))
seconds = st.integers(0, 38 * 366 * 86_400)
moments = seconds.map(lambda after: datetime(2007, 1, 1, tzinfo=UTC) + timedelta(seconds=after))


@given(moments)
def test_the_newest_list_went_out_and_the_next_has_not(moment: datetime) -> None:
    newest = announcement_day(moment)
    assert is_listing_day(newest)
    assert mailed_at(newest) <= moment < next_mailing(moment)


@given(moments)
def test_nothing_is_announced_between_now_and_the_next_mailing(moment: datetime) -> None:
    upcoming = next_mailing(moment)
    assert announcement_day(upcoming - timedelta(microseconds=1)) == announcement_day(moment)
    assert announcement_day(upcoming) > announcement_day(moment)


@given(moments)
def test_mailings_go_out_at_eight_in_the_evening_in_new_york(moment: datetime) -> None:
    local = next_mailing(moment).astimezone(EASTERN)
    assert (local.hour, local.minute, local.second) == (20, 0, 0)
    assert local.weekday() in {6, 0, 1, 2, 3}  # Sunday to Thursday


@given(days, st.integers(0, 60))
def test_walking_from_mailing_to_mailing_meets_every_listing_day_once(
    first: date, length: int
) -> None:
    expected = mailing_days(first, first + length * DAY)
    walked = []
    moment = mailed_at(first) - timedelta(microseconds=1)
    while (moment := next_mailing(moment)) <= mailed_at(first + length * DAY):
        walked.append(announcement_day(moment))
    assert tuple(walked) == expected


@given(days)
def test_a_paper_is_first_listed_after_its_submission_and_within_a_week(submitted_on: date) -> None:
    listed_on = first_listing_day(submitted_on)
    assert is_listing_day(listed_on)
    assert DAY <= listed_on - submitted_on <= 6 * DAY


@given(days, st.integers(0, 400))
def test_later_submissions_are_never_listed_earlier(day: date, later: int) -> None:
    assert first_listing_day(day) <= first_listing_day(day + later * DAY)


def test_a_usual_week_has_five_lists_and_a_holiday_moves_one() -> None:
    june = mailing_days(date(2026, 6, 15), date(2026, 6, 26))
    assert [day.day for day in june] == [15, 16, 17, 18, 19, 23, 24, 25, 26]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-18T23:59:59", date(2026, 6, 18)),  # summer: 20:00 in New York is 00:00 UTC
        ("2026-06-19T00:00:00", date(2026, 6, 19)),
        ("2026-06-20T12:00:00", date(2026, 6, 19)),  # Saturday
        ("2026-06-22T03:00:00", date(2026, 6, 19)),  # no freeze on Juneteenth, none on Monday
        ("2026-06-23T00:00:00", date(2026, 6, 23)),
        ("2026-01-15T00:59:59", date(2026, 1, 14)),  # winter: 01:00 UTC
        ("2026-01-15T01:00:00", date(2026, 1, 15)),
        ("2026-03-09T00:00:00", date(2026, 3, 9)),  # the Sunday the clocks went forward
        ("2026-11-02T00:30:00", date(2026, 10, 30)),  # the Sunday they went back
        ("2026-11-02T01:00:00", date(2026, 11, 2)),
        ("2026-11-27T12:00:00", date(2026, 11, 26)),  # Thanksgiving: Thursday's list, no Friday's
        ("2026-12-26T12:00:00", date(2026, 12, 25)),
        ("2026-12-28T12:00:00", date(2026, 12, 25)),
        ("2026-12-30T12:00:00", date(2026, 12, 29)),
    ],
)
def test_what_is_the_newest_list_at_a_moment(moment: str, expected: date) -> None:
    assert announcement_day(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [
        (date(2026, 6, 9), date(2026, 6, 10)),
        (date(2026, 6, 12), date(2026, 6, 15)),  # Friday, before two
        (date(2026, 6, 13), date(2026, 6, 16)),  # Saturday
        (date(2026, 6, 14), date(2026, 6, 16)),
        (date(2026, 6, 19), date(2026, 6, 23)),  # a holiday
    ],
)
def test_when_a_submission_is_first_listed(submitted_on: date, expected: date) -> None:
    assert first_listing_day(submitted_on) == expected


def test_every_known_holiday_skips_exactly_one_list() -> None:
    everyday = mailing_days(date(2026, 1, 1), date(2027, 1, 10), holidays=())
    kept = mailing_days(date(2026, 1, 1), date(2027, 1, 10))
    assert len(everyday) - len(kept) == len(HOLIDAYS)
    assert all(after - before <= 5 * DAY for before, after in pairwise(kept))
