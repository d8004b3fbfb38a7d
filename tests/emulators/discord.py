"""Discord's REST interface on the loopback: it takes and refuses what the platform does.

async with DiscordEmulator() as discord:
    discord.opens(channel=1, name="papers")
    discord.takes_away("send_messages", channel=1)
    ... discord.url, discord.TOKEN ...
    assert [] == discord.messages(1)
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from tests.emulators import discord_world as world
from tests.emulators.discord_rules import Refusal, inspect, pings
from tests.emulators.discord_world import BOT, Channel, Kind, Message, Right

# discord.py reads JSON only under exactly this content type.
JSON = "application/json"
_BASE = "/api/v10"

_MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
_MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
_UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
_UNKNOWN_GUILD = Refusal(404, 10004, "Unknown Guild")
_UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
_NOT_TEXT = Refusal(400, 50008, "Cannot send messages in a non-text channel")
_FORUM = Refusal(400, 40058, "Cannot send messages in a forum channel")
_LOCKED = Refusal(400, 160005, "Thread is locked")
_UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
_NO_ROUTE = Refusal(404, 0, "404: Not Found")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class _Bucket:
    """So many messages in a channel within so many seconds."""

    limit: int = 5
    seconds: float = 0.05
    used: deque[float] = field(default_factory=deque)

    def take(self, now: float) -> dict[str, str]:
        while self.used and self.used[0] <= now - self.seconds:
            self.used.popleft()
        self.used.append(now)
        after = self.used[0] + self.seconds - now
        return {
            "X-RateLimit-Bucket": "messages",
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - len(self.used))),
            "X-RateLimit-Reset": "0",
            "X-RateLimit-Reset-After": f"{after:.3f}",
        }

    def is_empty(self) -> bool:
        return len(self.used) > self.limit


class DiscordEmulator:
    """The platform; its verbs are what people and machines there do."""

    TOKEN = "MTAw.emulated.T0ken-that-nobody-may-see"

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[str] = []
        self.bodies: list[Mapping[str, object]] = []
        """Every message that was sent, taken or not, tries included."""

        self._guilds: dict[int, str] = {}
        self._channels: dict[int, Channel] = {}
        self._messages: list[Message] = []
        self._nonces: dict[str, Message] = {}
        self._buckets: dict[int, _Bucket] = {}
        self._mishaps: deque[Answer] = deque()
        self._mishaps_after_taking: deque[Answer] = deque()
        self._token_is_good = True
        self._ids = iter(range(1_000_000, 2_000_000))
        self._left = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}{_BASE}"
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._left.set()
        await self._runner.cleanup()

    # What people do there.

    def opens(
        self,
        channel: int,
        *,
        guild: int = 500,
        name: str = "papers",
        kind: Kind = "text",
        parent: int | None = None,
    ) -> None:
        self._guilds.setdefault(guild, "The Reading Group")
        self._channels[channel] = Channel(channel, guild, name, kind, parent)

    def kicks_the_bot(self, guild: int = 500) -> None:
        del self._guilds[guild]

    def takes_away(self, right: Right, channel: int) -> None:
        self._channels[channel].denied.add(right)

    def deletes(self, channel: int) -> None:
        del self._channels[channel]

    def deletes_message(self, id: int) -> None:  # noqa: A002
        next(message for message in self._messages if message.id == id).is_deleted = True

    def locks(self, channel: int) -> None:
        self._channels[channel].is_locked = True

    def revokes_the_token(self) -> None:
        self._token_is_good = False

    def messages(self, channel: int) -> list[Message]:
        standing = (message for message in self._messages if not message.is_deleted)
        return [message for message in standing if message.channel == channel]

    # What machines do there.

    def is_busy(self, *, times: int = 1, retry_after: float = 0.01, via: bool = True) -> None:
        """Answer 429; without `via` it looks like the ban of a proxy in front of Discord."""
        headers = {"Retry-After": str(retry_after), "X-RateLimit-Scope": "shared"}
        limited = {"message": "You are being rate limited.", "retry_after": retry_after}
        shape = limited | {"global": False}
        headers |= {"Via": "1.1 google"} if via else {}
        self._mishaps.extend([_answering(429, shape, headers)] * times)

    def goes_down(self, *, times: int = 1, status: int = 503) -> None:
        self._mishaps.extend([_answering(status, {"message": "Down", "code": 0}, {})] * times)

    def hangs_up_after_taking(self, *, times: int = 1) -> None:
        self._mishaps_after_taking.extend([_hang_up] * times)

    def babbles_after_taking(self, *, times: int = 1) -> None:
        """Take the message and answer with something that is no message."""
        self._mishaps_after_taking.extend([_answering(200, {"id": "?"}, {})] * times)

    def falls_silent_after_taking(self, *, times: int = 1) -> None:
        self._mishaps_after_taking.extend([self._say_nothing] * times)

    # How it answers.

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path.removeprefix(_BASE)}")
        if self._mishaps:
            return await self._mishaps.popleft()(request)
        try:
            return await self._route(request)
        except Refusal as refusal:
            shape = {"message": refusal.message, "code": refusal.code}
            return _json(shape, status=refusal.status)

    async def _route(self, request: web.Request) -> web.StreamResponse:
        is_known = request.headers.get("Authorization") == f"Bot {self.TOKEN}"
        if not is_known or not self._token_is_good:
            raise _UNAUTHORIZED
        match request.method, request.path.removeprefix(_BASE).strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return _json(world.user(BOT, "Hot Papers", is_bot=True))
            case "GET", ["oauth2", "applications", "@me"]:
                return _json(world.application())
            case "GET", ["channels", channel]:
                return _json(self._seen(channel).json())
            case "GET", ["guilds", guild]:
                return _json(world.guild(*self._guild(guild)))
            case "GET", ["guilds", guild, "members", member] if member == str(BOT):
                self._guild(guild)
                return _json(world.member())
            case "POST", ["channels", channel, "messages"]:
                return await self._post(request, channel)
            case _:
                raise _NO_ROUTE

    def _guild(self, id: str) -> tuple[int, str]:  # noqa: A002
        if int(id) not in self._guilds:
            raise _UNKNOWN_GUILD
        return int(id), self._guilds[int(id)]

    def _seen(self, id: str) -> Channel:  # noqa: A002
        """Find a channel, as far as the bot can see it."""
        channel = self._channels.get(int(id))
        if channel is None:
            raise _UNKNOWN_CHANNEL
        if channel.guild not in self._guilds or "view_channel" in self._denied(channel):
            raise _MISSING_ACCESS
        return channel

    def _denied(self, channel: Channel) -> set[Right]:
        return self._channels[channel.parent or channel.id].denied

    async def _post(self, request: web.Request, id: str) -> web.StreamResponse:  # noqa: A002
        body = await request.json()
        self.bodies.append(body)
        channel = self._writable(id)
        bucket = self._buckets.setdefault(channel.id, _Bucket())
        headers = bucket.take(asyncio.get_running_loop().time())
        if bucket.is_empty():
            limited = {"message": "Slow down", "retry_after": bucket.seconds, "global": False}
            return _json(limited, status=429, headers=headers | {"Via": "1.1 google"})
        inspect(body)
        message = self._earlier(body) or self._taken(body, channel)
        if self._mishaps_after_taking:
            return await self._mishaps_after_taking.popleft()(request)
        return _json(message.json(), headers=headers)

    def _writable(self, id: str) -> Channel:  # noqa: A002
        channel = self._seen(id)
        right: Right = "send_messages" if channel.parent is None else "send_messages_in_threads"
        if right in self._denied(channel):
            raise _MISSING_PERMISSIONS
        if channel.kind == "category":
            raise _NOT_TEXT
        if channel.kind == "forum":
            raise _FORUM
        if channel.is_locked:
            raise _LOCKED
        return channel

    def _earlier(self, body: Mapping[str, object]) -> Message | None:
        """Find the message with the same nonce; the channel does not matter to Discord."""
        if not body.get("enforce_nonce"):
            return None
        message = self._nonces.get(str(body.get("nonce")))
        if message and message.is_deleted:
            raise _UNKNOWN_MESSAGE
        return message

    def _taken(self, body: Mapping[str, object], channel: Channel) -> Message:
        message = Message(next(self._ids), channel.id, body, pings(body))
        self._messages.append(message)
        if body.get("nonce") is not None:
            self._nonces[str(body["nonce"])] = message
        return message

    async def _say_nothing(self, request: web.Request) -> web.StreamResponse:
        await self._left.wait()
        return await _hang_up(request)


def _json(
    shape: Mapping[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    body = json.dumps(shape).encode()
    return web.Response(body=body, status=status, headers=headers, content_type=JSON)


def _answering(status: int, shape: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return _json(shape, status=status, headers=headers)

    return answer


async def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
