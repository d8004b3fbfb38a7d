"""The HTTP client over real sockets, against every way a server can let us down."""

import asyncio
import gzip
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.sources.http import Call, Web, open_web, user_agent
from adapters.sources.pace import Manners, Rhythm
from adapters.sources.trouble import Refused, Unexpected
from bot.errors import SourceChanged, SourceError, SourceUnavailable
from tests.emulators.web import Hourglass, a_web
from tests.emulators.web import Web as Server

AGENT = user_agent("1.2.3", url="https://example.org/hotpapers", contact="ops@example.org")
HERE = "127.0.0.1"
NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
SECRET = "sk-very-secret"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        yield running


@pytest.fixture
def glass() -> Hourglass:
    return Hourglass()


def rhythm(glass: Hourglass, chance: float = 0.5) -> Rhythm:
    return Rhythm(
        sleep=glass.sleep, monotonic=glass.monotonic, now=glass.now, chance=lambda: chance
    )


@pytest.fixture
async def client(glass: Hourglass) -> AsyncIterator[Web]:
    async with open_web(AGENT, manners=(), rhythm=rhythm(glass)) as opened:
        yield opened


@asynccontextmanager
async def a_client(
    glass: Hourglass, manners: Manners, resolver: AbstractResolver | None = None
) -> AsyncIterator[Web]:
    async with open_web(
        AGENT, manners=(manners,), rhythm=rhythm(glass), resolver=resolver
    ) as opened:
        yield opened


async def failure_of(client: Web, url: str) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await client.get_json(url, params=[("token", SECRET)], headers={"Authorization": SECRET})
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    return raised.value


async def test_a_request_says_who_asks_and_carries_its_parameters(
    server: Server, client: Web
) -> None:
    server.serves("/papers", [{"id": 1}])
    answer = await client.get_json(server.url("/papers?a=1"), params=[("q", "x y"), ("b", "+&")])
    [seen] = server.requests
    assert answer == [{"id": 1}]
    assert (
        (seen.headers["User-Agent"])
        == "HotPapers/1.2.3 (+https://example.org/hotpapers; ops@example.org)"
    )
    assert seen.query == {"a": "1", "q": "x y", "b": "+&"}
    assert seen.headers["Accept"] == "application/json"


async def test_json_and_forms_are_sent(server: Server, client: Web) -> None:
    server.serves("/login", {"ok": True})
    assert await client.post_json(server.url("/login"), body={"user": "ä"}) == {"ok": True}
    assert await client.post_form(server.url("/login"), fields=[("user", "ä b")]) == {"ok": True}
    sent, form = server.requests
    assert sent.json == {"user": "ä"}
    assert form.body == b"user=%C3%A4+b"
    assert form.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_what_passes_by_itself_is_sat_out_with_growing_waits(
    server: Server, client: Web, glass: Hourglass
) -> None:
    server.hangs_up("/papers", times=1)
    server.breaks_off("/papers", b"[1, 2, 3]", times=1)
    server.refuses("/papers", 503, times=1)
    server.serves("/papers", [1])
    assert await client.get_json(server.url("/papers")) == [1]
    assert pytest.approx(glass.slept, abs=0.01) == [2.0, 4.0, 8.0]


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 599])
async def test_a_server_in_trouble_is_unavailable_after_every_attempt(
    server: Server, client: Web, status: int
) -> None:
    server.refuses("/papers", status)
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, Refused)
    assert (status, None) == (failure.status, failure.retry_after)
    assert f"/papers answers {status}" in str(failure)
    assert len(server.requests) == 4


async def test_a_short_retry_after_is_sat_out(
    server: Server, client: Web, glass: Hourglass
) -> None:
    server.refuses("/papers", 429, {"Retry-After": "17"}, times=1)
    until = format_datetime(NOW + timedelta(seconds=17 + 40), usegmt=True)
    server.refuses("/papers", 503, {"Retry-After": until}, times=1)
    server.serves("/papers", [])
    await client.get_json(server.url("/papers"))
    assert pytest.approx(glass.slept, abs=0.01) == [17, 40]


async def test_a_long_retry_after_is_handed_on_at_once(
    server: Server, client: Web, glass: Hourglass
) -> None:
    server.refuses("/papers", 429, {"Retry-After": "3600"})
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, SourceUnavailable)
    assert timedelta(hours=1) == failure.retry_after
    assert (len(server.requests), glass.slept) == (1, [])


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_is_not_repeated(server: Server, client: Web, status: int) -> None:
    server.refuses("/papers", status)
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, Refused)
    assert status == failure.status
    assert f"/papers refuses us: {status}" in str(failure)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_an_unknown_status_keeps_what_was_sent(
    server: Server, client: Web, status: int
) -> None:
    server.refuses("/papers", status, body=b"<feed/>" + b"x" * 100_000)
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, Unexpected)
    assert status == failure.status
    assert (failure.payload[:7], len(failure.payload)) == (b"<feed/>", 65_536)


