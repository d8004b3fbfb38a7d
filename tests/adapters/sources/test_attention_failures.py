"""Every way a server lets us down, for every source of attention: one of our two errors."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from pydantic import SecretStr

from adapters.sources.hackernews import HackerNews
from adapters.sources.http import Web
from adapters.sources.huggingface import HuggingFace
from adapters.sources.lobsters import Lobsters
from adapters.sources.mastodon import Mastodon
from adapters.sources.reddit import Reddit
from adapters.sources.x import X
from bot.domain.engagement import MentionKey
from bot.errors import SourceChanged, SourceUnavailable
from bot.ports import Source
from tests.adapters.sources.errands import a_client, an_errand, quietly
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

KEY = SecretStr("secret")


class Purse:
    """A ledger that never says no."""

    async def spent(self, month: str) -> Decimal:
        return Decimal(0)

    async def charge(self, month: str, amount: Decimal) -> Decimal:
        return Decimal(0)


@dataclass(frozen=True)
class Scene:
    """A source, the paths it reads, and what it reads there on a day without any talk."""

    opens: Callable[[Web, str], Source]
    paths: tuple[str, ...]
    nothing: object


SCENES = {
    "huggingface": Scene(
        lambda web, url: HuggingFace(fetch=web, url=url), ("/api/daily_papers",), []
    ),
    "hackernews": Scene(
        lambda web, url: HackerNews(fetch=web, url=url, items_url=url),
        ("/api/v1/search_by_date",),
        {"hits": [], "nbHits": 0, "page": 0, "nbPages": 0, "hitsPerPage": 1000},
    ),
    "lobsters": Scene(
        lambda web, url: Lobsters(fetch=web, url=url), ("/domains/arxiv.org.json",), []
    ),
    "mastodon": Scene(
        lambda web, url: Mastodon(fetch=web, instances=(url,), tags=("arxiv",)),
        ("/api/v1/timelines/tag/arxiv",),
        [],
    ),
    "reddit": Scene(
        lambda web, url: Reddit(
            fetch=web, client_id=KEY, client_secret=KEY, url=url, login_url=url
        ),
        ("/domain/arxiv.org/new", "/r/all/search"),
        {"kind": "Listing", "data": {"after": None, "children": []}},
    ),
    "x": Scene(
        lambda web, url: X(fetch=web, ledger=Purse(), token=KEY, budget=Decimal(5), url=url),
        ("/2/tweets/search/recent",),
        {"meta": {"result_count": 0}},
    ),
}


@pytest.fixture(params=sorted(SCENES))
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        running.serves("/api/v1/access_token", {"access_token": "secret"}, method="POST")
        yield running


@pytest.fixture
async def source(scene: Scene, server: Server) -> AsyncIterator[Source]:
    async with a_client() as client:
        yield scene.opens(client, server.url())


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 502, 503])
async def test_a_refusal_is_unavailable(
    scene: Scene, server: Server, source: Source, status: int
) -> None:
    for path in scene.paths:
        server.refuses(path, status)
    with pytest.raises(SourceUnavailable, match=str(status)):
        await source.collect(an_errand(), quietly)


async def test_a_long_rest_is_passed_on(scene: Scene, server: Server, source: Source) -> None:
    for path in scene.paths:
        server.refuses(path, 429, {"Retry-After": "600"})
    with pytest.raises(SourceUnavailable) as caught:
        await source.collect(an_errand(), quietly)

    assert caught.value.retry_after is not None
    assert 600 == caught.value.retry_after.total_seconds()


async def test_an_answer_cut_short_is_unavailable(
    scene: Scene, server: Server, source: Source
) -> None:
    for path in scene.paths:
        server.breaks_off(path, scene.nothing)
    with pytest.raises(SourceUnavailable):
        await source.collect(an_errand(), quietly)


async def test_a_page_instead_of_json_is_a_changed_source(
    scene: Scene, server: Server, source: Source
) -> None:
    for path in scene.paths:
        server.serves_html(path)
    with pytest.raises(SourceChanged) as caught:
        await source.collect(an_errand(), quietly)

    assert caught.value.payload.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("body", [{"surprise": "new" * 50_000}, ["new"], 5, None, "new"])
async def test_an_unknown_schema_is_a_changed_source_with_its_beginning(
    scene: Scene, server: Server, source: Source, body: object
) -> None:
    for path in scene.paths:
        server.serves(path, [body] if isinstance(body, str) else body)
    with pytest.raises(SourceChanged) as caught:
        await source.collect(an_errand(), quietly)

    assert len(caught.value.payload) <= 64 << 10
    assert b"new" in caught.value.payload or body in {5, None}


async def test_a_day_without_talk_is_empty(scene: Scene, server: Server, source: Source) -> None:
    for path in scene.paths:
        server.serves(path, scene.nothing)

    harvest = await source.collect(an_errand(bookmark=None), quietly)

    assert ((), (), (), ()) == (
        harvest.mentions,
        harvest.snapshots,
        harvest.gone,
        harvest.warnings,
    )


async def test_a_known_post_of_another_source_is_left_alone(
    scene: Scene, server: Server, source: Source
) -> None:
    for path in scene.paths:
        server.serves(path, scene.nothing)

    harvest = await source.collect(an_errand(known=(MentionKey("elsewhere", "1"),)), quietly)

    assert () == harvest.gone


async def test_a_configured_source_lacks_nothing(source: Source) -> None:
    assert ((), False) == (source.lacks, source.announces)
    assert source.name in SCENES
