"""Platforms that refuse, are busy, break off or do not know a method."""

import re

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell, eventually
from tests.emulators.discord import DiscordEmulator
from tests.emulators.telegram import TelegramEmulator

TELEGRAM = ("--to", "telegram:@papers")
DISCORD = ("--to", "discord:1")
BOTH = (*TELEGRAM, *DISCORD)
ONE = ("--top", "1")


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ("right", "I may not post in @papers: make me an administrator with the right to post"),
        ("channel", "I was removed from @papers: add me and make me an administrator"),
        ("token", "check TELEGRAM_TOKEN"),
    ],
)
async def test_what_telegram_refuses_is_a_sentence_and_discord_gets_its_own(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator, lost: str, sentence: str
) -> None:
    match lost:
        case "right":
            telegram.takes_away("can_post_messages", "@papers")
        case "channel":
            telegram.kicks_the_bot("@papers")
        case _:
            telegram.revokes_the_token()
    outcome = await poster.hotpapers("post", *BOTH)
    assert 1 == outcome.status
    (complaint,) = [row for row in outcome.complaints.splitlines() if row.startswith("telegram:")]
    assert sentence in complaint
    assert outcome.text.startswith("discord:1: posted in ")
    assert len(discord.messages(1)) >= 2


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ("right", "a right is missing, most likely Send Messages"),
        ("channel", "The Discord channel 1 does not exist, or not any more. Check its id."),
        ("server", "The bot cannot see the Discord channel 1"),
        ("token", "Copy it again from the Bot page"),
    ],
)
async def test_what_discord_refuses_is_a_sentence_and_telegram_gets_its_own(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator, lost: str, sentence: str
) -> None:
    match lost:
        case "right":
            discord.takes_away("send_messages", channel=1)
        case "channel":
            discord.deletes(1)
        case "server":
            discord.kicks_the_bot()
        case _:
            discord.revokes_the_token()
    outcome = await poster.hotpapers("post", *DISCORD, *TELEGRAM)
    assert 1 == outcome.status
    (complaint,) = [row for row in outcome.complaints.splitlines() if row.startswith("discord:1: ")]
    assert sentence in complaint
    assert outcome.text.startswith("telegram:@papers: posted in ")
    assert len(telegram.messages("@papers")) >= 2


