"""A Discord client that is logged in over REST; no gateway is needed to post."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta

import discord
from discord.http import Route

from adapters.discord.failures import asking

API_URL = "https://discord.com/api/v10"

LONGEST_PAUSE = timedelta(seconds=30)
"""The longest that a request waits by itself for a rate limit; discord.py knows no shorter one."""


@asynccontextmanager
async def logged_in(token: str, *, api_url: str = API_URL) -> AsyncIterator[discord.Client]:
    """Log in, and close the connection in the end.

    The client mentions nobody and keeps nothing in memory. discord.py has one address of the API
    for all clients of a process; it is `api_url` as long as this one is open.

    Raises Unreachable when Discord does not know the token, TryLater when it does not answer.
    """
    # Their absence is no news: we never speak.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        max_ratelimit_timeout=LONGEST_PAUSE.total_seconds(),
    )
    with _api_at(api_url):
        async with client:
            with asking("the login"):
                await client.login(token)
            yield client


@contextmanager
def _api_at(url: str) -> Iterator[None]:
    before, Route.BASE = Route.BASE, url
    try:
        yield
    finally:
        Route.BASE = before


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
