"""Mastodon, recorded and over a real socket."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.sources.mastodon import Mastodon, parse_status, parse_timeline
from bot.domain.engagement import Engagement, MentionKey
from tests.adapters.sources.errands import (
    AS_OF,
    PAPER,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
    recorded,
    recorded_body,
)
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

TIMELINE = "/api/v1/timelines/tag/arxiv"
LINK = (
    f'<p>Worth reading: <a href="https://arxiv.org/abs/{PAPER}"><span class="invisible">https://'
    f'</span><span class="ellipsis">arxiv.org/abs/2608.</span><span class="invisible">09949</span>'
    "</a></p>"
)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        yield running


@pytest.fixture
async def source(server: Server) -> AsyncIterator[Mastodon]:
    async with a_client() as client:
        yield Mastodon(fetch=client, instances=(server.url(),), tags=("arxiv",))


def a_status(
    id: str = "117020593741189701",  # noqa: A002
    *,
    content: str = LINK,
    created_at: datetime = AS_OF - timedelta(hours=2),
    bot: bool = False,
    reblog: object = None,
    card: object = None,
    host: str = "mathstodon.xyz",
) -> dict[str, object]:
    return {
        "id": id,
        "created_at": created_at.isoformat().replace("+00:00", "Z"),
        "in_reply_to_id": None,
        "language": "en",
        "uri": f"https://{host}/users/emmy/statuses/{id}",
        "url": f"https://{host}/@emmy/{id}",
        "replies_count": 2,
        "reblogs_count": 11,
        "favourites_count": 30,
        "quotes_count": 1,
        "content": content,
        "reblog": reblog,
        "account": {
            "id": "7",
            "acct": "emmy",
            "display_name": "Emmy",
            "bot": bot,
            "url": f"https://{host}/@emmy",
            "uri": f"https://{host}/users/emmy",
        },
        "tags": [{"name": "arxiv"}],
        "card": card,
    }


def native_id(server: Server, status_id: str) -> str:
    return f"{server.url().removeprefix('http://')}/{status_id}"


def test_a_recorded_timeline_is_read() -> None:
    body = recorded_body("mastodon/mastodonpy_test_hashtag_tl.json", 2)
    (seen,) = parse_timeline(body, "http://localhost:3000").read

    assert "localhost:3000/117020593741189701" == seen.native_id
    assert "http://localhost:3000/@mastodonpy_test_2/117020593741189701" == seen.url
    assert "mastodonpy_test_2@localhost:3000" == seen.handle
    assert "mastodonpy_test_2" == seen.author
    assert datetime(2026, 8, 1, 13, 55, 55, 867000, tzinfo=UTC) == seen.posted_at
    assert ((), "ja", Engagement()) == (seen.papers, seen.language, seen.engagement)


def test_every_recorded_status_of_the_live_search_is_read() -> None:
    exchanges = recorded("mastodon/mastodonpy_test_entity_searchv2.json")
    assert isinstance(exchanges, list)
    statuses = [s for e in exchanges for s in e["body"].get("statuses", [])]

    for status in statuses:
        seen = parse_status(status, "https://mastodon.social")
        assert f"mastodon.social/{status['id']}" == seen.native_id
        assert status["favourites_count"] == (seen.engagement or Engagement()).likes
        assert status["account"]["bot"] == seen.is_automated


def test_a_link_that_is_cut_into_pieces_for_the_eye_is_one_link() -> None:
    assert [PAPER] == [str(p) for p in parse_status(a_status(), "https://a.example").papers]


def test_the_preview_card_counts_as_a_link() -> None:
    card = {"url": f"https://arxiv.org/abs/{PAPER}", "title": "A title"}
    seen = parse_status(a_status(content="<p>Look</p>", card=card), "https://a.example")

    assert [PAPER] == [str(paper) for paper in seen.papers]


def test_an_identifier_never_runs_on_into_the_next_paragraph() -> None:
    seen = parse_status(
        a_status(content="<p>arXiv:2608.0994</p><p>9 reasons</p>"), "https://a.example"
    )

    assert () == seen.papers


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://phishing.example/"])
def test_the_address_of_a_post_leads_to_the_instance_that_was_chosen(url: str) -> None:
    status = a_status() | {"url": url}

    assert "https://a.example/@emmy/117020593741189701" == (
        parse_status(status, "https://a.example").url
    )


@pytest.mark.parametrize(
    "content", ["", "<", "<p", "</div></p>", '<?xml version="1" encoding="x"?>']
)
def test_broken_markup_is_read_as_far_as_it_goes(content: str) -> None:
    assert () == parse_status(a_status(content=content), "https://a.example").papers


async def test_posts_are_found_under_their_tag(server: Server, source: Mastodon) -> None:
    server.serves(TIMELINE, [a_status(), a_status("117020593741189700", reblog={"id": "1"})])

    harvest = await source.collect(an_errand(), quietly)

    expected = Engagement(reposts=11, likes=30, quotes=1, comments=2)
    key = native_id(server, "117020593741189701")
    assert {(key, PAPER): expected} == counted(harvest)
    assert "https://mathstodon.xyz/users/emmy" == harvest.mentions[0].account


async def test_a_program_is_marked(server: Server, source: Mastodon) -> None:
    server.serves(TIMELINE, [a_status(bot=True)])

    assert (await source.collect(an_errand(), quietly)).mentions[0].is_automated


async def test_the_bookmark_asks_only_for_what_is_new(server: Server, source: Mastodon) -> None:
    server.serves(TIMELINE, [a_status()])
    first = await source.collect(an_errand(), quietly)
    await source.collect(an_errand(bookmark=first.bookmark), quietly)

    assert [None, "117020593741189701"] == [seen.query.get("since_id") for seen in server.requests]


async def test_older_pages_are_read_until_the_beginning_is_reached(
    server: Server, source: Mastodon
) -> None:
    full = [a_status(str(900 - n)) for n in range(40)]
    old = a_status("800", created_at=AS_OF - timedelta(days=3))
    server.serves(TIMELINE, full, times=1)
    server.serves(TIMELINE, [a_status("860"), old], query={"max_id": "861"})

    harvest = await source.collect(an_errand(), quietly)

    assert 41 == len(harvest.mentions)


async def test_a_timeline_that_breaks_off_is_read_again_from_the_same_place(
    server: Server, source: Mastodon
) -> None:
    server.serves(TIMELINE, [a_status(str(900 - n)) for n in range(40)], times=1)
    server.refuses(TIMELINE, 503)
    patient = Mastodon(fetch=source.fetch, instances=source.instances, tags=("arxiv", "quiet"))
    server.serves("/api/v1/timelines/tag/quiet", [])

    harvest = await patient.collect(an_errand(), quietly)

    assert (40, 1) == (len(harvest.mentions), len(harvest.warnings))
    assert {} == json.loads(harvest.bookmark or "")


async def test_a_post_that_two_instances_show_is_one_post(server: Server) -> None:
    async with a_web() as second, a_client() as client:
        for instance in (server, second):
            instance.serves(TIMELINE, [a_status()])
        both = Mastodon(fetch=client, instances=(server.url(), second.url()), tags=("arxiv",))
        harvest = await both.collect(an_errand(), quietly)

    assert [(native_id(server, "117020593741189701"), PAPER)] == posts(harvest)


async def test_known_posts_are_counted_again_or_gone(server: Server, source: Mastodon) -> None:
    server.serves(TIMELINE, [])
    server.serves("/api/v1/statuses/5", a_status("5", created_at=AS_OF - timedelta(days=4)))
    known = tuple(MentionKey("mastodon", native_id(server, number)) for number in "56")

    harvest = await source.collect(an_errand(known=known), quietly)

    assert [(known[0].native_id, PAPER)] == posts(harvest)
    assert (known[1],) == harvest.gone


async def test_a_moment_in_the_past_does_not_see_later_posts(
    server: Server, source: Mastodon
) -> None:
    server.serves(TIMELINE, [a_status("9", created_at=AS_OF + timedelta(hours=1)), a_status("8")])

    harvest = await source.collect(an_errand(), quietly)

    assert [(native_id(server, "8"), PAPER)] == posts(harvest)
    assert ["8"] == list(json.loads(harvest.bookmark or "").values())


async def test_without_instances_it_lacks_the_setting(source: Mastodon) -> None:
    assert ((), ("MASTODON_URLS",)) == (source.lacks, Mastodon(fetch=source.fetch).lacks)
