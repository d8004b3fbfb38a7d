import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.sources.archive import parse
from adapters.sources.sample import read_sample, sample_day
from bot.domain.papers import normalise
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, rank
from bot.errors import SourceChanged

PUBLISHED = Path(__file__).parents[3] / "../shared/data/archive/2021-04-23---Hot-Papers.md"

COUNTS = [
    ("2104.11178", 5490, 256),
    ("2104.11227", 2642, 320),
    ("2104.10809", 2358, 263),
    ("2104.11044", 2100, 297),
    ("2104.11145", 577, 95),
    ("2104.11224", 462, 89),
    ("2104.11225", 302, 113),
    ("2104.10789", 289, 106),
    ("2104.11222", 180, 51),
    ("2104.10858", 170, 53),
    ("2104.10972", 169, 44),
    ("2104.10935", 87, 41),
    ("2104.11228", 56, 39),
    ("2104.11216", 42, 50),
    ("2104.10916", 42, 24),
    ("2104.10698", 6, 54),
]


def damaged(name: str, value: object) -> bytes:
    day = json.loads((files("adapters.sources") / "sample.json").read_text("utf-8"))
    day["papers"][3][name] = value
    return json.dumps(day).encode()


def test_the_sample_ranks_as_the_day_was_published() -> None:
    sample = sample_day()
    evidence = Evidence(day=sample.head.day, listings=sample.listings, snapshots=sample.snapshots)
    ranking = rank(evidence, ClassicPolicy(), as_of=sample.head.counted_at)
    assert [
        (str(paper.paper.id), paper.engagement.reposts, paper.engagement.likes)
        for paper in ranking.papers
    ] == COUNTS


def test_the_sample_is_a_friday_counted_on_the_next_day() -> None:
    head = sample_day().head
    assert head.day == date(2021, 4, 23)
    assert head.published_at == datetime(2021, 4, 24, 8, 20, 33, tzinfo=UTC)
    assert head.counted_at - head.published_at < timedelta(minutes=1)


def test_every_paper_of_the_sample_has_all_that_a_digest_shows() -> None:
    sample = sample_day()
    assert [one.position for one in sample.listings] == list(range(1, 17))
    for listing in sample.listings:
        paper = listing.paper
        assert paper.authors
        assert paper.categories
        assert paper.title == normalise(paper.title)
        assert 80 < len(paper.abstract) < 300
        assert paper.abstract.endswith(".")
        assert listing.wording is None


def test_no_text_of_a_post_ships_with_the_sample() -> None:
    sample = sample_day()
    assert {mention.embed for mention in sample.mentions} == {None}
    assert {mention.paper_id for mention in sample.mentions} == {
        listing.paper.id for listing in sample.listings
    }


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the archive is not at ../shared/data/archive")
def test_the_facts_of_the_sample_are_those_of_the_published_day() -> None:
    sample = sample_day()
    post = parse(PUBLISHED.read_bytes(), name=PUBLISHED.name, zone=ZoneInfo("Asia/Tokyo"))
    assert sample.head == post.head
    assert sample.snapshots == post.snapshots
    for ours, theirs in zip(sample.listings, post.listings, strict=True):
        assert (ours.paper.id, ours.paper.title) == (theirs.paper.id, theirs.paper.title)
        assert ours.paper.authors == theirs.paper.authors
        assert ours.paper.categories == theirs.paper.categories
    assert [
        (one.key, one.url, one.author, one.handle, one.posted_on, one.language)
        for one in sample.mentions
    ] == [
        (one.key, one.url, one.author, one.handle, one.posted_on, one.language)
        for one in post.mentions
    ]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("reposts", -1, "papers.3.reposts"),
        ("likes", "many", "papers.3.likes"),
        ("title", None, "papers.3.title"),
        ("measured_at", "2021-04-24T08:20:33", "papers.3.measured_at"),
        ("id", "2113.00001", "“2113.00001” is not an arXiv identifier"),
    ],
)
def test_a_damaged_sample_is_refused_by_name(name: str, value: object, told: str) -> None:
    with pytest.raises(SourceChanged) as refused:
        read_sample(damaged(name, value))
    assert str(refused.value).startswith(f"The sample day cannot be read: {told}")


def test_a_sample_that_is_no_json_is_refused() -> None:
    with pytest.raises(SourceChanged, match="The sample day cannot be read: the file"):
        read_sample(b"---")
