from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import EVERY_DAY, WORKDAYS, Cadence
from bot.domain.calendar import mailing_days
from bot.domain.subscriptions import LONGEST_LAG, Rhythm, State, Subscription, Window
from bot.domain.topics import Topic
from tests.builders import CHANNEL, NOW

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
ZONES = tuple(
    map(
        ZoneInfo,
        ("UTC", "Europe/Berlin", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"),
    )
)
RHYTHMS = {
    "daily": EVERY_DAY,
    "weekdays": WORKDAYS,
    "weekly": frozenset({0}),
    "fri": frozenset({4}),
    "mon,wed,fri": frozenset({0, 2, 4}),
}
clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
cadences = st.builds(
    Cadence, clock_times, st.sampled_from(ZONES), st.sampled_from(list(RHYTHMS.values()))
)
minutes = st.integers(0, 14 * 24 * 60).map(lambda number: NOW + timedelta(minutes=number))


def a_subscription(
    at: str = "09:00",
    *,
    days: str = "daily",
    zone: ZoneInfo = BERLIN,
    lag: int = 0,
) -> Subscription:
    cadence = Cadence(time.fromisoformat(at), zone, RHYTHMS[days])
    return Subscription(destination=CHANNEL, cadence=cadence, lag=lag)


def at_hour(clock: str, day: int = 18) -> datetime:
    """A clock time in UTC of a January day."""
    return datetime.combine(date(2024, 1, day), time.fromisoformat(clock), tzinfo=UTC)


@pytest.mark.parametrize("days", RHYTHMS)
@settings(max_examples=15, deadline=None)
@given(clock_times, st.sampled_from(ZONES), st.integers(0, LONGEST_LAG), st.integers(2007, 2029))
def test_over_a_year_every_mailing_is_in_one_window(
    days: str, at: time, zone: ZoneInfo, lag: int, year: int
) -> None:
    cadence = Cadence(at, zone, RHYTHMS[days])
    subscription = Subscription(destination=CHANNEL, cadence=cadence, lag=lag)
    first = cadence.newest(datetime(year, 1, 14, tzinfo=UTC))
    year_on = [first + timedelta(days=number) for number in range(366)]
    windows = [subscription.window(day) for day in year_on if day.weekday() in cadence.days]
    covered = [day for one in windows if one for day in mailing_days(one.first, one.last)]
    assert list(mailing_days(covered[0], covered[-1])) == covered
    assert len(covered) > 240


@pytest.mark.parametrize("days", RHYTHMS)
@settings(max_examples=30, deadline=None)
@given(clock_times, st.sampled_from(ZONES), st.integers(0, LONGEST_LAG))
def test_a_window_is_older_by_the_lag(days: str, at: time, zone: ZoneInfo, lag: int) -> None:
    cadence = Cadence(at, zone, RHYTHMS[days])
    subscription = Subscription(destination=CHANNEL, cadence=cadence, lag=lag)
    window = subscription.window(cadence.newest(NOW))
    assert window is None or window.last <= (NOW - timedelta(days=lag)).date() + timedelta(days=1)


def test_a_weekly_digest_is_about_a_week() -> None:
    subscription = a_subscription("09:00", days="weekly")
    assert Rhythm.WEEKLY is subscription.rhythm
    assert Window(date(2024, 1, 16), date(2024, 1, 22)) == subscription.window(date(2024, 1, 22))


def test_on_a_sunday_nothing_is_new() -> None:
    assert a_subscription().window(date(2024, 1, 21)) is None


def test_a_weekly_and_a_daily_digest_are_series_of_their_own() -> None:
    daily, weekly = a_subscription(), a_subscription(days="weekly")
    assert daily.request.audience != weekly.request.audience


@given(cadences, minutes)
def test_what_begins_owes_nothing_before_its_next_moment(cadence: Cadence, now: datetime) -> None:
    begun = Subscription(destination=CHANNEL, cadence=cadence).begun(now)
    assert begun.due_at is not None
    assert begun.owes(now) is None
    assert begun.owes(begun.due_at - timedelta(seconds=1)) is None
    owed = begun.owes(begun.due_at)
    assert owed is not None
    assert begun.due_at == cadence.moment(owed)


@pytest.mark.parametrize("state", [State.PAUSED, State.SHUT_OUT])
def test_what_rests_owes_nothing(state: State) -> None:
    resting = a_subscription().begun(NOW).stopped(state, "We are away.")
    assert resting.owes(NOW + timedelta(days=3)) is None
    assert resting.due_at is None


def test_what_goes_on_after_a_rest_does_not_make_up_for_it() -> None:
    resting = a_subscription().begun(NOW).stopped(State.PAUSED, "")
    again = resting.begun(NOW + timedelta(days=3))
    assert again.owes(NOW + timedelta(days=3)) is None
    assert "" == again.reason


def test_the_same_times_change_nothing() -> None:
    begun = a_subscription().begun(NOW)
    assert begun == begun.kept_at(begun.cadence, NOW + timedelta(hours=5))


def test_put_off_to_a_later_hour_of_the_day_the_digest_still_comes() -> None:
    begun = a_subscription("09:00", zone=ZoneInfo("UTC")).begun(at_hour("10:00"))
    later = begun.kept_at(replace(begun.cadence, at=time(11)), at_hour("10:00"))
    assert at_hour("11:00") == later.due_at
    assert date(2024, 1, 18) == later.owes(at_hour("11:00"))


def test_brought_forward_to_an_hour_that_is_over_the_digest_comes_now() -> None:
    begun = a_subscription("10:00", zone=ZoneInfo("UTC")).begun(at_hour("07:00"))
    earlier = begun.kept_at(replace(begun.cadence, at=time(8)), at_hour("09:00"))
    assert at_hour("09:00") == earlier.due_at
    assert date(2024, 1, 18) == earlier.owes(at_hour("09:00"))


def test_a_digest_that_was_sent_does_not_come_again_when_it_is_brought_forward() -> None:
    begun = a_subscription("08:00", zone=ZoneInfo("UTC")).begun(at_hour("07:00"))
    sent = begun.moved_on(date(2024, 1, 18), at_hour("08:00"))
    earlier = sent.kept_at(replace(begun.cadence, at=time(6)), at_hour("09:00"))
    assert at_hour("06:00", 19) == earlier.due_at
    assert earlier.owes(at_hour("09:00")) is None


def test_another_rhythm_begins_with_its_next_moment() -> None:
    begun = a_subscription("09:00", days="weekly", zone=ZoneInfo("UTC")).begun(NOW)
    daily = begun.kept_at(replace(begun.cadence, days=EVERY_DAY), NOW)
    assert daily.owes(NOW) is None
    assert at_hour("09:00", 19) == daily.due_at


def test_times_are_changed_while_it_rests_and_it_goes_on_resting() -> None:
    paused = a_subscription().begun(NOW).stopped(State.PAUSED, "")
    moved = paused.kept_at(replace(paused.cadence, at=time(7)), NOW)
    assert (State.PAUSED, None, time(7)) == (moved.state, moved.due_at, moved.cadence.at)


@settings(max_examples=60, deadline=None)
@given(
    clock_times,
    clock_times,
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.integers(0, 72 * 60),
)
def test_no_mailing_is_lost_when_the_times_are_changed(
    before: time, after: time, old: ZoneInfo, new: ZoneInfo, changed_after: int
) -> None:
    subscription = Subscription(destination=CHANNEL, cadence=Cadence(before, old)).begun(NOW)
    covered: list[date] = []
    for tick in range(0, 6 * 24 * 60, 5):
        now = NOW + timedelta(minutes=tick)
        if 0 <= tick - changed_after < 5:
            subscription = subscription.kept_at(Cadence(after, new), now)
        period = subscription.owes(now)
        if period is not None and subscription.due_at is not None and subscription.due_at <= now:
            window = subscription.window(period)
            covered += mailing_days(window.first, window.last) if window else ()
            subscription = subscription.moved_on(period, now)
    assert list(mailing_days(min(covered), max(covered))) == sorted(set(covered))
    assert len(covered) - len(set(covered)) <= 1


@pytest.mark.parametrize(
    ("before", "after", "changed_at", "missed"),
    [
        ((time(9), "Asia/Tokyo"), (time(9), "Europe/Berlin"), time(10), date(2024, 1, 18)),
        ((time(0, 30), "UTC"), (time(9), "UTC"), time(12), date(2024, 1, 18)),
    ],
)
def test_what_the_old_times_left_out_is_due_by_the_new_ones(
    before: tuple[time, str], after: tuple[time, str], changed_at: time, missed: date
) -> None:
    now = datetime.combine(missed, changed_at, tzinfo=UTC)
    old, new = (Cadence(at, ZoneInfo(zone)) for at, zone in (before, after))
    subscription = Subscription(destination=CHANNEL, cadence=old).begun(now)
    moved = subscription.kept_at(new, now)
    period = moved.owes(now)
    assert period is not None
    assert Window(missed, missed) == moved.window(period)
    assert now == moved.due_at


def test_a_shorter_wait_brings_what_was_waited_for() -> None:
    now = datetime(2024, 1, 18, 12, tzinfo=UTC)
    cadence = Cadence(time(9), ZoneInfo("UTC"))
    waiting = Subscription(destination=CHANNEL, cadence=cadence, lag=1).begun(now)
    moved = waiting.kept_at(cadence, now, lag=0)
    period = moved.owes(now)
    assert period is not None
    assert Window(date(2024, 1, 18), date(2024, 1, 18)) == moved.window(period)


def test_a_topic_is_part_of_the_audience() -> None:
    subscription = a_subscription()
    other = replace(subscription, topic=Topic.parse("cs.CL"))
    assert subscription.request.audience != other.request.audience
