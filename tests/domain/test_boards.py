from hypothesis import given
from hypothesis import strategies as st

from bot.domain.boards import CUTS_KEPT, Board
from bot.domain.papers import Paper
from bot.domain.topics import EVERYTHING, Topic
from tests.builders import a_paper, a_ranking

CATEGORIES = ("cs.CL", "cs.LG", "stat.ML")
PAPERS = [
    a_paper(f"2401.{number:05}", categories=(CATEGORIES[number % 3],)) for number in range(1, 10)
]
SILENT = a_paper("2401.00010", categories=("cs.CL",))


def a_board(*papers: Paper, threshold: float = 0) -> Board:
    """A board of papers, the first with the highest score, and of one that nobody talks about."""
    return Board(a_ranking(*papers), threshold, (*papers, SILENT))


@given(st.sampled_from(CATEGORIES))
def test_a_topic_has_its_papers_in_their_order_with_places_of_their_own(category: str) -> None:
    cut = a_board(*PAPERS).hot(Topic.of([category]))
    expected = [paper.id for paper in PAPERS if category in paper.categories]
    assert expected == [row.paper.id for row in cut.papers]
    assert list(range(1, len(expected) + 1)) == [row.rank for row in cut.papers]
    assert len(expected) + (category == "cs.CL") == cut.candidates


@given(st.floats(0, 10_000), st.floats(0, 10_000))
def test_no_paper_is_hot_below_the_threshold_or_the_minimum(
    threshold: float, minimum: float
) -> None:
    board = a_board(*PAPERS, threshold=threshold)
    cut = board.hot(EVERYTHING, minimum)
    least = max(threshold, minimum)
    expected = [row.score.total for row in board.ranking.papers if row.score.total >= least]
    assert expected == [row.score.total for row in cut.papers]


def test_a_paper_keeps_its_place_among_all() -> None:
    board = a_board(*PAPERS)
    assert [3, None] == [
        row.rank if row else None for row in map(board.place_of, (PAPERS[2].id, SILENT.id))
    ]


def test_a_topic_is_cut_out_once_and_very_many_do_not_fill_the_memory() -> None:
    board = a_board(*PAPERS)
    first = board.hot(Topic.parse("small"))
    assert first is board.hot(Topic.parse("small"))
    for number in range(CUTS_KEPT):
        board.hot(EVERYTHING, float(number))
    again = board.hot(Topic.parse("small"))
    assert first == again
    assert first is not again
