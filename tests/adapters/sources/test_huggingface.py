"""Hugging Face Daily Papers, recorded and over a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import SecretStr

from adapters.sources.http import Web
from adapters.sources.huggingface import HuggingFace, parse_day
from bot.domain.engagement import Engagement, MentionKey
from bot.errors import SourceChanged, SourceUnavailable
from tests.adapters.sources.errands import (
    AS_OF,
    OTHER,
    PAPER,
    RECORDED,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
    recorded,
)
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

DAYS = sorted(path.name for path in (RECORDED / "hf_daily/raw").glob("*.gz"))
LIST = "/api/daily_papers"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[Web]:
    async with a_client() as opened:
        yield opened


def a_row(
    id: str = PAPER,  # noqa: A002
    *,
    upvotes: object = 36,
    comments: object = 2,
    by: str = "curator",
    author: str = "author",
) -> dict[str, object]:
    return {
        "paper": {
            "id": id,
            "title": "A title",
            "summary": "An abstract.",
            "upvotes": upvotes,
            "authors": [{"name": "Ada Lovelace", "user": {"user": author, "name": author}}],
            "submittedOnDailyAt": "2026-08-12T00:00:00.000Z",
        },
        "numComments": comments,
        "submittedBy": {"_id": "5e6f", "name": by, "fullname": by.title()},
    }


@pytest.mark.skipif(not DAYS, reason="the recordings are not at hand")
@pytest.mark.parametrize("name", DAYS)
def test_every_schema_of_the_years_is_read_row_by_row(name: str) -> None:
    body = recorded(f"hf_daily/raw/{name}")
    assert isinstance(body, list)

    rows = parse_day(body, date.fromisoformat(name[:10]))

    assert 0 == rows.left_out
    assert [(row["paper"]["id"], row["paper"]["upvotes"], row["numComments"]) for row in body] == [
        (seen.native_id, seen.engagement.likes, seen.engagement.comments)
        for seen in rows.read
        if seen.engagement
    ]
    assert [(seen.native_id,) for seen in rows.read] == [
        tuple(map(str, seen.papers)) for seen in rows.read
    ]


def test_the_first_recorded_paper_is_what_a_person_reads_there() -> None:
    first = parse_day(recorded("hf_daily/raw/2026-08-21.json.gz"), date(2026, 8, 21)).read[0]

    assert "2608.19880" == first.native_id
    assert "https://huggingface.co/papers/2608.19880" == first.url
    assert ("taesiri", "taesiri") == (first.author, first.handle)
    assert Engagement(likes=163, comments=1) == first.engagement
    assert (date(2026, 8, 21), None) == (first.posted_on, first.posted_at)
    assert not first.is_own


def test_the_oldest_schema_has_no_submitter() -> None:
    first = parse_day(recorded("hf_daily/raw/2024-05-27.json.gz"), date(2024, 5, 27)).read[0]

    assert ("2405.15738", "Hugging Face") == (first.native_id, first.author)
    assert Engagement(likes=32, comments=3) == first.engagement


def test_a_day_that_tells_the_moment_of_listing_keeps_it() -> None:
    body = recorded("hf_daily/raw/2025-10-02.json.gz")
    moments = [seen.posted_at for seen in parse_day(body, date(2025, 10, 2)).read]

    assert datetime(2025, 10, 2, 6, 11, 39, 570000, tzinfo=UTC) in moments


def test_a_paper_listed_by_one_of_its_authors_is_their_own() -> None:
    rows = parse_day([a_row(by="ada", author="ada"), a_row(OTHER)], AS_OF.date())

    assert [True, False] == [seen.is_own for seen in rows.read]


def test_two_papers_of_one_curator_are_two_voices() -> None:
    first, second = parse_day([a_row(), a_row(OTHER)], AS_OF.date()).read

    assert first.account != second.account


def test_a_row_of_another_shape_is_left_out_and_said_so() -> None:
    rows = parse_day([a_row(), {"paper": None}], AS_OF.date())

    assert 1 == len(rows.read)
    assert ("here: 1 of 2 rows have an unknown shape.",) == rows.warnings("here")


@pytest.mark.parametrize("upvotes", ["many", {}, [1]])
def test_counters_that_are_no_numbers_are_a_changed_shape(upvotes: object) -> None:
    with pytest.raises(SourceChanged):
        parse_day([a_row(upvotes=upvotes)], AS_OF.date())


@pytest.mark.parametrize(("told", "kept"), [(None, 0), (-4, 0), (10**30, 2**31 - 1)])
def test_counters_stay_within_what_can_be_stored(told: object, kept: int) -> None:
    seen = parse_day([a_row(upvotes=told)], AS_OF.date()).read[0]

    assert Engagement(likes=kept, comments=2) == seen.engagement


async def test_each_day_asked_for_is_read(server: Server, client: Web) -> None:
    server.serves(LIST, [a_row()], query={"date": "2026-08-12", "limit": "100", "p": "0"})
    server.serves(LIST, [a_row(OTHER)], query={"date": "2026-08-11"})
    source = HuggingFace(fetch=client, url=server.url())

    harvest = await source.collect(an_errand(since=AS_OF - timedelta(days=1)), quietly)

    assert [(OTHER, OTHER), (PAPER, PAPER)] == posts(harvest)
    assert Engagement(likes=36, comments=2) == counted(harvest)[PAPER, PAPER]
    assert {AS_OF} == {snapshot.measured_at for snapshot in harvest.snapshots}
    assert [date(2026, 8, 11), date(2026, 8, 12)] == [m.posted_on for m in harvest.mentions]


async def test_a_full_page_is_followed_by_the_next(server: Server, client: Web) -> None:
    full = [a_row(f"2608.{number:05}") for number in range(1, 101)]
    server.serves(LIST, full, query={"p": "0"})
    server.serves(LIST, [a_row()], query={"p": "1"})

    harvest = await HuggingFace(fetch=client, url=server.url()).collect(an_errand(), quietly)

    assert 101 == len(harvest.mentions)


async def test_a_day_without_a_list_yet_is_empty(server: Server, client: Web) -> None:
    server.refuses(LIST, 400)

    harvest = await HuggingFace(fetch=client, url=server.url()).collect(an_errand(), quietly)

    assert ((), ()) == (harvest.mentions, harvest.warnings)


async def test_one_day_that_fails_leaves_the_others(server: Server, client: Web) -> None:
    server.refuses(LIST, 503, query={"date": "2026-08-11"})
    server.serves(LIST, [a_row()], query={"date": "2026-08-12"})
    source = HuggingFace(fetch=client, url=server.url())

    harvest = await source.collect(an_errand(since=AS_OF - timedelta(days=1)), quietly)

    assert [(PAPER, PAPER)] == posts(harvest)
    assert 1 == len(harvest.warnings)
    assert "2026-08-11" in harvest.warnings[0]


async def test_known_papers_are_counted_on_the_day_they_were_listed(
    server: Server, client: Web
) -> None:
    paper = {"id": OTHER, "upvotes": 60, "submittedOnDailyAt": "2026-08-04T06:00:00.000Z"}
    server.serves(LIST, [], query={"date": "2026-08-12"})
    server.serves(LIST, [a_row(OTHER, upvotes=61, comments=7)], query={"date": "2026-08-04"})
    server.serves(f"/api/papers/{OTHER}", paper)
    source = HuggingFace(fetch=client, url=server.url())

    harvest = await source.collect(an_errand(known=(MentionKey("huggingface", OTHER),)), quietly)

    assert {(OTHER, OTHER): Engagement(likes=61, comments=7)} == counted(harvest)


async def test_a_known_paper_that_is_no_longer_there_is_gone(server: Server, client: Web) -> None:
    server.serves(LIST, [])
    known = MentionKey("huggingface", OTHER)

    harvest = await HuggingFace(fetch=client, url=server.url()).collect(
        an_errand(known=(known,)), quietly
    )

    assert (known,) == harvest.gone


async def test_the_token_is_sent_and_never_shown(server: Server, client: Web) -> None:
    server.serves(LIST, [])
    source = HuggingFace(fetch=client, url=server.url(), token=SecretStr("hf_secret"))

    await source.collect(an_errand(), quietly)

    assert "Bearer hf_secret" == server.requests[0].headers["Authorization"]
    assert "hf_secret" not in repr(source)


async def test_a_mirror_that_is_down_is_unavailable(client: Web) -> None:
    async with a_web() as stopped:
        address = stopped.url()
    with pytest.raises(SourceUnavailable):
        await HuggingFace(fetch=client, url=address).collect(an_errand(), quietly)