async def test_a_caller_may_accept_a_status(server: Server, client: Web) -> None:
    server.refuses("/papers", 400, body=b"<feed/>")
    reply = await client.fetch(Call(url=server.url("/papers"), accepts={400}))
    assert (reply.status, reply.body) == (400, b"<feed/>")


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_json_is_a_change_and_kept(
    server: Server, client: Web, body: bytes
) -> None:
    server.serves("/papers", body)
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, SourceChanged)
    assert body[:65_536] == failure.payload


async def test_a_page_instead_of_json_is_called_one(server: Server, client: Web) -> None:
    server.serves_html("/papers")
    failure = await failure_of(client, server.url("/papers"))
    assert str(failure).endswith("/papers answers with a page where JSON belongs.")


async def test_gzip_is_unpacked(server: Server, client: Web) -> None:
    server.serves_gzipped("/papers", ["ä" * 500_000])
    assert await client.get_json(server.url("/papers")) == ["ä" * 500_000]
    assert server.requests[0].headers["Accept-Encoding"] == "gzip"


async def test_gzip_without_its_end_is_not_taken_for_the_whole(server: Server, client: Web) -> None:
    server.breaks_off_gzipped("/papers", b"[]" + b" " * 10_000)
    assert isinstance(await failure_of(client, server.url("/papers")), SourceUnavailable)


@pytest.mark.parametrize("coding", ["gzip", "br"])
async def test_a_coding_that_we_cannot_read_is_a_change(
    server: Server, client: Web, coding: str
) -> None:
    server.serves("/papers", b"[1]", headers={"Content-Encoding": coding})
    assert isinstance(await failure_of(client, server.url("/papers")), SourceChanged)


async def test_bombs_and_endless_answers_are_stopped_at_the_cap(
    server: Server, glass: Hourglass
) -> None:
    server.serves_bomb("/bomb")
    server.never_ends("/endless")
    async with a_client(glass, Manners(name="here", hosts=(HERE,), max_bytes=1 << 20)) as client:
        for path in ("/bomb", "/endless"):
            failure = await failure_of(client, server.url(path))
            assert isinstance(failure, SourceChanged)
            assert str(failure).endswith(f"{path} sends more than 1,048,576 bytes.")
            assert len(failure.payload) == 65_536


async def test_an_answer_of_exactly_the_cap_is_read(server: Server, glass: Hourglass) -> None:
    server.serves("/plain", b"x" * 1000)
    server.serves("/packed", gzip.compress(b"x" * 1000), headers={"Content-Encoding": "gzip"})
    async with a_client(glass, Manners(name="here", hosts=(HERE,), max_bytes=1000)) as client:
        assert await client.get_bytes(server.url("/plain")) == b"x" * 1000
        assert await client.get_bytes(server.url("/packed")) == b"x" * 1000


async def test_a_silent_server_is_given_up(server: Server, glass: Hourglass) -> None:
    server.is_slow("/papers")
    short = Manners(
        name="here", hosts=(HERE,), attempts=2, answer_within=timedelta(milliseconds=50)
    )
    async with a_client(glass, short) as client:
        failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, SourceUnavailable)
    assert str(failure).endswith("/papers does not answer within 0.05 s.")
    assert len(server.requests) == 2


async def test_a_closed_port_is_one_readable_sentence(client: Web) -> None:
    with socket.socket() as reserved:
        reserved.bind((HERE, 0))
        port = reserved.getsockname()[1]
    failure = await failure_of(client, f"http://{HERE}:{port}/papers")
    assert isinstance(failure, SourceUnavailable)
    assert str(failure) == "127.0.0.1 refuses the connection."


