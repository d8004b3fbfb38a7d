"""The one HTTP client of all sources: polite, patient within limits, and never surprised."""

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from adapters.sources.body import EVIDENCE, read_body
from adapters.sources.cache import Cache, Reply, conditions
from adapters.sources.pace import ARXIV, Manners, Rhythm, Turnstile, asked_wait, back_off
from adapters.sources.trouble import Refused, Unexpected, named, no_answer, place
from bot.errors import SourceChanged, SourceUnavailable

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({401, 403})
_PASSING = frozenset({408, 425, 429, *range(500, 600)})
_SECRETS = frozenset({"authorization", "cookie", "proxy-authorization"})

Params = Sequence[tuple[str, str]]
"""The parameters of a query or a form, in order; a name may repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request; its headers and body may hold secrets, so it never shows them."""

    url: str
    method: str = "GET"
    params: Params = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    accepts: Collection[int] = ()
    """Statuses, besides success, that are answers for the caller and no failures."""


def user_agent(version: str, *, url: str, contact: str = "") -> str:
    """Say who is asking and where to complain."""
    about = "; ".join(filter(None, (f"+{url}", contact)))
    return f"HotPapers/{version} ({about})"


@asynccontextmanager
async def open_web(
    agent: str,
    *,
    manners: Iterable[Manners] = (ARXIV,),
    rhythm: Rhythm | None = None,
    resolver: AbstractResolver | None = None,
) -> AsyncIterator["Web"]:
    """Open the client for the length of the block."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver),
        headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # body.py unpacks, so that a gzip bomb is stopped in time
        middlewares=(_ask_once,),
    )
    async with session:
        yield Web(session, manners, rhythm or Rhythm())


async def _ask_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    # aiohttp repeats a request at once when the line is cut, which no pace would notice.
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError from error


class Web:
    """All servers that sources read, each asked at its pace.

    Every method raises SourceUnavailable for a server that does not answer, refuses us or asks for
    a rest longer than its manners allow, and SourceChanged for an answer of an unknown kind. Their
    messages name the host and the path, never the query, a header or a body.
    """

    def __init__(
        self, session: aiohttp.ClientSession, manners: Iterable[Manners], rhythm: Rhythm
    ) -> None:
        self._session = session
        self._manners = tuple(manners)
        self._rhythm = rhythm
        self._turnstiles: dict[str, Turnstile] = {}
        self._cache = Cache()

    async def get_bytes(
        self, url: str, *, params: Params = (), headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Read what stands at an address."""
        return (await self.fetch(Call(url=url, params=params, headers=headers or {}))).body

    async def get_json(
        self, url: str, *, params: Params = (), headers: Mapping[str, str] | None = None
    ) -> object:
        """Read the JSON that stands at an address."""
        return await self._json(Call(url=url, params=params, headers=headers or {}))

    async def post_json(
        self, url: str, *, body: object, headers: Mapping[str, str] | None = None
    ) -> object:
        """Send JSON, and read the JSON that comes back."""
        told = {"Content-Type": "application/json", **(headers or {})}
        return await self._json(
            Call(url=url, method="POST", body=json.dumps(body).encode(), headers=told)
        )

    async def post_form(
        self, url: str, *, fields: Params, headers: Mapping[str, str] | None = None
    ) -> object:
        """Send a form, and read the JSON that comes back."""
        told = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return await self._json(
            Call(url=url, method="POST", body=urlencode(fields).encode(), headers=told)
        )

    async def fetch(self, call: Call) -> Reply:
        """Make a request, following the redirects of a GET, and give what came back."""
        url = _address(call)
        for _ in range(_MAX_REDIRECTS + 1):
            reply = await self._insist(call, url)
            if reply.status not in _REDIRECTS or reply.status in call.accepts:
                return reply
            target = _target(call, url, reply)
            if target.origin() != url.origin():
                call = replace(call, headers=_without_secrets(call.headers))
            url = target
        raise SourceChanged(f"{place(URL(call.url))} sends us from one address to the next.")

    async def _json(self, call: Call) -> object:
        headers = {"Accept": "application/json", **call.headers}
        reply = await self.fetch(replace(call, headers=headers))
        return decode_json(reply, place(URL(call.url)))

    async def _insist(self, call: Call, url: URL) -> Reply:
        turnstile = self._turnstile(url)
        manners = turnstile.manners
        attempt = 0
        while True:
            attempt += 1
            async with turnstile.turn():
                outcome = await self._try(call, url, manners)
            if isinstance(outcome, Reply):
                return outcome
            asked = outcome.retry_after or timedelta()
            if attempt >= manners.attempts or asked > manners.patience:
                raise outcome
            wait_for = max(asked, back_off(manners, attempt, self._rhythm.chance()))
            turnstile.rests(min(wait_for, manners.patience))

    async def _try(self, call: Call, url: URL, manners: Manners) -> Reply | SourceUnavailable:
        """Ask once; what may pass by itself is given back, what will not is raised."""
        known = self._cache.find(str(url)) if _is_cacheable(call) else None
        asked = _conditional(call, known) if known else call
        timeout = aiohttp.ClientTimeout(
            total=manners.answer_within.total_seconds(),
            connect=manners.connect_within.total_seconds(),
        )
        asking = self._session.request(
            call.method,
            url,
            headers=asked.headers,
            data=call.body,
            allow_redirects=False,
            timeout=timeout,
        )
        try:
            async with asking as response:
                reply = await self._read(response, asked, manners)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # Not chained: what aiohttp raises repeats the query and the headers of the request.
            return no_answer(error, url, manners)
        if isinstance(reply, SourceUnavailable):
            return reply
        if known is not None and reply.status == HTTPStatus.NOT_MODIFIED:
            return known
        if _is_cacheable(call) and reply.status == HTTPStatus.OK:
            self._cache.keep(str(url), reply)
        return reply

    async def _read(
        self, response: aiohttp.ClientResponse, call: Call, manners: Manners
    ) -> Reply | SourceUnavailable:
        status, where = response.status, place(response.url)
        if status in _PASSING and status not in call.accepts:
            rest_for = asked_wait(response.headers, self._rhythm.now())
            sentence = f"{where} answers {named(status)}."
            return Refused(sentence, status=status, retry_after=rest_for)
        if status in _REFUSALS and status not in call.accepts:
            raise Refused(f"{where} refuses us: {named(status)}.", status=status)
        body = await read_body(response, at_most=manners.max_bytes, where=where)
        if _is_answer(status) or status in call.accepts:
            return Reply(status, response.headers, body)
        sentence = f"{where} answers {named(status)}."
        raise Unexpected(sentence, status=status, payload=body[:EVIDENCE])

    def _turnstile(self, url: URL) -> Turnstile:
        host = (url.host or "").lower()
        fitting = (manners for manners in self._manners if manners.covers(host, url.port))
        manners = next(fitting, Manners(name=host))
        if manners.name not in self._turnstiles:
            self._turnstiles[manners.name] = Turnstile(manners, self._rhythm)
        return self._turnstiles[manners.name]


