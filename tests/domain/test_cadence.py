from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import EVERY_DAY, GRACE, WORKDAYS, Cadence

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


def changes_by_law(zone: ZoneInfo) -> list[datetime]:
    """The hours from 2007 to 2030 within which the clock is changed."""
    days = [datetime(2007, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(8766)]
    changing = [day for day in days if is_changed(zone, day, timedelta(days=1))]
    within = [day + timedelta(hours=hour) for day in changing for hour in range(24)]
    return [hour for hour in within if is_changed(zone, hour, timedelta(hours=1))]


def is_changed(zone: ZoneInfo, begin: datetime, length: timedelta) -> bool:
    before, after = begin.astimezone(zone), (begin + length).astimezone(zone)
    return before.utcoffset() != after.utcoffset()


LAWFUL = [
    (zone, change) for zone in (BERLIN, NEW_YORK, LORD_HOWE) for change in changes_by_law(zone)
]
days_of_the_week = st.frozensets(st.integers(0, 6), min_size=1)


def periods_owed(cadence: Cadence, ticks: Iterator[datetime], done: date) -> list[date]:
    """Do what a subscription's job does: deal with the period that is owed, and note it."""
    dealt_with: list[date] = []
    for now in ticks:
        owed = cadence.owed(done, now)
        if owed is not None:
            dealt_with.append(owed)
            done = owed
    return dealt_with


def test_each_zone_changes_its_clock_twice_a_year() -> None:
    assert 3 * 2 * 24 == len(LAWFUL)


@pytest.mark.parametrize("at", ["00:00", "01:45", "02:00", "02:15", "02:30", "03:00", "23:45"])
def test_across_every_clock_change_from_2007_to_2030_each_period_is_owed_once(at: str) -> None:
    for zone, change in LAWFUL:
        cadence = Cadence(time.fromisoformat(at), zone)
        begin = change - timedelta(hours=36)
        ticks = (begin + 20 * MINUTE * tick for tick in range(3 * 72))
        owed = periods_owed(cadence, ticks, cadence.newest(begin))
        assert each_day(owed[0], owed[-1]) == owed
        assert len(owed) in {2, 3, 4}


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(LAWFUL), clock_times, days_of_the_week, st.sampled_from([1, 7, 30, 60]))
def test_whatever_the_days_each_period_is_owed_once(
    clock_change: tuple[ZoneInfo, datetime], at: time, days: frozenset[int], minutes: int
) -> None:
    zone, change = clock_change
    cadence = Cadence(at, zone, days)
    begin, end = change - timedelta(days=4), change + timedelta(days=4)
    step = MINUTE * minutes
    ticks = [begin + step * tick for tick in range((end - begin) // step + 1)]
    around = each_day(begin.date() - timedelta(days=2), end.date() + timedelta(days=2))
    expected = [
        day for day in around if day.weekday() in days and begin < cadence.moment(day) <= ticks[-1]
    ]
    assert expected == periods_owed(cadence, iter(ticks), cadence.newest(begin))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(LAWFUL),
    clock_times,
    st.sampled_from([EVERY_DAY, WORKDAYS, frozenset({0}), frozenset({0, 2, 4})]),
    st.integers(0, 20 * 24 * 60),
)
def test_after_a_downtime_the_newest_missed_period_is_owed_once(
    clock_change: tuple[ZoneInfo, datetime], at: time, days: frozenset[int], minutes: int
) -> None:
    zone, change = clock_change
    cadence = Cadence(at, zone, days)
    done = cadence.newest(change - timedelta(hours=12))
    now = change - timedelta(hours=12) + MINUTE * minutes
    newest = cadence.newest(now)
    assert (None if newest == done else newest) == cadence.owed(done, now)
    assert cadence.owed(newest, now) is None
    assert cadence.owed(newest, cadence.after(now) - timedelta(seconds=1)) is None
    assert cadence.owed(newest, cadence.after(now)) is not None


@given(st.sampled_from(ZONES), clock_times, days_of_the_week, instants)
def test_the_period_before_the_newest_is_the_newest_before_its_moment(
    zone: ZoneInfo, at: time, days: frozenset[int], now: datetime
) -> None:
    cadence = Cadence(at, zone, days)
    newest = cadence.newest(now)
    just_before = cadence.moment(newest) - timedelta(seconds=1)
    assert cadence.before(newest) == cadence.newest(just_before)
