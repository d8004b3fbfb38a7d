from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import GRACE, Cadence

BERLIN, NEW_YORK, LORD_HOWE = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
)
# In these the clock is changed at midnight, or just before it.
MIDNIGHT_ZONES = tuple(map(ZoneInfo, ("America/Nuuk", "Africa/Cairo", "Asia/Beirut")))
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, *MIDNIGHT_ZONES)
BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def hours(begin: datetime, end: datetime) -> Iterator[datetime]:
    return (begin + timedelta(hours=hour) for hour in range(int((end - begin) / MINUTE) // 60))


def clock_changes(zone: ZoneInfo) -> list[datetime]:
    return [
        hour
        for hour in hours(BEGIN, END)
        if hour.astimezone(zone).utcoffset()
        != (hour - timedelta(hours=1)).astimezone(zone).utcoffset()
    ]


CHANGES = [(zone, change) for zone in ZONES for change in clock_changes(zone)]
clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
instants = st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def days_done(daily: Cadence, ticks: Iterator[datetime]) -> list[date]:
    """Do what the daily job does: once a tick, but never a day that was just done."""
    done: list[date] = []
    for now in ticks:
        due = daily.due(now)
        if due and due not in done[-1:]:
            done.append(due)
    return done


def each_day(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def test_the_zones_change_their_clocks_in_each_of_the_years() -> None:
    years = {(zone.key, change.year) for zone, change in CHANGES}
    assert {(zone.key, year) for zone in ZONES for year in range(2024, 2028)} == years


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), clock_times)
def test_ticking_once_a_minute_each_day_is_due_once(
    clock_change: tuple[ZoneInfo, datetime], at: time
) -> None:
    zone, change = clock_change
    daily = Cadence(at, zone)
    begin = change - timedelta(hours=30)
    done = days_done(daily, (begin + MINUTE * tick for tick in range(60 * 60)))
    assert each_day(done[0], done[-1]) == done
    assert 2 <= len(done) <= 4


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_ticking_once_an_hour_each_day_of_four_years_is_due_once(zone: ZoneInfo) -> None:
    done = days_done(Cadence(time(2, 15), zone), hours(BEGIN + timedelta(hours=12), END))
    assert each_day(done[0], done[-1]) == done
    assert {date(2024, 1, 2), date(2027, 12, 30)} <= set(done)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), clock_times, st.integers(0, int(GRACE / MINUTE)))
def test_after_a_downtime_within_the_grace_the_day_is_still_due(
    clock_change: tuple[ZoneInfo, datetime], at: time, minutes: int
) -> None:
    zone, change = clock_change
    daily = Cadence(at, zone)
    for day in each_day(change.date() - timedelta(days=1), change.date() + timedelta(days=1)):
        assert day == daily.due(daily.moment(day) + MINUTE * minutes)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), clock_times)
def test_after_a_longer_downtime_nothing_is_due_until_the_next_moment(
    clock_change: tuple[ZoneInfo, datetime], at: time
) -> None:
    zone, change = clock_change
    daily = Cadence(at, zone)
    for day in each_day(change.date() - timedelta(days=1), change.date() + timedelta(days=1)):
        late = daily.moment(day) + GRACE + timedelta(seconds=1)
        assert daily.due(late) is None
        assert daily.due(daily.moment(day + timedelta(days=1)) - timedelta(seconds=1)) is None


@given(st.sampled_from(ZONES), clock_times, instants)
def test_the_next_instant_is_a_moment_with_none_before_it(
    zone: ZoneInfo, at: time, now: datetime
) -> None:
    daily = Cadence(at, zone)
    around = each_day(now.date() - timedelta(days=3), now.date() + timedelta(days=3))
    assert min(moment for moment in map(daily.moment, around) if moment > now) == daily.after(now)


def test_a_clock_time_that_is_skipped_is_read_as_if_the_clock_had_not_been_put_forward() -> None:
    moment = Cadence(time(2, 30), BERLIN).moment(date(2024, 3, 31))
    assert datetime(2024, 3, 31, 1, 30, tzinfo=UTC) == moment


def test_of_a_clock_time_that_comes_twice_the_first_is_meant() -> None:
    daily = Cadence(time(2, 30), BERLIN)
    assert datetime(2024, 10, 27, 0, 30, tzinfo=UTC) == daily.moment(date(2024, 10, 27))
    assert date(2024, 10, 27) == daily.due(datetime(2024, 10, 27, 1, 30, tzinfo=UTC))


def test_yesterdays_moment_can_lie_ahead_where_the_clock_is_put_forward_at_midnight() -> None:
    # In Nuuk 23:30 was skipped on 30 March 2024; it is 00:15 on the day after, and 00:30 counts.
    daily = Cadence(time(23, 30), ZoneInfo("America/Nuuk"))
    now = datetime(2024, 3, 31, 1, 15, tzinfo=UTC)
    assert datetime(2024, 3, 31, 1, 30, tzinfo=UTC) == daily.after(now)


def test_a_grace_of_its_own_is_kept() -> None:
    daily = Cadence(time(9, 0), ZoneInfo("UTC"))
    now = datetime(2024, 1, 18, 9, 1, tzinfo=UTC)
    assert date(2024, 1, 18) == daily.due(now, grace=timedelta(minutes=1))
    assert daily.due(now, grace=timedelta(seconds=59)) is None
