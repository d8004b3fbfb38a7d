"""The whole stream of Bluesky: recorded, replayed, resumed and broken."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.bluesky_jetstream import (
    Replay,
    catch_up,
    listen_as,
    microseconds,
    replay,
)
from bot.errors import SourceUnavailable
from tests.adapters.sources.errands import AS_OF, OTHER, PAPER, RECORDED
from tests.emulators.jetstream import Jetstream, a_jetstream, a_record, an_event

START = AS_OF - timedelta(hours=1)
LINK = f"https://arxiv.org/abs/{PAPER}"
POST = "at://did:plc:ada/app.bsky.feed.post/"
LISTEN = listen_as("HotPapers/test", silence=timedelta(seconds=5))


def unheard(_: Replay) -> None:
    """A report that nobody reads."""


def a_replay(*, known: frozenset[str] = frozenset(), until: datetime = AS_OF) -> Replay:
    return Replay(until=until, cursor=microseconds(START), known=known)


async def each(lines: Iterable[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


async def replayed(*lines: bytes, known: frozenset[str] = frozenset()) -> Replay:
    into = a_replay(known=known)
    await replay(each(lines), into, unheard)
    return into


def papers(into: Replay) -> dict[str, list[str]]:
    return {uri: [str(paper) for paper in post.papers] for uri, post in into.found.items()}


def external(link: str) -> dict[str, object]:
    return {
        "$type": "app.bsky.embed.external",
        "external": {"uri": link, "title": "A title", "description": ""},
    }


def quoting(media: dict[str, object] | None = None) -> dict[str, object]:
    quoted = {"uri": f"{POST}quoted", "cid": "bafy"}
    if media is None:
        return {"$type": "app.bsky.embed.record", "record": quoted}
    return {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"record": quoted},
        "media": media,
    }


@pytest.mark.parametrize(
    ("name", "events"),
    [("jetstream_v1_152events_2026-07-04.jsonl", 152), ("jetstream_v1_golden10.jsonl", 10)],
)
async def test_recorded_events_are_read_to_the_end(name: str, events: int) -> None:
    path = RECORDED / "bluesky" / name
    if not path.exists():
        pytest.skip(f"the recording {name} is not at hand")
    lines = path.read_bytes().splitlines()
    into = Replay(until=datetime(2027, 1, 1, tzinfo=UTC))

    await replay(each(lines), into, unheard)

    assert (events, 0, {}) == (into.events, into.unreadable, into.found)
    assert max(json.loads(line)["time_us"] for line in lines) == into.cursor


@pytest.mark.parametrize(
    "record",
    [
        a_record(text="Look", links=(LINK,)),
        a_record(text="Look", embed=external(LINK)),
        a_record(text="Look", embed=quoting(external(LINK))),
        a_record(text=f"As arXiv:{PAPER} shows"),
        a_record(text="arxiv.org/abs/2608.099...", links=(LINK + "v3",)),
    ],
    ids=["facet", "card", "quote with card", "words", "cut text"],
)
async def test_every_place_that_may_name_a_paper_is_read(record: dict[str, object]) -> None:
    assert {POST + "1": [PAPER]} == papers(await replayed(an_event(START, record=record, key="1")))


async def test_a_quote_without_a_link_is_no_mention() -> None:
    record = a_record(text="This arxiv thread!", embed=quoting())

    assert {} == papers(await replayed(an_event(START, record=record, key="1")))


async def test_a_post_that_arrives_twice_is_one_post() -> None:
    event = an_event(START, record=a_record(links=(LINK,)), key="1")

    assert [POST + "1"] == list((await replayed(event, event)).found)


async def test_a_deleted_post_is_forgotten_and_a_known_one_gone() -> None:
    into = await replayed(
        an_event(START, record=a_record(links=(LINK,)), key="1"),
        an_event(START, record=None, key="1"),
        an_event(START, record=None, key="2"),
        an_event(START, record=None, key="3"),
        known=frozenset({POST + "2"}),
    )

    assert ({}, {POST + "1", POST + "2"}) == (into.found, into.deleted)


async def test_an_edited_post_says_what_it_says_now() -> None:
    into = await replayed(
        an_event(START, record=a_record(links=(LINK,)), key="1"),
        an_event(START, record=a_record(text=f"arXiv:{OTHER}"), key="1", operation="update"),
    )

    assert {POST + "1": [OTHER]} == papers(into)


async def test_a_post_is_dated_no_later_than_the_network_saw_it() -> None:
    backdated = a_record(links=(LINK,), created_at="2026-08-01T00:00:00Z")
    into = await replayed(
        an_event(START, record=a_record(links=(LINK,), created_at="2036-01-01T00:00:00Z"), key="1"),
        an_event(START, record=a_record(links=(LINK,), created_at="yesterday"), key="2"),
        an_event(START, record=backdated, key="3"),
    )

    assert [START, START, datetime(2026, 8, 1, tzinfo=UTC)] == [
        post.posted_at for post in into.found.values()
    ]


async def test_an_answer_is_a_comment() -> None:
    record = a_record(links=(LINK,), reply={"parent": {"uri": f"{POST}0"}})

    assert [True] == [
        post.is_comment
        for post in (await replayed(an_event(START, record=record, key="1"))).found.values()
    ]


CLIMBING = (
    b'{"did":"did:plc:a","time_us":1,"kind":"commit","commit":{"operation":"create",'
    b'"collection":"app.bsky.feed.post","rkey":"../arxiv","record":{}}}'
)


@pytest.mark.parametrize(
    "line",
    [
        b"arxiv.org",
        b'{"arxiv.org": []}',
        b'{"did":"arxiv","time_us":"x","kind":"commit"}',
        b"[" * 100_000 + b"arxiv",
        CLIMBING,
        b"\xff\xfearxiv",
    ],
)
async def test_a_line_that_is_no_event_spoils_nothing(line: bytes) -> None:
    into = await replayed(line, an_event(START, record=a_record(links=(LINK,)), key="1"))

    assert ([POST + "1"], 1) == (list(into.found), into.unreadable)


async def test_a_record_of_any_shape_is_read_as_far_as_it_goes() -> None:
    shapes: list[object] = [None, 5, "x", [], {}, [None], [{"features": 5}], {"external": []}]
    records: list[dict[str, object]] = [
        {"text": f"arXiv:{PAPER}", "facets": shape, "embed": shape, "langs": shape, "reply": shape}
        for shape in shapes
    ]
    lines = [
        an_event(START, record=record, key=str(number)) for number, record in enumerate(records)
    ]

    assert len(shapes) == len((await replayed(*lines)).found)


@given(st.text(), st.text(max_size=20))
async def test_hostile_text_breaks_nothing(text: str, language: str) -> None:
    record = a_record(text=f"{text} arXiv:{PAPER} {text}") | {
        "langs": [language],
        "createdAt": text,
    }
    into = await replayed(an_event(START, record=record, key="1"))

    assert 0 == into.unreadable


async def test_a_text_cannot_forge_the_time() -> None:
    forged = a_record(text='","time_us":9999999999999999,"')

    into = await replayed(an_event(START, record=forged, key="1"))

    assert (microseconds(START), False) == (into.cursor, into.is_over)


async def test_the_replay_ends_at_its_moment() -> None:
    into = await replayed(
        an_event(AS_OF - timedelta(microseconds=1), record=a_record(links=(LINK,)), key="1"),
        an_event(AS_OF, record=a_record(links=(LINK,)), key="2"),
    )

    assert ([POST + "1"], True) == (list(into.found), into.is_over)
    assert microseconds(AS_OF) - 1 == into.cursor


async def test_what_is_kept_does_not_grow_with_the_stream() -> None:
    line = an_event(START, record=a_record(text="Good morning"), key="1")
    into = await replayed(*[line] * 10_000)

    assert (10_000, {}, set()) == (into.events, into.found, into.deleted)


@pytest.fixture
async def stream() -> AsyncGenerator[Jetstream, None]:
    async with a_jetstream(START) as running:
        yield running


async def test_a_stream_is_replayed_over_a_socket(stream: Jetstream) -> None:
    for number in range(5):
        stream.posts(a_record(links=(LINK,)), key=str(number))
    stream.goes_on(AS_OF)
    into = a_replay()

    warning = await catch_up(stream.url, into, listen=LISTEN, report=unheard)

    assert ("", 5) == (warning, len(into.found))
    assert [microseconds(START - timedelta(seconds=5))] == stream.cursors


async def test_a_stream_that_drops_is_taken_up_where_it_broke(stream: Jetstream) -> None:
    for number in range(30):
        stream.posts(a_record(links=(LINK,)), key=str(number))
    stream.goes_on(AS_OF)
    stream.breaks_after(10, 15)
    into = a_replay()

    warning = await catch_up(stream.url, into, listen=LISTEN, report=unheard)

    assert ("", 30) == (warning, len(into.found))
    assert sorted(stream.cursors) == stream.cursors


async def test_a_stream_that_stays_down_keeps_what_was_read(stream: Jetstream) -> None:
    for number in range(10):
        stream.posts(a_record(links=(LINK,)), key=str(number))
    into = a_replay()

    warning = await catch_up(stream.url, into, listen=LISTEN, report=unheard)

    assert "come next time" in warning
    assert (10, microseconds(START + timedelta(seconds=9))) == (len(into.found), into.cursor)


async def test_a_stream_that_refuses_is_unavailable(stream: Jetstream) -> None:
    stream.refuses(9)
    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        await catch_up(stream.url, a_replay(), listen=LISTEN, report=unheard)


async def test_a_stream_that_falls_silent_is_left(stream: Jetstream) -> None:
    stream.posts(a_record(links=(LINK,)), key="1")
    stream.falls_silent()
    listen = listen_as("HotPapers/test", silence=timedelta(milliseconds=200))
    into = a_replay()

    warning = await catch_up(stream.url, into, listen=listen, report=unheard)

    assert "silent" in warning
    assert [POST + "1"] == list(into.found)


async def test_progress_is_reported_along_the_way() -> None:
    line = an_event(START, record=a_record(text="Good morning"), key="1")
    reached: list[int] = []
    await replay(each([line] * 10_000), a_replay(), lambda into: reached.append(into.events))

    assert [5_000, 10_000] == reached
