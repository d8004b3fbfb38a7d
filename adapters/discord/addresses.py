"""Where discord.py talks to: it has one address of the API and one gateway in a whole process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

Address = TypeVar("Address")

# Those who talk at the same time come and go in any order.
_apis: list[str] = [Route.BASE]
_gateways: list[URL] = [DiscordWebSocket.DEFAULT_GATEWAY]


@contextmanager
def api_at(url: str) -> Iterator[None]:
    """Let discord.py ask this address as long as this is open; the newest one counts."""
    _apis.append(url)
    Route.BASE = url
    try:
        yield
    finally:
        Route.BASE = _without(_apis, url)


@contextmanager
def gateway_at(url: str) -> Iterator[None]:
    """Let discord.py listen at this address as long as this is open; the newest one counts.

    It begins there when the number of shards is given, and comes back there, whatever is given,
    when a session cannot be resumed.
    """
    address = URL(url)
    _gateways.append(address)
    DiscordWebSocket.DEFAULT_GATEWAY = address
    try:
        yield
    finally:
        DiscordWebSocket.DEFAULT_GATEWAY = _without(_gateways, address)


def _without(addresses: list[Address], address: Address) -> Address:
    addresses.remove(address)
    return addresses[-1]
