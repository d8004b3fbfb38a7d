"""Discord's gateway: sessions that hear of events over a WebSocket, miss some, and resume.

https://docs.discord.com/developers/events/gateway
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import ClientError, WSMsgType, web

from tests.emulators import discord_world as world
from tests.emulators.discord_state import World
from tests.emulators.discord_world import APPLICATION, BOT, Channel, Guild

PATH = "/gateway"


class _Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


_IGNORED = frozenset({_Op.PRESENCE, _Op.VOICE_STATE, _Op.MEMBERS})

_UNKNOWN_OPCODE, _DECODE_ERROR, _NOT_AUTHENTICATED, _WRONG_TOKEN = 4001, 4002, 4003, 4004
_ALREADY_AUTHENTICATED, _INVALID_SHARD, _DISALLOWED_INTENTS = 4005, 4010, 4014
_GOING_AWAY = 1001
# A session ends when the bot says good-bye; otherwise it can be resumed.
_ENDINGS = frozenset({1000, 1001})

_GUILDS = 1 << 0
_PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_HEARTBEAT_MILLISECONDS = 41_250

Frame = Mapping[str, object]


class _Line:
    """One WebSocket, and what waits to be sent over it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.session: _Session | None = None
        self._request = request
        self._waiting: asyncio.Queue[Frame | int] = asyncio.Queue()

    def send(self, frame: Frame) -> None:
        self._waiting.put_nowait(frame)

    def close(self, code: int) -> None:
        self._waiting.put_nowait(code)

    def drop(self) -> None:
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        try:
            while not self.socket.closed:
                frame = await self._waiting.get()
                if isinstance(frame, int):
                    await self.socket.close(code=frame)
                else:
                    await self.socket.send_str(json.dumps(frame))
        except (ConnectionError, ClientError):
            return


@dataclass
class _Session:
    id: str
    shard: int
    shards: int
    intents: int
    line: _Line | None = None
    events: list[Frame] = field(default_factory=list)

    def hears_of(self, guild: int | None) -> bool:
        # https://docs.discord.com/developers/events/gateway#sharding-sharding-formula
        return self.shard == (0 if guild is None else (guild >> 22) % self.shards)

    def tell(self, event: str, about: Mapping[str, object]) -> None:
        frame = {"op": _Op.DISPATCH, "s": len(self.events) + 1, "t": event, "d": about}
        self.events.append(frame)
        if self.line is not None:
            self.line.send(frame)


