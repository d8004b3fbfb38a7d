from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.document.nodes import Moment, Paragraph, Text
from bot.document.plain import plain, plain_block
from bot.domain.digests import Digest, Request, Style, compose
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.runs import Freshness
from bot.domain.topics import EVERYTHING, Topic
from bot.views.digests import page, quiet
from bot.views.words import ENGLISH_WORDS, Words
from tests.builders import CHANNEL, NOW, a_digest, a_listing, a_paper, a_snapshot

FRIDAY = date(2021, 4, 23)


def a_day(*, candidates: int, hot: int) -> Ranking:
    ids = [f"2104.{number:05}" for number in range(1, candidates + 1)]
    evidence = Evidence(
        day=FRIDAY,
        listings=[a_listing(id_, listed_on=FRIDAY) for id_ in ids],
        snapshots=[a_snapshot(id_) for id_ in ids[:hot]],
    )
    return rank(evidence, ClassicPolicy(), as_of=NOW)


def of_a_day(
    *, candidates: int, hot: int, top: int | None = None, topic: Topic = EVERYTHING
) -> Digest:
    request = Request(destination=CHANNEL, top=top, topic=topic, style=Style.COMPACT)
    return compose(a_day(candidates=candidates, hot=hot), request, composed_at=NOW)


def opening(digest: Digest) -> list[str]:
    return list(map(plain_block, page(digest, ENGLISH_WORDS).opening))


def closing(digest: Digest) -> list[str]:
    return list(map(plain_block, page(digest, ENGLISH_WORDS).closing))


def test_the_title_names_the_day() -> None:
    assert "🔥 Hot papers · Friday, 23 April 2021" == opening(of_a_day(candidates=1, hot=1))[0]


@pytest.mark.parametrize(
    ("candidates", "hot", "top", "expected"),
    [
        (1, 1, None, "mostly cs.LG · 1 paper"),
        (16, 16, None, "mostly cs.LG · 16 papers"),
        (2, 1, None, "mostly cs.LG · 1 hot of 2 new"),
        (642, 16, None, "mostly cs.LG · 16 hot of 642 new"),
        (2000, 1200, None, "mostly cs.LG · 1,200 hot of 2,000 new"),
        (642, 16, 5, "mostly cs.LG · the first 5 of 16 hot papers"),
        (642, 16, 1, "mostly cs.LG · the first of 16 hot papers"),
        (2000, 1200, 1000, "mostly cs.LG · the first 1,000 of 1,200 hot papers"),
        (642, 16, 16, "mostly cs.LG · 16 hot of 642 new"),
        (
            0,
            0,
            None,
            "No papers were announced for this day. The next mailing brings new ones.",
        ),
        (
            1,
            0,
            None,
            "A quiet day: the one paper did not draw enough attention. Tomorrow is another one.",
        ),
        (
            1642,
            0,
            None,
            "A quiet day: none of the 1,642 papers drew enough attention. Tomorrow is another one.",
        ),
    ],
)
def test_the_header_says_how_many_of_how_many(
    candidates: int, hot: int, top: int | None, expected: str
) -> None:
    assert expected == opening(of_a_day(candidates=candidates, hot=hot, top=top))[1]


@pytest.mark.parametrize(
    ("candidates", "hot", "expected"),
    [
        (3, 2, "cs.LG and stat.* · 2 hot of 3 new"),
        (3, 0, "A quiet day: none of the 3 papers in cs.LG and stat.* drew enough attention."),
        (0, 0, "No papers in cs.LG and stat.* were announced for this day."),
    ],
)
def test_the_header_names_the_topic(candidates: int, hot: int, expected: str) -> None:
    topic = Topic.of(["stat.*", "cs.LG"])
    digest = of_a_day(candidates=candidates, hot=hot, topic=topic)
    assert opening(digest)[1].startswith(expected)


@pytest.mark.parametrize(
    ("primaries", "expected"),
    [
        ("cs.CV cs.CV cs.LG", "mostly cs.CV"),
        ("cs.CV cs.CV cs.LG cs.CL cs.CL math.AG hep-th", "mostly cs.CL and cs.CV"),
        ("cs.CV cs.LG cs.CL math.AG", "mostly cs.CL, cs.CV and cs.LG"),
        ("cs.CV cs.LG cs.CL math.AG hep-th stat.ML", "all categories"),
    ],
)
def test_without_a_topic_the_categories_of_most_papers_are_named(
    primaries: str, expected: str
) -> None:
    papers = [
        a_paper(f"2401.{number:05}", categories=(category, "cs.AI"))
        for number, category in enumerate(primaries.split(), 1)
    ]
    digest = a_digest(*papers)
    assert f"{expected} · {len(papers)} papers" == opening(digest)[1]
    assert "cs" == page(digest, ENGLISH_WORDS).accent


def test_papers_without_categories_are_of_all_categories() -> None:
    digest = a_digest(a_paper(categories=()))
    assert "all categories · 1 paper" == opening(digest)[1]
    assert page(digest, ENGLISH_WORDS).accent is None


@pytest.mark.parametrize("style", Style)
def test_each_paper_is_a_section_in_its_place(style: Style) -> None:
    papers = [a_paper(f"2401.{number:05}", title=f"Title {number}") for number in range(1, 4)]
    document = page(a_digest(*papers, style=style), ENGLISH_WORDS)
    titles = [plain_block(row.blocks[0]) for row in document.sections]
    assert ["1. Title 1", "2. Title 2", "3. Title 3"] == titles


