from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Period
from bot.domain.subscriptions import Window
from bot.errors import BadArgument

DAYS = tuple(date(2024, 1, day) for day in (2, 15, 16, 17, 18, 19, 22))
known_days = st.sets(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=1).map(sorted)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today", 22, 22),
        ("Yesterday", 19, 19),
        ("2024-01-16", 16, 16),
        ("2024-1-2", 2, 2),
        ("week", 16, 22),
        ("month", 2, 22),
    ],
)
def test_a_period_is_counted_back_from_the_newest_day(words: str, first: int, last: int) -> None:
    expected = Window(date(2024, 1, first), date(2024, 1, last))
    assert expected == Period.parse(words).window(DAYS)


@given(known_days, st.sampled_from(("today", "yesterday", "week", "month")))
def test_a_period_begins_and_ends_with_a_day_that_is_known(
    known: Sequence[date], word: str
) -> None:
    window = Period.parse(word).window(known)
    assert {window.first, window.last} <= set(known)
    assert timedelta() <= window.last - window.first < timedelta(days=30)


@pytest.mark.parametrize("word", ["tomorrow", "2024-02-30", "16.1.2024", "2024", "", "week 3"])
def test_what_is_no_period_is_answered_with_what_is(word: str) -> None:
    with pytest.raises(BadArgument, match="Write today, yesterday, week, month"):
        Period.parse(word)


@pytest.mark.parametrize(
    ("word", "is_like"),
    [("TODAY", True), ("2024-13-99", True), ("16.1.2024", True), ("weekly", False), ("7", False)],
)
def test_a_period_is_recognised_right_or_wrong(word: str, is_like: bool) -> None:  # noqa: FBT001
    assert is_like == Period.is_like(word)


def test_a_day_without_papers_names_the_nearest_that_has_some() -> None:
    with pytest.raises(BadArgument, match="The nearest day with papers is 2024-01-19"):
        Period.parse("2024-01-20").window(DAYS)


def test_without_any_papers_it_says_so() -> None:
    with pytest.raises(BadArgument, match="No papers are known yet"):
        Period.parse("today").window(())
