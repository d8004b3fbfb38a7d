"""Channels of Discord as places."""

import discord

from adapters.discord.access import Room, is_announcing
from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey, Place, PlaceKind


def place_of(room: Room) -> Place:
    """Give the place that a channel or a thread is."""
    kind = PlaceKind.CHANNEL if is_announcing(room) else PlaceKind.GROUP
    return Place(destination=destination_of(room), kind=kind, name=f"#{room.name}")


def destination_of(room: Room) -> Destination:
    """Give the destination that a channel or a thread is; threads stand behind their channel."""
    if isinstance(room, discord.Thread):
        return Destination(Platform.DISCORD, str(room.parent_id), str(room.id))
    return Destination(Platform.DISCORD, str(room.id))


def private_place(person: PersonKey) -> Place:
    """Give the conversation of a person with the bot."""
    return Place(destination=person.private, kind=PlaceKind.PRIVATE)
