"""From a wish to the digest that stands in its place every morning, on every platform."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from storage.database import SqlStorage
from tests.acceptance.chats.chat import ADA, CHANNEL, CLUB, EMMY, PRIVATE, Chat, Emulated, Sociable
from tests.acceptance.chats.discord import Discord
from tests.acceptance.chats.mailings import FRIDAY, THURSDAY, titles
from tests.acceptance.chats.platforms import (
    EVERYWHERE,
    WHERE_ANYTHING_HAPPENS,
    WHERE_PEOPLE_MEET,
    only,
    opened,
)
from tests.acceptance.chats.telegram import Telegram


@pytest.fixture(params=EVERYWHERE)
async def chat(
    request: pytest.FixtureRequest, sqlite_storage: SqlStorage, tmp_path: Path
) -> AsyncIterator[Chat]:
    async with opened(request.param, sqlite_storage, tmp_path) as begun:
        yield begun


def told(digests: list[str], day: date) -> list[str]:
    """Give the titles of a day that stand in digests."""
    return [title for title in titles(day) if any(title in digest for digest in digests)]


async def test_a_restart_does_not_repeat_the_digest(chat: Chat) -> None:
    card = await chat.says(ADA, "/subscribe cs.CL 9:00")
    assert "Next digest: 18 January 2024, 09:00 UTC" in card
    assert [] == chat.posts(PRIVATE)
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(PRIVATE), THURSDAY)
    await chat.restarts()
    await chat.time_reaches("09:01")
    assert 1 == len(chat.posts(PRIVATE))
    await chat.time_reaches("09:00")
    assert 2 == len(chat.posts(PRIVATE))
    assert titles(FRIDAY, "cs.CL") == told(chat.posts(PRIVATE)[1:], FRIDAY)


async def test_from_the_tree_to_a_digest_by_buttons_alone(chat: Chat) -> None:
    await chat.says(ADA, "/topics")
    await chat.presses(ADA, "cs.* · Computer Science")
    await chat.presses(ADA, "cs.CV · Computer Vision and Pattern Recognition")
    assert "🔔 cs.CV" in await chat.presses(ADA, "Subscribe")
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CV") == told(chat.posts(PRIVATE), THURSDAY)


async def test_without_a_topic_the_favourites_are_offered(chat: Chat) -> None:
    assert "What would you like to hear about?" in await chat.says(ADA, "/subscribe")
    card = await chat.presses(ADA, "cs.RO · Robotics")
    assert "🔔 cs.RO" in card
    assert ["Preview", "Change", "Pause", "Remove"] == chat.buttons


async def test_a_digest_comes_at_the_hour_that_it_was_changed_to(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00")
    assert "Every day at 10:00" in await chat.says(ADA, "/change 1 at=10:00 count=1")
    await chat.time_reaches("09:00")
    assert [] == chat.posts(PRIVATE)
    await chat.time_reaches("10:00")
    assert titles(THURSDAY, "cs.CL")[:1] == told(chat.posts(PRIVATE), THURSDAY)


async def test_a_form_changes_what_is_written_in_it_and_nothing_else(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00")
    assert "Change “cs.CL”" in await chat.presses(ADA, "Change")
    card = await chat.fills_in(ADA, at="10:00", count="1")
    assert "🔔 cs.CL Changed. Every day at 10:00 · UTC" in card
    await chat.time_reaches("10:00")
    assert titles(THURSDAY, "cs.CL")[:1] == told(chat.posts(PRIVATE), THURSDAY)


async def test_a_digest_comes_by_the_clock_of_who_asked_for_it(chat: Chat) -> None:
    await chat.says(ADA, "/timezone Asia/Tokyo")
    assert "Every day at 18:00" in await chat.says(ADA, "/subscribe cs.CL 18:00")
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(PRIVATE), THURSDAY)


async def test_a_link_leads_to_a_digest_in_one_step(chat: Chat) -> None:
    offer = await chat.says(ADA, "/start sub_cs-CL")
    assert "Shall I send the hot papers in cs.CL here every day?" in offer
    assert "🔔 cs.CL" in await chat.presses(ADA, "Subscribe")


async def test_a_digest_rests_while_it_is_paused(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00")
    await chat.says(ADA, "/subscriptions")
    assert "⏸ Paused" in await chat.presses(ADA, "Pause")
    await chat.time_reaches("09:00")
    assert [] == chat.posts(PRIVATE)
    assert "Next digest: 19 January 2024, 09:00 UTC" in await chat.presses(ADA, "Resume")
    await chat.time_reaches("09:00")
    assert titles(FRIDAY, "cs.CL") == told(chat.posts(PRIVATE), FRIDAY)


async def test_what_was_ended_is_not_sent(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00")
    assert "Remove the subscription to “cs.CL”?" in await chat.says(ADA, "/unsubscribe")
    assert "“cs.CL” is not sent any more." in await chat.presses(ADA, "Remove it")
    await chat.time_reaches("09:00")
    assert [] == chat.posts(PRIVATE)
    assert "Nothing is sent here yet." in await chat.says(ADA, "/subscriptions")


async def test_a_preview_sends_nothing(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 10:00")
    preview = await chat.presses(ADA, "Preview")
    assert titles(THURSDAY, "cs.CL") == told([preview], THURSDAY)
    await chat.time_reaches("09:00")
    assert [] == chat.posts(PRIVATE)


async def test_what_is_muted_stays_out_until_it_is_let_in_again(chat: Chat) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00")
    assert "no digest here brings “@hopper” any more" in await chat.says(ADA, "/mute @Hopper")
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL")[1:] == told(chat.posts(PRIVATE), THURSDAY)
    await chat.says(ADA, "/mutes")
    assert "may bring “@hopper” again" in await chat.presses(ADA, "@hopper")
    await chat.time_reaches("09:00")
    assert titles(FRIDAY, "cs.CL") == told(chat.posts(PRIVATE), FRIDAY)


# Where people meet.


@only(*WHERE_PEOPLE_MEET)
async def test_only_who_manages_the_club_may_subscribe_it(chat: Sociable) -> None:
    refusal = await chat.says(EMMY, "/subscribe cs.CL 9:00", at=CLUB)
    assert "may change what is sent there" in refusal
    assert "🔔 cs.CL" in await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(CLUB), THURSDAY)


@only(*WHERE_ANYTHING_HAPPENS)
async def test_nobody_ends_a_digest_by_the_button_of_who_may(chat: Emulated) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.says(ADA, "/unsubscribe", at=CLUB)
    assert "This button belongs to somebody else." in await chat.presses(EMMY, "Remove it")
    await chat.time_reaches("09:00")
    assert 1 == len(chat.posts(CLUB))


@only(*WHERE_PEOPLE_MEET)
async def test_who_loses_the_right_may_change_nothing_any_more(chat: Sociable) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.loses_rights(ADA)
    assert "may change what is sent there" in await chat.says(ADA, "/pause", at=CLUB)
    await chat.time_reaches("09:00")
    assert 1 == len(chat.posts(CLUB))


@only(*WHERE_ANYTHING_HAPPENS)
async def test_a_club_that_shuts_the_bot_out_gets_its_digests_when_it_lets_it_in_again(
    chat: Emulated,
) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.shuts_out()
    await chat.time_reaches("09:00")
    assert [] == chat.posts(CLUB)
    assert ["A subscription has stopped"] == [post[:26] for post in chat.posts(PRIVATE)]
    assert "🚪 Stopped: " in await chat.says(ADA, "/subscriptions")
    await chat.lets_in()
    assert "Next digest: 19 January 2024, 09:00 UTC" in await chat.says(ADA, "/subscriptions")
    await chat.time_reaches("09:00")
    assert titles(FRIDAY, "cs.CL") == told(chat.posts(CLUB), FRIDAY)


@only(*WHERE_PEOPLE_MEET)
async def test_a_clubs_digest_is_written_in_the_clubs_language(chat: Sociable) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.says(ADA, "/language de here", at=CLUB)
    await chat.time_reaches("09:00")
    (digest,) = chat.posts(CLUB)
    assert "Donnerstag, 18. Januar 2024" in digest
    assert "Thursday, 18 January 2024" in await chat.says(ADA, "/hot")


@only(*WHERE_PEOPLE_MEET)
async def test_what_was_set_up_for_the_club_outlives_who_is_forgotten(chat: Sociable) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.says(ADA, "/subscribe cs.CV 9:00")
    await chat.says(ADA, "/forget")
    await chat.presses(ADA, "Forget everything")
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(CLUB), THURSDAY)
    assert [] == chat.posts(PRIVATE)


@only("discord")
async def test_a_club_that_lets_the_bot_in_while_it_is_away_gets_its_digests(chat: Discord) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.shuts_out()
    async with chat.away():
        await chat.is_invited()
    await chat.notices_that_it_is_let_in()
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(CLUB), THURSDAY)


# On Telegram.


@only("telegram")
async def test_a_channel_is_managed_from_the_private_chat_of_who_runs_it(chat: Telegram) -> None:
    refusal = await chat.says(EMMY, "/subscribe cs.CL 9:00 channel=@papers")
    assert "may change what is sent there" in refusal
    assert "🔔 cs.CL" in await chat.says(ADA, "/subscribe cs.CL 9:00 channel=@papers")
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(CHANNEL), THURSDAY)
    assert [] == chat.posts(PRIVATE)
    assert "Papers" in await chat.says(ADA, "/subscriptions")
    assert "⏸ Paused" in await chat.presses(ADA, "Pause")
    await chat.time_reaches("09:00")
    assert 1 == len(chat.posts(CHANNEL))


@only("telegram")
async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(chat: Telegram) -> None:
    await chat.says(ADA, "/subscribe cs.CL 9:00", at=CLUB)
    await chat.becomes_a_supergroup()
    await chat.time_reaches("09:00")
    assert titles(THURSDAY, "cs.CL") == told(chat.posts(CLUB), THURSDAY)
    assert "🔔 cs.CL" in await chat.says(ADA, "/subscriptions", at=CLUB)
