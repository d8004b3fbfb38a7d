"""A Discord client that is logged in over REST; no gateway is needed to post."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TypeVar

import discord

from adapters.discord.addresses import api_at
from adapters.discord.failures import asking
from adapters.discord.once import watch

API_URL = "https://discord.com/api/v10"

LONGEST_PAUSE = timedelta(seconds=30)
"""The longest that a request waits by itself for a rate limit; discord.py knows no shorter one."""

Client = TypeVar("Client", bound=discord.Client)


def configured(make: Callable[..., Client]) -> Client:
    """Make a client that mentions nobody, hears of servers only and remembers no people."""
    # Their absence is no news: we never speak.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return make(
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        # Nothing waits until all servers are known, and joining one is no part of beginning.
        guild_ready_timeout=0,
        max_messages=None,
        max_ratelimit_timeout=LONGEST_PAUSE.total_seconds(),
        http_trace=watch(),
    )


@asynccontextmanager
async def logged_in(token: str, *, api_url: str = API_URL) -> AsyncIterator[discord.Client]:
    """Log in, and close the connection in the end.

    discord.py has one address of the API for all clients of a process; it is `api_url` as long as
    this one is open.

    Raises Unreachable when Discord does not know the token, TryLater when it does not answer.
    """
    client = configured(discord.Client)
    with api_at(api_url):
        async with client:
            with asking("the login"):
                await client.login(token)
            yield client


class Session:
    """A client that logs in when it is first wanted, and tries again if that failed."""

    def __init__(self, token: str, api_url: str, closing: AsyncExitStack) -> None:
        self._token = token
        self._api_url = api_url
        self._closing = closing
        self._client: discord.Client | None = None
        self._one_at_a_time = asyncio.Lock()

    async def client(self) -> discord.Client:
        """Give the client, logged in.

        Raises Unreachable when Discord does not know the token, TryLater when it does not answer.
        """
        async with self._one_at_a_time:
            if self._client is None:
                logging_in = logged_in(self._token, api_url=self._api_url)
                self._client = await self._closing.enter_async_context(logging_in)
            return self._client


@asynccontextmanager
async def opened(token: str, *, api_url: str = API_URL) -> AsyncIterator[Session]:
    """Open a session, and close its connection in the end; nothing is asked of Discord yet."""
    async with AsyncExitStack() as closing:
        yield Session(token, api_url, closing)
