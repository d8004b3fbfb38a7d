"""Jetstream on the loopback: a stream of events that is replayed from a cursor on.

    async with a_jetstream() as stream:
        stream.posts(text="arXiv:2608.09949")
        stream.breaks_after(1)
        ... stream.url ...

Events have the keys and the order of the real stream, and like there the cursor is inclusive.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def an_event(
    at: datetime,
    *,
    record: Mapping[str, object] | None,
    key: str,
    did: str = "did:plc:ada",
    operation: str = "create",
    collection: str = "app.bsky.feed.post",
) -> bytes:
    """One line of the stream; without a record it is a deletion."""
    commit: dict[str, object] = {
        "rev": "3mptbypcq372f",
        "operation": operation if record is not None else "delete",
        "collection": collection,
        "rkey": key,
    }
    if record is not None:
        commit |= {"record": record, "cid": "bafyreiapzyf65cmq55jklpnrihiygze2jmmdqvvkwqeiomd72pb"}
    time_us = (at - _EPOCH) // timedelta(microseconds=1)
    event = {"did": did, "time_us": time_us, "kind": "commit", "commit": commit}
    return json.dumps(event, separators=(",", ":")).encode()


def a_record(
    *,
    text: str = "",
    links: tuple[str, ...] = (),
    embed: Mapping[str, object] | None = None,
    created_at: str = "2026-08-12T20:00:00.000Z",
    reply: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """What the author of a post wrote."""
    record: dict[str, object] = {
        "$type": "app.bsky.feed.post",
        "createdAt": created_at,
        "langs": ["en"],
        "text": text,
    }
    if links:
        record["facets"] = [
            {
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
                "index": {"byteStart": 0, "byteEnd": 10},
            }
            for link in links
        ]
    return record | ({"embed": embed} if embed else {}) | ({"reply": reply} if reply else {})


@dataclass(slots=True)
class Jetstream:
    """The server; its verbs say what the stream holds and how it misbehaves."""

    at: datetime
    """The moment of the next event; each one passes a second."""

    url: str = ""
    cursors: list[int] = field(default_factory=list)
    """The cursors that were asked for, in order."""

    lines: list[bytes] = field(default_factory=list)
    _breaks: list[int] = field(default_factory=list)
    _refusals: int = 0
    _is_silent: bool = False
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def posts(self, record: Mapping[str, object], *, key: str, did: str = "did:plc:ada") -> None:
        self._adds(an_event(self.at, record=record, key=key, did=did))

    def deletes(self, *, key: str, did: str = "did:plc:ada") -> None:
        self._adds(an_event(self.at, record=None, key=key, did=did))

    def says(self, line: bytes) -> None:
        """Send anything at all."""
        self._adds(line)

    def goes_on(self, until: datetime) -> None:
        """Let the world go on: one more event at this moment, about nothing."""
        self.lines.append(an_event(until, record=a_record(text="Good morning"), key="later"))

    def breaks_after(self, *events: int) -> None:
        """Cut the line of the next connections after so many events each."""
        self._breaks += events

    def refuses(self, times: int) -> None:
        """Turn the next connections away."""
        self._refusals = times

    def falls_silent(self) -> None:
        """Keep the line open after the last event, without another word."""
        self._is_silent = True

    def _adds(self, line: bytes) -> None:
        self.lines.append(line)
        self.at += timedelta(seconds=1)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.cursors.append(int(request.query.get("cursor", "0")))
        if self._refusals:
            self._refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        limit = self._breaks.pop(0) if self._breaks else None
        for line in self._from(self.cursors[-1])[:limit]:
            await socket.send_str(line.decode("utf-8", "replace"))
        if limit is not None and request.transport is not None:
            request.transport.abort()
            return socket
        if self._is_silent:
            await self._released.wait()
        await socket.close()
        return socket

    def release(self) -> None:
        self._released.set()

    def _from(self, cursor: int) -> list[bytes]:
        return [line for line in self.lines if _time_of(line) >= cursor]


def _time_of(line: bytes) -> int:
    try:
        return int(json.loads(line)["time_us"])
    except (ValueError, KeyError, TypeError):
        return 1 << 60  # what is no event is sent to everybody


@asynccontextmanager
async def a_jetstream(at: datetime) -> AsyncIterator[Jetstream]:
    """A stream whose first event is at a moment, for the length of the block."""
    stream = Jetstream(at)
    application = web.Application()
    application.router.add_get("/subscribe", stream.answer)
    runner = web.AppRunner(
        application, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port, *_ = runner.addresses[0]
    stream.url = f"ws://{host}:{port}"
    try:
        yield stream
    finally:
        stream.release()
        await runner.cleanup()
