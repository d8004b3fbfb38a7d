"""A desk that answers what a test tells it to, and the bot that takes people to it."""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from logging import WARNING, LogRecord

import aiohttp

from adapters.telegram.client import connected
from adapters.telegram.commands import listen
from adapters.telegram.webhook import Webhook
from bot.commands import tokens
from bot.commands.line import command_named
from bot.commands.spec import (
    Answer,
    Audience,
    Call,
    Card,
    Command,
    Desk,
    Invocation,
    Press,
    Reply,
    Suggestion,
)
from bot.document.nodes import Block, Document, Paragraph, text
from bot.domain.destinations import Destination, Platform
from bot.domain.languages import spoken
from bot.domain.people import Caller
from bot.views.words import Words
from tests.adapters.telegram.timepiece import Timepiece
from tests.emulators.telegram import TelegramEmulator


def says(words: str, *blocks: Block, is_private: bool = False) -> Reply:
    """A short answer."""
    document = Document((Paragraph(text(words)), *blocks))
    return Reply(document=document, is_private=is_private)


async def _never(call: Call) -> Answer:
    raise AssertionError("a fake desk asks no handlers")


def a_command(
    name: str,
    summary: str = "What it does",
    *,
    audience: Audience = Audience.EVERYBODY,
    is_private: bool = False,
    is_hidden: bool = False,
) -> Command:
    return Command(
        name=name,
        summary=summary,
        handler=_never,
        audience=audience,
        is_private=is_private,
        is_hidden=is_hidden,
    )


COMMANDS = (
    a_command("start"),
    a_command("hot", "The hottest papers, of a topic or of all"),
    a_command("why"),
    a_command("subscribe", audience=Audience.MANAGERS, is_private=True),
    a_command("save", is_private=True),
    a_command("saved", is_private=True),
    a_command("details", is_private=True, is_hidden=True),
    a_command("status", audience=Audience.OPERATORS, is_private=True),
)


@dataclass(slots=True)
class FakeDesk:
    """Repeats what it is asked, unless it was told what to say."""

    commands: Sequence[Command] = COMMANDS
    heard: list[str] = field(default_factory=list)
    """What was written or pressed: a line, or `command name=value`."""

    callers: list[Caller] = field(default_factory=list)
    let_in_by: list[Caller] = field(default_factory=list)
    shut_out_of: list[tuple[Destination, str]] = field(default_factory=list)
    moves: list[tuple[Destination, Destination]] = field(default_factory=list)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _linked: dict[str, Reply] = field(default_factory=dict)
    _cards: list[Card] = field(default_factory=list)
    _gate: asyncio.Event | None = None
    _is_broken: bool = False

    def answers(self, command: str, answer: Answer) -> None:
        """Say this to a command from now on."""
        self._answers[command] = answer

    def finds(self, link: str, reply: Reply) -> None:
        """Show this where a text holds a link."""
        self._linked[link] = reply

    def offers(self, *cards: Card) -> None:
        """Have these cards."""
        self._cards += cards

    def hesitates(self) -> None:
        """Answer nothing until `goes_on`."""
        self._gate = asyncio.Event()

    def goes_on(self) -> None:
        """Answer what was asked meanwhile."""
        assert self._gate is not None
        self._gate.set()

    def breaks(self) -> None:
        """Fail at everything from now on."""
        self._is_broken = True

    def words(self, locale: str) -> Words:
        return Words(locale=spoken(locale))

    async def answer(self, invocation: Invocation, caller: Caller) -> Answer:
        pairs = (f"{name}={value}" for name, value in invocation.arguments)
        return await self._answer(" ".join((invocation.command, *pairs)), caller)

    async def answer_line(self, line: str, caller: Caller) -> Answer:
        return await self._answer(line, caller)

    async def _answer(self, line: str, caller: Caller) -> Answer:
        self.heard.append(line)
        self.callers.append(caller)
        if self._gate:
            await self._gate.wait()
        if self._is_broken:
            raise RuntimeError("The desk has a bug.")
        return self._answers.get(command_named(line) or "", says(f"You said {line}"))

    async def press(self, token: str, caller: Caller) -> Press | Reply:
        if self._is_broken:
            raise RuntimeError("The desk has a bug.")
        read = tokens.read(token)
        if read is None:
            return says("This button leads nowhere.", is_private=True)
        if read.owner and read.owner != tokens.owner_mark(caller.person):
            return says("This button is not yours.", is_private=True)
        return Press(read.invocation, read.is_new)

    async def suggest(
        self, command: str, param: str, typed: str, caller: Caller
    ) -> Sequence[Suggestion]:
        return ()

    async def cards(self, query: str, caller: Caller, *, offset: int = 0) -> Sequence[Card]:
        self.heard.append(f"{query}@{offset}")
        return self._cards[offset : offset + 10]

    async def look_up(self, text: str, caller: Caller, *, unasked: bool = False) -> Reply | None:
        self.heard.append(f"unasked: {text}" if unasked else f"look up: {text}")
        self.callers.append(caller)
        return next((reply for link, reply in self._linked.items() if link in text), None)

    async def let_in(self, places: Sequence[Caller]) -> None:
        self.let_in_by += places

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        return ()

    async def shut_out(self, destination: Destination, reason: str) -> None:
        self.shut_out_of.append((destination, reason))

    async def moved(self, before: Destination, after: Destination) -> None:
        self.moves.append((before, after))


def ours(records: Sequence[LogRecord], level: int = WARNING) -> list[str]:
    """Give what the adapter wrote into the log; servers of tests complain about broken lines."""
    return [
        record.message
        for record in records
        if record.name.startswith("adapters.") and record.levelno >= level
    ]


@asynccontextmanager
async def listening(
    telegram: TelegramEmulator, desk: Desk, *, webhook: Webhook | None = None
) -> AsyncIterator[Timepiece]:
    """Let the bot take people to a desk; gives the clock by which it waits."""
    time = Timepiece()
    async with connected(telegram.token, telegram.url) as bot:
        hearing = asyncio.create_task(listen(bot, desk, webhook=webhook, rest=time.sleep))
        try:
            await _begun(hearing, _introduced(telegram, webhook) if webhook else telegram.polled())
            yield time
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError):
                await hearing


async def _begun(hearing: "asyncio.Task[None]", sign: Coroutine[object, object, None]) -> None:
    """Wait until the bot listens, or fails to."""
    waiting = asyncio.create_task(sign)
    await asyncio.wait({hearing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if hearing.done():
        await hearing


async def _introduced(telegram: TelegramEmulator, webhook: Webhook) -> None:
    """Wait until Telegram knows where to bring updates."""
    telegram.forwards("https://bot.example", f"http://127.0.0.1:{webhook.port}")
    async with aiohttp.ClientSession() as session:
        info = f"{telegram.url}/bot{telegram.token}/getWebhookInfo"
        url = ""
        while not url:
            async with session.get(info) as answer:
                url = (await answer.json())["result"]["url"]
