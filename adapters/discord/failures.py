"""What goes wrong on Discord, in our words.

The codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.errors import PublishError, Rejected, TryLater, Uncertain, Unreachable

NOT_LOGGED_IN = (
    "Discord does not know the bot's token. Copy it again from the Bot page of the application at "
    "https://discord.com/developers/applications into DISCORD_TOKEN."
)

GONE = 10003
KICKED = 10004

_UNREACHABLE = {
    GONE: "{place} does not exist, or not any more. Check its id.",
    KICKED: "The server of {place} is gone, or the bot is no longer in it. Invite it again.",
    10013: "{place} does not exist: the account is gone.",
    40058: "{place} is a forum. Name one of its posts, as CHANNEL:POST.",
    40067: "{place} wants a tag on every post. Lift that, or choose another channel.",
    50001: (
        "The bot cannot see {place}: it is not in that server, or lacks View Channel. "
        "Invite it, or give it that right in the channel's settings."
    ),
    50007: (
        "I may not write to {place}. To be written to, share a server with me, and allow direct "
        "messages in its privacy settings."
    ),
    50008: "{place} takes no text. Choose a text channel.",
    50013: (
        "The bot may not post in {place}: a right is missing, most likely Send Messages "
        "(in threads: Send Messages in Threads). Give it that right in the channel's settings."
    ),
    50083: "{place} is archived. Open it again, or choose another one.",
    160005: "{place} is locked. Unlock it, or choose another one.",
    200000: "AutoMod of the server blocks the message for {place}. Exempt the bot's role from it.",
    200001: "AutoMod of the server blocks the message for {place}. Exempt the bot's role from it.",
}
_REJECTED = {
    10008: "A moderator deleted the message in {place} right after it was posted.",
    240000: "Discord takes a link in the message for {place} for harmful.",
}
_TRY_LATER = frozenset(
    {
        20016,  # slow mode
        20028,  # writes to the channel
        20029,  # writes to the server
        40062,  # rate limit of the resource
        130000,  # overloaded
    }
)
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway
_CLOSED_FOR_EVER = {
    4004: NOT_LOGGED_IN,
    4010: "Discord knows no such shard. Leave DISCORD_SHARDS at 0, and Discord says how many.",
    4011: (
        "The bot is in too many servers for so few shards. Leave DISCORD_SHARDS at 0, and Discord "
        "says how many it takes."
    ),
    4012: "Discord no longer speaks the version of its gateway that discord.py wants. Update it.",
}
# How discord.py stumbles over an answer that it does not expect, or over a closed connection.
_SURPRISES = (
    discord.DiscordException,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_NOT_FOUND = 404
_TOO_MANY = 429
_SERVER_ERROR = 500


@contextmanager
def sending(place: str) -> Iterator[None]:
    """Translate what goes wrong while something is sent to a place, named as in a sentence.

    Raises TryLater, Unreachable, Rejected or Uncertain, and lets no other error of discord.py or
    the network through.
    """
    try:
        yield
    except discord.LoginFailure as refusal:
        raise Unreachable(NOT_LOGGED_IN, is_ours=True) from refusal
    except discord.RateLimited as refusal:
        after = timedelta(seconds=refusal.retry_after)
        raise TryLater(_busy(place), after=after) from refusal
    except discord.HTTPException as refusal:
        raise _refused(refusal, place) from refusal
    except (discord.ConnectionClosed, discord.GatewayNotFound) as end:
        raise _closed(end) from end
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as failure:
        raise TryLater(f"Discord cannot be reached; {place} has to wait.") from failure
    # aiohttp's errors, broken connections and time-outs: what was sent may have arrived.
    except (aiohttp.ClientError, OSError) as failure:
        problem = f"The connection to Discord broke before it had answered about {place}."
        raise Uncertain(problem) from failure
    except _SURPRISES as surprise:
        problem = f"Discord's answer about {place} was not understood."
        raise Uncertain(problem) from surprise


@contextmanager
def asking(place: str) -> Iterator[None]:
    """Translate what goes wrong while nothing is sent, only asked.

    Raises TryLater or Unreachable.
    """
    try:
        with sending(place):
            yield
    except (Uncertain, Rejected) as problem:
        raise TryLater(str(problem)) from problem


def said(code: int, place: str) -> str:
    """Say what one of the codes in here means, and what to do."""
    return _sentence(_UNREACHABLE[code], place)


def _closed(end: discord.ConnectionClosed | discord.GatewayNotFound) -> PublishError:
    if isinstance(end, discord.GatewayNotFound):
        return TryLater("Discord does not say where its gateway is.")
    if end.code in _CLOSED_FOR_EVER:
        return Unreachable(_CLOSED_FOR_EVER[end.code])
    return TryLater(f"Discord has closed the connection (code {end.code}).")


def _refused(refusal: discord.HTTPException, place: str) -> PublishError:
    if refusal.status == _UNAUTHORIZED:
        return Unreachable(NOT_LOGGED_IN, is_ours=True)
    if refusal.status == _TOO_MANY or refusal.code in _TRY_LATER:
        return TryLater(_busy(place), after=_retry_after(refusal))
    if refusal.status >= _SERVER_ERROR:
        return TryLater(f"Discord is down ({refusal.status}); {place} has to wait.")
    if refusal.code in _UNREACHABLE:
        return Unreachable(said(refusal.code, place))
    if refusal.code in _REJECTED:
        return Rejected(_sentence(_REJECTED[refusal.code], place))
    answer = f"{refusal.text or 'no reason given'} (code {refusal.code}, status {refusal.status})"
    if refusal.status in {_FORBIDDEN, _NOT_FOUND}:
        return Unreachable(f"Discord keeps {place} from the bot: {answer}.")
    return Rejected(f"Discord refuses the message for {place}: {answer}.")


def _busy(place: str) -> str:
    return f"Discord asks us to slow down; {place} has to wait."


def _sentence(pattern: str, place: str) -> str:
    sentence = pattern.format(place=place)
    return sentence[0].upper() + sentence[1:]


def _retry_after(refusal: discord.HTTPException) -> timedelta | None:
    try:
        return timedelta(seconds=float(refusal.response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None
