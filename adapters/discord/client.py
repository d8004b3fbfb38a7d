"""A Discord client that is logged in over REST; no gateway is needed to post."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
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
