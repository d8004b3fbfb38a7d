"""What the index holds of a paper, and how the databases are asked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.papers import Paper, PaperId
from bot.domain.relevance import Prose
from bot.domain.taxonomy import ARCHIVES
from bot.domain.topics import Topic
from storage import search_postgres, search_sqlite
from storage.search_clauses import ANYTHING, LAST, Span, match_of, span_of
from storage.search_postgres import Stretch, days_for, stretch_before
from storage.search_words import (
    STRETCHES,
    first_number,
    number_of,
    ordinal_of,
    prose_of,
    stretch_mark,
    words_of,
)
from tests.builders import a_paper

days = st.dates(date(1991, 8, 1), date(2099, 12, 31))
old_ids = st.builds(
    lambda archive, year, month, number: f"{archive}/{year:02}{month:02}{number:03}",
    st.sampled_from(sorted(ARCHIVES)),
    st.integers(92, 99),
    st.integers(1, 12),
    st.integers(1, 999),
)
new_ids = st.builds(
    lambda year, month, number: f"{year:02}{month:02}.{number:05}",
    st.integers(15, 90),
    st.integers(1, 12),
    st.integers(1, 99_999),
)
papers = st.builds(
    lambda id_, day: a_paper(id_, announced_on=day), st.one_of(old_ids, new_ids), days
)


def novelty(paper: Paper) -> tuple[date, PaperId]:
    return paper.announced_on, paper.id


@given(papers, papers)
def test_the_number_of_a_newer_paper_is_higher(one: Paper, other: Paper) -> None:
    assert (novelty(one) < novelty(other)) == (number_of(one) < number_of(other))
    assert (novelty(one) == novelty(other)) == (number_of(one) == number_of(other))


@given(papers)
def test_a_number_tells_its_day_and_fits_into_a_column(paper: Paper) -> None:
    assert paper.announced_on.toordinal() == ordinal_of(number_of(paper))
    assert first_number(paper.announced_on) < number_of(paper) <= LAST


def test_numbers_never_change() -> None:
    """Databases hold them, so neither may the archives or their order."""
    ids = ("2401.00001", "acc-phys/9901001", "supr-con/9901001")
    numbers = [number_of(a_paper(id_, announced_on=date(2024, 1, 17))) for id_ in ids]

    assert numbers == [203108038939246656, 203108036422664257, 203108036422664294]


@given(st.text(), st.text())
def test_the_words_of_title_and_abstract_can_be_read_again(title: str, abstract: str) -> None:
    paper = a_paper(title=title, abstract=abstract)
    words, prose = words_of(paper), Prose.of(paper)

    assert all(words.split(" "))
    assert prose.title.split() == prose_of(words).title.split()
    assert prose.abstract.split() == prose_of(words).abstract.split()


def test_the_words_of_a_paper_are_followed_by_what_else_a_topic_may_name() -> None:
    paper = replace(
        a_paper(
            title="Small Models", abstract="They’re small.", authors=("Emmy Noether", "Madonna")
        ),
        categories=("stat.ML", "made up|"),
    )

    assert words_of(paper) == (
        "| small model | theyre small | =small =model |"
        " #stat.* #stat.ml ^0~738902 ^1~184725 ^2~46181 ^3~11545 ^4~2886 ^5~721"
        " @noether @emmy~noether @e*~noether @madonna |"
    )


@pytest.mark.parametrize(
    ("topic", "fts", "tsquery"),
    [
        ("graphs", '"graph"', "('graph')"),
        ('"deep graphs"', '"deep graph"', "('deep' & 'graph' & '~5cda')"),
        ("a b", '("a" AND "b")', "(('a') & ('b'))"),
        ("a|b", '("a" OR "b")', "(('a') | ('b'))"),
        ("-a", '(("|") NOT ("a"))', "!('a')"),
        ("a -b -cs.LG", '(("a") NOT ("b" OR "#cs.lg"))', "(('a') & !('b') & !('#cs.lg'))"),
        ('-"a b"', '(("|") NOT ("a b"))', "('|')"),
        ('a -@"w wang"', '"a"', "('a')"),
        ("@wang", '"@wang"', "('@wang')"),
        ("a after:2024", '"a"', "('a')"),
        ("a, after:2024", '"|"', "('|')"),
    ],
)
def test_a_topic_is_put_into_the_words_of_each_database(topic: str, fts: str, tsquery: str) -> None:
    _, clause = span_of(Topic.parse(topic).clause)
    exact = match_of(clause, by_title=False, finds_phrases=True)
    rough = match_of(clause, by_title=False, finds_phrases=False)

    assert (fts, tsquery) == (search_sqlite.written(exact), search_postgres.written(rough))


def test_by_title_only_what_is_wanted_is_looked_for_in_titles() -> None:
    _, clause = span_of(Topic.parse('"deep graphs" cs.LG -trees').clause)
    match = match_of(clause, by_title=True, finds_phrases=True)

    assert '(("#cs.lg" AND "=deep =graph") NOT ("tree"))' == search_sqlite.written(match)


def test_dates_that_everything_has_to_keep_to_bound_the_numbers() -> None:
    span, clause = span_of(Topic.parse("a after:2024 after:2023 before:2025 before:2026").clause)

    assert Span(first_number(date(2024, 1, 1)), first_number(date(2025, 1, 1)) - 1) == span
    assert Topic.parse("a").clause == clause


@given(st.integers(700_000, 800_000), st.integers(1, 5_000))
def test_the_marks_of_a_stretch_are_those_of_its_days(last_on: int, days: int) -> None:
    stretch = stretch_before(last_on, days, oldest=1)
    marked = {
        day
        for day in range(last_on - 6_000, last_on + 1)
        if any(
            f"'{stretch_mark(scale, day)}'" in search_postgres.written(stretch.marks)
            for scale in range(len(STRETCHES))
        )
    }

    if days > 4 * STRETCHES[-1]:
        assert Stretch(1, ANYTHING) == stretch
    else:
        assert set(range(stretch.first_on, last_on + 1)) == marked
        assert days <= len(marked) < 2.25 * days + 1


def test_a_stretch_that_reaches_the_oldest_paper_needs_no_marks() -> None:
    assert Stretch(700, ANYTHING) == stretch_before(800, 102, oldest=700)
    assert ANYTHING != stretch_before(800, 100, oldest=700).marks


@pytest.mark.parametrize(
    ("days", "found", "missing", "needed"),
    [(2, 10, 10, 3), (2, 1, 10, 27), (100, 50, 1, 3), (2, 0, 10, 64), (64, 0, 200, 2048)],
)
def test_how_far_to_go_back_follows_from_what_was_found(
    days: int, found: int, missing: int, needed: int
) -> None:
    assert needed == days_for(days, found, missing)
