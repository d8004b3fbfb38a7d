"""The driver of Discord once more: discord.py talks with simcord, which others have written."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from adapters.discord.client import Session
from adapters.discord.commands import listener
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.rights import DiscordRights
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from bot.platforms import Platforms
from tests.acceptance.chats.chat import ADA, OPERATOR, PRIVATE, File, Where, Who
from tests.acceptance.chats.slash import slashed
from tests.acceptance.chats.words import on_one_line, without_markdown
from tests.acceptance.chats.world import Process, World
from tests.emulators.discord_rules import BUTTON, Body, texts, walk

_STRING_MENU = 3


@dataclass(slots=True)
class _Session:
    """Gives the client that simcord has taken over; another one would reach for the network."""

    taken_over: discord.Client | None = None

    async def client(self) -> discord.Client:
        assert self.taken_over is not None, "The bot does not run."
        return self.taken_over


@dataclass(slots=True, kw_only=True)
class SimulatedDiscord:
    """Answers `Sociable` on simcord."""

    world: World
    simulation: Env
    users: dict[Who, UserHandle]
    members: dict[Who, MemberActor]
    guild: GuildHandle
    club: ChannelHandle
    managing: RoleHandle
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _process: Process | None = None
    _newest: ResponseMessage | None = None
    _form: InteractionResult | None = None
    _files: list[File] = field(default_factory=list)
    _unasked: set[int] = field(default_factory=set)

    @property
    def buttons(self) -> list[str]:
        seen = list(walk(self._asked.components))
        options = [label for one in seen for label, _ in _options(one)]
        return [*options, *(str(one.get("label")) for one in seen if one["type"] == BUTTON)]

    @property
    def file(self) -> File:
        (file,) = self._files
        return file

    async def says(self, who: Who, line: str, *, at: Where = PRIVATE) -> str:
        command, options = slashed(line, self._bot.desk.commands)
        if at is PRIVATE:
            result = await self.users[who].slash(command, **options)
        else:
            result = await self.members[who].slash(self.club, command, **options)
        return await self._reads(result)

    async def presses(self, who: Who, label: str) -> str:
        seen = self._asked
        actor = self._actor(who, seen.channel_id)
        for component in walk(seen.components):
            value = dict(_options(component)).get(label)
            if value is not None:
                name = str(component["custom_id"])
                return await self._reads(await actor.select(seen, [value], custom_id=name))
        return await self._reads(await actor.click(seen, label=label))

    async def fills_in(self, who: Who, **written: str) -> str:
        assert self._form is not None, "No form is open."
        actor = self._actor(who, self._asked.channel_id)
        return await self._reads(await actor.submit_modal(self._form, written))

    async def time_reaches(self, clock_time: str) -> None:
        await self.world.time_reaches(clock_time)
        before = {message.id for message in self._standing()}
        await self._bot.rings()
        self._unasked |= {message.id for message in self._standing()} - before

    def posts(self, where: Where, who: Who = ADA) -> list[str]:
        return [
            without_markdown("\n".join(texts(_components(message))))
            for message in self._channel(where, who).history()
            if message.id in self._unasked
        ]

    def answers(self, where: Where, who: Who = ADA) -> int:
        standing = self._channel(where, who).history(viewer=self.members[who])
        return len(standing) - len(self.posts(where, who))

    async def loses_rights(self, who: Who) -> None:
        self.simulation.backend.remove_member_role(
            self.guild.id, self.users[who].id, self.managing.id
        )

    async def restarts(self) -> None:
        await self._running.aclose()
        await self.starts()

    async def starts(self) -> None:
        own = _Session()
        session = cast("Session", own)
        platforms = Platforms(
            {Platform.DISCORD: DiscordPublisher(session)},
            {Platform.DISCORD: DiscordRights(session)},
            {},
        )
        operator = PersonKey(Platform.DISCORD, str(self.users[OPERATOR].id))
        running = self.world.process(platforms, [operator])
        self._process = await self._running.enter_async_context(running)
        client = listener(self._process.desk)
        client.shard_count = 1
        own.taken_over = client
        await self.simulation.restart_bot(client)

    async def ends(self) -> None:
        await self._running.aclose()

    @property
    def _bot(self) -> Process:
        assert self._process is not None, "The bot does not run."
        return self._process

    @property
    def _asked(self) -> ResponseMessage:
        assert self._newest is not None, "Nobody has asked yet."
        return self._newest

    def _actor(self, who: Who, channel_id: int) -> MemberActor | UserHandle:
        return self.members[who] if channel_id == self.club.id else self.users[who]

    def _channel(self, where: Where, who: Who) -> ChannelHandle:
        return self.users[who].dm_channel if where is PRIVATE else self.club

    def _standing(self) -> Iterator[discord.Message]:
        for place in (self.club, *(user.dm_channel for user in self.users.values())):
            yield from place.history()

    async def _reads(self, result: InteractionResult) -> str:
        """Read what came of something: what was pressed counts only if nothing else came."""
        self._form = result if result.modal else None
        if result.modal:
            return on_one_line(str(result.modal["title"]))
        given = result.followups or ([result.response] if result.response else [])
        self._newest = given[0]
        self._files = [
            File(one.filename, (await one.read()).decode()) for one in self._newest.attachments
        ]
        words = "\n".join(part for one in given for part in texts(one.components))
        return on_one_line(without_markdown(words))


def _options(component: Body) -> Iterator[tuple[str, str]]:
    options = component.get("options") if component["type"] == _STRING_MENU else None
    for option in options if isinstance(options, list) else []:
        yield str(option["label"]), str(option["value"])


def _components(message: discord.Message) -> Sequence[Mapping[str, object]]:
    return [component.to_dict() for component in message.components]


@asynccontextmanager
async def simulated_discord(world: World, folder: Path) -> AsyncIterator[SimulatedDiscord]:
    """Let the bot run on simcord, with a server in which Ada may manage channels."""
    idle = discord.AutoShardedClient(intents=discord.Intents(guilds=True), shard_count=1)
    # `simcord.run` cannot be left in another task than it was entered in, as fixtures are.
    simulation = Env(idle)
    await simulation.start()
    try:
        chat = _inhabited(world, simulation)
        await chat.starts()
        yield chat
        await chat.ends()
    finally:
        await simulation.shutdown()
    simulation.raise_errors()


def _inhabited(world: World, simulation: Env) -> SimulatedDiscord:
    users = {who: simulation.create_user(who.lower()) for who in Who}
    guild = simulation.create_guild("The Club House")
    rights = discord.Permissions(manage_channels=True)
    managing = guild.create_role("Managers", permissions=rights)
    return SimulatedDiscord(
        world=world,
        simulation=simulation,
        users=users,
        members={
            who: guild.add_member(user, roles=[managing] if who is ADA else [])
            for who, user in users.items()
        },
        guild=guild,
        club=guild.create_text_channel("club"),
        managing=managing,
    )
