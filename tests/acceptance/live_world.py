"""A world that talks about papers: arXiv and every network on the loopback, each a server.

    async with a_world() as world:
        world.announces(date(2026, 11, 24), "2611.00001", "2611.00002")
        talk = world.says("hackernews", "2611.00001", at=MORNING, likes=12)
        talk.likes = 60  # from now on the network shows sixty
        world.fails("lobsters", lambda server, path: server.refuses(path, 503))
        ... world.environment ...

Papers, people and words are made up; the shapes are those of the networks.
"""

import json
from bisect import insort
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from aiohttp import web

from tests.acceptance import live_networks as networks
from tests.acceptance.live_networks import ANSWERS, ITEMS, Talk
from tests.adapters.sources.arxiv.pages import Row, listing
from tests.emulators.jetstream import Jetstream, a_jetstream
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

KEYLESS = ("huggingface", "hackernews", "bluesky", "lobsters")
ATTENTION = tuple(ANSWERS)
SOURCES = ("arxiv", *ATTENTION)
PATHS = {
    "arxiv": ("/list/cs/new", "/rss/cs"),
    "huggingface": ("/api/daily_papers",),
    "hackernews": ("/api/v1/search_by_date",),
    "bluesky": ("/xrpc/app.bsky.feed.getPosts",),
    "lobsters": ("/domains/arxiv.org.json", "/domains/arxiv.org/page/2.json"),
    "x": ("/2/tweets/search/recent",),
    "reddit": ("/domain/arxiv.org/new", "/r/all/search"),
    "mastodon": tuple(
        f"/api/v1/timelines/tag/{tag}" for tag in ("arxiv", "machinelearning", "ai", "preprint")
    ),
}
"""What each source asks for first; where all of it fails, the source fails."""

THE_END = datetime(2027, 12, 31, tzinfo=UTC)
Failure = Callable[[Server, str], None]
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class World:
    """Every network; its verbs say what is announced and what is said there."""

    servers: dict[str, Server]
    stream: Jetstream
    talk: dict[str, list[Talk]] = field(default_factory=lambda: {name: [] for name in ATTENTION})
    _list: bytes = b""
    _closed: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(100_000))

    def __post_init__(self) -> None:
        self.stream.goes_on(THE_END)
        self.announces(date(2026, 1, 2))
        for name in SOURCES:
            self.recovers(name)
        self._answer("reddit", "/api/info")
        login = {"access_token": "reddit-token"}
        self.servers["reddit"].serves("/api/v1/access_token", login, method="POST")

    @property
    def environment(self) -> dict[str, str]:
        """The settings of somebody who has no key."""
        at = {name: server.base for name, server in self.servers.items()}
        places = ("ARXIV_URL", "ARXIV_API_URL", "ARXIV_RSS_URL", "ARXIV_OAI_URL")
        return dict.fromkeys(places, at["arxiv"]) | {
            "ARXIV_ARCHIVES": "cs",
            "HUGGINGFACE_URL": at["huggingface"],
            "HACKERNEWS_URL": at["hackernews"],
            "BLUESKY_URL": at["bluesky"],
            "BLUESKY_JETSTREAM_URL": self.stream.url,
            "LOBSTERS_URL": at["lobsters"],
            "X_API_URL": at["x"],
            "REDDIT_URL": at["reddit"],
        }

    @property
    def keys(self) -> dict[str, str]:
        """Settings for the sources that want some."""
        return {
            "X_BEARER_TOKEN": "x-token",
            "X_MONTHLY_BUDGET_USD": "10",
            "REDDIT_CLIENT_ID": "reddit-id",
            "REDDIT_CLIENT_SECRET": "reddit-secret",
            "MASTODON_URLS": self.servers["mastodon"].base,
        }

    def announces(self, day: date, *papers: str | Row) -> None:
        """Show a mailing on arXiv's list."""
        rows = [paper if isinstance(paper, Row) else Row(id=paper) for paper in papers]
        self._list = listing(rows, day=day)
        self.recovers("arxiv")

    def says(self, source: str, paper: str, *, at: datetime, by: str = "", likes: int = 1) -> Talk:
        """Let somebody talk about a paper on a network."""
        number = next(self._numbers)
        key = f"t3_{number}" if source == "reddit" else str(number)
        talk = Talk(key=key, paper=paper, at=at, by=by or f"user{number}", likes=likes)
        self.talk[source].append(talk)
        if source in ITEMS:
            place, answer = ITEMS[source]
            self.servers[source].answers(place.format(talk), _in_json(lambda _: answer(talk)))
        if source == "bluesky":
            self._streams(talk)
        return talk

    def fails(self, source: str, failure: Failure) -> None:
        """Let everything that a source asks for first fail."""
        for path in PATHS[source]:
            failure(self.servers[source], path)

    async def closes(self, source: str) -> None:
        """Refuse every connection."""
        await self.servers[source].stops()
        self._closed.add(source)

    async def opens(self, source: str) -> None:
        """Answer again at the same address, as if nothing had been."""
        if source in self._closed:
            server = self.servers[source]
            await server.starts(int(server.base.rpartition(":")[2]))
            self._closed.discard(source)
        self.recovers(source)

    def recovers(self, source: str) -> None:
        """Answer again, as if nothing had been."""
        if source == "arxiv":
            self.servers[source].serves("/list/cs/new", self._list)
            self.servers[source].refuses("/rss/cs", 404)
            return
        for path in PATHS[source]:
            self._answer(source, path)

    def _answer(self, source: str, path: str) -> None:
        def answer(asked: web.Request) -> object:
            standing = [talk for talk in self.talk[source] if not talk.is_deleted]
            return ANSWERS[source](asked, standing)

        self.servers[source].answers(path, _in_json(answer))

    def goes_on(self, until: datetime) -> None:
        """Let people post about other things up to a moment, in order."""
        self.stream.goes_on(until)
        self._sorts()

    def _streams(self, talk: Talk) -> None:
        self.stream.at = talk.at
        record = networks.bluesky_record(talk)
        self.stream.posts(record, key=talk.key, did=f"did:plc:{talk.by}")
        self._sorts()

    def _sorts(self) -> None:
        """Put the newest event where its time belongs."""
        insort(self.stream.lines, self.stream.lines.pop(), key=_time_of)


def _in_json(
    answer: Callable[[web.Request], object],
) -> Answering:
    async def respond(asked: web.Request) -> web.StreamResponse:
        return web.json_response(answer(asked))

    return respond


def _time_of(line: bytes) -> int:
    return int(json.loads(line)["time_us"])


@asynccontextmanager
async def a_world() -> AsyncIterator[World]:
    """A world for the length of the block."""
    async with AsyncExitStack() as stack:
        servers = {name: await stack.enter_async_context(a_web()) for name in SOURCES}
        stream = await stack.enter_async_context(a_jetstream(THE_END))
        yield World(servers, stream)
