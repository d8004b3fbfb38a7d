"""Every source as the settings wire it, over real sockets, on every bad day."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.balanced import BalancedPolicy
from bot.domain.engagement import Mention, Snapshot
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.ranking import Ranking
from bot.domain.runs import Run
from bot.networks import open_networks
from bot.ports import Storage
from bot.services.collect import Collect
from bot.services.lookup import Lookup, Question
from bot.settings import read_settings
from bot.views import sources
from bot.views.words import ENGLISH_WORDS
from storage.database import open_storage
from storage.memory import MemoryStorage
from tests.acceptance.live_client import QuickWeb
from tests.acceptance.live_world import ATTENTION, KEYLESS, SOURCES, World, a_world
from tests.fakes import FakeClock
from tests.services.networks import TUESDAY, at, unwatched

FIRST, SECOND = "2611.00001", "2611.00002"
IDS = [PaperId.parse(paper) for paper in (FIRST, SECOND)]
WEDNESDAY = TUESDAY + timedelta(days=1)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with a_world() as running:
        yield running


@dataclass
class Bot:
    """What collects from a world, as its environment says."""

    world: World
    environment: pytest.MonkeyPatch
    storage: Storage = field(default_factory=MemoryStorage)
    impatient_with: str = ""
    opens: QuickWeb = field(default_factory=QuickWeb)

    def sets(self, **settings: str) -> None:
        for name, value in settings.items():
            self.environment.setenv(name, value)

    async def collects(self, hours: float, *names: str, since: datetime | None = None) -> list[Run]:
        self.opens = QuickWeb(self.impatient_with)
        async with open_networks(read_settings(), self.storage, opens=self.opens) as networks:
            collect = Collect(self.storage, networks.all, {"bluesky": timedelta(hours=12)})
            return await collect.collect(
                as_of=at(hours), names=names, since=since, progress=unwatched
            )

    async def ranks(self, hours: float, day: date = TUESDAY) -> Ranking:
        policies = Policies(ClassicPolicy(), BalancedPolicy(threshold=1))
        lookup = Lookup(self.storage, FakeClock(at(hours)), policies)
        return (await lookup.day(Question(day=day, late=True))).ranking

    async def shows(self, hours: float) -> dict[str, sources.SourceRow]:
        async with open_networks(read_settings(), self.storage) as networks:
            async with self.storage.transaction() as tx:
                runs = await tx.runs.between(at(-99), at(hours))
            rows = sources.rows(networks.all, runs, ENGLISH_WORDS, now=at(hours))
            return {one.name: row for one, row in zip(networks.all, rows, strict=True)}

    async def remembers(self) -> tuple[set[Mention], list[Snapshot]]:
        """Every post, and the newest reading of each counter."""
        async with self.storage.transaction() as tx:
            mentions = await tx.mentions.of(IDS)
            snapshots = await tx.snapshots.of(IDS, until=at(99))
        assert len(set(mentions)) == len(mentions)
        return set(mentions), sorted(snapshots, key=lambda row: (row.source, row.native_id))


@pytest.fixture
def bot(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bot:
    monkeypatch.chdir(tmp_path)
    made = Bot(world, monkeypatch)
    made.sets(**world.environment, **world.keys)
    return made


Fails = Callable[[World, str, Bot], Awaitable[None]]


def answering(status: int, **headers: str) -> Fails:
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    async def fail(world: World, source: str, _: Bot) -> None:
        world.fails(source, lambda server, path: server.refuses(path, status, given))

    return fail


async def closed(world: World, source: str, _: Bot) -> None:
    await world.closes(source)


async def unknown_name(_: World, source: str, bot: Bot) -> None:
    name = {"mastodon": "MASTODON_URLS", "x": "X_API_URL"}.get(source, f"{source.upper()}_URL")
    bot.sets(**{name: "http://nowhere.test"})
    if source == "arxiv":
        bot.sets(ARXIV_RSS_URL="http://nowhere.test")


async def too_slow(world: World, source: str, bot: Bot) -> None:
    world.fails(source, lambda server, path: server.is_slow(path))
    bot.impatient_with = world.servers[source].base.removeprefix("http://")


async def cut_off(world: World, source: str, _: Bot) -> None:
    world.fails(source, lambda server, path: server.hangs_up(path))


async def truncated(world: World, source: str, _: Bot) -> None:
    world.fails(source, lambda server, path: server.breaks_off(path, "x" * 1_000))


async def a_page(world: World, source: str, _: Bot) -> None:
    world.fails(source, lambda server, path: server.serves_html(path))


async def unknown_shape(world: World, source: str, _: Bot) -> None:
    world.fails(source, lambda server, path: server.serves(path, {"surprise": "new" * 50_000}))


FAILURES: dict[str, tuple[Fails, str]] = {
    "refused": (closed, "refuses the connection"),
    "no name": (unknown_name, "nowhere.test is not known"),
    "403": (answering(403), "403 Forbidden"),
    "429": (answering(429), "429 Too Many Requests"),
    "429 for a second": (answering(429, Retry_After="1"), "429 Too Many Requests"),
    "429 for an hour": (answering(429, Retry_After="3600"), "429 Too Many Requests"),
    "503": (answering(503), "503 Service Unavailable"),
    "slow": (too_slow, "does not answer within 0.05 s"),
    "cut off": (cut_off, "breaks off its answer"),
    "truncated": (truncated, "breaks off its answer"),
    "a page": (a_page, ""),
    "unknown shape": (unknown_shape, ""),
}
KEEP_THEIR_ANSWER = {"a page": b"<!DOCTYPE html>", "unknown shape": b'{"surprise": "new'}


def talks(world: World, paper: str, hours: float) -> None:
    for source in ATTENTION:
        world.says(source, paper, at=at(hours), likes=60)


BYSTANDERS = ("arxiv", "huggingface", "lobsters")
"""Sources that have nothing to do with the failure of another one."""


async def before_the_failure(world: World, names: set[str], *bots: Bot) -> None:
    """Two hours after the mailing all is well, and an hour later there is more talk."""
    world.announces(TUESDAY, FIRST, SECOND)
    talks(world, FIRST, 1)
    for each in bots:
        assert all(run.is_success for run in await each.collects(2, *names))
    talks(world, SECOND, 3)
    world.goes_on(at(4))


async def after_the_failure(world: World, source: str, names: set[str], *bots: Bot) -> None:
    """Everything answers again, and is read."""
    await world.opens(source)
    for each in bots:
        each.sets(**world.environment, **world.keys)
        each.impatient_with = ""
        assert not any(complaint(run) for run in await each.collects(8.5, *names))


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("source", SOURCES)
async def test_a_failure_costs_its_own_line_and_loses_or_doubles_nothing(
    world: World, bot: Bot, caplog: pytest.LogCaptureFixture, source: str, failure: str
) -> None:
    fails, words = FAILURES[failure]
    lucky, names = Bot(world, bot.environment), {*BYSTANDERS, source}
    await before_the_failure(world, names, bot, lucky)
    await lucky.collects(5, *names)

    await fails(world, source, bot)
    caplog.clear()
    runs = {run.source: run for run in await bot.collects(5, *names)}
    told = complaint(runs.pop(source))
    assert words in told
    assert not any(complaint(run) for run in runs.values())
    assert [source] == [str(vars(row)["source"]) for row in caplog.records if is_grave(row)]
    rows = await bot.shows(5)
    assert {source: told} == {name: row.remark for name, row in rows.items() if row.remark}
    assert await _is_kept(bot, source, failure)
    await _the_digest_goes_on(bot, source, names)

    await after_the_failure(world, source, names, bot, lucky)
    assert await lucky.remembers() == await bot.remembers()


def complaint(run: Run) -> str:
    return run.problem or " ".join(run.warnings)


def is_grave(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING and record.name.startswith("bot.")


async def _is_kept(bot: Bot, source: str, failure: str) -> bool:
    """Say whether the answer was kept where it has an unknown shape, and only there."""
    async with bot.storage.transaction() as tx:
        payload = await tx.runs.payload(source)
    # The counters of Bluesky's posts are only a part of what it brings.
    if failure not in KEEP_THEIR_ANSWER or source == "bluesky":
        return payload is None
    assert payload is not None
    return payload.startswith(KEEP_THEIR_ANSWER[failure]) and len(payload) <= 64 << 10


async def _the_digest_goes_on(bot: Bot, source: str, names: set[str]) -> None:
    """What was known before counts, and what the others say now."""
    first, second = (await bot.ranks(5)).papers
    assert {FIRST, SECOND} == {str(first.paper.id), str(second.paper.id)}
    heard = {
        str(row.paper.id): {part.name for part in row.score.parts} - {"agreement"}
        for row in (first, second)
    }
    talkative = names - {"arxiv"}
    assert {FIRST: talkative, SECOND: talkative - {source}} == heard


@pytest.mark.parametrize("source", SOURCES)
async def test_an_empty_holiday_is_no_failure(world: World, bot: Bot, source: str) -> None:
    world.announces(TUESDAY, FIRST, SECOND)
    await bot.collects(2)
    world.announces(WEDNESDAY)
    world.goes_on(at(25))
    for hours in (26, 29):
        (run,) = await bot.collects(hours, source)
        assert (None, (), 0, 0) == (run.problem, run.warnings, run.papers, run.mentions)
    assert (set(), []) == await bot.remembers()
    async with bot.storage.transaction() as tx:
        assert [TUESDAY] == await tx.papers.days()


STREAMS: dict[str, tuple[Callable[[World], None], str, bool]] = {
    "turned away": (lambda world: world.stream.refuses(9), "cannot be reached", False),
    "broken at once": (lambda world: world.stream.breaks_after(*[0] * 9), "broke off", False),
    "broken twice": (lambda world: world.stream.breaks_after(2, 2), "", True),
}


@pytest.mark.parametrize("trouble", STREAMS)
async def test_a_stream_that_breaks_is_taken_up_where_it_broke(
    world: World, bot: Bot, trouble: str
) -> None:
    break_it, words, is_success = STREAMS[trouble]
    world.announces(TUESDAY, FIRST, SECOND)
    for number in range(4):
        world.says("bluesky", FIRST, at=at(1 + number / 10), likes=number)
    break_it(world)
    (run,) = await bot.collects(2, "bluesky", since=at(0))
    assert (is_success, True) == (run.is_success, words in (run.problem or ""))
    # In the end it is up again, and nothing between was lost.
    for hours in range(3, 13):
        await bot.collects(hours, "bluesky", since=None if is_success else at(0))
    mentions, _ = await bot.remembers()
    assert 4 == len(mentions)


async def test_garbage_in_the_stream_costs_nothing_else(world: World, bot: Bot) -> None:
    world.announces(TUESDAY, FIRST)
    world.stream.lines.insert(0, b'{"arxiv.org": "no event", "time_us":1}')
    world.stream.lines.insert(0, b"\xff arxiv.org")
    world.says("bluesky", FIRST, at=at(1), likes=9)
    (run,) = await bot.collects(2, "bluesky", since=at(0))
    assert (None, 1, 1) == (run.problem, run.mentions, run.snapshots)


# Settings


async def test_without_any_key_the_open_networks_are_read(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    bot = Bot(world, monkeypatch)
    bot.sets(**world.environment)
    world.announces(TUESDAY, FIRST)
    assert ["arxiv", *KEYLESS] == [run.source for run in await bot.collects(2)]
    rows = await bot.shows(2)
    assert {
        "x": "needs X_BEARER_TOKEN, X_MONTHLY_BUDGET_USD",
        "reddit": "needs REDDIT_CLIENT_ID, REDDIT_CLIENT_SECRET",
        "mastodon": "needs MASTODON_URLS",
    } == {name: row.remark for name, row in rows.items() if row.state == "off"}


async def test_arxiv_is_asked_once_in_three_seconds_whatever_stands_in_for_it(
    world: World, bot: Bot
) -> None:
    bot.sets(ARXIV_ARCHIVES="cs,stat,eess")
    world.announces(TUESDAY, FIRST)
    await bot.collects(2, "arxiv")
    places = [
        ("cs", "list"),
        *((name, place) for name in ("stat", "eess") for place in ("list", "rss")),
    ]
    assert [
        f"/list/{name}/new" if place == "list" else f"/rss/{name}" for name, place in places
    ] == (world.servers["arxiv"].paths)
    assert [3.0] * 4 == bot.opens.glass.slept
    assert {1} == {seen.at_once for seen in world.servers["arxiv"].requests}


async def test_everybody_is_told_who_asks(world: World, bot: Bot) -> None:
    bot.sets(CONTACT="mailto:papers@example.org")
    world.announces(TUESDAY, FIRST)
    await bot.collects(2)
    agents = {
        seen.headers["User-Agent"] for server in world.servers.values() for seen in server.requests
    }
    (agent,) = agents
    assert agent.startswith("HotPapers/")
    assert "mailto:papers@example.org" in agent


# Money


@pytest.mark.parametrize("budget", ["0.10", "0.15", "1.00", "1.60", "4.00"])
async def test_what_x_costs_never_exceeds_the_budget_though_two_collect_at_once(
    world: World, bot: Bot, sqlite_url: str, budget: str
) -> None:
    bot.sets(X_MONTHLY_BUDGET_USD=budget)
    for number in range(150):
        world.says("x", FIRST, at=at(1 + number / 1000), likes=50)
    async with open_storage(sqlite_url) as one, open_storage(sqlite_url) as other:
        bots = [Bot(world, bot.environment, storage) for storage in (one, other)]
        for hours in range(2, 8):
            await asyncio.gather(*(each.collects(hours, "x", since=at(0)) for each in bots))
        async with one.transaction() as tx:
            spent = await tx.ledger.spent("x", "2026-11")
    asked = [int(seen.query["max_results"]) for seen in world.servers["x"].requests]
    paid = Decimal("0.015") * sum(min(150, most) for most in asked)
    assert paid <= spent <= Decimal(budget)
    assert (Decimal(budget) < Decimal("0.15")) == (asked == [])


async def test_a_refusal_of_x_costs_nothing(world: World, bot: Bot) -> None:
    world.fails("x", lambda server, path: server.refuses(path, 503))
    for hours in range(2, 5):
        await bot.collects(hours, "x")
    async with bot.storage.transaction() as tx:
        assert Decimal(0) == await tx.ledger.spent("x", "2026-11")
