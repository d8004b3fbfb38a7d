"""What `hotpapers subscriptions` runs."""

import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.terminal.inert import inert_line
from bot import logs
from bot.cli import subscription_file
from bot.commands.kinds import written_days
from bot.domain.destinations import Platform
from bot.domain.subscriptions import State, Subscription
from bot.errors import BadArgument, UserMistake
from bot.settings import Settings, read_settings
from bot.views.words import ENGLISH_WORDS
from bot.wiring import Library, open_library

_PIPE_WIDTH = 200


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Settings, Library]]:
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    async with open_library(settings) as library:
        yield settings, library


async def show_all(*, is_json: bool) -> None:
    """Print every subscription. Raises ConfigurationError or StorageError."""
    async with _opened() as (_, library), library.storage.transaction() as tx:
        subscriptions = await tx.subscriptions.all()
    if is_json:
        text = subscription_file.written(subscriptions)
        rows = yaml.safe_load(text)["subscriptions"]
        ids = [{"id": one.id} for one in subscriptions]
        merged = [{**number, **row} for number, row in zip(ids, rows, strict=True)]
        print(json.dumps(merged, ensure_ascii=False, indent=2))
    elif not subscriptions:
        print("Nobody is subscribed. “hotpapers subscriptions add” subscribes a channel.")
    else:
        # In a pipe nobody counts columns, and ids are to be found whole.
        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        Console(markup=False, highlight=False, width=width).print(_table(subscriptions))


def _table(subscriptions: list[Subscription]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("No.", justify="right")
    for title in ("To", "Topic", "When", "State"):
        table.add_column(title, overflow="fold")
    for one in subscriptions:
        name = f"{one.destination} {one.name}".strip()
        table.add_row(str(one.id), *(Text(inert_line(cell)) for cell in (name, *_cells(one))))
    return table


def _cells(one: Subscription) -> tuple[str, str, str]:
    cadence = one.cadence
    when = f"{written_days(cadence.days)} {cadence.at:%H:%M} {cadence.zone.key}"
    due = f"next {one.due_at:%Y-%m-%d %H:%M} UTC" if one.due_at else one.reason
    state = due if one.state is State.ACTIVE else f"{one.state}: {due}".rstrip(": ")
    return str(one.topic) or "everything", when, state


async def add_one(entry: Mapping[str, object]) -> str:
    """Subscribe a channel, and say so in a sentence. Raises UserMistake."""
    async with _opened() as (settings, library):
        given = {name: value for name, value in entry.items() if value is not None}
        wanted = subscription_file.subscription_of(given, zone=settings.timezone)
        async with library.storage.transaction() as tx:
            stored = await tx.subscriptions.add(wanted.begun(library.clock.now()))
    sentence = f"{stored.destination} gets {_described(stored)}"
    return f"{sentence} from {stored.due_at:%Y-%m-%d %H:%M} UTC.{_missing_token(settings, stored)}"


def _missing_token(settings: Settings, one: Subscription) -> str:
    tokens = {
        Platform.DISCORD: ("DISCORD_TOKEN", settings.discord_token),
        Platform.TELEGRAM: ("TELEGRAM_TOKEN", settings.telegram_token),
    }
    name, token = tokens.get(one.destination.platform, ("", None))
    return f" It needs {name}, in .env or in the environment." if name and not token else ""


def _described(one: Subscription) -> str:
    return f"the digest on “{one.topic}”" if str(one.topic) else "the digest"


async def remove_one(id: int) -> str:  # noqa: A002
    """Delete a subscription, and say so in a sentence. Raises BadArgument if there is none."""
    async with _opened() as (_, library), library.storage.transaction() as tx:
        if not await tx.subscriptions.remove(id):
            raise _none_of(id)
    return f"Subscription {id} is gone."


async def pause_one(id: int) -> str:  # noqa: A002
    """Let a subscription rest. Raises BadArgument if there is none."""
    async with _opened() as (_, library), library.storage.transaction() as tx:
        found = await tx.subscriptions.find(id) or _missing(id)
        await tx.subscriptions.save(found.stopped(State.PAUSED, "An operator paused it."))
    return f"Subscription {id} rests. “hotpapers subscriptions resume {id}” lets it go on."


async def resume_one(id: int) -> str:  # noqa: A002
    """Let a subscription go on. Raises BadArgument if there is none."""
    async with _opened() as (_, library), library.storage.transaction() as tx:
        found = await tx.subscriptions.find(id) or _missing(id)
        begun = found.begun(library.clock.now())
        await tx.subscriptions.save(begun)
    return f"Subscription {id} goes on; its next digest is due {begun.due_at:%Y-%m-%d %H:%M} UTC."


async def exported() -> str:
    """Give every subscription as YAML."""
    async with _opened() as (_, library), library.storage.transaction() as tx:
        return subscription_file.written(await tx.subscriptions.all())


def contents_of(file: Path) -> str:
    """Read a file. Raises BadArgument where that cannot be done."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else "it is not UTF-8"
        raise BadArgument(f"{file} cannot be read: {why}.") from failure


async def import_all(text: str) -> bool:
    """Read subscriptions from YAML; say whether every entry could be read.

    Raises BadArgument where it is no such text.
    """
    taken = 0
    faults: list[str] = []
    async with _opened() as (settings, library), library.storage.transaction() as tx:
        now = library.clock.now()
        for number, found in subscription_file.entries(text, zone=settings.timezone):
            if isinstance(found, UserMistake):
                faults.append(f"Entry {number}: {found}")
                continue
            begun = found.begun(now)
            rests = replace(begun, state=found.state, reason=found.reason, due_at=None)
            await tx.subscriptions.add(begun if found.state is State.ACTIVE else rests)
            taken += 1
    for fault in faults:
        print(inert_line(fault), file=sys.stderr)
    print(ENGLISH_WORDS.plural("{count} subscription.", "{count} subscriptions.", taken))
    return not faults


def _none_of(id: int) -> BadArgument:  # noqa: A002
    return BadArgument(f"There is no subscription {id}. “hotpapers subscriptions list” shows them.")


def _missing(id: int) -> Subscription:  # noqa: A002
    raise _none_of(id)
