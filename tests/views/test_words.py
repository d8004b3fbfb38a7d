from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.words import age, counted, listed, long_date, moment, number, source_name

INSTANT = datetime(2021, 4, 24, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (999, "999"), (5746, "5,746"), (1234567, "1,234,567"), (0.5, "0.5"), (2.0, "2")],
)
def test_thousands_are_separated(value: float, expected: str) -> None:
    assert expected == number(value)


@given(st.integers(0, 10**12))
def test_a_number_can_be_read_again(value: int) -> None:
    assert value == int(number(value).replace(",", ""))


def test_dates_are_written_out() -> None:
    assert "Friday, 23 April 2021" == long_date(date(2021, 4, 23))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "24 April 2021, 08:20 UTC"),
        ("Asia/Tokyo", "24 April 2021, 17:20 JST"),
        ("Europe/Berlin", "24 April 2021, 10:20 CEST"),
        ("America/Los_Angeles", "24 April 2021, 01:20 PDT"),
    ],
)
def test_instants_are_clock_time_of_a_zone(zone: str, expected: str) -> None:
    assert expected == moment(INSTANT, zone)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (1000, "1,000 papers")],
)
def test_only_one_is_singular(count: int, expected: str) -> None:
    assert expected == counted(count, "paper", "papers")


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_joined_as_in_a_sentence(names: list[str], expected: str) -> None:
    assert expected == listed(names)


@pytest.mark.parametrize(
    ("source", "expected"),
    [("x", "X"), ("hackernews", "Hacker News"), ("newsletter", "Newsletter")],
)
def test_sources_have_the_names_that_people_use(source: str, expected: str) -> None:
    assert expected == source_name(source)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-5, "0 min"), (59, "59 min"), (60, "1 h"), (47 * 60 + 59, "47 h"), (2880, "2 d")],
)
def test_an_age_has_one_unit(minutes: float, expected: str) -> None:
    assert expected == age(timedelta(minutes=minutes))
