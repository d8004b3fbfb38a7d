"""`hotpapers run`, once and for ever."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from tests.acceptance import blog
from tests.acceptance.commands import Process, Shell, eventually
from tests.acceptance.conftest import connect
from tests.emulators.discord import DiscordEmulator
from tests.emulators.telegram import TelegramEmulator
from tests.postgres import PostgresServer

CHANNELS = {"TELEGRAM_CHANNELS": "@papers", "DISCORD_CHANNELS": "1"}


GROUP = "-1001234567890"


def hours_ago(hours: int) -> str:
    """Give a time of day as DAILY_AT has it."""
    return f"{datetime.now(UTC) - timedelta(hours=hours):%H:%M}"


def days_of(telegram: TelegramEmulator) -> list[str]:
    return [posted.text.splitlines()[0].split(" · ")[1] for posted in telegram.messages("@papers")]


async def test_a_newcomer_sees_the_sample_day_and_is_told_so_in_a_line(shell: Shell) -> None:
    outcome = await shell.hotpapers("run", "--once")
    assert 0 == outcome.status
    assert outcome.text.startswith("🔥 Hot papers · Friday, 23 April 2021\n")
    assert "16. " in outcome.text
    (line,) = [row for row in outcome.complaints.splitlines() if "sample day" in row]
    for setting in ("TELEGRAM_TOKEN", "TELEGRAM_CHANNELS", "DISCORD_TOKEN", "DISCORD_CHANNELS"):
        assert setting in line
    assert ".env" in line


async def test_the_sample_day_is_posted_once(
    shell: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    connect(shell, telegram, discord)
    shell.sets(**CHANNELS)
    first = await shell.hotpapers("run", "--once")
    assert (0, 2) == (first.status, first.text.count("posted in"))
    there, here = len(telegram.messages("@papers")), len(discord.messages(1))
    second = await shell.hotpapers("run", "--once")
    assert (0, 2) == (second.status, second.text.count("stands there already"))
    assert (there, here) == (len(telegram.messages("@papers")), len(discord.messages(1)))
    assert "a sample day" in telegram.messages("@papers")[-1].text
    assert "a sample day" in discord.messages(1)[-1].text


async def test_with_papers_the_newest_day_is_shown(reader: Shell) -> None:
    outcome = await reader.hotpapers("run", "--once")
    assert 0 == outcome.status
    assert outcome.text.startswith("🔥 Hot papers · Friday, 5 March 2021\n")
    assert "sample" not in outcome.said


async def test_a_late_start_posts_once_and_the_bot_stops_when_it_is_asked_to(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    poster.sets(**CHANNELS, DAILY_AT=hours_ago(1))
    async with poster.runs("run") as process:
        await eventually(lambda: _is_whole(telegram) and len(discord.messages(1)) >= 2)
        await _stops(process)
    there, here = len(telegram.messages("@papers")), len(discord.messages(1))
    said = await _rung(poster, telegram)
    assert "Digest announced" not in said
    assert (there, here) == (len(telegram.messages("@papers")), len(discord.messages(1)))


async def test_a_start_long_after_the_hour_posts_nothing(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    poster.sets(**CHANNELS, DAILY_AT=hours_ago(7))
    await _rung(poster, telegram)
    assert [] == telegram.messages("@papers")


async def _rung(poster: Shell, telegram: TelegramEmulator) -> str:
    """Run the bot until every job was rung, and give what it said.

    A message for another chat waits in the outbox. When it stands there, the jobs are in hand, and
    those are finished before the end.
    """
    telegram.is_busy(retry_after=125)
    postponed = await poster.hotpapers("post", "--to", f"telegram:{GROUP}", "--top", "1")
    assert "It stays in the outbox" in postponed.complaints
    later = datetime.now(UTC) + timedelta(minutes=3)
    async with poster.runs("run", "--as-of", later.isoformat()) as process:
        await eventually(lambda: bool(telegram.messages(GROUP)))
        await _stops(process)
        return process.said


async def test_two_processes_on_one_postgresql_post_once(
    poster: Shell,
    telegram: TelegramEmulator,
    discord: DiscordEmulator,
    postgres: PostgresServer,
) -> None:
    with postgres.database() as url:
        other = Shell(poster.folder / "other")
        other.folder.mkdir()
        connect(other, telegram, discord)
        for shell in (poster, other):
            shell.sets(**CHANNELS, DAILY_AT=hours_ago(1), DATABASE_URL=url)
        await poster.hotpapers("import", blog.write_all(poster.folder / "posts"))
        async with AsyncExitStack() as stack:
            both = [await stack.enter_async_context(one.runs("run")) for one in (poster, other)]
            for process in both:
                await process.has_said("Running")
            await eventually(lambda: _is_whole(telegram) and len(discord.messages(1)) >= 2)
            await asyncio.gather(*map(_stops, both))
    said = "".join(process.said for process in both)
    assert 2 == said.count("Digest announced")
    numbers = [posted.text.splitlines()[0] for posted in telegram.messages("@papers")]
    assert sorted(set(numbers)) == numbers
    assert "[error" not in said


def _is_whole(telegram: TelegramEmulator) -> bool:
    there = telegram.messages("@papers")
    return bool(there) and there[0].text.splitlines()[0].endswith(f" of {len(there)}")


async def _stops(process: Process) -> None:
    asked_at = time.monotonic()
    process.is_asked_to_stop()
    outcome = await process.ends()
    assert 0 == outcome.status, outcome.complaints
    assert time.monotonic() - asked_at < 10
