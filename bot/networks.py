"""Putting the sources together, as the settings say."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.metadata import version
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from adapters.sources import bluesky, hackernews, reddit, x
from adapters.sources.arxiv.reading import Places
from adapters.sources.arxiv.source import Arxiv
from adapters.sources.bluesky import Bluesky
from adapters.sources.bluesky_jetstream import listen_as
from adapters.sources.hackernews import HackerNews
from adapters.sources.http import Web, open_web, user_agent
from adapters.sources.huggingface import HuggingFace
from adapters.sources.lobsters import Lobsters
from adapters.sources.mastodon import Mastodon
from adapters.sources.pace import ARXIV, Manners
from adapters.sources.reddit import Reddit
from adapters.sources.x import X
from bot.ports import Source, Storage
from bot.settings import Settings

_HOME = "https://github.com/hotpapers/hotpapers"


@dataclass(frozen=True, slots=True)
class Purse:
    """An account of the ledger; each charge is a transaction of its own, done when it returns."""

    storage: Storage
    account: str

    async def spent(self, month: str) -> Decimal:
        """Give what was spent in a month such as `2026-11`."""
        async with self.storage.transaction() as tx:
            return await tx.ledger.spent(self.account, month)

    async def charge(self, month: str, amount: Decimal) -> Decimal:
        """Add to what was spent, and give the new sum."""
        async with self.storage.transaction() as tx:
            return await tx.ledger.charge(self.account, month, amount)


@dataclass(frozen=True, slots=True)
class Networks:
    """Every source there is, configured or not; arXiv by itself, because it can be backfilled."""

    arxiv: Arxiv
    attention: Sequence[Source]

    @property
    def all(self) -> tuple[Source, ...]:
        """Every source, the one that announces papers first."""
        return (self.arxiv, *self.attention)


class OpenWeb(Protocol):
    """Opens the HTTP client; tests open one that waits for nothing."""

    def __call__(
        self, agent: str, *, manners: Iterable[Manners]
    ) -> AbstractAsyncContextManager[Web]: ...


@asynccontextmanager
async def open_networks(
    settings: Settings, storage: Storage, *, is_hasty: bool = False, opens: OpenWeb = open_web
) -> AsyncIterator[Networks]:
    """Open one HTTP client for all sources; nothing is asked of them yet.

    In haste, arXiv is asked once and not again when it fails: somebody is looking at the screen.
    """
    agent = user_agent(version("hotpapers"), url=_HOME, contact=settings.contact)
    async with opens(agent, manners=_manners(settings, is_hasty=is_hasty)) as web:
        places = Places(
            lists=settings.arxiv_url,
            feeds=settings.arxiv_rss_url,
            api=settings.arxiv_api_url,
            oai=settings.arxiv_oai_url,
        )
        arxiv = Arxiv(web, places=places, archives=settings.arxiv_archives)
        yield Networks(arxiv, _attention(settings, web, storage, agent))


def _manners(settings: Settings, *, is_hasty: bool) -> tuple[Manners, ...]:
    arxiv = {
        urlsplit(url).netloc
        for url in (
            settings.arxiv_url,
            settings.arxiv_api_url,
            settings.arxiv_rss_url,
            settings.arxiv_oai_url,
        )
    }
    # All of arXiv's hosts, and whatever stands in for them, share one pace.
    hosts = (*ARXIV.hosts, *sorted(arxiv))
    shared = replace(ARXIV, hosts=hosts, attempts=1 if is_hasty else ARXIV.attempts)
    return (shared, x.manners(settings.x_api_url))


def _attention(settings: Settings, web: Web, storage: Storage, agent: str) -> tuple[Source, ...]:
    return (
        HuggingFace(fetch=web, url=settings.huggingface_url, token=settings.hf_token),
        HackerNews(
            fetch=web,
            url=settings.hackernews_url or hackernews.URL,
            items_url=settings.hackernews_url or hackernews.ITEMS_URL,
        ),
        Bluesky(
            fetch=web,
            listen=listen_as(agent),
            url=settings.bluesky_url or bluesky.URL,
            login_url=settings.bluesky_url or bluesky.LOGIN_URL,
            jetstream_url=settings.bluesky_jetstream_url or bluesky.JETSTREAM_URL,
            handle=settings.bluesky_handle,
            app_password=settings.bluesky_app_password,
        ),
        Lobsters(fetch=web, url=settings.lobsters_url),
        X(
            fetch=web,
            ledger=Purse(storage, "x"),
            token=settings.x_bearer_token,
            budget=settings.x_monthly_budget_usd,
            url=settings.x_api_url,
        ),
        Reddit(
            fetch=web,
            client_id=SecretStr(settings.reddit_client_id) if settings.reddit_client_id else None,
            client_secret=settings.reddit_client_secret,
            url=settings.reddit_url or reddit.URL,
            login_url=settings.reddit_url or reddit.LOGIN_URL,
        ),
        Mastodon(fetch=web, instances=settings.mastodon_urls),
    )
