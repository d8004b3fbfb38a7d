"""arXiv as a source, over real sockets, on good days and bad ones."""

import gzip
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.sources.arxiv.source import Arxiv
from adapters.sources.http import Web
from bot.errors import SourceChanged, SourceError, SourceUnavailable
from bot.ports import Errand
from tests.adapters.sources.arxiv.loopback import (
    MANNERS,
    NOW,
    a_client,
    arxiv,
    collect,
    failures,
    ids,
    places,
)
from tests.adapters.sources.arxiv.pages import (
    DAY,
    Row,
    atom,
    feed,
    listing,
    listing_part,
    rows,
)
from tests.emulators.web import Web as Server


async def test_the_lists_of_all_archives_are_the_papers_of_the_day(
    server: Server, client: Web
) -> None:
    server.serves("/list/cs/new", listing(rows(2), [Row(id="2608.00007")], rows(1, start=9)))
    server.serves("/list/stat/new", listing(rows(1, start=7), rows(1, start=2)))
    harvest = await collect(arxiv(client, server, "cs", "stat"))
    assert ids(harvest) == ["2608.00001", "2608.00002", "2608.00007"]
    assert {listing.listed_on for listing in harvest.listings} == {DAY}
    assert {listing.paper.announced_on for listing in harvest.listings} == {DAY}
    assert harvest.warnings == ()
    assert server.paths == ["/list/cs/new", "/list/stat/new"]


