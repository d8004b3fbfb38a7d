"""Discord on the loopback, REST and gateway: it takes and refuses what the platform does.

async with DiscordEmulator() as discord:
    discord.opens(channel=1, name="papers")
    discord.takes_away("send_messages", channel=1)
    ... discord.url, discord.TOKEN ...
    assert [] == discord.messages(1)

    await discord.sees_the_bot_online()
    command = await discord.uses(Person(77), 1, "hot", {"topic": "cs.CL"})
    answer = await command.answer()
    click = await discord.clicks(Person(77), answer, "More")
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatch
from typing import Self

from aiohttp import web

from tests.emulators import discord_gateway as gateway
from tests.emulators import discord_world as world
from tests.emulators.discord_channels import Channels
from tests.emulators.discord_commands import Commands
from tests.emulators.discord_gateway import Gateway, guild_in_full
from tests.emulators.discord_interaction import PATIENCE, Interaction
from tests.emulators.discord_interactions import Interactions
from tests.emulators.discord_people import People, Standing
from tests.emulators.discord_rules import Body, Refusal
from tests.emulators.discord_shown import Shown, shown
from tests.emulators.discord_state import World
from tests.emulators.discord_wire import (
    REQUEST_SIZE,
    Answer,
    answering,
    hang_up,
    reply,
)
from tests.emulators.discord_world import BOT, Channel, Guild, Kind, Message, Person, Right

_BASE = "/api/v10"

_UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
_NO_ROUTE = Refusal(404, 0, "404: Not Found")
# What asks for an interaction's token, and not for the bot's.
_FOR_INTERACTIONS = frozenset({"interactions", "webhooks"})

Route = Callable[..., Awaitable[web.StreamResponse]]


class DiscordEmulator:
    """The platform; its verbs are what people and machines there do."""

    TOKEN = "MTAw.emulated.T0ken-that-nobody-may-see"

    def __init__(self, *, shards: int = 1, at_once: int = 1) -> None:
        self.url = ""
        self.requests: list[str] = []
        self._world = World()
        self._gateway = Gateway(self._world, self.TOKEN)
        self._gateway.shards, self._gateway.at_once = shards, at_once
        self._commands = Commands(self._world)
        self._interactions = Interactions(self._world)
        people = People(self._world, self._gateway, self._commands, self._interactions)
        self.uses = people.uses
        self.types = people.types
        self.uses_on_message = people.uses_on_message
        self.clicks = people.clicks
        self.chooses = people.chooses
        self.submits = people.submits
        self.forges = people.forges
        self.forges_data = people.forges_data

        self.bodies: list[Mapping[str, object]] = self._world.bodies
        """Every message that was sent, taken or not, tries, answers and edits included."""

        self._routes = self._routed(Channels(self._world, self._gateway))
        self._mishaps: deque[Answer] = deque()
        self._mishaps_after_taking: deque[Answer] = deque()
        self._stumbles: dict[str, Answer] = {}
        self._token_is_good = True
        self._left = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=REQUEST_SIZE)
        application.router.add_get(f"{gateway.PATH}{{slash:/?}}", self._gateway.serve)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}{_BASE}"
        self._gateway.url = f"ws://{host}:{port}{gateway.PATH}"
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._left.set()
        self._gateway.close()
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
        tags: Mapping[str, int] | None = None,
        requires_tag: bool = False,
        person: Person | None = None,
    ) -> None:
        """Open a channel, and its guild if there is none; `person` is whose private one it is."""
        is_in_guild = kind not in {"private", "group"}
        place = Channel(channel, guild if is_in_guild else None, name, kind, parent, person=person)
        place.tags, place.requires_tag = tags or {}, requires_tag
        self._world.channels[channel] = place
        if not is_in_guild:
            return
        if guild not in self._world.guilds:
            self._join(Guild(guild))
        else:
            self._gateway.dispatch(_event(place, "CREATE"), place.json(), guild)

    async def joins(
        self, guild: int, *, name: str = "The Reading Group", channels: Iterable[int] = ()
    ) -> None:
        """Invite the bot to a guild; its channels from before are still there."""
        for channel in channels:
            self._world.channels[channel] = Channel(channel, guild, "general")
        self._join(Guild(guild, name))

    async def is_kicked_from(self, guild: int) -> None:
        self.kicks_the_bot(guild)

    def kicks_the_bot(self, guild: int = 500) -> None:
        del self._world.guilds[guild]
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild)}, guild)

    def speaks(self, guild: int, locale: str) -> None:
        """Set the language of a guild."""
        self._world.guilds[guild].locale = locale

    def takes_away(self, right: Right, channel: int) -> None:
        self._world.channels[channel].denied.add(right)
        self._tell_of(channel, "UPDATE")

    def gives_back(self, right: Right, channel: int) -> None:
        self._world.channels[channel].denied.discard(right)
        self._tell_of(channel, "UPDATE")

    def deletes(self, channel: int) -> None:
        self._tell_of(channel, "DELETE")
        del self._world.channels[channel]

    def deletes_message(self, id: int) -> None:  # noqa: A002
        self._world.message(id).is_deleted = True

    def locks(self, channel: int) -> None:
        self._world.channels[channel].is_locked = True
        self._tell_of(channel, "UPDATE")

    def blocks(self, person: Person) -> None:
        """Let a person take no more private messages from the bot."""
        self._world.people[person.id] = person
        self._world.blocking.add(person.id)

    def knows(self, person: Person) -> None:
        """Let somebody be in every guild, with the rights that they have there."""
        self._world.people[person.id] = person

    def leaves(self, person: Person, guild: int = 500) -> None:
        """Let a person be in a guild no more."""
        self._world.guilds[guild].strangers.add(person.id)

    def revokes_the_token(self) -> None:
        self._token_is_good = False
        self._gateway.revoke_the_token()

    def private(self, person: Person) -> int:
        """Give the channel of the bot's private conversation with a person."""
        return self._world.private(person).id

    def messages(self, channel: int) -> list[Message]:
        """Give what everybody in the channel sees, apart from what the bot is still thinking of."""
        standing = (message for message in self._world.messages if not message.is_deleted)
        public = (each for each in standing if each.only_for is None and not each.is_loading)
        return [message for message in public if message.channel == channel]

    def sees(self, message: Standing) -> Shown:
        """Look at a message again, as it is now."""
        id = message if isinstance(message, int) else message.id  # noqa: A001
        return shown(self._world.message(id))

    # What is known of the bot.

    @property
    def gateway_url(self) -> str:
        return self._gateway.url

    @property
    def identified(self) -> list[tuple[int, int]]:
        """The shard of each accepted IDENTIFY, and of how many it is one."""
        return self._gateway.identified

    @property
    def intents(self) -> list[int]:
        """The intents of each accepted IDENTIFY."""
        return self._gateway.intents

    @property
    def resumed(self) -> list[int]:
        """The shard of each session that was resumed."""
        return self._gateway.resumed

    @property
    def commands(self) -> Sequence[Body]:
        """The commands that are registered."""
        return self._commands.all()

    def shown_name(self, command: str, locale: str) -> str:
        return self._commands.shown(command, "name", locale)

    def shown_description(self, command: str, locale: str) -> str:
        return self._commands.shown(command, "description", locale)

    async def sees_the_bot_online(self, *, shards: int = 1, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until so many shards are connected."""

        def complaint() -> str:
            return f"The shards {sorted(self._gateway.online())} are online, not {shards}."

        online = self._gateway.online
        await self._world.watch.until(
            lambda: len(online()) == shards, within=timeout, otherwise=complaint
        )

    async def sees_it_resume(self, *, times: int = 1, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until sessions have been resumed so many times in all."""
        await self._world.watch.until(
            lambda: len(self.resumed) >= times,
            within=timeout,
            otherwise=lambda: f"Resumed were {self.resumed}, not {times}.",
        )

    # What machines do there.

    def lets_it_expire(self, interaction: Interaction) -> None:
        """Let the three seconds for a first reaction be over."""
        interaction.is_late = True

    def lets_its_token_expire(self, interaction: Interaction) -> None:
        """Let the quarter of an hour for everything else be over."""
        interaction.is_late = interaction.is_over = True

    def drops_connections(
        self, *, shards: Iterable[int] | None = None, is_forgetting: bool = False
    ) -> None:
        """Break connections; sessions that are forgotten cannot be resumed."""
        self._gateway.drop(shards, is_forgetting=is_forgetting)

    def asks_to_reconnect(self) -> None:
        self._gateway.ask_to_reconnect()

    def is_busy(self, *, times: int = 1, retry_after: float = 0.01, via: bool = True) -> None:
        """Answer 429; without `via` it looks like the ban of a proxy in front of Discord."""
        headers = {"Retry-After": str(retry_after), "X-RateLimit-Scope": "shared"}
        limited = {"message": "You are being rate limited.", "retry_after": retry_after}
        shape = limited | {"global": False}
        headers |= {"Via": "1.1 google"} if via else {}
        self._mishaps.extend([answering(429, shape, headers)] * times)

    def goes_down(self, *, times: int = 1, status: int = 503) -> None:
        self._mishaps.extend([answering(status, {"message": "Down", "code": 0}, {})] * times)

    def stumbles_at(self, route: str, *, status: int) -> None:
        """Answer the next request to a route, such as `POST /channels/1/messages`, so."""
        shape = {"message": "Stumbled", "code": 0, "retry_after": 0.01}
        self._stumbles[route] = answering(status, shape, {"Via": "1.1 google"})

    def hangs_up_after_taking(self, *, times: int = 1) -> None:
        self._mishaps_after_taking.extend([hang_up] * times)

    def babbles_after_taking(self, *, times: int = 1) -> None:
        """Take the message and answer with something that is no message."""
        self._mishaps_after_taking.extend([answering(200, {"id": "?"}, {})] * times)

    def falls_silent_after_taking(self, *, times: int = 1) -> None:
        self._mishaps_after_taking.extend([self._say_nothing] * times)

    # How it answers.

    def _routed(self, channels: Channels) -> Mapping[str, Route]:
        async def post(request: web.Request, channel: str) -> web.StreamResponse:
            answer = await channels.post(request, channel)
            is_taken = answer.status == 200
            if is_taken and self._mishaps_after_taking:
                return await self._mishaps_after_taking.popleft()(request)
            return answer

        return {
            "GET /users/@me": _showing(lambda: world.user(BOT, "Hot Papers", is_bot=True)),
            "GET /oauth2/applications/@me": _showing(world.application),
            "GET /applications/@me": _showing(world.application),
            "GET /gateway": _showing(lambda: {"url": self.gateway_url}),
            "GET /gateway/bot": _showing(self._gateway.recommended),
            "GET /applications/*/commands": self._commands.show,
            "PUT /applications/*/commands": self._commands.overwrite,
            "POST /users/@me/channels": channels.talk,
            "GET /guilds/*": channels.guild,
            "GET /guilds/*/channels": channels.guilds_channels,
            "GET /guilds/*/members/*": channels.member,
            "GET /guilds/*/threads/active": channels.threads,
            "GET /channels/*": channels.channel,
            "POST /channels/*/messages": post,
            "GET /channels/*/messages": channels.history,
            "POST /channels/*/messages/*/crosspost": channels.crosspost,
            "POST /channels/*/threads": channels.open_post,
        }

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path.removeprefix(_BASE)}")
        if self._mishaps:
            return await self._mishaps.popleft()(request)
        for route in self._stumbles:
            if fnmatch(self.requests[-1], route):
                return await self._stumbles.pop(route)(request)
        try:
            return await self._route(request)
        except Refusal as refusal:
            shape = {"message": refusal.message, "code": refusal.code}
            return reply(shape, status=refusal.status)

    async def _route(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(_BASE).strip("/").split("/")
        if path[0] in _FOR_INTERACTIONS:
            return await self._interactions.answer(request, path)
        is_known = request.headers.get("Authorization") == f"Bot {self.TOKEN}"
        if not is_known or not self._token_is_good:
            raise _UNAUTHORIZED
        for pattern, answer in self._routes.items():
            method, _, template = pattern.partition(" /")
            wanted = template.split("/")
            if method == request.method and _fits(path, wanted):
                holes = [step for step, want in zip(path, wanted, strict=True) if want == "*"]
                return await answer(request, *holes)
        raise _NO_ROUTE

    def _join(self, guild: Guild) -> None:
        self._world.guilds[guild.id] = guild
        shape = guild_in_full(guild, self._world.channels_of(guild.id))
        self._gateway.dispatch("GUILD_CREATE", shape, guild.id)

    def _tell_of(self, channel: int, what: str) -> None:
        place = self._world.channels[channel]
        if place.guild is not None:
            self._gateway.dispatch(_event(place, what), place.json(), place.guild)

    async def _say_nothing(self, request: web.Request) -> web.StreamResponse:
        await self._left.wait()
        return await hang_up(request)


def _event(channel: Channel, what: str) -> str:
    return f"{'THREAD' if channel.kind == 'thread' else 'CHANNEL'}_{what}"


def _fits(path: Sequence[str], wanted: Sequence[str]) -> bool:
    is_long_enough = len(path) == len(wanted)
    return is_long_enough and all(
        want in {step, "*"} for step, want in zip(path, wanted, strict=True)
    )


def _showing(shape: Callable[[], Mapping[str, object]]) -> Route:
    async def show(request: web.Request) -> web.StreamResponse:
        return reply(shape())

    return show
