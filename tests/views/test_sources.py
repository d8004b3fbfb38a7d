import json
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.runs import Run
from bot.views.sources import rows, sentence, summary, what_is_used
from bot.views.words import ENGLISH_WORDS
from tests.builders import NOW


@dataclass(frozen=True)
class Network:
    name: str = "hackernews"
    lacks: tuple[str, ...] = ()


def a_run(
    hours_ago: float = 0,
    *,
    source: str = "hackernews",
    papers: int = 0,
    mentions: int = 0,
    snapshots: int = 0,
    problem: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Run:
    return Run(
        source=source,
        as_of=NOW - timedelta(hours=hours_ago),
        papers=papers,
        mentions=mentions,
        snapshots=snapshots,
        problem=problem,
        warnings=warnings,
    )


def test_a_source_that_was_never_asked_has_a_row_too() -> None:
    (row,) = rows([Network()], [], ENGLISH_WORDS, now=NOW)
    assert ("Hacker News", "on", "never", 0, 0, "") == (
        row.name,
        row.state,
        row.last_success,
        row.papers,
        row.mentions,
        row.remark,
    )


def test_a_source_that_lacks_settings_is_off_and_says_which() -> None:
    (row,) = rows(
        [Network("x", ("X_BEARER_TOKEN", "X_MONTHLY_BUDGET_USD"))], [], ENGLISH_WORDS, now=NOW
    )
    assert ("off", "needs X_BEARER_TOKEN, X_MONTHLY_BUDGET_USD") == (row.state, row.remark)


def test_a_row_counts_what_the_last_day_brought() -> None:
    visits = [
        a_run(30, papers=100, mentions=100),
        a_run(24, papers=1, mentions=2),
        a_run(3, papers=10, mentions=20),
        a_run(1, problem="It is closed."),
        a_run(0.5, source="lobsters", mentions=7),
    ]
    (row,) = rows([Network()], visits, ENGLISH_WORDS, now=NOW)
    assert (11, 22, "3 h ago", "It is closed.") == (
        row.papers,
        row.mentions,
        row.last_success,
        row.remark,
    )


def test_a_trouble_that_is_over_is_not_mentioned() -> None:
    (row,) = rows(
        [Network()], [a_run(2, problem="It is closed."), a_run(1)], ENGLISH_WORDS, now=NOW
    )
    assert "" == row.remark


def test_of_many_warnings_the_first_is_told_and_how_many_more_there_are() -> None:
    visits = [a_run(warnings=("One.", "Two.", "Three."))]
    (row,) = rows([Network()], visits, ENGLISH_WORDS, now=NOW)
    assert "One. (and 2 more warnings)" == row.remark
    assert "Hacker News: nothing new. One. (and 2 more warnings)" == sentence(
        visits[0], ENGLISH_WORDS
    )


def test_a_visit_is_told_in_a_sentence() -> None:
    told = {
        "arXiv: 1,450 new papers.": a_run(source="arxiv", papers=1450),
        "Hacker News: 1 new mention, 1 new count.": a_run(mentions=1, snapshots=1),
        "Hacker News: 3 new mentions, 40 new counts.": a_run(mentions=3, snapshots=40),
        "Hacker News: nothing new.": a_run(),
        "Hacker News: It is closed.": a_run(problem="It is closed."),
    }
    assert list(told) == [sentence(run, ENGLISH_WORDS) for run in told.values()]


texts = st.text(max_size=40)


@given(st.lists(st.builds(a_run, st.integers(0, 99), problem=st.none() | texts), max_size=5))
def test_a_summary_is_json_with_an_object_a_visit(visits: list[Run]) -> None:
    told = json.loads(json.dumps(summary(visits)))
    assert [(run.source, run.is_success, run.problem) for run in visits] == [
        (one["source"], one["ok"], one["problem"]) for one in told
    ]


DAY = date(2024, 1, 17)


def test_it_says_which_day_is_used_and_whether_it_is_live() -> None:
    arxiv, network = a_run(source="arxiv"), a_run()
    closed = a_run(source="arxiv", problem="It is closed.")
    broken = a_run(problem="It is closed.")
    assert [
        "Everything is live; the newest mailing is that of Wednesday, 17 January 2024.",
        (
            "The newest mailing is that of Wednesday, 17 January 2024; what failed counts as it did"
            " before."
        ),
        "arXiv does not answer: this is Wednesday, 17 January 2024, the newest day that is known.",
    ] == [
        what_is_used(DAY, visits, ENGLISH_WORDS)
        for visits in ([arxiv, network], [arxiv, broken], [closed])
    ]
