"""The power is cut in the middle of a digest, and the bot starts again.

Leaving the block of a process kills it. A later moment is what `--as-of` is for: a message that a
dead process had in hand is left alone until its lease is over.
"""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.commands import Shell, eventually
from tests.emulators.discord import DiscordEmulator
from tests.emulators.telegram import TelegramEmulator

BOTH = ("post", "--to", "telegram:@papers", "--to", "discord:1")
_NUMBER = re.compile(r" · (\d+) of (\d+)")


@pytest.fixture
def poster(poster: Shell) -> Shell:
    """The same, with both channels in the settings."""
    poster.sets(TELEGRAM_CHANNELS="@papers", DISCORD_CHANNELS="1")
    return poster


def later(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def parts_on_telegram(telegram: TelegramEmulator) -> list[int]:
    return [number_of(posted.text)[0] for posted in telegram.messages("@papers")]


def parts_on_discord(discord: DiscordEmulator) -> list[int]:
    return [number_of(posted.text)[0] for posted in discord.messages(1)]


def number_of(text: str) -> tuple[int, int]:
    found = _NUMBER.search(text)
    assert found is not None
    return int(found[1]), int(found[2])


def all_on_telegram(telegram: TelegramEmulator) -> list[int]:
    return list(range(1, number_of(telegram.messages("@papers")[0].text)[1] + 1))


def all_on_discord(discord: DiscordEmulator) -> list[int]:
    return list(range(1, number_of(discord.messages(1)[0].text)[1] + 1))


async def test_a_digest_that_waits_for_its_turn_is_posted_later(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    telegram.is_busy(retry_after=60)
    discord.is_busy(retry_after=60)
    async with poster.runs(*BOTH) as process:
        await process.has_said("Telegram asks for a pause")
        await process.has_said("Discord asks us to slow down")
    assert ([], []) == (telegram.messages("@papers"), discord.messages(1))
    outcome = await poster.hotpapers("run", "--once", "--as-of", later(minutes=2))
    assert (0, 2) == (outcome.status, outcome.text.count("posted in"))
    assert all_on_telegram(telegram) == parts_on_telegram(telegram)
    assert all_on_discord(discord) == parts_on_discord(discord)


async def test_a_message_on_the_wire_is_not_posted_twice_and_the_rest_follows(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    telegram.falls_silent_after_taking()
    discord.falls_silent_after_taking()
    async with poster.runs(*BOTH):
        await eventually(lambda: bool(telegram.messages("@papers") and discord.messages(1)))
    early = await poster.hotpapers(*BOTH)
    assert (1, 2) == (early.status, early.complaints.count("sent by another process"))
    await finished(poster)
    assert all_on_telegram(telegram) == parts_on_telegram(telegram)
    assert all_on_discord(discord) == parts_on_discord(discord)
    last = await poster.hotpapers(*BOTH)
    assert (1, 1) == (last.status, last.complaints.count("did not come back"))
    assert "discord:1: stands there already" in last.text


async def test_wherever_it_is_cut_off_nothing_stands_there_twice_and_only_doubt_is_left_out(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    async with poster.runs(*BOTH):
        await eventually(lambda: bool(telegram.messages("@papers")[1:] or discord.messages(1)[1:]))
    await finished(poster)
    outcome = await poster.hotpapers(*BOTH)
    assert all_on_discord(discord) == parts_on_discord(discord)
    on_telegram = parts_on_telegram(telegram)
    assert sorted(set(on_telegram)) == on_telegram
    missing = set(all_on_telegram(telegram)) - set(on_telegram)
    assert len(missing) <= outcome.complaints.count("telegram:@papers: message ") <= 1


async def test_two_at_the_same_time_post_once(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    async with poster.runs(*BOTH, log="one") as one, poster.runs(*BOTH, log="other") as other:
        outcomes = await asyncio.gather(one.ends(), other.ends())
    for complaint in "".join(outcome.complaints for outcome in outcomes).splitlines():
        assert "it is being sent by another process." in complaint
    assert all_on_telegram(telegram) == parts_on_telegram(telegram)
    assert all_on_discord(discord) == parts_on_discord(discord)
    last = await poster.hotpapers(*BOTH)
    assert (0, 2) == (last.status, last.text.count("stands there already"))


async def finished(poster: Shell) -> None:
    """Run the bot when the leases are over, and once more when what it postponed is due.

    On Discord a message in doubt is postponed by a minute, which this does not sit out.
    """
    async with poster.runs("run", "--once", "--as-of", later(minutes=10)) as process:
        await eventually(
            lambda: (
                process.has_ended
                or ("Message postponed" in process.said and "telegram:@papers: " in process.said)
            )
        )
    await poster.hotpapers("run", "--once", "--as-of", later(minutes=20))