def test_the_footer_says_when_and_where_it_was_measured() -> None:
    expected = Paragraph(
        (
            Text("Measured "),
            Moment(NOW, "18 January 2024, 18:00 JST"),
            Text(" on X"),
            Text(" · papers from arXiv.org"),
        ),
        is_small=True,
    )
    assert (expected,) == page(a_digest(), Words(zone="Asia/Tokyo")).closing


def test_the_footer_names_the_newest_reading_and_every_source() -> None:
    evidence = Evidence(
        day=FRIDAY,
        listings=[a_listing("2104.00001"), a_listing("2104.00002")],
        snapshots=[
            a_snapshot("2104.00001", source="x", measured_at=datetime(2021, 4, 24, 8, tzinfo=UTC)),
            a_snapshot("2104.00002", source="hackernews", measured_at=NOW),
        ],
    )
    ranking = rank(evidence, ClassicPolicy(), as_of=NOW)
    digest = compose(ranking, Request(destination=CHANNEL), composed_at=NOW)
    (footer,) = closing(digest)
    expected = "Measured 18 January 2024, 09:00 UTC on Hacker News and X · papers from arXiv.org"
    assert expected == footer


def test_a_sample_says_so() -> None:
    (footer,) = closing(replace(a_digest(), is_sample=True))
    assert "on X · a sample day · papers from arXiv.org" in footer


def test_an_empty_day_has_no_footer_and_no_colour() -> None:
    document = page(of_a_day(candidates=0, hot=0), ENGLISH_WORDS)
    assert ((), (), None) == (document.sections, document.closing, document.accent)


def test_the_footer_says_how_old_the_counts_are_and_which_source_is_missing() -> None:
    fresh = Freshness(source="x", counted_at=NOW - timedelta(hours=3))
    silent = Freshness(source="hackernews", counted_at=None)
    digest = a_digest()
    ranking = replace(digest.ranking, freshness=(silent, fresh))
    (footer,) = closing(replace(digest, ranking=ranking))
    assert "on X (3 h ago) · missing today: Hacker News · papers from arXiv.org" in footer


def test_on_an_empty_day_the_footer_names_what_is_missing() -> None:
    digest = of_a_day(candidates=0, hot=0)
    ranking = replace(digest.ranking, freshness=(Freshness(source="x", counted_at=None),))
    assert ["missing today: X"] == closing(replace(digest, ranking=ranking))


def test_where_every_source_is_missing_the_footer_names_none_as_read() -> None:
    digest = a_digest()
    ranking = replace(digest.ranking, freshness=(Freshness(source="x", counted_at=None),))
    expected = "Measured 18 January 2024, 09:00 UTC · missing today: X · papers from arXiv.org"
    assert [expected] == closing(replace(digest, ranking=ranking))


def test_sources_read_at_different_times_each_have_their_age() -> None:
    digest = a_digest()
    fresh = Freshness(source="x", counted_at=NOW)
    old = Freshness(source="hackernews", counted_at=NOW - timedelta(hours=3))
    ranking = replace(digest.ranking, sources=("hackernews", "x"), freshness=(old, fresh))
    (footer,) = closing(replace(digest, ranking=ranking))
    assert "UTC on Hacker News (3 h ago), on X (just now) · papers from arXiv.org" in footer


def test_late_risers_are_counted_apart() -> None:
    digest = of_a_day(candidates=9, hot=3)
    first, *others = digest.ranking.papers
    ranking = replace(digest.ranking, papers=(replace(first, is_late=True), *others))
    late = replace(digest, ranking=ranking, papers=ranking.papers)
    assert "mostly cs.LG · 2 hot of 9 new, 1 late riser" == opening(late)[1]


def test_the_title_of_several_days_names_the_first_and_the_last() -> None:
    digest = of_a_day(candidates=1, hot=1)
    week = replace(digest, ranking=replace(digest.ranking, since=date(2021, 4, 19)))
    assert "🔥 Hot papers · 19 – 23 April 2021" == opening(week)[0]


@pytest.mark.parametrize(
    ("candidates", "topic", "expected"),
    [
        (0, "", "No papers were announced for these days. The next mailing brings new ones."),
        (1, "", "These days were quiet: the one paper did not draw enough attention."),
        (1000, "", "These days were quiet: none of the 1,000 papers drew enough attention."),
        (
            3,
            "cs.LG",
            "These days were quiet: none of the 3 papers in cs.LG drew enough attention.",
        ),
        (
            3,
            "teapots",
            "These days were quiet: none of the 3 papers on “teapots” drew enough attention.",
        ),
    ],
)
def test_several_quiet_days_are_told_as_one(candidates: int, topic: str, expected: str) -> None:
    wanted = Topic.parse(topic) if topic else EVERYTHING
    digest = of_a_day(candidates=candidates, hot=0, topic=wanted)
    week = replace(digest, ranking=replace(digest.ranking, since=date(2021, 4, 19)))
    assert expected == opening(week)[1]


def test_a_day_without_a_mailing_is_one_line() -> None:
    line = plain(quiet(Request(destination=CHANNEL), FRIDAY, ENGLISH_WORDS))
    sentence = "No mailing today. The next digest comes with the next mailing."
    assert f"Friday, 23 April 2021 · {sentence}" == line


def test_a_day_without_a_hot_paper_is_one_line_that_names_the_topic() -> None:
    request = Request(destination=CHANNEL, topic=Topic.of(["stat.*", "cs.LG"]))
    line = plain(quiet(request, FRIDAY, ENGLISH_WORDS, is_mailed=True))
    subject = "Friday, 23 April 2021 · cs.LG and stat.*"
    assert f"{subject} · No hot paper today. Tomorrow is another day." == line
