from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import mailed_at
from bot.domain.horizons import COUNTED_ANEW, DIGEST_HORIZON, HORIZONS, is_due, judged_at

TUESDAY = date(2026, 11, 24)
MAILED = mailed_at(TUESDAY)
A_WEEK = timedelta(days=9)

rhythms = st.lists(
    st.integers(-600, int(A_WEEK.total_seconds())).map(lambda seconds: timedelta(seconds=seconds)),
    max_size=60,
    unique=True,
).map(sorted)
steady = st.integers(20, 2_000).map(
    lambda minutes: [
        timedelta(minutes=minutes) * n for n in range(int(A_WEEK.days * 1440 / minutes))
    ]
)


def counts(visits: list[timedelta], first: timedelta | None = None) -> list[timedelta]:
    """The ages at which a post is counted, when the sources are visited at these ages."""
    counted_at = None if first is None else MAILED + first
    counted: list[timedelta] = []
    for age in visits:
        if is_due(TUESDAY, counted_at, now=MAILED + age):
            counted_at = MAILED + age
            counted.append(age)
    return counted


def first_visits(visits: list[timedelta]) -> list[timedelta]:
    """The first visit after each horizon, where there is one before the next horizon."""
    ends = (*HORIZONS[1:], timedelta.max)
    return [
        min(seen)
        for start, end in zip(HORIZONS, ends, strict=True)
        if (seen := [age for age in visits if start <= age < end])
    ]


@given(rhythms | steady)
def test_each_horizon_is_counted_at_the_first_visit_after_it(visits: list[timedelta]) -> None:
    assert set(first_visits(visits)) <= set(counts(visits))


@given(rhythms | steady)
def test_after_the_first_day_each_horizon_is_counted_once(visits: list[timedelta]) -> None:
    later = [age for age in counts(visits) if age >= COUNTED_ANEW]
    digest = [age for age in visits if DIGEST_HORIZON <= age < COUNTED_ANEW]
    expected = [age for age in first_visits(visits) if age >= COUNTED_ANEW and not digest]
    expected += [age for age in first_visits(visits) if age >= HORIZONS[2] and digest]
    assert expected == later


@given(rhythms | steady)
def test_on_the_first_day_every_visit_counts(visits: list[timedelta]) -> None:
    first = [age for age in visits if timedelta() <= age < COUNTED_ANEW]
    assert first == [age for age in counts(visits) if age < COUNTED_ANEW]


@given(rhythms, st.integers(0, int(A_WEEK.total_seconds())))
def test_a_horizon_that_was_counted_by_the_way_is_not_counted_again(
    visits: list[timedelta], seconds: int
) -> None:
    """A post is counted whenever it is met; due is what was counted before the newest horizon."""
    met = timedelta(seconds=seconds)
    later = [age for age in visits if age > met]
    to_come = [horizon for horizon in HORIZONS if horizon > met]
    due = [age for age in counts(later, first=met) if age >= COUNTED_ANEW]
    assert all(any(horizon <= age for horizon in to_come) for age in due)
    assert len(due) <= len(to_come)


def test_nothing_is_due_before_the_mailing_nor_twice_at_once() -> None:
    assert not is_due(TUESDAY, None, now=MAILED - timedelta(seconds=1))
    assert is_due(TUESDAY, None, now=MAILED)
    assert not is_due(TUESDAY, MAILED, now=MAILED)


def test_the_horizons_are_ages_of_the_mailing() -> None:
    hours = [horizon.total_seconds() / 3600 for horizon in HORIZONS]
    assert [8, 21, 72, 168] == hours
    # 20:00 on Monday in New York, and the last count before the next mailing.
    assert datetime(2026, 11, 24, 1, tzinfo=UTC) == MAILED
    assert MAILED + DIGEST_HORIZON < mailed_at(date(2026, 11, 25))


@given(st.integers(0, 10**6).map(lambda seconds: MAILED + timedelta(seconds=seconds)))
def test_a_day_that_is_over_is_judged_by_its_own_time(as_of: datetime) -> None:
    judged = judged_at(TUESDAY, as_of=as_of)
    assert judged <= as_of
    assert judged <= MAILED + DIGEST_HORIZON
    assert judged in {as_of, MAILED + DIGEST_HORIZON}
