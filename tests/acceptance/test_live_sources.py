"""Today's papers from live sources: collected, ranked, explained and posted."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acceptance.commands import NOWHERE, Shell, eventually
from tests.acceptance.live_networks import Talk
from tests.acceptance.live_week import MONDAY, Week, a_week, hour, papers_in, papers_of
from tests.acceptance.live_world import KEYLESS, World, a_world
from tests.adapters.sources.arxiv.pages import Row, oai
from tests.services.networks import TUESDAY, at

HOT, WARM, COLD = "2611.00001", "2611.00002", "2611.00003"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with a_world() as running:
        running.announces(
            TUESDAY,
            Row(id=HOT, title="A Hot Paper", categories=("cs.LG",)),
            Row(id=WARM, title="A Warm Paper", categories=("cs.CL",)),
            Row(id=COLD, title="A Cold Paper", categories=("cs.CL",)),
        )
        yield running


@pytest.fixture
def live(shell: Shell, world: World) -> Shell:
    """A folder of somebody without any key, in a world that answers."""
    shell.sets(**world.environment)
    return shell


@pytest.fixture
def talk(world: World) -> dict[str, Talk]:
    """What is said an hour after the mailing."""
    return {
        "upvotes": world.says("huggingface", HOT, at=at(1), by="grace", likes=40),
        "story": world.says("hackernews", HOT, at=at(1), by="pg", likes=100),
        "post": world.says("bluesky", HOT, at=at(1), by="ada", likes=30),
        "warm": world.says("huggingface", WARM, at=at(1), by="lin", likes=16),
    }


def moment(hours: float) -> str:
    return at(hours).isoformat()


# Collecting


async def test_without_any_key_the_open_networks_are_collected(
    live: Shell, talk: dict[str, Talk]
) -> None:
    outcome = await live.hotpapers("collect", "--as-of", moment(1.5))
    assert (0, "") == (outcome.status, outcome.complaints)
    assert [
        "arXiv: 3 new papers.",
        "Hugging Face: 2 new mentions, 2 new counts.",
        "Hacker News: 1 new mention, 1 new count.",
        "Bluesky: 1 new mention, 1 new count.",
        "Lobsters: nothing new.",
    ] == outcome.text.splitlines()


async def test_a_summary_for_programs(live: Shell, talk: dict[str, Talk]) -> None:
    outcome = await live.hotpapers("collect", "--as-of", moment(1.5), "--format", "json")
    told = json.loads(outcome.written)
    assert ["arxiv", *KEYLESS] == [one["source"] for one in told]
    assert [3, 0, 0, 0, 0] == [one["papers"] for one in told]
    assert [0, 2, 1, 1, 0] == [one["mentions"] for one in told]
    assert all(one["ok"] and one["problem"] is None and one["warnings"] == [] for one in told)


async def test_only_the_sources_that_are_named(live: Shell, world: World) -> None:
    outcome = await live.hotpapers(
        "collect", "--source", "lobsters", "--source", "huggingface", "--as-of", moment(2)
    )
    assert ["Hugging Face: nothing new.", "Lobsters: nothing new."] == outcome.text.splitlines()
    assert [] == world.servers["arxiv"].requests


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("twitter", "No source “twitter”. There are arxiv, huggingface, hackernews,"),
        ("x", "X needs X_BEARER_TOKEN, X_MONTHLY_BUDGET_USD in .env."),
    ],
)
async def test_a_source_that_cannot_be_asked_is_a_mistake(
    live: Shell, world: World, name: str, words: str
) -> None:
    outcome = await live.hotpapers("collect", "--source", name)
    assert (1, "") == (outcome.status, outcome.text)
    assert words in outcome.complaints
    assert [] == world.servers["arxiv"].requests


async def test_how_far_back_to_look_can_be_told(live: Shell, world: World) -> None:
    world.says("hackernews", COLD, at=at(-100), likes=5)
    world.says("lobsters", COLD, at=at(1), likes=5)
    found = []
    for option in ((), ("--date", str(TUESDAY)), ("--since", "2026-11-18")):
        options = ("--source", "hackernews", "--source", "lobsters", "--format", "json")
        outcome = await live.hotpapers("collect", *option, *options, "--as-of", moment(60))
        found.append([one["mentions"] for one in json.loads(outcome.written)])
    # The first visit looks two days back, the second to the mailing, the third a week.
    assert [[0, 0], [0, 1], [1, 0]] == found


async def test_a_terminal_shows_a_bar_for_each_source(live: Shell, talk: dict[str, Talk]) -> None:
    outcome = await live.watches("collect", "--as-of", moment(1.5))
    assert 0 == outcome.status
    for name in ("arXiv", "Hugging Face", "Hacker News", "Bluesky", "Lobsters"):
        assert name in outcome.complaints
    assert "━" in outcome.complaints
    assert "━" not in outcome.text


# Looking at the sources


async def test_a_source_that_fails_is_named_and_its_answer_kept_for_a_bug_report(
    live: Shell, world: World, talk: dict[str, Talk]
) -> None:
    world.fails("lobsters", lambda server, path: server.serves_html(path))
    world.fails("hackernews", lambda server, path: server.refuses(path, 403))
    outcome = await live.hotpapers("collect", "--as-of", moment(1.5))
    assert 1 == outcome.status
    assert "lobsters" not in outcome.complaints
    assert "Hugging Face: 2 new mentions" in outcome.text
    assert "answers with a page where JSON belongs." in outcome.text

    table = await live.hotpapers("sources", "--as-of", moment(4.5))
    rows = {line[:12].strip(): line for line in table.text.splitlines()}
    assert ["on", "3", "h", "ago", "3", "0"] == rows["arXiv"].split()[1:]
    assert "3 h ago" in rows["Hugging Face"]
    assert "never" in rows["Lobsters"]
    assert "403" in table.text
    assert "needs X_BEARER_TOKEN," in table.text

    kept = await live.hotpapers("sources", "--payload", "lobsters")
    assert (0, True) == (kept.status, kept.written.startswith(b"<!DOCTYPE html>"))
    none = await live.hotpapers("sources", "--payload", "hackernews")
    assert (1, b"") == (none.status, none.written)
    assert "Every answer of Hacker News was understood" in none.complaints
    assert 1 == (await live.hotpapers("sources", "--payload", "twitter")).status


async def test_the_table_of_sources_needs_no_network(shell: Shell) -> None:
    outcome = await shell.hotpapers("sources")
    assert 0 == outcome.status
    assert 8 == sum("never" in line for line in outcome.text.splitlines())


# Backfilling


async def test_a_second_backfill_asks_for_nothing(live: Shell, world: World) -> None:
    rows = [Row(id=f"2611.0010{number}", created=f"2026-11-0{number}") for number in (2, 3, 4)]
    world.servers["arxiv"].serves("/oai", oai(rows))
    days = ("--from", "2026-11-03", "--to", "2026-11-05")
    first = await live.hotpapers("backfill", *days)
    again = await live.hotpapers("backfill", *days)
    assert ["3 days were filled in.\n", "Nothing is missing.\n"] == [first.text, again.text]
    assert ["/oai"] == world.servers["arxiv"].paths
    more = await live.hotpapers("backfill", "--from", "2026-11-03", "--to", "2026-11-06")
    assert "Nothing is missing.\n" == more.text
    assert ["2026-10-27", "2026-10-30"] == [
        seen.query["from"] for seen in world.servers["arxiv"].requests
    ]


# Ranking and explaining


@pytest.fixture
async def measured(live: Shell, talk: dict[str, Talk]) -> Shell:
    """Collected half an hour after the first posts, and again when they had grown."""
    await live.hotpapers("collect", "--as-of", moment(1.5))
    talk["upvotes"].likes, talk["story"].likes, talk["story"].comments = 90, 250, 80
    await live.hotpapers("collect", "--as-of", moment(20))
    return live


async def test_any_past_moment_can_be_ranked_again(measured: Shell, talk: dict[str, Talk]) -> None:
    async def ranked(hours: float, *options: str) -> list[tuple[str, float]]:
        words = ("rank", "--as-of", moment(hours), "--format", "json", *options)
        told = json.loads((await measured.hotpapers(*words)).written)
        return [(one["id"], one["score"]) for one in told["papers"]]

    early, late = await ranked(1.5), await ranked(20)
    assert [[HOT, WARM]] * 2 == [[paper for paper, _ in found] for found in (early, late)]
    assert early[0][1] < late[0][1]
    talk["upvotes"].likes = 5_000
    talk["warm"].is_deleted = True
    await measured.hotpapers("collect", "--as-of", moment(73))
    assert (early, late) == (await ranked(1.5), await ranked(20))
    assert [(HOT, 90 + 250 + 30)] == await ranked(20, "--policy", "classic")


async def test_why_tells_the_parts_the_place_before_and_the_strongest_posts(
    measured: Shell,
) -> None:
    outcome = await measured.hotpapers(
        "why", f"https://arxiv.org/abs/{HOT}v1", "--as-of", moment(21)
    )
    assert 0 == outcome.status
    lines = " ".join(outcome.text.split())
    assert "Why A Hot Paper?" in lines
    assert "Place 1 of 3 papers of Tuesday, 24 November 2026" in lines
    assert "98.2 from Hugging Face, with 90 counted there" in lines
    assert "30 for the agreement of 3 networks" in lines
    assert "It was in place 1" in lines
    assert "24 November 2026, 02:30 UTC, and has gained 200 likes, 80 comments since." in lines
    assert "pg (https://news.ycombinator.com/item?id=" in lines
    assert ": 250 likes, 80 comments, worth 290" in lines


async def test_why_as_of_an_earlier_moment_knows_nothing_of_later(measured: Shell) -> None:
    words = ("why", HOT, "--date", str(TUESDAY), "--as-of", moment(2))
    outcome = await measured.hotpapers(*words)
    assert "with 40 counted there" in outcome.text
    assert "It was in place" not in outcome.text
    other = await measured.hotpapers("why", HOT, "--date", "2026-11-20")
    assert (1, "") == (other.status, other.text)
    cold = await measured.hotpapers("why", COLD, "--as-of", moment(2))
    assert f"Nobody has been heard to talk about {COLD} yet." in cold.text


# Running


async def test_run_once_shows_todays_papers_and_says_that_they_are_live(
    live: Shell, talk: dict[str, Talk]
) -> None:
    outcome = await live.hotpapers("run", "--once", "--as-of", moment(1.5))
    assert 0 == outcome.status
    assert "🔥 Hot papers · Tuesday, 24 November 2026" in outcome.text
    assert "2 hot of 3 new" in outcome.text
    assert "Bluesky 30 · Hacker News 100 · Hugging Face 40" in outcome.text
    assert "on Bluesky, Hacker News and Hugging Face (just now)" in outcome.text
    assert "Everything is live; the newest mailing is that of Tuesday" in outcome.complaints


async def test_run_once_without_arxiv_shows_what_was_known_before_and_says_so(
    measured: Shell,
) -> None:
    measured.sets(ARXIV_URL=NOWHERE, ARXIV_RSS_URL=NOWHERE)
    outcome = await measured.hotpapers("run", "--once", "--as-of", moment(50))
    assert 0 == outcome.status
    assert "1. A Hot Paper" in outcome.text
    assert "(30 h ago)" in outcome.text
    assert "arXiv: 127.0.0.1 refuses the connection." in outcome.complaints
    assert "arXiv does not answer: this is Tuesday, 24 November 2026" in outcome.complaints


async def test_run_collects_by_schedule_with_a_clock_that_is_set(
    live: Shell, world: World, talk: dict[str, Talk]
) -> None:
    async with live.runs("run", "--as-of", moment(1.5)) as process:
        await eventually(lambda: process.err.read_text().count("Source collected") == 5)
        process.is_asked_to_stop()
        outcome = await process.ends()
    assert 0 == outcome.status
    assert ["/list/cs/new"] == world.servers["arxiv"].paths
    ranked = await live.hotpapers("rank", "--as-of", moment(2), "--format", "json")
    assert [HOT, WARM] == [one["id"] for one in json.loads(ranked.written)["papers"]]


# A week


@pytest.fixture
async def week(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Week]:
    monkeypatch.chdir(tmp_path)
    async with a_world() as world:
        for name, value in world.environment.items():
            monkeypatch.setenv(name, value)
        async with a_week(world) as begun:
            yield begun


SLEEPER = papers_of(MONDAY + timedelta(days=1))[2]


def script(week: Week, days: list[date]) -> None:
    """Two hot papers a day; one of Tuesday's is noticed on Thursday only."""
    for day in days:
        hottest, second, *_ = papers_of(day)
        week.will_say("huggingface", hottest, hour(day, 6), likes=90)
        week.will_say("hackernews", hottest, hour(day, 7), likes=200)
        week.will_say("lobsters", hottest, hour(day, 7.5), likes=20)
        week.will_say("bluesky", hottest, hour(day, 8), likes=120)
        week.will_say("huggingface", second, hour(day, 9), likes=30)
        if day == days[1]:
            week.will_say("huggingface", SLEEPER, hour(day, 10), likes=4)
        if day == days[3]:
            week.will_say("hackernews", SLEEPER, hour(day, 11), likes=400, hours=3)
    week.cross_lists[days[2]] = papers_of(days[0])[:1]


