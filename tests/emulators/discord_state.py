"""Everything that is so on the emulated Discord, and what the bot may see and do of it."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.emulators import discord_world as world
from tests.emulators.discord_rules import Body, Refusal, pings
from tests.emulators.discord_watch import Watch
from tests.emulators.discord_wire import File
from tests.emulators.discord_world import (
    EVERYBODYS,
    RIGHTS,
    Channel,
    Guild,
    Message,
    Person,
    Right,
)

_FORUM = Refusal(400, 40058, "Cannot send messages in a forum channel")
_LOCKED = Refusal(400, 160005, "Thread is locked")
_MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
_MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
_NOT_TEXT = Refusal(400, 50008, "Cannot send messages in a non-text channel")
_NOT_TO_THEM = Refusal(403, 50007, "Cannot send messages to this user")
_UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
_UNKNOWN_GUILD = Refusal(404, 10004, "Unknown Guild")
_UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
_UNKNOWN_USER = Refusal(404, 10013, "Unknown User")

# https://docs.discord.com/developers/reference#snowflakes
_FIRST_SECOND = 1_420_070_400


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


class World:
    """Guilds, channels, people and messages."""

    def __init__(self) -> None:
        self.watch = Watch()
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.people: dict[int, Person] = {world.OWNER: Person(world.OWNER, "Ada")}
        self.blocking: set[int] = set()
        self.messages: list[Message] = []
        self.nonces: dict[str, Message] = {}
        self.bodies: list[Mapping[str, object]] = []
        self._buckets: dict[int, _Bucket] = {}
        self._ids = iter(range(1_000_000, 2_000_000))
        self._moments = iter(range(1 << 22))

    def next_id(self) -> int:
        return next(self._ids)

    def next_snowflake(self) -> int:
        """Make an id that tells when it was made; discord.py counts an interaction's age by it."""
        milliseconds = int((time.time() - _FIRST_SECOND) * 1000)
        return milliseconds << 22 | next(self._moments)

    def bucket(self, channel: int) -> _Bucket:
        return self._buckets.setdefault(channel, _Bucket())

    # What there is.

    def guild(self, id: int) -> Guild:  # noqa: A002
        if id not in self.guilds:
            raise _UNKNOWN_GUILD
        return self.guilds[id]

    def channels_of(self, guild: int) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.guild == guild]

    def seen(self, id: int) -> Channel:  # noqa: A002
        """Find a channel, as far as the bot can see it."""
        channel = self.channels.get(id)
        if channel is None:
            raise _UNKNOWN_CHANNEL
        is_outside = channel.guild is not None and channel.guild not in self.guilds
        is_hidden = "view_channel" in self.denied(channel) or channel.kind == "group"
        if is_outside or is_hidden:
            raise _MISSING_ACCESS
        return channel

    def writable(self, id: int) -> Channel:  # noqa: A002
        """Find a channel that the bot may post in."""
        channel = self.seen(id)
        right: Right = "send_messages" if channel.parent is None else "send_messages_in_threads"
        self.require(right, channel)
        if channel.person and channel.person.id in self.blocking:
            raise _NOT_TO_THEM
        if channel.kind == "category":
            raise _NOT_TEXT
        if channel.kind == "forum":
            raise _FORUM
        if channel.is_locked:
            raise _LOCKED
        return channel

    def require(self, right: Right, channel: Channel) -> None:
        if right in self.denied(channel):
            raise _MISSING_PERMISSIONS

    def message(self, id: int, channel: int | None = None) -> Message:  # noqa: A002
        for message in self.messages:
            is_here = channel in {None, message.channel}
            if message.id == id and is_here and not message.is_deleted:
                return message
        raise _UNKNOWN_MESSAGE

    def person(self, id: int) -> Person:  # noqa: A002
        if id not in self.people:
            raise _UNKNOWN_USER
        return self.people[id]

    def private(self, person: Person) -> Channel:
        """Give the conversation of the bot with a person; there is only one."""
        self.people[person.id] = person
        for channel in self.channels.values():
            if channel.kind == "private" and channel.person and channel.person.id == person.id:
                return channel
        channel = Channel(self.next_id(), None, person.name, "private", person=person)
        self.channels[channel.id] = channel
        return channel

    # What one may.

    def denied(self, channel: Channel) -> set[Right]:
        owner = self.channels.get(channel.parent or channel.id, channel)
        return owner.denied

    def bots_rights(self, channel: Channel) -> int:
        return sum(RIGHTS[right] for right in EVERYBODYS - self.denied(channel))

    def rights(self, person: Person) -> int:
        """Add up what a person may do in a guild."""
        rights = frozenset(RIGHTS) if "administrator" in person.rights else person.rights
        return sum(RIGHTS[right] for right in EVERYBODYS | rights)

    def roles(self) -> list[dict[str, object]]:
        """Give a role for each person who may do more than everybody, under the person's id."""
        return [
            world.role(person.id, person.name, self.rights(person))
            for person in self.people.values()
            if person.rights
        ]

    # What is said.

    def add(self, channel: int, body: Body, files: tuple[File, ...] = ()) -> Message:
        """Put a message of the bot's own accord in a channel."""
        message = Message(self.next_id(), channel, body, pings(body), files=files)
        return self.keep(message)

    def keep(self, message: Message) -> Message:
        self.messages.append(message)
        self.watch.tell()
        return message

    def earlier(self, body: Body) -> Message | None:
        """Find the message with the same nonce; the channel does not matter to Discord."""
        if not body.get("enforce_nonce"):
            return None
        message = self.nonces.get(str(body.get("nonce")))
        if message and message.is_deleted:
            raise _UNKNOWN_MESSAGE
        return message
