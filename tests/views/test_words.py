from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.nodes import Code, Link, Text, text
from bot.errors import BadArgument, SourceUnavailable
from bot.views.words import ENGLISH_WORDS, Words, source_name

INSTANT = datetime(2021, 4, 24, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (999, "999"), (5746, "5,746"), (1234567, "1,234,567"), (0.5, "0.5"), (2.0, "2")],
)
def test_thousands_are_separated(value: float, expected: str) -> None:
    assert expected == ENGLISH_WORDS.number(value)


@given(st.integers(0, 10**12))
def test_a_number_can_be_read_again(value: int) -> None:
    assert value == int(ENGLISH_WORDS.number(value).replace(",", ""))


def test_dates_are_written_out() -> None:
    assert "Friday, 23 April 2021" == ENGLISH_WORDS.long_date(date(2021, 4, 23))
    assert "23 Apr 2021" == ENGLISH_WORDS.short_date(date(2021, 4, 23))


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
    assert expected == Words(zone=zone).moment(INSTANT)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 papers"),
        (1, "1 paper"),
        (2, "2 papers"),
        (1000, "1,000 papers"),
        (0.5, "0.5 papers"),
        (1.0, "1 paper"),
    ],
)
def test_only_one_is_singular(count: float, expected: str) -> None:
    assert expected == ENGLISH_WORDS.plural("{count} paper", "{count} papers", count)


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_joined_as_in_a_sentence(names: list[str], expected: str) -> None:
    assert expected == ENGLISH_WORDS.listed(names)


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
    assert expected == ENGLISH_WORDS.age(timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 16), date(2026, 11, 20), "16 – 20 November 2026"),
        (date(2026, 10, 30), date(2026, 11, 3), "30 October – 3 November 2026"),
        (date(2026, 12, 28), date(2027, 1, 1), "28 December 2026 – 1 January 2027"),
    ],
)
def test_several_days_are_written_without_saying_anything_twice(
    first: date, last: date, expected: str
) -> None:
    assert expected == ENGLISH_WORDS.days(first, last)


def test_spans_stand_where_their_place_is() -> None:
    link = Link(text("Ada"), "https://example.org")
    said = ENGLISH_WORDS.spans(
        "{who} has {count} papers, write {code}.", who=link, count=1200, code=Code("/hot")
    )
    assert (link, Text(" has 1,200 papers, write "), Code("/hot"), Text(".")) == said


@given(st.text(), st.text())
def test_values_are_never_read_as_messages(one: str, other: str) -> None:
    spans = ENGLISH_WORDS.spans("{one}, {other}", one=one, other=other)
    said = ENGLISH_WORDS("{one}, {other}", one=one, other=other)
    assert f"{one}, {other}" == said == "".join(map(_words, spans))


def _words(span: object) -> str:
    assert isinstance(span, Text)
    return span.text


def test_a_mistake_is_told_with_its_values_or_as_it_is() -> None:
    with_values = BadArgument("“{text}” is none of {count} days.", text="{x}", count=1200)
    assert "“{x}” is none of 1,200 days." == ENGLISH_WORDS.mistake(with_values)
    assert "No {x}." == ENGLISH_WORDS.mistake(BadArgument("No {x}."))
    assert "It is closed." == ENGLISH_WORDS.mistake(SourceUnavailable("It is closed."))