async def test_a_week_brings_a_digest_each_weekday_and_a_late_riser_once(week: Week) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    script(week, days)
    week.shows(MONDAY)
    await week.passes(hour(days[2], 12))
    week.world.fails("lobsters", lambda server, path: server.refuses(path, 403))
    await week.passes(hour(days[4], 23))
    by_friday = len(week.bot.publisher.sent)
    await week.passes(hour(days[4], 3 * 24))

    assert ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] == list(week.digests)
    assert by_friday == len(week.bot.publisher.sent) == len(week.digests)
    expected = [papers_of(day)[:2] for day in days]
    expected[3].insert(1, f"{SLEEPER} late")
    assert expected == [papers_in(digest) for digest in week.digests.values()]
    footers = [digest.splitlines()[-1] for digest in week.digests.values()]
    assert "on Bluesky, Hacker News, Hugging Face and Lobsters (20 min ago)" in footers[0]
    assert "on Lobsters (9 h ago)" in footers[2]
    missing = ["missing today: Lobsters" in footer for footer in footers]
    assert [False, False, False, True, True] == missing
    assert all("2 hot of 4 new" in digest for digest in week.digests.values())
    risers = ["2 hot of 4 new, 1 late riser" in digest for digest in week.digests.values()]
    assert [False, False, False, True, False] == risers


async def test_a_restart_in_the_night_does_not_post_the_next_day_before_its_hour(
    week: Week,
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    script(week, [MONDAY + timedelta(days=number) for number in range(5)])
    week.shows(MONDAY)
    await week.passes(hour(tuesday, 2.7))
    await week.passes(hour(tuesday, 20))
    assert ["Monday"] == list(week.digests)
