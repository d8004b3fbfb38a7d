"""Bluesky with and without an account, over real sockets."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.sources.bluesky import Bluesky
from adapters.sources.bluesky_jetstream import listen_as, microseconds
from adapters.sources.bluesky_posts import parse_posts
from bot.domain.engagement import Engagement, MentionKey
from bot.errors import SourceChanged, SourceUnavailable
from tests.adapters.sources.errands import (
    AS_OF,
    PAPER,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
    recorded,
)
from tests.emulators.jetstream import Jetstream, a_jetstream, a_record
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

START = AS_OF - timedelta(hours=1)
LINK = f"https://arxiv.org/abs/{PAPER}"
POST = "at://did:plc:ada/app.bsky.feed.post/"
GET_POSTS = "/xrpc/app.bsky.feed.getPosts"
SEARCH = "/xrpc/app.bsky.feed.searchPosts"
LOGIN = "/xrpc/com.atproto.server.createSession"
COUNTERS = Engagement(reposts=9, likes=54, quotes=3, comments=4)
SECRETS = ("app-password", "access-token")


def a_view(
    uri: str = POST + "1",
    *,
    labels: tuple[dict[str, object], ...] = (),
    record: dict[str, object] | None = None,
) -> dict[str, object]:
    return {
        "uri": uri,
        "cid": "bafy",
        "author": {
            "did": "did:plc:ada",
            "handle": "ada.example.org",
            "displayName": "Ada",
            "labels": list(labels),
        },
        "record": record or a_record(links=(LINK,)),
        "replyCount": 4,
        "repostCount": 9,
        "likeCount": 54,
        "quoteCount": 3,
        "bookmarkCount": 8,
        "indexedAt": "2026-08-12T20:00:05.000Z",
        "labels": [],
    }


class Shown:
    """The posts that the network shows, by address."""

    def __init__(self) -> None:
        self.views: dict[str, dict[str, object]] = {}
        self.calls: list[int] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        uris = request.query.getall("uris")
        self.calls.append(len(uris))
        return web.json_response({"posts": [self.views[u] for u in uris if u in self.views]})


@pytest.fixture
async def stream() -> AsyncIterator[Jetstream]:
    async with a_jetstream(START) as running:
        yield running


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
async def server(shown: Shown) -> AsyncIterator[Server]:
    async with a_web() as running:
        running.answers(GET_POSTS, shown.answer)
        yield running


@pytest.fixture
async def source(server: Server, stream: Jetstream) -> AsyncIterator[Bluesky]:
    async with a_client() as client:
        yield Bluesky(
            fetch=client,
            listen=listen_as("HotPapers/test", silence=timedelta(seconds=5)),
            url=server.url(),
            jetstream_url=stream.url,
            login_url=server.url(),
        )


@pytest.fixture
def member(source: Bluesky, server: Server) -> Bluesky:
    """The source with an account, whose own server is this one."""
    service = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": server.url(),
    }
    session = {"accessJwt": SECRETS[1], "did": "did:plc:me", "didDoc": {"service": [service]}}
    server.serves(LOGIN, session, method="POST")
    return replace(source, handle="me.example.org", app_password=SecretStr(SECRETS[0]))


def test_a_recorded_post_view_is_read() -> None:
    thread = recorded("bluesky/marshalx_thread_view_post_with_embed_media.json")
    assert isinstance(thread, dict)
    (seen,) = parse_posts({"posts": [thread["thread"]["post"]]}).posts.read

    assert (
        "https://bsky.app/profile/did:plc:kvwvcn5iqfooopmyzvb4qzba/post/3kaheyt6vpc22"
    ) == seen.url
    assert ("Python SDK", "test.marshal.dev") == (seen.author, seen.handle)
    assert "did:plc:kvwvcn5iqfooopmyzvb4qzba" == seen.account
    assert datetime(2023, 9, 28, 12, 49, 36, 735000, tzinfo=UTC) == seen.posted_at
    assert ((), "en", Engagement()) == (seen.papers, seen.language, seen.engagement)


@pytest.mark.parametrize(
    ("label", "is_bot"),
    [({"val": "bot"}, True), ({"val": "bot", "neg": True}, False), ({"val": "spam"}, False)],
)
def test_an_account_labelled_as_a_bot_is_a_program(
    label: dict[str, object], *, is_bot: bool
) -> None:
    (seen,) = parse_posts({"posts": [a_view(labels=(label,))]}).posts.read

    assert is_bot == seen.is_automated


@pytest.mark.parametrize("body", [{}, [], {"posts": 5}, {"posts": [{"uri": "javascript:1"}]}])
def test_other_shapes_are_a_changed_source(body: object) -> None:
    with pytest.raises(SourceChanged):
        parse_posts(body)


async def test_without_an_account_the_stream_finds_and_the_network_counts(
    source: Bluesky, stream: Jetstream, shown: Shown
) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    stream.posts(a_record(text="Good morning"), key="2")
    stream.goes_on(AS_OF)
    shown.views[POST + "1"] = a_view()

    harvest = await source.collect(an_errand(), quietly)

    assert {(POST + "1", PAPER): COUNTERS} == counted(harvest)
    assert ("Ada", "ada.example.org", "did:plc:ada") == (
        harvest.mentions[0].author,
        harvest.mentions[0].handle,
        harvest.mentions[0].account,
    )
    assert () == harvest.warnings


async def test_the_bookmark_is_where_the_stream_is_taken_up(
    source: Bluesky, stream: Jetstream
) -> None:
    stream.posts(a_record(text="Good morning"), key="1")
    stream.goes_on(AS_OF)
    first = await source.collect(an_errand(), quietly)
    await source.collect(an_errand(bookmark=first.bookmark), quietly)

    assert str(microseconds(START)) == first.bookmark
    assert microseconds(START - timedelta(seconds=5)) == stream.cursors[-1]


@pytest.mark.parametrize("bookmark", [None, "1", "at://x", str(microseconds(AS_OF))[:-7] + "0" * 6])
async def test_the_stream_is_asked_for_no_more_than_it_keeps(
    source: Bluesky, stream: Jetstream, bookmark: str | None
) -> None:
    stream.goes_on(AS_OF)
    harvest = await source.collect(
        an_errand(since=AS_OF - timedelta(days=7), bookmark=bookmark), quietly
    )

    assert [microseconds(AS_OF - timedelta(hours=36, seconds=5))] == stream.cursors
    assert "36 hours" in harvest.warnings[0]


async def test_a_moment_that_was_passed_already_reads_no_stream(
    source: Bluesky, stream: Jetstream
) -> None:
    later = str(microseconds(AS_OF + timedelta(days=1)))

    harvest = await source.collect(an_errand(bookmark=later), quietly)

    assert (later, []) == (harvest.bookmark, stream.cursors)


async def test_a_stream_that_stays_down_half_way_keeps_what_was_read(
    source: Bluesky, stream: Jetstream, shown: Shown
) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    shown.views[POST + "1"] = a_view()

    harvest = await source.collect(an_errand(), quietly)

    assert [(POST + "1", PAPER)] == posts(harvest)
    assert (str(microseconds(START)), 1) == (harvest.bookmark, len(harvest.warnings))


async def test_a_stream_that_refuses_is_unavailable(source: Bluesky, stream: Jetstream) -> None:
    stream.refuses(9)
    with pytest.raises(SourceUnavailable):
        await source.collect(an_errand(), quietly)


async def test_a_found_post_that_cannot_be_counted_waits_in_the_bookmark(
    source: Bluesky, stream: Jetstream, server: Server, shown: Shown
) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    stream.goes_on(AS_OF)
    shown.views[POST + "1"] = a_view()
    server.refuses(GET_POSTS, 503, times=1)

    harvest = await source.collect(an_errand(), quietly)
    much_later = AS_OF + timedelta(hours=20)
    errand = an_errand(since=much_later, as_of=much_later, bookmark=harvest.bookmark)
    stream.goes_on(much_later)
    later = await source.collect(errand, quietly)

    assert ((), ()) == (harvest.mentions, harvest.snapshots)
    assert "503" in harvest.warnings[0]
    assert [(POST + "1", PAPER)] == posts(later) == list(counted(later))
    assert ["Ada"] == [mention.author for mention in later.mentions]
    assert later.bookmark is not None
    assert later.bookmark.isdecimal()


async def test_a_found_post_that_is_no_longer_shown_is_left_out(
    source: Bluesky, stream: Jetstream
) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    stream.goes_on(AS_OF)

    harvest = await source.collect(an_errand(), quietly)

    assert ((), ()) == (harvest.mentions, harvest.gone)


async def test_known_posts_are_counted_twenty_five_a_call_or_gone(
    source: Bluesky, stream: Jetstream, shown: Shown
) -> None:
    stream.deletes(key="7")
    stream.goes_on(AS_OF)
    known = tuple(MentionKey("bluesky", f"{POST}{number}") for number in range(60))
    old = a_record(links=(LINK,), created_at="2026-08-07T20:00:00.000Z")
    shown.views = {key.native_id: a_view(key.native_id, record=old) for key in known[:50]}

    harvest = await source.collect(an_errand(known=known), quietly)

    assert [25, 25, 9] == shown.calls
    assert 49 == len(harvest.snapshots)
    assert {POST + "7", *(key.native_id for key in known[50:])} == {
        key.native_id for key in harvest.gone
    }


async def test_with_an_account_the_search_finds_and_counts(
    member: Bluesky, server: Server, stream: Jetstream
) -> None:
    first = {"posts": [a_view()], "cursor": "more", "hitsTotal": 2}
    server.serves(SEARCH, {"posts": []})
    server.serves(SEARCH, first, query={"domain": "arxiv.org"}, times=1)
    server.serves(SEARCH, {"posts": [a_view(POST + "2")]}, query={"cursor": "more"})

    harvest = await member.collect(an_errand(), quietly)

    assert {(POST + "1", PAPER): COUNTERS, (POST + "2", PAPER): COUNTERS} == counted(harvest)
    assert ([], str(microseconds(AS_OF))) == (stream.cursors, harvest.bookmark)
    asked = next(seen for seen in server.requests if seen.path == SEARCH)
    assert f"Bearer {SECRETS[1]}" == asked.headers["Authorization"]
    assert "2026-08-12T14:00:00.000000Z" == asked.query["since"]


@pytest.mark.parametrize("path", [LOGIN, SEARCH])
@pytest.mark.parametrize("status", [400, 401, 403, 429, 503])
async def test_a_search_that_fails_gives_way_to_the_stream(
    member: Bluesky, server: Server, stream: Jetstream, shown: Shown, path: str, status: int
) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    stream.goes_on(AS_OF)
    shown.views[POST + "1"] = a_view()
    server.refuses(path, status)

    harvest = await member.collect(an_errand(), quietly)

    assert [(POST + "1", PAPER)] == posts(harvest)
    assert "the stream was read instead" in harvest.warnings[0]


async def test_a_page_found_before_the_search_failed_is_kept(
    member: Bluesky, server: Server, stream: Jetstream
) -> None:
    stream.goes_on(AS_OF)
    server.refuses(SEARCH, 403, query={"cursor": "more"})
    server.serves(SEARCH, {"posts": [a_view()], "cursor": "more"}, times=1)

    harvest = await member.collect(an_errand(), quietly)

    assert {(POST + "1", PAPER): COUNTERS} == counted(harvest)


async def test_the_password_and_the_token_are_never_shown(
    member: Bluesky, server: Server, stream: Jetstream
) -> None:
    stream.goes_on(AS_OF)
    server.serves(LOGIN, {"jwt": SECRETS[1]}, method="POST")

    harvest = await member.collect(an_errand(), quietly)

    shown = f"{member!r} {harvest.warnings}"
    assert not [secret for secret in SECRETS if secret in shown]