def decode_json(reply: Reply, where: str) -> object:
    """Read a reply as JSON; raises SourceChanged, with the start of it, when it is none."""
    try:
        document: object = json.loads(reply.body)
    except (ValueError, RecursionError):
        kind = "a page" if reply.body.lstrip().startswith(b"<") else "something else"
        message = f"{where} answers with {kind} where JSON belongs."
        raise SourceChanged(message, payload=reply.body[:EVIDENCE]) from None
    return document


def _address(call: Call) -> URL:
    try:
        url = URL(call.url).extend_query(call.params)
    except ValueError:
        message = "An address in the settings is none: look at those that end in _URL."
        raise SourceUnavailable(message) from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise SourceUnavailable(f"{place(url)} is no address of the web: it begins with https://.")
    return url


def _target(call: Call, url: URL, reply: Reply) -> URL:
    where = place(url)
    if call.method != "GET":
        raise SourceChanged(f"{where} redirects what we send it, which we do not follow.")
    try:
        target = url.join(URL(reply.headers.get("Location", "")))
    except ValueError:
        raise SourceChanged(f"{where} redirects to no address at all.") from None
    if target.scheme not in {"http", "https"} or not target.host or target == url:
        raise SourceChanged(f"{where} redirects to where we do not follow.")
    return target


def _is_answer(status: int) -> bool:
    return status < HTTPStatus.MULTIPLE_CHOICES or status in _REDIRECTS


def _conditional(call: Call, known: Reply) -> Call:
    headers = {**call.headers, **conditions(known)}
    return replace(call, headers=headers, accepts={*call.accepts, HTTPStatus.NOT_MODIFIED})


def _is_cacheable(call: Call) -> bool:
    names = {name.lower() for name in call.headers}
    return call.method == "GET" and not names & _SECRETS


def _without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _SECRETS}
