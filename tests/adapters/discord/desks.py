"""A desk that answers as a test tells it, and a bot that listens for it on the loopback."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from adapters.discord.commands import listen
from bot.commands import tokens
from bot.commands.kinds import CHANNEL, TOPIC, Choice, number, one_of
from bot.commands.spec import (
    Answer,
    Audience,
    Call,
    Card,
    Command,
    Desk,
    Field,
    Form,
    Invocation,
    Param,
    Press,
    Reply,
    Suggestion,
)
from bot.document.nodes import Action, Buttons, Document, Heading, Menu, Paragraph, text
from bot.domain.destinations import Destination, Platform
from bot.domain.languages import spoken
from bot.domain.people import Caller
from bot.errors import UserMistake
from bot.views import problems
from bot.views.words import Words
from tests.emulators.discord import DiscordEmulator

TOPIC_PARAM = Param(name="topic", summary="Which topic", kind=TOPIC)
COUNT = Param(name="count", summary="How many", kind=number(1, 9), is_required=True)
STYLE = Param(
    name="style",
    summary="How long",
    kind=one_of((Choice("short", "in short"), Choice("long", "with all of it"))),
)
WHERE = Param(name="channel", summary="Another channel than this one", kind=CHANNEL)


async def _unused(call: Call) -> Answer:
    raise NotImplementedError


def a_command(
    name: str,
    *params: Param[object],
    is_private: bool = False,
    is_hidden: bool = False,
    opens_form: bool = False,
) -> Command:
    """A command whose answer comes from the desk."""
    return Command(
        name=name,
        summary=f"About {name}",
        handler=_unused,
        params=params,
        is_private=is_private,
        is_hidden=is_hidden,
        opens_form=opens_form,
    )


STATUS = Command(name="status", summary="How it is", handler=_unused, audience=Audience.OPERATORS)
COMMANDS = (
    a_command("hot", TOPIC_PARAM, COUNT, STYLE, WHERE),
    a_command("list", is_private=True),
    a_command("change", opens_form=True, is_private=True),
    a_command("secret", is_hidden=True),
    STATUS,
)


def a_reply(words: str = "Hello", *actions: Action, is_private: bool = False) -> Reply:
    """An answer with buttons below."""
    closing = (Buttons(actions),) if actions else ()
    document = Document((Heading(text("A title")), Paragraph(text(words))), closing=closing)
    return Reply(document=document, is_private=is_private)


def a_menu(label: str, *choices: Action) -> Reply:
    """An answer with a menu below."""
    return Reply(document=Document((Paragraph(text("Choose")),), closing=(Menu(label, choices),)))


def a_form(*fields: Field) -> Form:
    """A form about subscription 3."""
    return Form(
        title="Change “cs.CL”",
        fields=fields or (Field(param=TOPIC_PARAM, label="Topic", written="cs.CL"),),
        then=Invocation("change", (("which", "3"),)),
    )


@dataclass
class FakeDesk:
    """Answers what it is told to answer, and writes down what it was asked."""

    commands: Sequence[Command] = COMMANDS
    suggestions: Sequence[Suggestion] = ()
    asked: list[tuple[Invocation, Caller]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    typed: list[tuple[str, str, str]] = field(default_factory=list)
    let_in_to: list[Caller] = field(default_factory=list)
    waiting_for: tuple[Destination, ...] = ()
    shut_out_of: list[tuple[Destination, str]] = field(default_factory=list)
    linked: Reply | None = None
    _answers: list[Answer] = field(default_factory=list)
    _breaks: bool = False
    _dallies: asyncio.Event | None = None
    _thinks_of_tokens: asyncio.Event | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, *answers: Answer) -> None:
        """Answer so, one after the other."""
        self._answers += answers

    def breaks(self) -> None:
        """Fail from now on, which no desk does."""
        self._breaks = True

    def dallies(self) -> None:
        """Answer no command until `hurries`."""
        self._dallies = asyncio.Event()

    def thinks_of_tokens(self) -> None:
        """Read no button until `hurries`."""
        self._thinks_of_tokens = asyncio.Event()

    def hurries(self) -> None:
        for event in filter(None, (self._dallies, self._thinks_of_tokens)):
            event.set()

    @property
    def invocations(self) -> list[Invocation]:
        return [invocation for invocation, _ in self.asked]

    def words(self, locale: str) -> Words:
        return Words(locale=spoken(locale))

    async def answer(self, invocation: Invocation, caller: Caller) -> Answer:
        self.asked.append((invocation, caller))
        if self._dallies:
            await self._dallies.wait()
        if self._breaks:
            raise RuntimeError("The desk has a bug.")
        return (
            self._answers.pop(0)
            if self._answers
            else a_reply(f"You said {invocation.command[:32]}")
        )

    async def answer_line(self, line: str, caller: Caller) -> Answer:
        raise NotImplementedError

    async def press(self, token: str, caller: Caller) -> Press | Reply:
        if self._thinks_of_tokens:
            await self._thinks_of_tokens.wait()
        read = tokens.read(token)
        if read is None:
            return self._told(problems.WORN_OUT, caller)
        if read.owner and read.owner != tokens.owner_mark(caller.person):
            return self._told(problems.SOMEBODY_ELSES_BUTTON, caller)
        return Press(read.invocation, read.is_new)

    def _told(self, problem: str, caller: Caller) -> Reply:
        page = problems.page(UserMistake(problem), self.words(caller.locale))
        return Reply(document=page, is_private=True)

    async def suggest(
        self, command: str, param: str, typed: str, caller: Caller
    ) -> Sequence[Suggestion]:
        self.typed.append((command, param, typed))
        return self.suggestions

    async def cards(self, query: str, caller: Caller, *, offset: int = 0) -> Sequence[Card]:
        raise NotImplementedError

    async def look_up(self, text: str, caller: Caller, *, unasked: bool = False) -> Reply | None:
        self.looked_up.append(text)
        return self.linked

    async def let_in(self, places: Sequence[Caller]) -> None:
        self.let_in_to += places
        self.heard.set()

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        return self.waiting_for

    async def shut_out(self, destination: Destination, reason: str) -> None:
        self.shut_out_of.append((destination, reason))
        self.heard.set()

    async def moved(self, before: Destination, after: Destination) -> None:
        raise NotImplementedError


@asynccontextmanager
async def listening(
    discord: DiscordEmulator, desk: Desk, *, shards: int | None = None, expected: int = 1
) -> AsyncIterator[None]:
    """Let the bot listen until all its shards are online, and stop it in the end."""
    life = asyncio.create_task(listen(discord.TOKEN, desk, api_url=discord.url, shards=shards))
    online = asyncio.create_task(discord.sees_the_bot_online(shards=expected))
    await asyncio.wait((life, online), return_when=asyncio.FIRST_COMPLETED)
    try:
        await (online if online.done() else life)
        yield
    finally:
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life
