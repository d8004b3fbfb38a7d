"""Posting on Discord."""

import asyncio
import logging
from datetime import timedelta
from typing import assert_never

import discord
from discord import ui
from discord.abc import PrivateChannel

from adapters.discord import failures, render
from adapters.discord.access import is_announcing, permission
from adapters.discord.client import Session
from adapters.discord.forums import open_post
from adapters.discord.ruler import DiscordRuler
from bot.document.fit import Ruler
from bot.document.nodes import Document
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import PublishError, Rejected, Unreachable
from bot.ports import Message

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=3)
"""How long one message may take: less than the lease of a delivery.

discord.py tries again by itself: up to five times with some 25 seconds of pauses when the server
is down, and with pauses of up to 30 seconds each when we are too quick.
"""

_FOR_PUBLISHING = 10
"""Seconds: who follows an announcement channel can wait, the next message cannot."""

_PUBLISHED_ALREADY = 40033
_SEPARATOR = ":"


class DiscordPublisher:
    """Posts through a session, which logs in at the first message.

    The parts of a digest do not reply to each other: they stand below each other anyway, and
    Discord would repeat the beginning of each above the next. In a forum the first part opens a
    post, and the others go there: what they continue leads to it. A receipt is the id of a message;
    in a forum that of the post, and for further parts `POST:MESSAGE`.
    """

    platform = Platform.DISCORD
    recognises_nonces = True

    def __init__(self, session: Session, *, patience: timedelta = PATIENCE) -> None:
        self._session = session
        self._patience = patience.total_seconds()
        self._announcing: dict[int, bool] = {}
        """Whether a channel was one for announcements when it was last looked at."""

    def ruler(self, form: Form) -> Ruler:
        """Give the way Discord counts; its messages have one form."""
        match form:
            case Form.PLAIN | Form.RICH:
                return DiscordRuler()
            case _:
                assert_never(form)

    async def publish(self, message: Message, to: Destination) -> Receipt:
        """Post once: the same nonce within some minutes gives the message posted before.

        Nobody is mentioned, whatever the document says. What is posted in an announcement channel
        is published to those who follow it, where we may. Raises TryLater, Unreachable, Rejected or
        Uncertain.
        """
        view = _view(message.document)
        client = await self._session.client()
        with failures.sending(_place(to)):
            async with asyncio.timeout(self._patience):
                room = await self._room(client, to)
                if isinstance(room, discord.ForumChannel):
                    return await _in_forum(client, room, message, view)
                posted = await _post(room, message, view)
        if self._announcing.get(room.id):
            await _publish(posted, to)
        return Receipt(str(posted.id))

    async def introduce(self) -> str:
        """Say in a sentence which bot the token belongs to.

        Raises Unreachable when Discord does not know it, TryLater when it does not answer.
        """
        client = await self._session.client()
        return f"the token belongs to {client.user}."

    async def check(self, to: Destination) -> str:
        """Say in a sentence that we may post there, as whom.

        Whether a person takes messages shows only when one is sent. Raises Unreachable with the
        right that is missing, and TryLater when Discord does not answer.
        """
        client = await self._session.client()
        with failures.asking(_place(to)):
            async with asyncio.timeout(self._patience):
                if to.channel.startswith("@"):
                    await self._room(client, to)
                    return f"{client.user} may write to this person."
                room = await client.fetch_channel(_snowflake(to))
                if isinstance(room, PrivateChannel):
                    return f"{client.user} may post in this private conversation."
                self._announcing[room.id] = is_announcing(room)
                return await permission(client, room)

    async def _room(
        self, client: discord.Client, to: Destination
    ) -> discord.PartialMessageable | discord.DMChannel | discord.ForumChannel:
        """Give what a destination names, and remember what it is if it is a channel."""
        if to.channel.startswith("@"):
            return await client.create_dm(discord.Object(_number(to.channel[1:], to)))
        room_id = _snowflake(to)
        if to.thread is None and room_id not in self._announcing:
            room = await client.fetch_channel(room_id)
            if isinstance(room, discord.ForumChannel):
                return room
            self._announcing[room_id] = is_announcing(room)
        return client.get_partial_messageable(room_id)


async def _post(
    room: discord.PartialMessageable | discord.DMChannel, message: Message, view: ui.LayoutView
) -> discord.Message:
    return await room.send(
        view=view,
        nonce=message.nonce,
        allowed_mentions=discord.AllowedMentions.none(),
        silent=message.is_silent,
    )


async def _in_forum(
    client: discord.Client, forum: discord.ForumChannel, message: Message, view: ui.LayoutView
) -> Receipt:
    if message.reply_to is None:
        me = client.user.id if client.user else 0
        return Receipt(await open_post(forum, message.document, view, me=me))
    post = message.reply_to.partition(_SEPARATOR)[0]
    place = f"the post {post} in the Discord forum {forum.id}"
    try:
        with failures.sending(place):
            posted = await _post(client.get_partial_messageable(int(post)), message, view)
    except Unreachable as closed:
        # Somebody has closed or deleted this one post; the forum is open to the next digest.
        raise Rejected(str(closed)) from closed
    return Receipt(f"{post}{_SEPARATOR}{posted.id}")


async def _publish(posted: discord.Message, to: Destination) -> None:
    """Bring an announcement to those who follow the channel; it stands there in any case."""
    try:
        with failures.asking(_place(to)):
            async with asyncio.timeout(_FOR_PUBLISHING):
                await posted.publish()
    except PublishError as refusal:
        cause = refusal.__cause__
        if isinstance(cause, discord.HTTPException) and cause.code == _PUBLISHED_ALREADY:
            return
        log.warning(
            "Announcement not published to those who follow the channel",
            extra={"action": "publish", "destination": str(to), "problem": str(refusal)},
        )


def _view(document: Document) -> ui.LayoutView:
    try:
        return render.message(document)
    except ValueError as excess:
        raise Rejected(f"The message has more parts than Discord takes: {excess}.") from excess


def _snowflake(to: Destination) -> int:
    return _number(to.thread or to.channel, to)


def _number(text: str, to: Destination) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Unreachable(f"“{to}” names no Discord channel; its id is a number.")
    return int(text)


def _place(to: Destination) -> str:
    if to.channel.startswith("@"):
        return f"the Discord user {to.channel[1:]}"
    return f"the Discord channel {to.thread or to.channel}"
