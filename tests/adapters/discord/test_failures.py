"""Foreign errors become ours, each with a sentence that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from adapters.discord.failures import asking, sending
from bot.errors import PublishError, Rejected, TryLater, Uncertain, Unreachable

PLACE = "the Discord channel 1"
_KEY = ConnectionKey("discord.com", 443, True, True, None, None, None)  # noqa: FBT003


@dataclass
class Response:
    """As much of an HTTP response as discord.py's exceptions look at."""

    status: int
    reason: str = "Reason"
    headers: dict[str, str] = field(default_factory=dict)


def refused(status: int, code: int = 0, message: str = "Because") -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 503: discord.DiscordServerError}
    kind = kinds.get(status, discord.HTTPException)
    return kind(Response(status), {"code": code, "message": message})


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        (discord.LoginFailure("no"), Unreachable),
        (refused(401), Unreachable),
        (refused(403, 50001), Unreachable),
        (refused(403, 50013), Unreachable),
        (refused(403, 99), Unreachable),
        (refused(404, 10003), Unreachable),
        (refused(404), Unreachable),
        (refused(400, 40058), Unreachable),
        (refused(400, 40067), Unreachable),
        (refused(400, 50083), Unreachable),
        (refused(400, 160005), Unreachable),
        (refused(400, 200000), Unreachable),
        (refused(404, 10008), Rejected),
        (refused(400, 50035), Rejected),
        (refused(400, 240000), Rejected),
        (refused(429), TryLater),
        (refused(429, 20016), TryLater),
        (refused(400, 130000), TryLater),
        (refused(503), TryLater),
        (discord.RateLimited(31.0), TryLater),
        (aiohttp.ClientConnectorError(_KEY, OSError("refused")), TryLater),
        (aiohttp.ConnectionTimeoutError(), TryLater),
        (aiohttp.ServerDisconnectedError(), Uncertain),
        (aiohttp.ClientPayloadError(), Uncertain),
        (aiohttp.ServerTimeoutError(), Uncertain),
        (ConnectionResetError(), Uncertain),
        (TimeoutError(), Uncertain),
        (discord.InvalidData("?"), Uncertain),
        (KeyError("id"), Uncertain),
    ],
)
def test_each_failure_has_its_kind(foreign: Exception, ours: type[PublishError]) -> None:
    with pytest.raises(ours) as refusal, sending(PLACE):
        raise foreign
    sentence = str(refusal.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert refusal.value.__cause__ is foreign


@pytest.mark.parametrize(
    "foreign", [aiohttp.ServerDisconnectedError(), refused(400, 50035), KeyError("id")]
)
def test_a_question_is_never_uncertain(foreign: Exception) -> None:
    with pytest.raises(TryLater), asking(PLACE):
        raise foreign


def test_our_own_errors_pass() -> None:
    with pytest.raises(Rejected, match="As it is"), _both():
        raise Rejected("As it is.")


@contextmanager
def _both() -> Iterator[None]:
    with sending(PLACE), sending(PLACE):
        yield