class NoNames(AbstractResolver):
    """A resolver that knows no name."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(-2, "Name or service not known")

    async def close(self) -> None:
        return


async def test_an_unknown_name_is_one_readable_sentence(glass: Hourglass) -> None:
    async with a_client(glass, Manners(name="any"), NoNames()) as client:
        failure = await failure_of(client, "http://papers.invalid/list")
    assert isinstance(failure, SourceUnavailable)
    assert (
        str(failure)
        == "The name papers.invalid is not known: is the network up, and the address right?"
    )


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "nonsense", "http://[", "file:///etc/passwd"]
)
async def test_an_address_that_is_none_is_not_asked(client: Web, url: str) -> None:
    assert isinstance(await failure_of(client, url), SourceUnavailable)


async def test_redirects_are_followed(server: Server, client: Web) -> None:
    server.redirects("/old", "/new?x=1", status=301)
    server.serves("/new", [1])
    assert await client.get_json(server.url("/old"), params=[("token", "t")]) == [1]
    assert server.requests[1].query == {"x": "1"}


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "", "http://", "data:,x", "http://[x"]
)
async def test_a_redirect_to_anything_but_the_web_is_refused(
    server: Server, client: Web, target: str
) -> None:
    server.redirects("/papers", target)
    failure = await failure_of(client, server.url("/papers"))
    assert isinstance(failure, SourceChanged)
    assert len(server.requests) == 1


async def test_redirects_in_circles_come_to_an_end(server: Server, client: Web) -> None:
    server.redirects("/a", "/b")
    server.redirects("/b", "/a")
    assert isinstance(await failure_of(client, server.url("/a")), SourceChanged)
    assert len(server.requests) == 6


async def test_a_token_is_not_carried_to_another_host(server: Server, client: Web) -> None:
    server.serves("/papers", [])
    async with a_web() as other:
        other.redirects("/papers", server.url("/papers"))
        await client.get_json(other.url("/papers"), headers={"Authorization": SECRET})
        assert other.requests[0].headers["Authorization"] == SECRET
    assert "Authorization" not in server.requests[0].headers


async def test_what_we_send_is_never_redirected(server: Server, client: Web) -> None:
    server.redirects("/login", "/elsewhere", status=307)
    with pytest.raises(SourceChanged):
        await client.post_json(server.url("/login"), body={"password": SECRET})
    assert server.paths == ["/login"]


async def test_an_unchanged_page_is_not_sent_again(server: Server, client: Web) -> None:
    server.serves("/tagged", b"one", headers={"ETag": '"1"'})
    server.serves("/dated", b"two", headers={"Last-Modified": "Wed, 12 Aug 2026 00:00:00 GMT"})
    for path, body in (("/tagged", b"one"), ("/dated", b"two")):
        assert body == await client.get_bytes(server.url(path))
        assert body == await client.get_bytes(server.url(path))
    assert [
        server.requests[1].headers.get("If-None-Match"),
        server.requests[3].headers.get("If-None-Match"),
    ] == ['"1"', None]
    assert server.requests[3].headers["If-Modified-Since"] == "Wed, 12 Aug 2026 00:00:00 GMT"


async def test_a_changed_page_replaces_what_was_kept(server: Server, client: Web) -> None:
    server.serves("/papers", b"old", headers={"ETag": '"1"'}, times=1)
    server.serves("/papers", b"new", headers={"ETag": '"2"'})
    bodies = [await client.get_bytes(server.url("/papers")) for _ in range(3)]
    assert bodies == [b"old", b"new", b"new"]


async def test_answers_to_a_token_are_not_kept(server: Server, client: Web) -> None:
    server.serves("/papers", b"mine", headers={"ETag": '"1"'})
    for _ in range(2):
        await client.get_bytes(server.url("/papers"), headers={"authorization": SECRET})
    assert "If-None-Match" not in server.requests[1].headers


async def test_a_304_that_was_not_asked_for_is_no_answer_of_a_kind_we_know(
    server: Server, client: Web
) -> None:
    server.refuses("/papers", 304, body=b"")
    with pytest.raises(Unexpected):
        await client.get_bytes(server.url("/papers"))


async def test_all_hosts_of_a_group_share_one_connection_and_one_pace(
    server: Server, glass: Hourglass
) -> None:
    started_at: list[datetime] = []

    async def answer(_: web.Request) -> web.Response:
        started_at.append(glass.now())
        await asyncio.sleep(0)
        return web.Response(body=b"[]")

    async with a_web() as other:
        for one in (server, other):
            one.answers("/papers", answer)
        hosts = tuple(one.base.removeprefix("http://") for one in (server, other))
        manners = Manners(name="arXiv", hosts=hosts, at_once=1, every=timedelta(seconds=3))
        async with a_client(glass, manners) as client:
            urls = [server.url("/papers"), other.url("/papers")] * 3
            await asyncio.gather(*(client.get_json(url) for url in urls))
        seen = [*server.requests, *other.requests]
    gaps = [after - before for before, after in pairwise(started_at)]
    assert [request.at_once for request in seen] == [1] * 6
    assert all(gap >= timedelta(seconds=2.999) for gap in gaps)


async def test_hosts_without_manners_of_their_own_do_not_wait_for_each_other(
    server: Server, client: Web, glass: Hourglass
) -> None:
    server.serves("/papers", [])
    await asyncio.gather(*(client.get_json(server.url("/papers")) for _ in range(12)))
    assert glass.slept == []
    assert max(seen.at_once for seen in server.requests) <= 4
