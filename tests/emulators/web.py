"""A web server on the loopback that answers as it is told, and misbehaves as the web does.

    async with a_web() as web:
        web.refuses("/papers", 503, times=2)
        web.serves("/papers", b"[]")
        ... web.url("/papers") ...
        assert 3 == len(web.requests)

What is told with `times` is used up first, in the order told; then the newest lasting word counts.
"""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

Query = Mapping[str, str]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at_once: int
    """How many requests were being answered at that moment, this one included."""

    @property
    def json(self) -> object:
        document: object = json.loads(self.body)
        return document


@dataclass(slots=True, kw_only=True)
class _Rule:
    method: str
    path: str
    query: Query
    answer: Answer
    left: int | None

    def fits(self, request: web.Request) -> bool:
        return (
            self.left != 0
            and self.method in {"*", request.method}
            and self.path == request.path
            and all(request.query.get(name) == value for name, value in self.query.items())
        )


@dataclass(slots=True)
class Web:
    """The server; its verbs say what a path answers from now on."""

    base: str = ""
    requests: list[Seen] = field(default_factory=list)
    _rules: list[_Rule] = field(default_factory=list)
    _open: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None

    def url(self, path: str = "") -> str:
        return self.base + path

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [seen.path for seen in self.requests]

    def answers(
        self,
        path: str,
        answer: Answer,
        *,
        query: Query | None = None,
        method: str = "*",
        times: int | None = None,
    ) -> None:
        """Answer with anything at all; the other verbs are made of this one."""
        rule = _Rule(method=method, path=path, query=query or {}, answer=answer, left=times)
        self._rules.append(rule)

    def serves(
        self,
        path: str,
        body: bytes | str | object,
        *,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
        status: int = 200,
        method: str = "*",
        times: int | None = None,
    ) -> None:
        """Answer with bytes, text, or anything else as JSON; `ETag` and `Last-Modified` headers
        are honoured with 304."""
        raw, kind = _encoded(body)
        given = {"Content-Type": kind, **(headers or {})}

        async def answer(request: web.Request) -> web.StreamResponse:
            if _is_fresh(request, given):
                return web.Response(status=304, headers=given)
            return web.Response(status=status, body=raw, headers=given)

        self.answers(path, answer, query=query, method=method, times=times)

    def serves_gzipped(self, path: str, body: bytes | str | object) -> None:
        raw, kind = _encoded(body)
        packed = gzip.compress(raw)
        self.serves(path, packed, headers={"Content-Type": kind, "Content-Encoding": "gzip"})

    def refuses(
        self,
        path: str,
        status: int,
        headers: Mapping[str, str] | None = None,
        *,
        body: bytes | str | object = b"no",
        query: Query | None = None,
        times: int | None = None,
    ) -> None:
        self.serves(path, body, status=status, headers=headers, query=query, times=times)

    def serves_html(self, path: str, *, status: int = 200, times: int | None = None) -> None:
        """Answer with a page for people where a machine expects something else."""
        page = "<!DOCTYPE html><html><body><h1>Just a moment…</h1></body></html>"
        self.serves(path, page, headers={"Content-Type": "text/html"}, status=status, times=times)

    def redirects(self, path: str, to: str, *, status: int = 302, times: int | None = None) -> None:
        self.serves(path, b"", status=status, headers={"Location": to}, times=times)

    def breaks_off(self, path: str, body: bytes | str | object, times: int | None = None) -> None:
        """Promise a whole body, send half of it and cut the line."""
        raw, kind = _encoded(body)

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": kind})
            response.content_length = len(raw)
            await response.prepare(request)
            await response.write(raw[: len(raw) // 2])
            _cut(request)
            return response

        self.answers(path, answer, times=times)

    def breaks_off_gzipped(self, path: str, body: bytes | str | object) -> None:
        """Send a complete answer whose gzip stream lacks its end."""
        raw, kind = _encoded(body)
        half = gzip.compress(raw)[:-12]
        self.serves(path, half, headers={"Content-Type": kind, "Content-Encoding": "gzip"})

    def hangs_up(self, path: str, times: int | None = None) -> None:
        """Cut the line without a word."""

        async def answer(request: web.Request) -> web.StreamResponse:
            _cut(request)
            return web.Response()

        self.answers(path, answer, times=times)

    def is_slow(self, path: str, times: int | None = None) -> None:
        """Keep the line open and say nothing, until the caller leaves or the server stops."""

        async def answer(_: web.Request) -> web.StreamResponse:
            await self._released.wait()
            return web.Response()

        self.answers(path, answer, times=times)

    def never_ends(self, path: str, chunk: bytes = b"x" * 65_536) -> None:
        """Send without end, as fast as the caller reads."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while not self._released.is_set():
                await response.write(chunk)
            return response

        self.answers(path, answer)

    def serves_bomb(self, path: str, *, megabytes: int = 64) -> None:
        """Answer with a little gzip that unpacks to a lot."""
        packed = gzip.compress(b"\0" * (megabytes << 20), compresslevel=9)
        self.serves(path, packed, headers={"Content-Encoding": "gzip"})

    def streams(
        self, path: str, messages: Iterable[str | bytes], *, stays_open: bool = False
    ) -> None:
        """Accept a WebSocket, send these messages, then close (or stay silent)."""
        told = list(messages)

        async def answer(request: web.Request) -> web.StreamResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            for message in told:
                text = message if isinstance(message, str) else message.decode()
                await socket.send_str(text)
            if stays_open:
                await self._released.wait()
            await socket.close()
            return socket

        self.answers(path, answer)

    async def starts(self, port: int = 0) -> None:
        application = web.Application(client_max_size=1 << 24)
        application.router.add_route("*", "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(
            application, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound, *_ = self._runner.addresses[0]
        self.base = f"http://{host}:{bound}"

    async def stops(self) -> None:
        """Stop listening; the address refuses connections from now on."""
        self._released.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self._open += 1
        try:
            await self._note(request)
            rule = self._rule_for(request)
            if rule is None:
                return web.Response(status=404, text="nothing was told about this path")
            if rule.left is not None:
                rule.left -= 1
            return await rule.answer(request)
        finally:
            self._open -= 1

    async def _note(self, request: web.Request) -> None:
        self.requests.append(
            Seen(
                method=request.method,
                path=request.path,
                query=dict(request.query),
                headers=request.headers.copy(),
                body=await request.read(),
                at_once=self._open,
            )
        )

    def _rule_for(self, request: web.Request) -> _Rule | None:
        fitting = [rule for rule in self._rules if rule.fits(request)]
        limited = [rule for rule in fitting if rule.left is not None]
        return next(iter(limited), fitting[-1] if fitting else None)


@asynccontextmanager
async def a_web() -> AsyncIterator[Web]:
    """A server that runs for the length of the block."""
    server = Web()
    await server.starts()
    try:
        yield server
    finally:
        await server.stops()


@dataclass(slots=True)
class Hourglass:
    """Time that passes only when somebody sleeps."""

    at: datetime = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


def _encoded(body: object) -> tuple[bytes, str]:
    if isinstance(body, bytes):
        return body, "application/octet-stream"
    if isinstance(body, str):
        return body.encode(), "text/plain; charset=utf-8"
    return json.dumps(body).encode(), JSON


def _is_fresh(request: web.Request, headers: Mapping[str, str]) -> bool:
    etag, changed_at = headers.get("ETag"), headers.get("Last-Modified")
    pairs: Sequence[tuple[str | None, str]] = (
        (etag, "If-None-Match"),
        (changed_at, "If-Modified-Since"),
    )
    return any(told is not None and request.headers.get(name) == told for told, name in pairs)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
