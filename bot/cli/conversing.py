"""What `hotpapers chat` runs."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.console import Console

from adapters.terminal.commands import Conversation
from bot import logs
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, Person, PersonKey, Place, PlaceKind
from bot.networks import open_networks
from bot.platforms import open_bot
from bot.ports import Storage
from bot.reception import reception
from bot.settings import read_settings

_MANY = 1_000_000

_GREETING = "Ask as on Discord and Telegram; /help shows what there is, Ctrl-D ends it."


async def converse(line: str, language: str | None, as_of: datetime | None) -> None:
    """Answer one line, or every line of the standard input; a language is kept as a choice.

    Whoever sits at the terminal is an operator. Raises ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    person = PersonKey(Platform.TERMINAL, getpass.getuser())
    settings = settings.model_copy(
        update={
            "operators": (*settings.operators, person),
            # Nobody else is kept waiting by the person at the keyboard.
            "questions_per_person": _MANY,
            "questions_per_place": _MANY,
        }
    )
    console = Console(markup=False, highlight=False)
    async with (
        open_bot(settings, console, as_of=as_of) as bot,
        open_networks(settings, bot.library.storage) as networks,
    ):
        sources = tuple(source.name for source in networks.all if not source.lacks)
        front = reception(settings, bot, bot.platforms.rights, sources=sources)
        here = Place(destination=Destination(Platform.TERMINAL), kind=PlaceKind.PRIVATE)
        if language:
            await _choose(bot.library.storage, person, language)
        caller = Caller(person=person, place=here)
        conversation = Conversation(front.desk, caller, console, Path.cwd())
        if line:
            await conversation.hears(line)
        else:
            if sys.stdin.isatty():
                console.print(_GREETING)
            await conversation.listen(_lines())


async def _choose(storage: Storage, person: PersonKey, language: str) -> None:
    async with storage.transaction() as tx:
        known = await tx.people.find(person) or Person(key=person)
        await tx.people.save(replace(known, locale=language))


async def _lines() -> AsyncIterator[str]:
    """Read the standard input line by line, without holding up anything else."""
    while line := await asyncio.to_thread(_read_line):
        yield line


def _read_line() -> str:
    if sys.stdin.isatty():
        sys.stdout.write("› ")
        sys.stdout.flush()
    return sys.stdin.readline()
