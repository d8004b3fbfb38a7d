"""What people ask on Discord."""

import logging

import discord

from adapters.discord import failures
from adapters.discord.addresses import api_at, gateway_at
from adapters.discord.client import API_URL, configured
from adapters.discord.conversations import Conversations
from adapters.discord.doors import Doors
from adapters.discord.registry import register
from adapters.discord.turns import Turns
from bot.commands.spec import Desk
from bot.errors import Rejected, TryLater

log = logging.getLogger(__name__)


async def listen(
    token: str, desk: Desk, *, api_url: str = API_URL, shards: int | None = None
) -> None:
    """Take what people say to the desk, until cancelled; then finish the answers in hand.

    Without a number of shards there are as many as Discord recommends. Both the API and the gateway
    are those of `api_url`.

    Raises Unreachable when Discord does not know the token, TryLater when it does not answer.
    """
    conversations = Conversations(desk)
    client = listener(desk, conversations)
    with api_at(api_url), failures.asking("the conversations"):
        async with client:
            await client.login(token)
            try:
                await _connect(client, shards)
            finally:
                await conversations.finish()
    raise TryLater("Discord has ended the connection.")


def listener(desk: Desk, conversations: Conversations | None = None) -> discord.AutoShardedClient:
    """Make a client that brings its commands to Discord when it logs in, and then listens."""
    client = configured(discord.AutoShardedClient)
    doors = Doors(desk, client)

    async def setup_hook() -> None:
        await _register(client, desk)

    for react in (
        setup_hook,
        (conversations or Conversations(desk)).on_interaction,
        doors.on_ready,
        doors.on_guild_join,
        doors.on_guild_remove,
        doors.on_guild_channel_update,
        doors.on_guild_channel_delete,
        doors.on_raw_thread_delete,
    ):
        client.event(react)
    return client


async def _connect(client: discord.AutoShardedClient, shards: int | None) -> None:
    recommended, gateway, limit = await client.http.get_bot_gateway()
    client.shard_count = shards or recommended
    client.event(Turns(limit["max_concurrency"]).before_identify_hook)
    with gateway_at(gateway):
        await client.connect()


async def _register(client: discord.Client, desk: Desk) -> None:
    """Bring the commands to Discord; where it refuses them, the earlier ones still work."""
    try:
        with failures.sending("the list of commands"):
            is_changed = await register(client, desk)
    except Rejected as refusal:
        extra = {"action": "register", "problem": str(refusal)}
        log.error("Discord does not take the commands", extra=extra)  # noqa: TRY400
        return
    log.info("Commands are up to date", extra={"action": "register", "changed": is_changed})
