"""Bluesky's search, which wants an account: asked on the server that keeps the account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from adapters.sources.bluesky_posts import NAME, parse_posts
from adapters.sources.fetch import Fetch, bearer
from adapters.sources.http import Params
from adapters.sources.shapes import Address, Reader
from adapters.sources.sightings import Catch
from bot.errors import SourceUnavailable

DOMAINS = ("arxiv.org", "alphaxiv.org")

_PAGE = "100"
_PAGES = 40  # its makers ask for restraint: https://github.com/bluesky-social/atproto/issues/3583
_PDS = "AtprotoPersonalDataServer"


@dataclass(frozen=True, slots=True)
class _Service:
    type: str = ""
    endpoint: Annotated[Address, Field(validation_alias="serviceEndpoint")] = ""


@dataclass(frozen=True, slots=True)
class _Identity:
    service: tuple[_Service, ...] = ()


@dataclass(frozen=True, slots=True)
class _Session:
    token: Annotated[SecretStr, Field(validation_alias="accessJwt")]
    identity: Annotated[_Identity | None, Field(validation_alias="didDoc")] = None


_SESSION = Reader(NAME, _Session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose eyes the search sees with."""

    handle: str
    password: SecretStr
    """An app password; the account's own is never needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    url: str
    headers: Mapping[str, str] = field(repr=False)


async def search(fetch: Fetch, account: Account, *, at: str, since: datetime, into: Catch) -> None:
    """Find the posts since a moment that link to a paper's domain.

    Logs in at the address `at`: https://docs.bsky.app/docs/advanced-guides/rate-limits allows 30
    log-ins in five minutes. Raises SourceUnavailable or SourceChanged; what was found until then is
    kept.
    """
    seat = await _log_in(fetch, account, at)
    for domain in DOMAINS:
        await _find(fetch, seat, (("domain", domain), ("since", _stamp(since))), into)


async def _log_in(fetch: Fetch, account: Account, at: str) -> _Seat:
    payload = await fetch.post_json(
        f"{at}/xrpc/com.atproto.server.createSession",
        body={"identifier": account.handle, "password": account.password.get_secret_value()},
    )
    session = _SESSION.one(payload, secret=True)
    services = session.identity.service if session.identity else ()
    own = next((service.endpoint for service in services if service.type == _PDS), "")
    # The token goes nowhere that is less private than where it came from.
    is_safe = urlsplit(own).scheme in {"https", urlsplit(at).scheme}
    url = own.rstrip("/") if own and is_safe else at
    return _Seat(url=url, headers=bearer(session.token))


async def _find(fetch: Fetch, seat: _Seat, wanted: Params, into: Catch) -> None:
    cursor: str | None = None
    for _ in range(_PAGES):
        params = (
            ("q", "*"),
            *wanted,
            ("sort", "latest"),
            ("until", _stamp(into.errand.as_of)),
            ("limit", _PAGE),
            *((("cursor", cursor),) if cursor else ()),
        )
        payload = await fetch.get_json(
            f"{seat.url}/xrpc/app.bsky.feed.searchPosts", params=params, headers=seat.headers
        )
        page = parse_posts(payload)
        into.add(page.posts.read)
        into.warnings += page.posts.warnings("Bluesky's search")
        cursor = page.cursor
        if cursor is None or not page.posts.read:
            return
    raise SourceUnavailable("Bluesky's search finds more posts than it should be asked for.")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
