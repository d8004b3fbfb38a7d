"""Channels by their names: destinations, and the audiences that begin with them."""

from bot.domain.destinations import Destination

TAKEN = "The channel has a new id, which has this digest already."
"""Why a message to the old id is given up."""


def channel_of(destination: Destination) -> Destination:
    """Give the channel that a thread is in; of a channel, itself."""
    return Destination(destination.platform, destination.channel)


def is_named_after(name: str, channel: Destination) -> bool:
    """Say whether a destination or an audience is that of a channel, or of a thread in it."""
    whole = str(channel)
    return name == whole or name.startswith(endings(channel))


def endings(channel: Destination) -> tuple[str, str]:
    """Give how a channel's name goes on in the names of its threads and of its audiences."""
    return f"{channel}:", f"{channel} "


def renamed(name: str, before: Destination, after: Destination) -> str:
    """Put another channel's name in the place of the one that a name begins with."""
    return f"{after}{name[len(str(before)) :]}"