async def test_progress_counts_archives(server: Server, client: Web) -> None:
    server.serves("/list/cs/new", listing(rows(1)))
    server.serves("/list/stat/new", listing(rows(1)))
    told: list[tuple[int, int | None]] = []
    errand = Errand(since=NOW, as_of=NOW)
    await arxiv(client, server, "cs", "stat").collect(
        errand, lambda done, total: told.append((done, total))
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


async def test_the_same_list_again_is_no_mailing_and_no_failure(
    server: Server, client: Web
) -> None:
    server.serves("/list/cs/new", listing(rows(3)))
    source = arxiv(client, server)
    first = await collect(source)
    again = await collect(source, first.bookmark)
    assert (len(first.listings), again.listings, again.warnings) == (3, (), ())
    assert again.bookmark == first.bookmark


async def test_the_next_day_brings_its_own_papers(server: Server, client: Web) -> None:
    server.serves("/list/cs/new", listing(rows(3)), times=1)
    server.serves("/list/cs/new", listing(rows(2, start=4), day=date(2026, 8, 13)))
    source = arxiv(client, server)
    first = await collect(source)
    second = await collect(source, first.bookmark)
    assert ids(second) == ["2608.00004", "2608.00005"]
    assert {listing.listed_on for listing in second.listings} == {date(2026, 8, 13)}


async def test_a_holiday_is_empty_and_no_failure(server: Server, client: Web) -> None:
    server.serves("/list/cs/new", listing())
    harvest = await collect(arxiv(client, server))
    assert (harvest.listings, harvest.warnings) == ((), ())


async def test_a_long_list_is_read_page_by_page_in_allowed_sizes(
    server: Server, client: Web
) -> None:
    first = ("New submissions (showing first 2000 of 2001 entries)", rows(2000))
    second = ("New submissions (continued, showing last 1 of 2001 entries)", rows(1, start=2001))
    cross = ("Cross submissions (showing 1 of 1 entries)", [Row(id="2608.09999")])
    server.serves("/list/cs/new", listing_part(DAY, 2002, first))
    server.serves(
        "/list/cs/new",
        listing_part(DAY, 2002, second, cross),
        query={"skip": "2000", "show": "2000"},
    )
    harvest = await collect(arxiv(client, server))
    assert len(harvest.listings) == 2002
    assert [dict(seen.query) for seen in server.requests] == [
        {},
        {"skip": "2000", "show": "2000"},
    ]


async def test_a_list_that_never_fills_up_is_not_read_for_ever(server: Server, client: Web) -> None:
    part = ("New submissions (showing first 2 of 900 entries)", rows(2))
    server.serves("/list/cs/new", listing_part(DAY, 900, part))
    with pytest.raises(SourceChanged):
        await collect(arxiv(client, server))
    assert server.paths.count("/list/cs/new") == 10


async def test_unchanged_lists_are_not_sent_twice(server: Server, client: Web) -> None:
    server.serves("/list/cs/new", listing(rows(1)), headers={"ETag": '"a"'})
    source = arxiv(client, server)
    first, second = await collect(source), await collect(source)
    assert ids(first) == ids(second)
    assert server.requests[1].headers["If-None-Match"] == '"a"'


@failures
async def test_whatever_happens_to_the_list_the_feed_stands_in(
    server: Server, client: Web, fails: Callable[[Server, str, bytes], None]
) -> None:
    fails(server, "/list/cs/new", listing(rows(3)))
    kinds = ["new", "cross", "replace"]
    server.serves("/rss/cs", feed(zip(kinds, rows(3), strict=True)))
    harvest = await collect(arxiv(client, server))
    assert ids(harvest) == ["2608.00001", "2608.00002"]
    assert {listing.listed_on for listing in harvest.listings} == {DAY}
    [warning] = harvest.warnings
    assert warning.startswith("The list of cs could not be read, its feed was: ")


@failures
async def test_whatever_happens_to_one_archive_the_others_are_read(
    server: Server, client: Web, fails: Callable[[Server, str, bytes], None]
) -> None:
    fails(server, "/list/cs/new", listing(rows(3)))
    fails(server, "/rss/cs", feed([]))
    server.serves("/list/stat/new", listing(rows(1, start=7)))
    before = await collect(arxiv(client, server, "stat"))
    harvest = await collect(arxiv(client, server, "cs", "stat"))
    assert (ids(harvest), harvest.bookmark) == (["2608.00007"], before.bookmark)
    assert len(harvest.warnings) == 1


@failures
async def test_a_source_that_cannot_be_read_at_all_says_so_in_one_sentence(
    server: Server, client: Web, fails: Callable[[Server, str, bytes], None]
) -> None:
    fails(server, "/list/cs/new", listing(rows(3)))
    fails(server, "/rss/cs", feed([("new", row) for row in rows(3)]))
    with pytest.raises(SourceError) as raised:
        await collect(arxiv(client, server))
    assert isinstance(raised.value, SourceUnavailable | SourceChanged)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


async def test_a_list_that_keeps_silent_is_given_up(server: Server) -> None:
    server.is_slow("/list/cs/new")
    server.serves("/rss/cs", feed([("new", Row())]))
    async with a_client(replace(MANNERS, answer_within=timedelta(milliseconds=300))) as client:
        harvest = await collect(arxiv(client, server))
    assert ids(harvest) == ["2608.00001"]
    assert "does not answer within 0.3 s" in harvest.warnings[0]


async def test_a_closed_port_is_unavailable(client: Web) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{reserved.getsockname()[1]}"
    with pytest.raises(SourceUnavailable):
        await collect(Arxiv(client, places=places(base), archives=("cs",)))


async def test_a_list_in_a_new_shape_is_kept_for_a_bug_report(server: Server, client: Web) -> None:
    lying = listing(rows(3), declared=4)
    server.serves("/list/cs/new", lying)
    with pytest.raises(SourceChanged) as raised:
        await collect(arxiv(client, server))
    assert raised.value.payload == lying


async def test_a_feed_that_repeats_yesterday_under_todays_date_is_seen_through(
    server: Server, client: Web
) -> None:
    server.serves("/list/cs/new", listing(rows(9)), times=1)
    server.refuses("/list/cs/new", 404)
    server.serves("/rss/cs", feed((("new", row) for row in rows(8)), day=date(2026, 8, 13)))
    source = arxiv(client, server)
    first = await collect(source)
    second = await collect(source, first.bookmark)
    assert (second.listings, second.bookmark) == ((), first.bookmark)


async def test_a_feed_that_was_cut_is_completed_category_by_category(
    server: Server, client: Web
) -> None:
    server.refuses("/list/eess/new", 404)
    replaced = [("replace-cross", row) for row in rows(1999, month="2607")]
    server.serves("/rss/eess", feed([*replaced, ("new", Row(id="2608.00005"))]))
    server.serves("/rss/eess.AS", feed([("new", Row(id="2608.00001"))]))
    server.serves("/rss/eess.IV", feed([("cross", Row(id="2608.00002"))]))
    yesterday = feed([("new", Row(id="2608.00003"))], day=date(2026, 8, 11))
    server.serves("/rss/eess.SP", yesterday)
    server.refuses("/rss/eess.SY", 404)
    harvest = await collect(arxiv(client, server, "eess"))
    assert sorted(ids(harvest)) == ["2608.00001", "2608.00002", "2608.00005"]
    assert len(harvest.warnings) == 2


async def test_missing_abstracts_come_from_the_api_by_identifier(
    server: Server, client: Web
) -> None:
    bare = [Row(id=row.id, abstract="") for row in rows(2)]
    server.serves("/list/cs/new", listing([*bare, Row(id="2608.00003")]))
    server.serves("/api/query", atom([Row(id="2608.00002", abstract="Told by the API.")]))
    harvest = await collect(arxiv(client, server))
    assert [listing.paper.abstract for listing in harvest.listings] == [
        "",
        "Told by the API.",
        "We show that small models learn quickly.",
    ]
    assert harvest.warnings == ("Papers without an abstract: 1.",)
    assert server.requests[-1].query["id_list"] == "2608.00001,2608.00002"


@failures
async def test_papers_are_kept_whatever_happens_to_the_api(
    server: Server, client: Web, fails: Callable[[Server, str, bytes], None]
) -> None:
    server.serves("/list/cs/new", listing([Row(abstract="")]))
    fails(server, "/api/query", atom([Row()]))
    harvest = await collect(arxiv(client, server))
    assert (ids(harvest), harvest.listings[0].paper.abstract) == (["2608.00001"], "")
    assert len(harvest.warnings) == 2


async def test_a_compressed_list_is_read(server: Server, client: Web) -> None:
    packed = gzip.compress(listing(rows(2)))
    server.serves("/list/cs/new", packed, headers={"Content-Encoding": "gzip"})
    assert len((await collect(arxiv(client, server))).listings) == 2
