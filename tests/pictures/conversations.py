"""What people ask about the sample day on each platform, and what the bot's own desk answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from adapters.discord.ruler import DiscordRuler
from adapters.sources.sample import sample_day
from adapters.telegram.replies import Leaf, leaves
from adapters.terminal import commands as terminal
from bot.commands.dispatch import Dispatch
from bot.commands.spec import Reply
from bot.document.fit import paginate
from bot.document.nodes import Document
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.services.remember import remember
from storage.memory import MemoryStorage
from tests.adapters.discord.reading_room import a_desk
from tests.commands.conversation import Conversation, FakeRights
from tests.fakes import FakeClock, FakePublisher

ASKED_AT = datetime(2021, 4, 24, 9, 1, tzinfo=UTC)
"""Some time after the sample day's posts were counted."""

PROMPT = "› "
"""What stands before a line in a terminal where somebody sits."""

_CHANNEL = Place(
    destination=Destination(Platform.DISCORD, "1"), kind=PlaceKind.GROUP, name="#hot-papers"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTelegram:
    """A line of somebody's, and the messages that answer it."""

    said: str
    answered: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDiscord:
    """A command of somebody's, and the first message that answers it."""

    command: str
    answered: Document
    is_private: bool


async def on_telegram(*lines: str) -> tuple[OnTelegram, ...]:
    """Ask line after line in a private chat."""
    chat = Conversation.begun(await _library())
    chat.clock.moment = ASKED_AT
    replies = [await _reply(chat.desk, line, chat.caller) for line in lines]
    return tuple(
        OnTelegram(said=line, answered=leaves(reply))
        for line, reply in zip(lines, replies, strict=True)
    )


async def on_discord(*lines: str, before: Sequence[str] = ()) -> tuple[OnDiscord, ...]:
    """Ask line after line in a channel that the caller runs, other lines `before` them."""
    caller = Caller(person=PersonKey(Platform.DISCORD, "1815"), place=_CHANNEL, locale="en-GB")
    rights, publisher = FakeRights(), FakePublisher(platform=Platform.DISCORD)
    rights.makes_manager(caller.person, caller.place)
    desk = await a_desk(rights, publisher, storage=await _library())
    assert isinstance(desk.clock, FakeClock)
    desk.clock.moment = ASKED_AT
    replies = [await _reply(desk, line, caller) for line in (*before, *lines)]
    return tuple(
        OnDiscord(
            command=line.partition(" ")[0],
            answered=paginate(reply.document, DiscordRuler())[0],
            is_private=reply.is_private,
        )
        for line, reply in zip(lines, replies[len(before) :], strict=True)
    )


async def in_a_terminal(console: Console, *lines: str) -> None:
    """Let the bot answer line after line on a console, each with its prompt."""
    talk = Conversation.begun(await _library())
    talk.clock.moment = ASKED_AT
    person = PersonKey(Platform.TERMINAL, "ada")
    place = Place(destination=person.private, kind=PlaceKind.PRIVATE)
    caller = Caller(person=person, place=place, locale="en")
    # Files would be put into the folder; no line of a picture asks for one.
    chat = terminal.Conversation(talk.desk, caller, console, Path())
    for line in lines:
        console.print(Text.assemble((PROMPT, "dim"), line))
        await chat.hears(line)


async def _library() -> MemoryStorage:
    storage = MemoryStorage()
    await remember(storage, [sample_day()])
    return storage


async def _reply(desk: Dispatch, line: str, caller: Caller) -> Reply:
    answer = await desk.answer_line(line, caller)
    assert isinstance(answer, Reply), f"“{line}” opens a form."
    return answer
