"""Servers and channels that let us in, or no longer do."""

from collections.abc import Iterable

import discord
from discord.abc import GuildChannel

from adapters.discord import failures
from adapters.discord.access import Room, may_post, takes_text
from adapters.discord.places import destination_of, place_of
from bot.commands.spec import Desk
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey

_NOBODY = PersonKey(Platform.DISCORD, "")
"""Discord does not say who has invited a bot."""


class Doors:
    """Tells the desk what happens to servers and channels.

    A right that is taken away is noticed when the next message is refused.
    """

    def __init__(self, desk: Desk, client: discord.Client) -> None:
        self._desk = desk
        self._client = client
        self._has_looked = False

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Let go on what goes to a server that we are invited to, perhaps again."""
        await self._let_in(room for room in guild.channels if takes_text(room))

    async def on_ready(self) -> None:
        """Let go on what waits in rooms that have let us in while we were away.

        Once a process: later sessions begin anew for reasons of the network.
        """
        if self._has_looked:
            return
        self._has_looked = True
        rooms = map(self._room, await self._desk.waiting(Platform.DISCORD))
        await self._let_in(room for room in rooms if room is not None and self._may_post(room))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop what goes to a server that we are thrown out of."""
        for room in filter(takes_text, guild.channels):
            reason = failures.said(failures.KICKED, f"#{room.name}")
            await self._desk.shut_out(destination_of(room), reason)

    async def on_guild_channel_update(self, before: GuildChannel, after: GuildChannel) -> None:
        """Let go on what goes to a channel whose settings let us post again."""
        me = self._client.user and after.guild.get_member(self._client.user.id)
        if me and takes_text(after) and not may_post(before, me) and may_post(after, me):
            await self._let_in([after])

    async def on_guild_channel_delete(self, channel: GuildChannel) -> None:
        """Stop what goes to a channel that is deleted."""
        reason = failures.said(failures.GONE, f"#{channel.name}")
        await self._desk.shut_out(destination_of(channel), reason)

    async def on_raw_thread_delete(self, deleted: discord.RawThreadDeleteEvent) -> None:
        """Stop what goes to a thread that is deleted."""
        thread = deleted.thread
        place = f"#{thread.name}" if thread else "the thread"
        to = Destination(Platform.DISCORD, str(deleted.parent_id), str(deleted.thread_id))
        await self._desk.shut_out(to, failures.said(failures.GONE, place))

    def _room(self, destination: Destination) -> Room | None:
        """Find a room among those that Discord has told us of."""
        number = destination.thread or destination.channel
        room = self._client.get_channel(int(number)) if number.isdecimal() else None
        return room if isinstance(room, GuildChannel | discord.Thread) else None

    def _may_post(self, room: Room) -> bool:
        me = self._client.user and room.guild.get_member(self._client.user.id)
        return bool(me and takes_text(room) and may_post(room, me))

    async def _let_in(self, rooms: Iterable[Room]) -> None:
        places = [Caller(person=_NOBODY, place=place_of(room)) for room in rooms]
        await self._desk.let_in(places)
