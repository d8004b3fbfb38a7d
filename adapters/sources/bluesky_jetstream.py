"""Jetstream: every post of Bluesky as it is written, and again for 36 hours.

https://github.com/bluesky-social/jetstream describes the stream.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Protocol
from urllib.parse import urlencode

import aiohttp
from pydantic import Field

from adapters.sources.bluesky_posts import NAME, POSTS, Record, sighting_of
from adapters.sources.shapes import Reader
from adapters.sources.sightings import Sighting
from bot.domain.links import might_link
from bot.errors import SourceChanged, SourceUnavailable

REACH = timedelta(hours=36)
"""How far back the stream can be replayed; an older cursor begins there, without a word."""

# Instances number the same events a little differently, and none keeps them strictly in order.
_REWIND = timedelta(seconds=5)
_CONNECTIONS = 5
_LONGEST_EVENT = 8 << 20
_STAMP = b'"time_us":'
_DELETION = b'"operation":"delete"'
_EVENTS_A_REPORT = 5000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_STAMP = 20


class Listen(Protocol):
    """Opens a stream of events, one line each."""

    def __call__(self, url: str) -> AsyncGenerator[bytes, None]:
        """Give the events from an address on.

        Raises SourceUnavailable when the stream cannot be opened, breaks, or falls silent.
        """


@dataclass(frozen=True, slots=True)
class _Commit:
    operation: str
    collection: str
    rkey: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.~:-]{1,512}$")]
    record: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Event:
    did: Annotated[str, Field(pattern=r"^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$")]
    time_us: Annotated[int, Field(ge=0, le=2**53)]
    commit: _Commit

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.commit.collection}/{self.commit.rkey}"


_EVENT = Reader(NAME, _Event)


@dataclass(slots=True, kw_only=True)
class Replay:
    """What a stream of events has shown so far: posts about papers, and the place reached.

    Nothing else is kept, so that the length of the stream does not matter.
    """

    until: datetime
    """The stream is over with the first event at or after this moment."""

    cursor: int = 0
    """The newest event that was read, in microseconds since 1970."""

    known: Collection[str] = frozenset()
    """Posts whose deletion is worth noting."""

    found: dict[str, Sighting] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    events: int = 0
    unreadable: int = 0
    is_over: bool = False
    _until: int = field(init=False)

    def __post_init__(self) -> None:
        self._until = microseconds(self.until)

    def take(self, line: bytes) -> bool:
        """Read an event; False when it lies beyond the moment that the replay ends at."""
        self.events += 1
        stamp = _stamp(line)
        if stamp >= self._until:
            self.is_over = True
            return False
        self.cursor = max(self.cursor, stamp)
        if might_link(line) or _DELETION in line:
            self._keep(line)
        return True

    def _keep(self, line: bytes) -> None:
        try:
            event = _EVENT.one(json.loads(line))
        except (ValueError, RecursionError, SourceChanged):
            self.unreadable += 1
            return
        if event.commit.collection != POSTS:
            return
        if event.commit.operation == "delete":
            self._forget(event.uri)
            return
        record = event.commit.record
        seen = sighting_of(Record(uri=event.uri, fields=record, seen_at=moment_at(event.time_us)))
        if seen.papers:
            self.found[event.uri] = seen

    def _forget(self, uri: str) -> None:
        if self.found.pop(uri, None) is not None or uri in self.known:
            self.deleted.add(uri)


async def replay(
    lines: AsyncIterator[bytes], into: Replay, report: Callable[[Replay], None]
) -> None:
    """Read a stream to its end, or to the moment that the replay ends at."""
    async for line in lines:
        if not into.take(line):
            return
        if into.events % _EVENTS_A_REPORT == 0:
            report(into)


async def catch_up(
    url: str, into: Replay, *, listen: Listen, report: Callable[[Replay], None]
) -> str:
    """Replay from the cursor on; a stream that breaks is taken up again where it broke.

    Gives a warning when the end was not reached: what was read until then, and the cursor, are
    good. Raises SourceUnavailable when nothing could be read at all.
    """
    broken = SourceUnavailable("Bluesky's stream ended early.")
    for _ in range(_CONNECTIONS):
        reached, events = into.cursor, into.events
        try:
            async with aclosing(listen(address(url, into.cursor))) as lines:
                await replay(lines, into, report)
        except SourceUnavailable as failure:
            broken = failure
        if into.is_over:
            return ""
        if into.events == events or into.cursor == reached:
            break
    if into.events == 0:
        raise broken
    return f"{broken} Posts after {moment_at(into.cursor):%Y-%m-%d %H:%M} UTC come next time."


def microseconds(moment: datetime) -> int:
    """Give a moment as the stream counts time."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_at(cursor: int) -> datetime:
    """Give the moment that a cursor stands for, in UTC."""
    return _EPOCH + timedelta(microseconds=cursor)


def _stamp(line: bytes) -> int:
    """Find an event's time without decoding it; 0 where there is none.

    Within a text the quotes of such a name would be escaped, so it cannot be forged there.
    """
    start = line.find(_STAMP)
    if start < 0:
        return 0
    start += len(_STAMP)
    digits = line[start : start + _LONGEST_STAMP].partition(b",")[0]
    try:
        return int(digits)
    except ValueError:
        return 0


def address(url: str, cursor: int) -> str:
    """Give the address of the stream of posts from a little before a cursor on."""
    start = max(0, cursor - _REWIND // timedelta(microseconds=1))
    query = urlencode({"wantedCollections": POSTS, "cursor": start})
    return f"{url}/subscribe?{query}"


def listen_as(agent: str, *, silence: timedelta = timedelta(seconds=10)) -> Listen:
    """Make the opener of real streams, which gives up after a silence.

    The network posts a hundred times a second, so a stream that says nothing is a dead one.
    """

    async def listen(url: str) -> AsyncGenerator[bytes, None]:
        async with aiohttp.ClientSession(headers={"User-Agent": agent}) as session:
            try:
                async for line in _lines(session, url, silence):
                    yield line
            except TimeoutError:
                message = "Bluesky's stream fell silent."
            except (aiohttp.ClientError, OSError):
                message = "Bluesky's stream cannot be reached."
            else:
                message = "Bluesky's stream broke off."
        # Not chained: what aiohttp raises repeats the address and the headers.
        raise SourceUnavailable(message)

    return listen


async def _lines(
    session: aiohttp.ClientSession, url: str, silence: timedelta
) -> AsyncIterator[bytes]:
    seconds = silence.total_seconds()
    patience = aiohttp.ClientWSTimeout(ws_receive=seconds, ws_close=seconds)
    async with asyncio.timeout(seconds):
        socket = await session.ws_connect(
            url, max_msg_size=_LONGEST_EVENT, timeout=patience, decode_text=False
        )
    async with socket:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                yield message.data
