"""The REST routes about guilds and channels, and what is posted there."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from tests.emulators import discord_world as world
from tests.emulators.discord_gateway import Gateway
from tests.emulators.discord_rules import (
    FORUM_POST,
    Body,
    Refusal,
    described,
    inspect,
    invalid,
    judge,
    require,
)
from tests.emulators.discord_state import World
from tests.emulators.discord_wire import File, read, reply
from tests.emulators.discord_world import BOT, Channel, Message

_ALREADY_CROSSPOSTED = Refusal(400, 40033, "This message has already been crossposted")
_NOT_HERE = Refusal(400, 50024, "Cannot execute action on this channel type")
_TAG_REQUIRED = Refusal(400, 40067, "A tag is required to create a forum post in this channel")
_UNKNOWN_MEMBER = Refusal(404, 10007, "Unknown Member")
_UNKNOWN_TAG = Refusal(404, 10087, "Unknown tag")


class Channels:
    """What the bot asks of guilds and channels; ids are as they stand in the path."""

    def __init__(self, state: World, gateway: Gateway) -> None:
        self._world = state
        self._gateway = gateway

    async def channel(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        return reply(self._world.seen(int(id)).json())

    async def guild(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        guild = self._world.guild(int(id)).json()
        return reply(guild | {"roles": [*_list(guild["roles"]), *self._world.roles()]})

    async def guilds_channels(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        guild = self._world.guild(int(id))
        channels = self._world.channels_of(guild.id)
        return reply([channel.json() for channel in channels if channel.kind != "thread"])

    async def member(self, request: web.Request, guild: str, id: str) -> web.Response:  # noqa: A002
        strangers = self._world.guild(int(guild)).strangers
        if int(id) == BOT:
            return reply(world.member())
        if int(id) not in self._world.people or int(id) in strangers:
            raise _UNKNOWN_MEMBER
        person = self._world.person(int(id))
        roles = [str(person.id)] if person.rights else []
        return reply(world.member(person.json()) | {"roles": roles})

    async def threads(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        """List the threads that are not archived."""
        guild = self._world.guild(int(id))
        there = self._world.channels_of(guild.id)
        threads = [each.json() for each in there if each.kind == "thread"]
        return reply({"threads": threads, "members": []})

    async def history(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        """Give the messages after one, of these the newest first."""
        place, after = self._world.seen(int(id)), int(request.query.get("after", 0))
        there = [
            each for each in self._world.messages if each.channel == place.id and each.id > after
        ]
        standing = [message for message in there if not message.is_deleted]
        chosen = standing[: int(request.query.get("limit", 50))]
        return reply([message.json() for message in reversed(chosen)])

    async def talk(self, request: web.Request) -> web.Response:
        """Open the private conversation with a person."""
        body, _ = await read(request)
        # discord.py says it as a number, and Discord does not mind.
        judge(
            {**body, "recipient_id": str(body.get("recipient_id"))}, "CreatePrivateChannelRequest"
        )
        person = self._world.person(int(str(body.get("recipient_id"))))
        return reply(self._world.private(person).json())

    async def post(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        body, files = await read(request)
        self._world.bodies.append(body)
        channel = self._world.writable(int(id))
        bucket = self._world.bucket(channel.id)
        headers = bucket.take(asyncio.get_running_loop().time())
        if bucket.is_empty():
            limited = {"message": "Slow down", "retry_after": bucket.seconds, "global": False}
            return reply(limited, status=429, headers=headers | {"Via": "1.1 google"})
        inspect(body, files=[file.name for file in files])
        message = self._world.earlier(body) or self._taken(channel, body, files)
        return reply(message.json(), headers=headers)

    async def crosspost(
        self,
        request: web.Request,
        channel: str,
        id: str,  # noqa: A002
    ) -> web.Response:
        place = self._world.seen(int(channel))
        message = self._world.message(int(id), place.id)
        if place.kind != "news":
            raise _NOT_HERE
        self._world.require("send_messages", place)
        if message.is_crossposted:
            raise _ALREADY_CROSSPOSTED
        message.is_crossposted = True
        return reply(message.json())

    async def open_post(self, request: web.Request, id: str) -> web.Response:  # noqa: A002
        """Open a post in a forum, with its first message."""
        body, files = await read(request)
        forum = self._world.seen(int(id))
        if forum.kind != "forum":
            raise _NOT_HERE
        self._world.require("send_messages", forum)
        tags = _tags(body, forum)
        first = body.get("message")
        if not isinstance(first, dict):
            raise invalid("a post needs a message")
        self._world.bodies.append(first)
        # discord.py says more than is described, here and there, and Discord does not mind.
        first = {name: value for name, value in first.items() if name != "tts"}
        inspect(first, FORUM_POST, files=[file.name for file in files])
        told = {name: value for name, value in body.items() if name != "type"}
        judge({**told, "message": described(first)}, "CreateForumThreadRequest")
        message = self._world.add(forum.id, first, files)
        # The post and its first message have the same id.
        message.channel = message.id
        name = str(body["name"])
        post = Channel(message.id, forum.guild, name, "thread", forum.id, applied_tags=tags)
        post.owner = BOT
        self._world.channels[post.id] = post
        self._gateway.dispatch("THREAD_CREATE", _new(post), post.guild)
        return reply(post.json() | {"message": message.json()}, status=201)

    def _taken(self, channel: Channel, body: Body, files: tuple[File, ...]) -> Message:
        message = self._world.add(channel.id, body, files)
        if body.get("nonce") is not None:
            self._world.nonces[str(body["nonce"])] = message
        return message


def _list(shapes: object) -> list[object]:
    assert isinstance(shapes, list)
    return shapes


def _new(post: Channel) -> Mapping[str, object]:
    return post.json() | {"newly_created": True}


def _tags(body: Body, forum: Channel) -> tuple[int, ...]:
    name, tags = body.get("name"), body.get("applied_tags") or []
    require(
        isinstance(name, str) and 1 <= len(name.strip()) <= 100, "a name of 1 to 100 characters"
    )
    require(isinstance(tags, list) and len(tags) <= 5, "more than 5 tags")
    assert isinstance(tags, list)
    applied = tuple(int(tag) for tag in tags)
    if not set(applied) <= set(forum.tags.values()):
        raise _UNKNOWN_TAG
    if forum.requires_tag and not applied:
        raise _TAG_REQUIRED
    return applied
