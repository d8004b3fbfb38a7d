"""Logging in, and what is left behind."""

import logging
import traceback

import pytest
from discord.http import Route

from adapters.discord.client import API_URL, logged_in, opened
from adapters.discord.publisher import DiscordPublisher
from bot.domain.destinations import Destination, Platform
from bot.errors import TryLater, Unreachable
from bot.ports import Message
from tests.builders import a_document
from tests.emulators.discord import DiscordEmulator

TOKEN = DiscordEmulator.TOKEN
WRONG_TOKEN = "MTAw.other.T0ken"


async def test_nothing_but_rest_is_asked_for(discord: DiscordEmulator) -> None:
    async with logged_in(TOKEN, api_url=discord.url) as client:
        assert "Hot Papers#4242" == str(client.user)
    assert ["GET /users/@me", "GET /oauth2/applications/@me"] == discord.requests


async def test_a_wrong_token_is_named_by_its_variable(discord: DiscordEmulator) -> None:
    with pytest.raises(Unreachable, match="DISCORD_TOKEN") as refusal:
        async with logged_in(WRONG_TOKEN, api_url=discord.url):
            pass
    assert WRONG_TOKEN not in "".join(traceback.format_exception(refusal.value))


async def test_a_discord_that_is_down_is_tried_later(discord: DiscordEmulator) -> None:
    discord.goes_down()
    with pytest.raises(TryLater):
        async with logged_in(TOKEN, api_url=discord.url):
            pass


async def test_a_discord_that_is_not_there_is_tried_later() -> None:
    async with DiscordEmulator() as discord:
        gone = discord.url
    with pytest.raises(TryLater, match="cannot be reached"):
        async with logged_in(TOKEN, api_url=gone):
            pass


async def test_the_address_of_the_api_is_put_back(discord: DiscordEmulator) -> None:
    async with logged_in(TOKEN, api_url=discord.url):
        assert discord.url == Route.BASE
    assert API_URL == Route.BASE


async def test_the_token_is_never_written_down(
    discord: DiscordEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened(TOKEN, api_url=discord.url) as session:
        publisher = DiscordPublisher(session)
        message = Message(document=a_document(), nonce="n")
        with pytest.raises(Unreachable) as refusal:
            await publisher.publish(message, Destination(Platform.DISCORD, "1"))
        discord.opens(1)
        await publisher.publish(message, Destination(Platform.DISCORD, "1"))
        client = await session.client()
        shown = [repr(each) for each in (session, client, client.http, client.user, publisher)]
    told = "".join(traceback.format_exception(refusal.value))
    assert "/channels/1/messages" in caplog.text
    assert not [each for each in (caplog.text, told, *shown) if TOKEN in each]
