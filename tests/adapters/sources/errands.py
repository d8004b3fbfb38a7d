"""What the tests of the attention sources share: errands, recordings and a client."""

import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sources.http import Web, open_web
from adapters.sources.pace import Manners, Rhythm
from bot.domain.engagement import Engagement, MentionKey
from bot.ports import Errand, Harvest
from tests.emulators.web import Hourglass

RECORDED = Path(__file__).parents[3] / "../shared/data/recorded"
AS_OF = datetime(2026, 8, 12, 21, 0, tzinfo=UTC)
PAPER = "2608.09949"
OTHER = "2608.01234"


def an_errand(
    *,
    since: datetime = AS_OF - timedelta(hours=6),
    as_of: datetime = AS_OF,
    bookmark: str | None = None,
    known: tuple[MentionKey, ...] = (),
) -> Errand:
    return Errand(since=since, as_of=as_of, bookmark=bookmark, known=known)


def recorded(name: str) -> object:
    """A recorded body; the test is skipped where the recordings are not at hand."""
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"the recording {name} is not at hand")
    raw = path.read_bytes()
    body: object = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return body


def recorded_body(name: str, place: int = 0) -> object:
    """The body of a recorded exchange, of several where they were recorded together."""
    exchange = recorded(name)
    if isinstance(exchange, list):
        exchange = exchange[place]
    assert isinstance(exchange, dict)
    body: object = exchange["body"]
    return body


@asynccontextmanager
async def a_client(*, attempts: int = 1) -> AsyncIterator[Web]:
    """A client that gives up at once, and for which waiting takes no time."""
    glass = Hourglass()
    rhythm = Rhythm(sleep=glass.sleep, monotonic=glass.monotonic, now=glass.now, chance=lambda: 0.5)
    here = Manners(name="here", hosts=("127.0.0.1",), attempts=attempts)
    async with open_web("HotPapers/test", manners=(here,), rhythm=rhythm) as web:
        yield web


def quietly(done: int, total: int | None) -> None:
    """Progress that nobody watches."""


def counted(harvest: Harvest) -> dict[tuple[str, str], Engagement]:
    """The counters of a harvest, by post and paper."""
    return {
        (snapshot.native_id, str(snapshot.paper_id)): snapshot.engagement
        for snapshot in harvest.snapshots
    }


def posts(harvest: Harvest) -> list[tuple[str, str]]:
    """The mentions of a harvest: post and paper."""
    return [(mention.key.native_id, str(mention.paper_id)) for mention in harvest.mentions]
