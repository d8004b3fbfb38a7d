"""Servers and channels that let the bot in, or no longer do."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.destinations import Destination, Platform
from tests.adapters.discord.desks import FakeDesk, listening
from tests.emulators.discord import DiscordEmulator


@pytest.fixture
async def desk(discord: DiscordEmulator) -> AsyncIterator[FakeDesk]:
    desk = FakeDesk()
    discord.opens(1, name="papers")
    discord.opens(2, name="january", kind="thread", parent=1)
    discord.opens(3, name="all", kind="category")
    async with listening(discord, desk):
        yield desk


async def hears(desk: FakeDesk) -> None:
    async with asyncio.timeout(5):
        await desk.heard.wait()
    desk.heard.clear()


async def test_a_server_that_invites_the_bot_lets_it_in(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    await discord.joins(700, channels=(10, 11))
    await hears(desk)
    assert [("", "10", "#general"), ("", "11", "#general")] == [
        (one.person.id, one.place.destination.channel, one.place.name) for one in desk.let_in_to
    ]


async def test_a_server_that_throws_the_bot_out_shuts_it_out(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    await discord.is_kicked_from(500)
    await hears(desk)
    ((to, reason),) = desk.shut_out_of
    assert (Destination(Platform.DISCORD, "1"), True) == (to, "Invite it again" in reason)


@pytest.mark.parametrize(("channel", "thread"), [(1, None), (2, "2")])
async def test_what_is_deleted_shuts_the_bot_out(
    discord: DiscordEmulator, desk: FakeDesk, channel: int, thread: str | None
) -> None:
    discord.deletes(channel)
    await hears(desk)
    told = dict(desk.shut_out_of)
    assert "does not exist" in told[Destination(Platform.DISCORD, "1", thread)]


async def test_a_right_that_is_given_back_lets_the_bot_in(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    discord.takes_away("send_messages", channel=1)
    discord.gives_back("send_messages", channel=1)
    await hears(desk)
    assert ["1"] == [one.place.destination.channel for one in desk.let_in_to]
