from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.runs import FRESH_FOR, Freshness, Run, freshness
from tests.builders import NOW

MINUTE = timedelta(minutes=1)
problems = st.none() | st.sampled_from(["It is closed.", "It answers with a page."])
runs = st.lists(
    st.builds(
        lambda source, minutes, problem: Run(
            source=source, as_of=NOW + minutes * MINUTE, problem=problem
        ),
        st.sampled_from(["bluesky", "hackernews", "lobsters"]),
        st.integers(-3000, 60),
        problems,
    ),
    unique_by=lambda run: (run.source, run.as_of),
    max_size=20,
)


def a_run(hours_ago: float, problem: str | None = None, source: str = "bluesky") -> Run:
    return Run(source=source, as_of=NOW - timedelta(hours=hours_ago), problem=problem)


@given(runs, st.randoms())
def test_the_order_of_the_visits_does_not_matter(visits: list[Run], random: Random) -> None:
    assert freshness(visits, NOW) == freshness(random.sample(visits, len(visits)), NOW)


@given(runs, runs)
def test_later_visits_say_nothing_about_an_earlier_moment(
    visits: list[Run], later: list[Run]
) -> None:
    known = [run for run in visits if run.as_of <= NOW]
    after = [run for run in later if run.as_of > NOW]
    assert freshness(known, NOW) == freshness([*known, *after], NOW)


@given(runs)
def test_every_source_that_was_visited_has_its_row(visits: list[Run]) -> None:
    past = [run for run in visits if run.as_of <= NOW]
    found = {row.source: row for row in freshness(visits, NOW)}
    assert sorted({run.source for run in past}) == list(found)
    for source, row in found.items():
        own = [run for run in past if run.source == source]
        newest = max(own, key=lambda run: run.as_of)
        successes = [run.as_of for run in own if run.is_success]
        assert (max(successes, default=None), newest.problem) == (row.counted_at, row.problem)


def test_a_source_that_never_answered_is_missing() -> None:
    (row,) = freshness([a_run(2, "It is closed.")], NOW)
    assert Freshness("bluesky", None, "It is closed.") == row
    assert row.is_missing(NOW)


def test_a_source_that_failed_just_now_is_as_fresh_as_its_last_answer() -> None:
    (row,) = freshness([a_run(23), a_run(0, "It is closed.")], NOW)
    assert not row.is_missing(NOW)
    assert row.is_missing(NOW + timedelta(hours=2))


def test_a_source_is_missing_after_a_day_without_an_answer() -> None:
    (row,) = freshness([a_run(0)], NOW)
    assert [False, True] == [
        row.is_missing(NOW + FRESH_FOR + wait) for wait in (0 * MINUTE, MINUTE)
    ]


def test_an_answer_that_came_later_is_an_answer() -> None:
    (row,) = freshness([a_run(0)], NOW)
    assert not row.is_missing(NOW - timedelta(days=9))
