"""Who may do what on Discord, asked there at the moment."""

import re

import discord

from adapters.discord.access import Room, allowed, takes_text
from adapters.discord.client import Session
from adapters.discord.failures import asking
from adapters.discord.places import place_of, private_place
from bot.domain.people import Caller, PersonKey, Place
from bot.errors import BadArgument, Unreachable

_WRITTEN = re.compile(
    r"(?:<#)?(?:(?P<channel>\d{1,20})|https://(?:\w+\.)?discord\.com/channels/\d+/(?P<linked>\d{1,20}))"
    r"(?::(?P<thread>\d{1,20}))?>?/?",
    re.ASCII,
)


class DiscordRights:
    """Answers `bot.ports.Rights` through a session.

    A place is managed by who has Manage Server or Manage Channels there, by their roles and by the
    channel's own settings; for threads those of their channel count. What an interaction says about
    rights is not relied upon: a button may be older than they are.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def may_manage(self, person: PersonKey, place: Place) -> bool:
        """See the port."""
        to = place.destination
        if to.channel.startswith("@"):
            return to == person.private
        number = to.thread or to.channel
        if not number.isdecimal() or not person.id.isdecimal():
            return False
        client = await self._session.client()
        with asking(place.name or f"the Discord channel {number}"):
            room = await client.fetch_channel(int(number))
            if not isinstance(room, Room):
                return False
            theirs = await allowed(client, room, int(person.id))
        return theirs.manage_guild or theirs.manage_channels

    async def place(self, written: str, caller: Caller) -> Place:
        """See the port.

        A channel that the caller cannot see is answered as one that does not exist: its name is
        nobody's business.
        """
        if written.strip() in {caller.person.private.channel, f"<@{caller.person.id}>"}:
            return private_place(caller.person)
        found = _WRITTEN.fullmatch(written.strip())
        if not found or not caller.person.id.isdecimal():
            raise _unseen(written)
        number = found["thread"] or found["channel"] or found["linked"]
        client = await self._session.client()
        try:
            with asking(f"the Discord channel {number}"):
                room = await client.fetch_channel(int(number))
                theirs = await _in(client, room, int(caller.person.id))
        except Unreachable as closed:
            raise _unseen(written) from closed
        if not isinstance(room, Room) or not takes_text(room) or not theirs.view_channel:
            raise _unseen(written)
        return place_of(room)


async def _in(
    client: discord.Client, room: Room | discord.abc.PrivateChannel, person_id: int
) -> discord.Permissions:
    if isinstance(room, Room):
        return await allowed(client, room, person_id)
    return discord.Permissions.none()


def _unseen(written: str) -> BadArgument:
    return BadArgument(
        "I see no channel “{written}”. Write its name as #channel and choose it from the list, or"
        " its id. I have to be in its server, and to see it.",
        written=written,
    )
