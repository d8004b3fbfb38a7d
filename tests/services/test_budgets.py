from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.services.budgets import MOST_REMEMBERED, Budget
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


@given(st.integers(1, 50), st.lists(st.floats(0, 120), min_size=1, max_size=80))
def test_nobody_gets_more_than_the_budget_and_what_fills_up(
    requests: int, pauses: list[float]
) -> None:
    budget, now, granted = Budget(requests, MINUTE), NOW, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        granted += budget.spend("ada", now) is None
    assert granted <= requests + requests * (now - NOW) / MINUTE + 1e-6


@given(st.integers(1, 50))
def test_who_waits_as_long_as_was_said_is_served(requests: int) -> None:
    budget = Budget(requests, MINUTE)
    assert [None] * requests == [budget.spend("ada", NOW) for _ in range(requests)]
    pause = budget.spend("ada", NOW)
    assert pause is not None
    assert budget.spend("ada", NOW + pause + timedelta(milliseconds=1)) is None


def test_one_does_not_use_up_the_budget_of_another() -> None:
    budget = Budget(1, MINUTE)
    assert [None, None] == [budget.spend(name, NOW) for name in ("ada", "emmy")]


def test_names_of_long_ago_are_forgotten() -> None:
    budget = Budget(1, MINUTE)
    for number in range(MOST_REMEMBERED + 1):
        budget.spend(str(number), NOW)
    assert budget.spend("0", NOW) is None
    assert budget.spend(str(MOST_REMEMBERED), NOW) is not None


def test_a_clock_that_is_put_back_takes_nothing_away() -> None:
    budget = Budget(2, MINUTE)
    assert [None, None] == [budget.spend("ada", at) for at in (NOW, NOW - timedelta(days=365))]
