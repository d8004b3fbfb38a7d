import json
from dataclasses import replace

import pytest

from bot.domain.ranking import Ranking
from bot.domain.scores import Part, Score
from bot.views.ranking_json import ranking_object
from tests.builders import a_paper, a_ranking


def scored(total: float, *parts: Part) -> Ranking:
    ranking = a_ranking()
    (paper,) = ranking.papers
    return replace(ranking, papers=(replace(paper, score=Score(total, parts)),))


def first_of(ranking: Ranking) -> dict[str, object]:
    papers = ranking_object(ranking, top=None)["papers"]
    assert isinstance(papers, list)
    first = papers[0]
    assert isinstance(first, dict)
    return first


def test_a_paper_is_told_with_its_reasons_its_links_and_its_mentions() -> None:
    ranking = a_ranking(a_paper(title="Teapots: $O(n)$", abstract="They boil.", authors=("Ada",)))
    assert ranking_object(ranking, top=None) == {
        "date": "2024-01-17",
        "policy": "classic",
        "papers": [
            {
                "rank": 1,
                "id": "2401.00001",
                "title": "Teapots: $O(n)$",
                "authors": ["Ada"],
                "categories": ["cs.LG", "stat.ML"],
                "score": 1060,
                "parts": {"reposts": 1000, "likes": 60},
                "reposts": 1000,
                "likes": 60,
                "links": {
                    "abs": "https://arxiv.org/abs/2401.00001",
                    "pdf": "https://arxiv.org/pdf/2401.00001",
                },
                "abstract": "They boil.",
                "mentions": [
                    {
                        "source": "x",
                        "url": "https://twitter.com/grace/status/1",
                        "author": "Grace Hopper",
                        "handle": "grace",
                        "posted_on": "2024-01-17",
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(("top", "shown"), [(None, 3), (0, 0), (2, 2), (9, 3)])
def test_only_the_first_papers_are_given(top: int | None, shown: int) -> None:
    papers = [a_paper(f"2401.0000{number}") for number in (1, 2, 3)]
    given = ranking_object(a_ranking(*papers), top=top)["papers"]
    assert isinstance(given, list)
    assert [paper["rank"] for paper in given] == list(range(1, shown + 1))


def test_whole_scores_are_integers_and_others_keep_their_fraction() -> None:
    paper = first_of(scored(12.0, Part("likes", 2.0), Part("age", 0.25)))
    assert json.dumps([paper["score"], paper["parts"]]) == '[12, {"likes": 2, "age": 0.25}]'


def test_a_day_without_papers_is_an_empty_list() -> None:
    empty = replace(a_ranking(), papers=())
    assert ranking_object(empty, top=10)["papers"] == []
