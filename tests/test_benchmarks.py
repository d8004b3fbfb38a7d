"""Every benchmark runs, at a hundredth of its size, and its made-up data are like real ones."""

from io import StringIO
from itertools import chain
from random import Random

import pytest
from rich.console import Console

from adapters.sources.archive import parse
from bot.domain.balanced import BalancedPolicy
from bot.domain.links import might_link
from bot.domain.ranking import rank
from tests.benchmarks import blog, words
from tests.benchmarks.apart import measured_apart
from tests.benchmarks.catalogue import CATALOGUE
from tests.benchmarks.days import AS_OF, busy_day
from tests.benchmarks.events import events
from tests.benchmarks.figures import AtLeast, AtMost, Figure, written
from tests.benchmarks.starting import sdks_imported
from tests.benchmarks.table import table
from tests.benchmarks.timing import RUNS

BENCHMARKS = dict(chain.from_iterable(named.items() for named in CATALOGUE.values()))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_gives_positive_figures_and_says_when_it_is_done(name: str) -> None:
    reports: list[tuple[int, int | None]] = []

    first, *rest = BENCHMARKS[name](0.01, lambda done, total: reports.append((done, total)))

    assert first.value > 0
    assert all(figure.value >= 0 for figure in rest)
    assert reports[-1][0] == reports[-1][1]


def test_a_benchmark_gives_its_figures_from_a_process_of_its_own() -> None:
    reports: list[tuple[int, int | None]] = []
    heading = next(heading for heading, named in CATALOGUE.items() if "matcher" in named)

    (figure,) = measured_apart(
        heading, "matcher", lambda done, total: reports.append((done, total)), share=0.001
    )

    assert figure.value > 0
    assert [(run, RUNS) for run in range(1, RUNS + 1)] == reports


def test_the_help_imports_no_sdk() -> None:
    assert [] == sdks_imported()


def test_half_a_percent_of_the_events_might_name_a_paper_and_none_is_like_another() -> None:
    lines = list(events(2000))

    assert (10, 2000) == (sum(map(might_link, lines)), len(set(lines)))


def test_a_made_up_page_is_one_that_the_old_blog_could_have_published() -> None:
    post = parse(blog.page(3, Random(3)), name="a page", zone=blog.ZONE)

    assert (16, 32, 16) == (len(post.listings), len(post.mentions), len(post.snapshots))


def test_a_made_up_abstract_is_as_long_as_real_ones() -> None:
    lengths = [len(words.abstract(Random(number))) for number in range(50)]

    assert words.ABSTRACT_LENGTH <= min(lengths)
    assert max(lengths) < 1.2 * words.ABSTRACT_LENGTH


def test_on_a_made_up_busy_day_some_papers_are_hot_and_some_are_not() -> None:
    ranking = rank(busy_day(300, 3000, Random(1)), BalancedPolicy(), as_of=AS_OF)

    assert 0 < len(ranking.papers) < ranking.candidates


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure(subject="Wait", value=0.3, unit="s", aim=AtMost(0.3)), "≤ 0.3 s ✓ met"),
        (Figure(subject="Wait", value=0.31, unit="s", aim=AtMost(0.3)), "≤ 0.3 s ✗ missed"),
        (Figure(subject="Pace", value=999, unit="/s", aim=AtLeast(1000)), "≥ 1,000 /s ✗ missed"),
        (Figure(subject="Wait", value=1, unit="s", aim=AtMost(2, "Peer")), "Peer: ≤ 2 s ✓ met"),
        (Figure(subject="Wait", value=1, unit="s"), ""),
    ],
)
def test_the_table_says_whether_an_aim_is_met(figure: Figure, verdict: str) -> None:
    screen = StringIO()
    Console(file=screen, width=80).print(table({"Heading": [figure]}))

    row = next(line for line in screen.getvalue().splitlines() if figure.subject in line)
    amount = f"{figure.subject} {written(figure.value)} {figure.unit}"
    assert f"{amount} {verdict}".strip() == " ".join(row.split())


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234"), (123.4, "123"), (12.34, "12.3"), (0.12345, "0.123"), (0, "0")],
)
def test_numbers_are_written_with_the_digits_that_count(value: float, text: str) -> None:
    assert text == written(value)
