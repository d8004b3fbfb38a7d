from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.terminal.table import print_ranking, ranking_rows, ranking_table
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.scores import Part, Score
from tests.adapters.terminal.screens import (
    a_console,
    assert_golden,
    in_a_pipe,
    on_screen,
    readable,
    without_commands,
    written,
)
from tests.builders import a_paper, a_ranking

TITLES = (
    "Small Models Learn Quickly",
    "A Title That Is so Long That No Terminal of the Usual Width Can Show All of It in One Line",
    "深層学習における小さなモデルの効率的な学習について：実験と理論の両面からの考察",
    "On $O(n^2)$ Kettles",
    *(f"Paper Number {number}" for number in range(5, 12)),
)
SCORES = (
    Score(13054.5, (Part("reposts", 12000), Part("likes", 1054.5))),
    Score(6000, (Part("reposts", 6000), Part("likes", 0))),
    Score(1234, (Part("likes", 1234),)),
    Score(100, (Part("reposts", 40), Part("likes", 60))),
)


def a_day(titles: tuple[str, ...] = TITLES) -> Ranking:
    papers = [a_paper(f"2401.{place:05}", title=title) for place, title in enumerate(titles, 1)]
    ranking = a_ranking(*papers)
    return replace(
        ranking,
        papers=tuple(replace(paper, score=score_of(paper)) for paper in ranking.papers),
    )


def score_of(paper: RankedPaper) -> Score:
    return SCORES[min(paper.rank, len(SCORES)) - 1]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_table_looks_as_it_is_meant_to(width: int) -> None:
    table = ranking_table(a_day(), top=None, width=width)
    assert_golden(f"table.{width}.txt", in_a_pipe(table, width))


def test_titles_and_identifiers_can_be_clicked() -> None:
    table = ranking_table(a_day(), top=2, width=80)
    assert_golden("table.screen.txt", readable(on_screen(table)))


def test_a_pipe_gets_a_line_of_fields_for_each_paper() -> None:
    console = a_console(is_terminal=False)
    print_ranking(a_day(), console, top=4)
    assert written(console) == (
        f"1\t2401.00001\t13054.5\t12000\t1054.5\t{TITLES[0]}\n"
        f"2\t2401.00002\t6000\t6000\t0\t{TITLES[1]}\n"
        f"3\t2401.00003\t1234\t0\t1234\t{TITLES[2]}\n"
        "4\t2401.00004\t100\t40\t60\tOn O(n²) Kettles\n"
    )


def test_a_terminal_gets_the_table_as_wide_as_it_is() -> None:
    console = a_console(72)
    print_ranking(a_day(), console, top=3)
    screen = without_commands(written(console))
    assert screen == without_commands(on_screen(ranking_table(a_day(), top=3, width=72), 72))


def test_the_first_papers_are_enough_if_only_they_are_wanted() -> None:
    rows = ranking_rows(a_day(), top=2).splitlines()
    assert [row.split("\t")[0] for row in rows] == ["1", "2"]


def test_a_day_without_papers_is_told_to_people_and_is_nothing_to_programs() -> None:
    empty = replace(a_ranking(), papers=())
    assert ranking_rows(empty, top=None) == ""
    assert in_a_pipe(ranking_table(empty, top=None, width=80)).endswith(
        "\nNo paper of this day has drawn enough attention.\n"
    )
    assert ranking_rows(a_day(), top=0) == ""


@given(st.text(max_size=60), st.integers(24, 130))
@example("\x1b[31m[bold]x[/bold]\n\ty", 80)
@example("\u202e", 24)
def test_no_title_breaks_the_table_or_its_rows(title: str, width: int) -> None:
    day = a_day((title, "Another"))
    screen = without_commands(on_screen(ranking_table(day, top=None, width=width), width))
    assert [line for line in screen.split("\n") if cell_len(line) > width] == []
    assert [letter for letter in screen if letter != "\n" and not letter >= " "] == []
    fields = [row.split("\t") for row in ranking_rows(day, top=None).split("\n")]
    assert [len(row) for row in fields] == [6, 6, 1]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_a_longer_bar_never_means_less(totals: list[int]) -> None:
    ranking = a_ranking(*(a_paper(f"2401.0000{place}") for place in range(1, len(totals) + 1)))
    papers = tuple(
        replace(paper, score=Score(total, ()))
        for paper, total in zip(ranking.papers, totals, strict=True)
    )
    table = in_a_pipe(ranking_table(replace(ranking, papers=papers), top=None, width=120), 120)
    rows = [line for line in table.split("\n") if "2401.0000" in line]
    bars = [sum(letter in "▏▎▍▌▋▊▉█" for letter in row) for row in rows]
    for total, length in zip(totals, bars, strict=True):
        assert (length > 0) == (total > 0)
        assert [
            (other, total)
            for other, its in zip(totals, bars, strict=True)
            if other < total and its > length
        ] == []
