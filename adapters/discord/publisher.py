"""Posting on Discord."""

import asyncio
from datetime import timedelta
from typing import assert_never

import discord
from discord import ui
from discord.abc import GuildChannel, Messageable, PrivateChannel

from adapters.discord import failures, render
from adapters.discord.client import Session
from adapters.discord.ruler import DiscordRuler
from bot.document.fit import Ruler
from bot.document.nodes import Document
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import Rejected, Unreachable
from bot.ports import Message

PATIENCE = timedelta(minutes=3)
"""How long one message may take: less than the lease of a delivery.

discord.py tries again by itself: up to five times with some 25 seconds of pauses when the server
is down, and with pauses of up to 30 seconds each when we are too quick.
"""

_Rights = tuple[tuple[str, str], ...]
_IN_A_CHANNEL: _Rights = (("view_channel", "View Channel"), ("send_messages", "Send Messages"))
_IN_A_THREAD: _Rights = (
    ("view_channel", "View Channel"),
    ("send_messages_in_threads", "Send Messages in Threads"),
)


class DiscordPublisher:
    """Posts through a session, which logs in at the first message.

    The parts of a digest do not reply to each other: they stand below each other anyway, and
    Discord would repeat the beginning of each above the next.
    """

    platform = Platform.DISCORD
    recognises_nonces = True

    def __init__(self, session: Session, *, patience: timedelta = PATIENCE) -> None:
        self._session = session
        self._patience = patience.total_seconds()

    def ruler(self, form: Form) -> Ruler:
        """Give the way Discord counts; its messages have one form."""
        match form:
            case Form.PLAIN | Form.RICH:
                return DiscordRuler()
            case _:
                assert_never(form)

    async def publish(self, message: Message, to: Destination) -> Receipt:
        """Post once: the same nonce within some minutes gives the message posted before.

        Nobody is mentioned, whatever the document says. Raises TryLater, Unreachable, Rejected or
        Uncertain.
        """
        view = _view(message.document)
        client = await self._session.client()
        channel = client.get_partial_messageable(_snowflake(to))
        with failures.sending(_place(to)):
            async with asyncio.timeout(self._patience):
                posted = await channel.send(
                    view=view,
                    nonce=message.nonce,
                    allowed_mentions=discord.AllowedMentions.none(),
                    silent=message.is_silent,
                )
        return Receipt(str(posted.id))

    async def introduce(self) -> str:
        """Say in a sentence which bot the token belongs to.

        Raises Unreachable when Discord does not know it, TryLater when it does not answer.
        """
        client = await self._session.client()
        return f"the token belongs to {client.user}."

    async def check(self, to: Destination) -> str:
        """Say in a sentence that we may post there, as whom.

        Raises Unreachable with the right that is missing, and TryLater when Discord does not
        answer.
        """
        client = await self._session.client()
        with failures.asking(_place(to)):
            async with asyncio.timeout(self._patience):
                channel = await client.fetch_channel(_snowflake(to))
                if isinstance(channel, PrivateChannel):
                    return f"{client.user} may post in this private conversation."
                return await _check_in_guild(client, channel)


async def _check_in_guild(client: discord.Client, channel: GuildChannel | discord.Thread) -> str:
    me = client.user
    if me is None:
        raise Unreachable(failures.NOT_LOGGED_IN)
    _refuse_unless_it_takes_text(channel)
    # Only a guild that was fetched knows its roles, and only its own channels know the guild.
    guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    owner_id, rights = _rights(channel)
    owner = await guild.fetch_channel(owner_id)
    allowed = owner.permissions_for(await guild.fetch_member(me.id))
    missing = [name for right, name in rights if not getattr(allowed, right)]
    where = f"#{channel.name} of {guild.name}"
    if missing:
        raise Unreachable(
            f"{me} may not post in {where}: it lacks {' and '.join(missing)}. "
            "Give it that in the channel's settings, under Permissions."
        )
    return f"{me} may post in {where}."


def _view(document: Document) -> ui.LayoutView:
    try:
        return render.message(document)
    except ValueError as excess:
        raise Rejected(f"The message has more parts than Discord takes: {excess}.") from excess


def _snowflake(to: Destination) -> int:
    try:
        return int(to.thread or to.channel)
    except ValueError as fault:
        raise Unreachable(f"“{to}” names no Discord channel; its id is a number.") from fault


def _place(to: Destination) -> str:
    return f"the Discord channel {to.thread or to.channel}"


def _refuse_unless_it_takes_text(channel: GuildChannel | discord.Thread) -> None:
    if isinstance(channel, discord.ForumChannel):
        raise Unreachable(
            f"#{channel.name} is a forum. Name one of its posts, as {channel.id}:POST."
        )
    if not isinstance(channel, Messageable):
        raise Unreachable(f"#{channel.name} takes no text. Choose a text channel.")
    if isinstance(channel, discord.Thread) and channel.locked:
        raise Unreachable(f"#{channel.name} is locked. Unlock it, or choose another one.")


def _rights(channel: GuildChannel | discord.Thread) -> tuple[int, _Rights]:
    """Give the channel whose settings count, and the rights that posting needs there."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id, _IN_A_THREAD
    return channel.id, _IN_A_CHANNEL