class Gateway:
    """Where bots listen."""

    def __init__(self, state: World, token: str) -> None:
        self.url = ""
        self.shards = 1
        self.at_once = 1
        """How many shards may begin within five seconds."""

        self.identified: list[tuple[int, int]] = []
        """The shard of each IDENTIFY that was accepted, and of how many."""

        self.intents: list[int] = []
        """The intents of each of them."""

        self.resumed: list[int] = []
        """The shard of each session that was resumed."""

        self._world = state
        self._token: str | None = token
        self._lines: set[_Line] = set()
        self._sessions: dict[str, _Session] = {}

    def recommended(self) -> dict[str, object]:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0}
        limit |= {"max_concurrency": self.at_once}
        return {"url": self.url, "shards": self.shards, "session_start_limit": limit}

    def dispatch(self, event: str, about: Mapping[str, object], guild: int | None) -> bool:
        """Tell the sessions that hear of this guild; False if there is none."""
        needed = 0 if event == "INTERACTION_CREATE" else _GUILDS
        hearing = [each for each in self._sessions.values() if each.hears_of(guild)]
        for session in hearing:
            if session.intents & needed == needed:
                session.tell(event, about)
        return bool(hearing)

    def online(self) -> set[int]:
        """Give the shards that are connected."""
        return {each.shard for each in self._sessions.values() if each.line is not None}

    # What happens to connections.

    def drop(self, shards: Iterable[int] | None = None, *, is_forgetting: bool) -> None:
        chosen = None if shards is None else set(shards)
        for session in list(self._sessions.values()):
            if chosen is not None and session.shard not in chosen:
                continue
            if session.line is not None:
                session.line.drop()
                session.line = None
            if is_forgetting:
                del self._sessions[session.id]
        self._world.watch.tell()

    def ask_to_reconnect(self) -> None:
        for line in self._lines:
            line.send({"op": _Op.RECONNECT, "d": None})

    def revoke_the_token(self) -> None:
        self._token = None
        for line in self._lines:
            line.close(_WRONG_TOKEN)

    def close(self) -> None:
        for line in self._lines:
            line.close(_GOING_AWAY)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to one connection until it ends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = _Line(socket, request)
        self._lines.add(line)
        writing = asyncio.create_task(line.write())
        line.send({"op": _Op.HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MILLISECONDS}})
        try:
            async for message in socket:
                self._hear(line, message.data if message.type is WSMsgType.TEXT else "")
        finally:
            writing.cancel()
            self._lines.discard(line)
            self._hang_up(line)
        return socket

    def _hang_up(self, line: _Line) -> None:
        session = line.session
        if session is None or session.line is not line:
            return
        session.line = None
        if line.socket.close_code in _ENDINGS:
            self._sessions.pop(session.id, None)
        self._world.watch.tell()

    def _hear(self, line: _Line, text: str) -> None:
        try:
            frame = json.loads(text)
            code, about = frame["op"], frame["d"]
        except (ValueError, TypeError, KeyError):
            return line.close(_DECODE_ERROR)
        match code:
            case _Op.HEARTBEAT:
                line.send({"op": _Op.ACK})
            case _Op.IDENTIFY:
                self._identify(line, about)
            case _Op.RESUME:
                self._resume(line, about)
            case _ if code not in _IGNORED:
                line.close(_UNKNOWN_OPCODE)
            case _ if line.session is None:
                line.close(_NOT_AUTHENTICATED)
        return None

    def _identify(self, line: _Line, about: Mapping[str, object]) -> None:
        shard, shards = _shard(about.get("shard", [0, 1]))
        intents = about.get("intents")
        problem = self._problem(line, about, is_shard=0 <= shard < shards)
        if problem or not isinstance(intents, int):
            return line.close(problem or _DECODE_ERROR)
        session = _Session(f"session-{len(self.identified)}", shard, shards, intents, line)
        line.session = self._sessions[session.id] = session
        self.identified.append((shard, shards))
        self.intents.append(intents)
        guilds = [guild for guild in self._world.guilds.values() if session.hears_of(guild.id)]
        session.tell("READY", self._ready(session, guilds))
        for guild in guilds if intents & _GUILDS else []:
            shape = guild_in_full(guild, self._world.channels_of(guild.id))
            session.tell("GUILD_CREATE", shape | {"unavailable": False})
        return self._world.watch.tell()

    def _problem(self, line: _Line, about: Mapping[str, object], *, is_shard: bool) -> int | None:
        intents = about.get("intents")
        if line.session is not None:
            return _ALREADY_AUTHENTICATED
        if self._token is None or about.get("token") != self._token:
            return _WRONG_TOKEN
        if not is_shard:
            return _INVALID_SHARD
        if isinstance(intents, int) and intents & _PRIVILEGED:
            return _DISALLOWED_INTENTS
        return None

    def _resume(self, line: _Line, about: Mapping[str, object]) -> None:
        if about.get("token") != self._token:
            return line.close(_WRONG_TOKEN)
        session, heard = self._sessions.get(str(about.get("session_id"))), about.get("seq")
        if session is None or not isinstance(heard, int):
            return line.send({"op": _Op.INVALID_SESSION, "d": False})
        line.session, session.line = session, line
        for missed in session.events[heard:]:
            line.send(missed)
        session.tell("RESUMED", {})
        self.resumed.append(session.shard)
        return self._world.watch.tell()

    def _ready(self, session: _Session, guilds: Iterable[Guild]) -> dict[str, object]:
        return {
            "v": 10,
            "user": world.user(BOT, "Hot Papers", is_bot=True),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(APPLICATION), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }


def guild_in_full(guild: Guild, channels: Iterable[Channel]) -> dict[str, object]:
    """Describe a guild as GUILD_CREATE does."""
    everything = [(channel.kind, channel.json()) for channel in channels]
    return guild.json() | {
        "joined_at": world.EPOCH,
        "large": False,
        "member_count": 2,
        "members": [world.member()],
        "channels": [shape for kind, shape in everything if kind != "thread"],
        "threads": [shape for kind, shape in everything if kind == "thread"],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _shard(pair: object) -> tuple[int, int]:
    match pair:
        case [int() as shard, int() as shards]:
            return shard, shards
        case _:
            return -1, 0
