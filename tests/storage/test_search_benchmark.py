"""The made-up papers that searching is measured with are like real ones, and can be asked for."""

from collections import Counter
from itertools import islice, pairwise
from random import Random

import pytest

from bot.domain.papers import Paper
from storage.search_words import number_of
from tests.benchmarks.million_papers import papers
from tests.benchmarks.million_questions import WAYS, questions

A_DAY = 666


@pytest.fixture(scope="module")
def made_up() -> list[Paper]:
    """The first day and a half."""
    return list(islice(papers(1_000_000), A_DAY + A_DAY // 2))


def test_made_up_papers_come_the_oldest_first(made_up: list[Paper]) -> None:
    assert all(number_of(older) < number_of(newer) for older, newer in pairwise(made_up))
    assert A_DAY == sum(paper.announced_on == made_up[0].announced_on for paper in made_up)


def test_made_up_papers_are_as_long_as_real_ones(made_up: list[Paper]) -> None:
    assert set(range(5, 13)) == {len(paper.title.split()) for paper in made_up}
    lengths = [len(paper.abstract.split()) for paper in made_up]
    assert 115 < sum(lengths) / len(lengths) < 125


def test_a_few_words_are_in_most_papers_and_most_words_in_a_few(made_up: list[Paper]) -> None:
    found = Counter(word for paper in made_up for word in set(paper.abstract.lower().split()))
    counts = sorted(found.values())

    assert counts[-1] > 0.9 * len(made_up)
    assert counts[len(counts) // 2] < 0.01 * len(made_up)


def test_nearly_every_question_is_about_a_paper_that_there_is(made_up: list[Paper]) -> None:
    asked = list(questions(made_up, 3 * len(WAYS), Random(1)))

    answered = [any(map(topic.matches, made_up)) for topic in asked]
    assert answered.count(True) > 0.9 * len(asked)
