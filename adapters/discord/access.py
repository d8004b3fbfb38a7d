"""What somebody may do in a channel, and whether we may post there."""

import discord
from discord.abc import GuildChannel, Messageable, PrivateChannel

from adapters.discord.failures import NOT_LOGGED_IN
from bot.errors import Unreachable

Room = GuildChannel | discord.Thread
"""A channel of a server, or a thread in one."""

_Rights = tuple[tuple[str, str], ...]
_IN_A_CHANNEL: _Rights = (("view_channel", "View Channel"), ("send_messages", "Send Messages"))
_IN_A_THREAD: _Rights = (
    ("view_channel", "View Channel"),
    ("send_messages_in_threads", "Send Messages in Threads"),
)
# What is called Send Messages elsewhere is Create Posts in a forum.
_IN_A_FORUM: _Rights = (
    ("view_channel", "View Channel"),
    ("send_messages", "Create Posts"),
    ("send_messages_in_threads", "Send Messages in Posts"),
)


async def allowed(client: discord.Client, room: Room, person_id: int) -> discord.Permissions:
    """Compute what somebody may do in a room, by their roles and its settings, as Discord has them.

    Who is not in the server may do nothing. Raises the errors of discord.py.
    """
    return await _rights(await _governing(client, room), person_id)


async def permission(client: discord.Client, room: Room) -> str:
    """Say in a sentence that we may post in a room.

    Raises Unreachable when we may not, with the right that is missing, and the errors of
    discord.py.
    """
    me = client.user
    if me is None:
        raise Unreachable(NOT_LOGGED_IN)
    _refuse_unless_it_takes_text(room)
    governing = await _governing(client, room)
    ours = await _rights(governing, me.id)
    missing = [name for right, name in _needed(room) if not getattr(ours, right)]
    where = f"#{room.name} of {governing.guild.name}"
    if missing:
        raise Unreachable(
            f"{me} may not post in {where}: it lacks {' and '.join(missing)}. "
            "Give it that in the channel's settings, under Permissions."
        )
    return f"{me} may post in {where}."


def takes_text(room: Room) -> bool:
    """Say whether something can be posted in a room at all."""
    return isinstance(room, Messageable | discord.ForumChannel)


def is_announcing(room: Room | PrivateChannel) -> bool:
    """Say whether what is posted in a room can be published to those who follow it."""
    return isinstance(room, discord.TextChannel) and room.is_news()


def may_post(room: Room, member: discord.Member) -> bool:
    """Say whether a member of the server has all rights that posting in a channel needs."""
    theirs = room.permissions_for(member)
    return all(getattr(theirs, right) for right, _ in _needed(room))


def _refuse_unless_it_takes_text(room: Room) -> None:
    if not takes_text(room):
        raise Unreachable(f"#{room.name} takes no text. Choose a text channel.")
    if isinstance(room, discord.Thread) and room.locked:
        raise Unreachable(f"#{room.name} is locked. Unlock it, or choose another one.")


async def _governing(client: discord.Client, room: Room) -> GuildChannel:
    """Fetch the channel whose settings count, in a server that knows its roles."""
    # Only a guild that was fetched knows its roles, and only its own channels know the guild.
    guild = await client.fetch_guild(room.guild.id, with_counts=False)
    owner_id = room.parent_id if isinstance(room, discord.Thread) else room.id
    governing = await guild.fetch_channel(owner_id)
    if isinstance(governing, discord.Thread):
        raise Unreachable(f"#{room.name} stands in no channel.")
    return governing


async def _rights(governing: GuildChannel, person_id: int) -> discord.Permissions:
    try:
        member = await governing.guild.fetch_member(person_id)
    except discord.NotFound:
        return discord.Permissions.none()
    return governing.permissions_for(member)


def _needed(room: Room) -> _Rights:
    if isinstance(room, discord.Thread):
        return _IN_A_THREAD
    return _IN_A_FORUM if isinstance(room, discord.ForumChannel) else _IN_A_CHANNEL
