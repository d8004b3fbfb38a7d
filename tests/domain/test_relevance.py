"""How well papers answer: titles first, then words side by side."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.papers import Paper
from bot.domain.relevance import COMPARED, Prose, Relevance, Wish, answers_by_title, best_first
from bot.domain.topics import Topic
from tests.builders import DAY, a_paper

WORDS = ("deep", "graphs", "learn", "trees")
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
topics = st.lists(st.sampled_from((*WORDS, '"deep graphs"', "cs.LG", "-trees")), min_size=1).map(
    lambda terms: Topic.parse(" ".join(terms))
)


def paper(title: str, abstract: str = "") -> Paper:
    return a_paper(title=title, abstract=abstract)


def relevance(topic: str, title: str, abstract: str = "") -> Relevance:
    return Wish.of(Topic.parse(topic)).relevance(Prose.of(paper(title, abstract)))


@pytest.mark.parametrize(
    ("topic", "better", "worse"),
    [
        ("deep graphs", ("Deep graphs", ""), ("Graphs are deep", "")),
        ("deep graphs", ("Graphs deep inside", ""), ("Graphs are deep", "Deep graphs")),
        ("deep graphs", ("Graphs are deep", ""), ("Graphs", "Deep graphs")),
        ("deep graphs", ("Graphs", ""), ("Trees", "Deep graphs")),
        ("deep graphs", ("Trees", "Deep graphs"), ("Trees", "Graphs are deep")),
        ("deep graphs trees", ("Deep graphs or trees", ""), ("Deep as graphs as trees", "")),
        ("deep|graphs", ("Deep graphs", ""), ("Deep", "Graphs")),
        ('"deep graphs" learn', ("Deep graphs learn", ""), ("We learn of deep graphs", "")),
        ("Schrödinger", (r"Schr\"odinger", ""), ("Cats", r"Schr\"odinger")),
        ("model", ("Models", ""), ("Modelling", "Models")),
    ],
)
def test_words_in_the_title_come_first_then_words_side_by_side(
    topic: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    assert relevance(topic, *better) > relevance(topic, *worse)


def test_what_a_topic_excludes_makes_nothing_relevant() -> None:
    assert relevance("deep -graphs", "Deep") == relevance("deep -graphs", "Deep graphs")
    assert () == Wish.of(Topic.parse("-graphs after:2024 cs.LG @lee")).terms


def test_a_hundred_words_are_compared_by_their_first_pairs() -> None:
    wish = Wish.of(Topic.parse(" ".join(f"w{number}" for number in range(100))))

    assert (100, 90) == (len(wish.terms), len(wish.pairs))


@pytest.mark.parametrize(
    ("topic", "tells_apart"),
    [
        ("deep", False),
        ('"deep graphs" cs.LG after:2024', False),
        ("deep -graphs", False),
        ("deep deeps", False),
        ("deep graphs", True),
        ("deep|graphs", True),
        ("cs.LG, deep", True),
    ],
)
def test_papers_of_a_topic_that_needs_one_word_are_equally_relevant(
    topic: str, *, tells_apart: bool
) -> None:
    assert tells_apart == Wish.of(Topic.parse(topic)).tells_apart


@given(topics, st.lists(st.tuples(texts, texts), max_size=6))
def test_where_a_wish_tells_nothing_apart_relevance_does_not_either(
    topic: Topic, prose: list[tuple[str, str]]
) -> None:
    wish = Wish.of(topic)
    papers = [each for each in (paper(*both) for both in prose) if topic.matches(each)]
    for is_by_title in (True, False):
        found = {
            wish.relevance(Prose.of(each))
            for each in papers
            if answers_by_title(topic, each) is is_by_title
        }
        assert wish.tells_apart or len(found) <= 1


@given(topics, texts, texts)
def test_who_answers_by_title_needs_no_abstract(topic: Topic, title: str, abstract: str) -> None:
    whole, headless = paper(title, abstract), paper(title)
    if topic.matches(whole):
        assert topic.matches(headless) == answers_by_title(topic, whole)


def test_an_exclusion_is_kept_to_in_the_abstract_as_well() -> None:
    topic = Topic.parse("graphs -trees")

    assert answers_by_title(topic, paper("Graphs", "No forests."))
    assert not answers_by_title(topic, paper("Graphs", "No trees."))


def test_beyond_those_compared_the_newest_stays_first() -> None:
    papers = [
        a_paper(f"2401.{number:05}", announced_on=DAY - timedelta(days=number))
        for number in range(1, COMPARED + 4)
    ]

    def of_number(each: Paper) -> Relevance:
        return Relevance(each.id.number % 2, 0, 0)

    ordered = [each.id.number for each in best_first(papers, of_number)]
    odd, even = range(1, COMPARED + 1, 2), range(2, COMPARED + 1, 2)
    assert [*odd, *even, COMPARED + 1, COMPARED + 2, COMPARED + 3] == ordered
