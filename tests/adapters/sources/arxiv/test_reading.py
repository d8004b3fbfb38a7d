"""arXiv's API and OAI-PMH over real sockets."""

from collections.abc import Callable
from datetime import date

import pytest
from aiohttp import web as aioweb

from adapters.sources.arxiv.reading import Reader
from adapters.sources.arxiv.source import Arxiv
from adapters.sources.http import Web
from bot.domain.papers import PaperId
from bot.errors import SourceError, SourceUnavailable
from tests.adapters.sources.arxiv.loopback import arxiv, failures, ids, places, quietly
from tests.adapters.sources.arxiv.pages import Row, atom, atom_error, oai, oai_error, rows
from tests.emulators.web import Web as Server


def refuses_spoiled_questions(*spoilt: str) -> Callable[[aioweb.Request], aioweb.Response]:
    def answer(request: aioweb.Request) -> aioweb.Response:
        asked = request.query["id_list"].split(",")
        if set(asked) & set(spoilt):
            return aioweb.Response(status=400, body=atom_error())
        return aioweb.Response(body=atom(Row(id=id_) for id_ in asked))

    return answer


async def test_one_spoiled_identifier_does_not_cost_the_others(server: Server, client: Web) -> None:
    judge = refuses_spoiled_questions("2608.00003", "2608.00150")

    async def answer(request: aioweb.Request) -> aioweb.Response:
        return judge(request)

    server.answers("/api/query", answer)
    wanted = [PaperId.parse(row.id) for row in rows(150)]
    found = await Reader(client, places(server.base)).details(wanted)
    assert [str(one) for one in wanted if one not in found] == ["2608.00003", "2608.00150"]
    assert max(len(seen.query["id_list"].split(",")) for seen in server.requests) == 100


async def test_an_api_that_keeps_its_papers_back_is_unavailable(
    server: Server, client: Web
) -> None:
    server.serves("/api/query", atom([], total=3))
    with pytest.raises(SourceUnavailable):
        await Reader(client, places(server.base)).details([PaperId.parse("2608.00001")])


async def backfill(source: Arxiv, first: date, last: date) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    days = [day async for day in source.backfill(first, last, quietly)]
    for number, harvest in enumerate(days):
        on = {str(listing.listed_on) for listing in harvest.listings}
        told[" ".join(on) or f"empty {number}"] = ids(harvest)
    return told


async def test_the_past_is_filled_in_day_by_day(server: Server, client: Web) -> None:
    page = [
        Row(id="2608.00001", created="2026-08-06"),  # Thursday, listed on Friday
        Row(id="2608.00002", created="2026-08-07"),  # Friday, listed on Monday
        Row(id="2608.00003", created="2026-08-08"),  # Saturday, listed on Tuesday
    ]
    rest = [
        Row(id="2608.00004", created="2026-08-11"),  # Tuesday, listed on Wednesday
        Row(id="2608.00002", created="2026-08-07"),
        Row(id="2501.00001", created="2025-01-02"),  # replaced now, listed long ago
    ]
    server.serves("/oai", oai(page, token="t=1&x", deleted=["2608.00009"]), query={"set": "cs"})
    server.serves("/oai", oai(rest), query={"resumptionToken": "t=1&x"})
    told = await backfill(arxiv(client, server), date(2026, 8, 8), date(2026, 8, 13))
    assert told == {
        "2026-08-10": ["2608.00002"],
        "2026-08-11": ["2608.00003"],
        "2026-08-12": ["2608.00004"],
        "empty 3": [],
    }
    first, second = server.requests
    assert dict(first.query) == {
        "verb": "ListRecords",
        "metadataPrefix": "arXiv",
        "set": "cs",
        "from": "2026-08-01",
    }
    assert dict(second.query) == {"verb": "ListRecords", "resumptionToken": "t=1&x"}


async def test_a_past_without_records_is_empty(server: Server, client: Web) -> None:
    server.serves("/oai", oai_error("noRecordsMatch"))
    told = await backfill(arxiv(client, server), date(2026, 8, 12), date(2026, 8, 12))
    assert told == {"empty 0": []}


@failures
async def test_a_past_that_cannot_be_read_brings_nothing_at_all(
    server: Server, client: Web, fails: Callable[[Server, str, bytes], None]
) -> None:
    server.serves("/oai", oai(rows(3), token="next"), query={"set": "cs"}, times=1)
    fails(server, "/oai", oai(rows(3)))
    harvests = arxiv(client, server).backfill(date(2026, 8, 12), date(2026, 8, 12), quietly)
    with pytest.raises(SourceError):
        await anext(harvests)
