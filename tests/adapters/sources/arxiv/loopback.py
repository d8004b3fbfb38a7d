"""arXiv on the loopback: a client of it that is never kept waiting, and all its failures."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from adapters.sources.arxiv.reading import Places
from adapters.sources.arxiv.source import Arxiv
from adapters.sources.http import Web, open_web
from adapters.sources.pace import Manners, Rhythm
from bot.ports import Errand, Harvest, Source
from tests.emulators.web import Hourglass
from tests.emulators.web import Web as Server

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
MANNERS = Manners(
    name="arXiv",
    hosts=("127.0.0.1",),
    at_once=1,
    every=timedelta(seconds=3),
    attempts=2,
    max_bytes=4 << 20,
)


@asynccontextmanager
async def a_client(manners: Manners = MANNERS) -> AsyncIterator[Web]:
    glass = Hourglass()
    rhythm = Rhythm(sleep=glass.sleep, monotonic=glass.monotonic, now=glass.now, chance=lambda: 0.5)
    agent = "HotPapers/1.0 (+https://example.org)"
    async with open_web(agent, manners=(manners,), rhythm=rhythm) as web:
        yield web


def places(base: str) -> Places:
    return Places(lists=base, feeds=base, api=base, oai=base)


def arxiv(client: Web, server: Server, *archives: str) -> Arxiv:
    return Arxiv(client, places=places(server.base), archives=archives or ("cs",))


def quietly(done: int, total: int | None) -> None:
    return


async def collect(source: Source, bookmark: str | None = None) -> Harvest:
    errand = Errand(since=NOW - timedelta(days=7), as_of=NOW, bookmark=bookmark)
    return await source.collect(errand, quietly)


def ids(harvest: Harvest) -> list[str]:
    return [str(listing.paper.id) for listing in harvest.listings]


LISTING_FAILURES: list[Callable[[Server, str, bytes], None]] = [
    lambda server, path, _: server.refuses(path, 403),
    lambda server, path, _: server.refuses(path, 429),
    lambda server, path, _: server.refuses(path, 429, {"Retry-After": "1"}),
    lambda server, path, _: server.refuses(path, 429, {"Retry-After": "7200"}),
    lambda server, path, _: server.refuses(path, 500),
    lambda server, path, _: server.refuses(path, 503, {"Retry-After": "1"}),
    lambda server, path, _: server.refuses(path, 404),
    lambda server, path, _: server.hangs_up(path),
    lambda server, path, body: server.breaks_off(path, body),
    lambda server, path, body: server.breaks_off_gzipped(path, body),
    lambda server, path, _: server.serves_html(path),
    lambda server, path, _: server.serves(path, b""),
    lambda server, path, _: server.serves(path, {"unknown": "shape"}),
    lambda server, path, _: server.serves_bomb(path, megabytes=8),
    lambda server, path, _: server.never_ends(path),
    lambda server, path, _: server.redirects(path, "file:///etc/passwd"),
]
failures = pytest.mark.parametrize("fails", LISTING_FAILURES)