async def test_an_unknown_channel_is_named_and_the_others_get_theirs(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    places = ("--to", "telegram:@nobody", "--to", "discord:99", "--to", "telegram:-1001234567890:7")
    outcome = await poster.hotpapers("post", *places, *BOTH, *ONE)
    assert (1, 2) == (outcome.status, outcome.text.count("posted in 1 message."))
    assert "telegram:@nobody: Telegram knows no @nobody" in outcome.complaints
    assert "discord:99: The Discord channel 99 does not exist" in outcome.complaints
    assert "telegram:-1001234567890:7: -1001234567890 has no topic 7" in outcome.complaints
    assert (1, 1) == (len(telegram.messages("@papers")), len(discord.messages(1)))


async def test_a_refusal_that_was_answered_is_made_good_by_posting_again(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    telegram.takes_away("can_post_messages", "@papers")
    await poster.hotpapers("post", *TELEGRAM, *ONE)
    telegram.gives_back("can_post_messages", "@papers")
    same = await poster.hotpapers("post", *TELEGRAM, *ONE)
    assert (1, True) == (same.status, "--again tries once more" in same.complaints)
    outcome = await poster.hotpapers("post", *TELEGRAM, *ONE, "--again")
    assert (0, 1) == (outcome.status, len(telegram.messages("@papers")))


@pytest.mark.parametrize(
    ("place", "mistake"),
    [
        ("myspace:1", "“myspace:1” names no platform."),
        ("discord:papers", "“papers” is no Discord channel."),
        ("discord:1:two", "“1:two” is no Discord channel."),
        ("telegram:@pa pers", "“@pa pers” is no Telegram channel."),
        ("telegram:", "“” is no Telegram channel."),
    ],
)
async def test_a_place_that_is_none_is_refused_before_anything_is_posted(
    poster: Shell, telegram: TelegramEmulator, place: str, mistake: str
) -> None:
    outcome = await poster.hotpapers("post", *TELEGRAM, "--to", place)
    assert (1, "") == (outcome.status, outcome.text)
    assert mistake in outcome.complaints
    assert [] == telegram.messages("@papers")


async def test_a_platform_without_a_token_is_named_with_its_setting(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    poster.sets(DISCORD_TOKEN="")
    outcome = await poster.hotpapers("post", *BOTH)
    assert (1, "", []) == (outcome.status, outcome.text, telegram.messages("@papers"))
    assert "discord:1 needs DISCORD_TOKEN, in .env or in the environment.\n" == outcome.complaints


async def test_a_pause_that_a_platform_asks_for_is_waited_out(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    telegram.is_busy(retry_after=1)
    discord.is_busy(times=2, retry_after=0.2)
    outcome = await poster.hotpapers("post", *BOTH, *ONE)
    assert (0, 2) == (outcome.status, outcome.text.count("posted in 1 message."))
    assert (1, 1) == (len(telegram.messages("@papers")), len(discord.messages(1)))


async def test_a_telegram_message_whose_answer_was_lost_is_not_repeated(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    telegram.hangs_up_after_taking()
    outcome = await poster.hotpapers("post", *TELEGRAM)
    parts = len(telegram.messages("@papers"))
    assert 1 == outcome.status
    lost = f"message 1 of {parts}: The connection to Telegram broke after the message was sent."
    assert lost in outcome.complaints
    numbers = [re.findall(r"\d+ of \d+", one.text)[0] for one in telegram.messages("@papers")]
    assert [f"{number} of {parts}" for number in range(1, parts + 1)] == numbers
    again = await poster.hotpapers("post", *TELEGRAM)
    assert (1, parts) == (again.status, len(telegram.messages("@papers")))
    assert lost in again.complaints


async def test_a_discord_server_that_stumbles_gets_the_message_once(
    poster: Shell, discord: DiscordEmulator
) -> None:
    await poster.hotpapers("post", *DISCORD, *ONE)
    discord.goes_down(status=502)
    outcome = await poster.hotpapers("post", *DISCORD, *ONE, "--again")
    assert (0, 2) == (outcome.status, len(discord.messages(1)))


async def test_rich_messages_fall_back_to_html_on_a_server_that_knows_none(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    telegram.knows_no("sendRichMessage")
    outcome = await poster.hotpapers("post", *TELEGRAM, "--style", "rich")
    there = telegram.messages("@papers")
    assert (0, f"telegram:@papers: posted in {len(there)} messages.\n") == (
        outcome.status,
        outcome.text,
    )
    assert len(there) >= 3
    assert {"plain"} == {posted.form for posted in there}
    text = "\n".join(posted.text for posted in there)
    assert all(f"Kettle {entry}, Boiled" in text for entry in range(1, 13))
    assert [False] + [True] * (len(there) - 1) == [posted.is_silent for posted in there]
    assert [None, *(one.message_id for one in there[:-1])] == [one.reply_to for one in there]
    for entry in blog.NEWEST_DAY:
        assert entry.abstract in text
    again = await poster.hotpapers("post", *TELEGRAM, "--style", "rich")
    assert (0, len(there)) == (again.status, len(telegram.messages("@papers")))


async def test_a_platform_that_is_down_does_not_hold_up_the_other(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    telegram.goes_down(times=1000)
    async with poster.runs("post", *BOTH, *ONE) as process:
        await process.has_said("Telegram has an error of its own.")
        await eventually(lambda: len(discord.messages(1)) == 1)


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_no_token_is_ever_told(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator, log_format: str
) -> None:
    poster.sets(LOG_LEVEL="DEBUG", LOG_FORMAT=log_format)
    poster.sets(TELEGRAM_CHANNELS="@papers", DISCORD_CHANNELS="1")
    said = ""
    for mishap in (None, telegram.hangs_up_after_taking, telegram.revokes_the_token):
        if mishap:
            mishap()
        said += (await poster.hotpapers("post", *BOTH, *ONE, "--again")).said
    discord.revokes_the_token()
    said += (await poster.hotpapers("post", *BOTH, *ONE, "--again")).said
    said += (await poster.hotpapers("doctor")).said
    assert "Digest announced" in said
    for token in (telegram.token, discord.TOKEN):
        for secret in (token, token.partition(":")[2] or token, token.replace(":", "%3A")):
            assert secret not in said
