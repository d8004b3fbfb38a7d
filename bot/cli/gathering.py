"""What the commands about the sources run."""

import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from adapters.sources.bluesky_jetstream import REACH
from adapters.terminal.inert import inert_line
from adapters.terminal.render import render
from bot import logs, ports
from bot.domain.calendar import mailed_at
from bot.domain.links import paper_of
from bot.domain.papers import PaperId
from bot.errors import BadArgument
from bot.networks import open_networks
from bot.services.backfill import Backfill
from bot.services.collect import Collect
from bot.services.lookup import Question
from bot.settings import read_settings
from bot.views import sources, why
from bot.views.words import ENGLISH_WORDS, Words, source_name
from bot.wiring import open_library

_SHOWN_FOR = timedelta(days=8)
_LOOKS_BACK = {"bluesky": REACH}
"""The first time, the whole of Bluesky's stream is read; it holds less than the usual two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The arguments of `hotpapers collect`."""

    names: tuple[str, ...] = ()
    day: date | None = None
    since: date | None = None
    as_of: datetime | None = None
    is_json: bool = False


async def collect_all(wish: Wish) -> bool:
    """Collect, with a progress bar a source on a terminal; say whether every source answered.

    Raises UserMistake, ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    async with (
        open_library(settings, as_of=wish.as_of) as library,
        open_networks(settings, library.storage) as networks,
    ):
        _check_names(wish.names, networks.all)
        collecting = Collect(library.storage, networks.all, _LOOKS_BACK)
        with progress_bars() as bar:
            runs = await collecting.collect(
                as_of=wish.as_of or library.clock.now(),
                names=wish.names,
                since=_since(wish),
                progress=bar,
            )
    if wish.is_json:
        print(json.dumps(sources.summary(runs), ensure_ascii=False, indent=2))
    else:
        print("\n".join(inert_line(sources.sentence(run, ENGLISH_WORDS)) for run in runs))
    return all(run.is_success for run in runs)


def _since(wish: Wish) -> datetime | None:
    if wish.since:
        return datetime.combine(wish.since, time(), tzinfo=UTC)
    return mailed_at(wish.day) if wish.day else None


def _check_names(names: tuple[str, ...], known: tuple[ports.Source, ...]) -> None:
    by_name = {source.name: source for source in known}
    for name in names:
        _check_name(name, by_name)
        if lacks := by_name[name].lacks:
            raise BadArgument(f"{source_name(name)} needs {', '.join(lacks)} in .env.")


def _check_name(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise BadArgument(f"No source “{name}”. There are {', '.join(known)}.")


@contextmanager
def progress_bars() -> Iterator[Callable[[str], ports.Progress]]:
    """Give a maker of progress bars, which show on a terminal only."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )

    def start(name: str) -> ports.Progress:
        task = bars.add_task(source_name(name), total=None)

        def advance(done: int, total: int | None) -> None:
            bars.update(task, completed=done, total=total)

        return advance

    with bars:
        yield start


async def backfill_days(first: date, last: date) -> str:
    """Fill the gaps in a range of days, and say in a sentence how many were filled.

    Raises SourceError, ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    async with (
        open_library(settings) as library,
        open_networks(settings, library.storage) as networks,
    ):
        with progress_bars() as bar:
            service = Backfill(library.storage, networks.arxiv)
            filled = await service.backfill(first, last, bar("arxiv"))
    if not filled:
        return "Nothing is missing."
    return ENGLISH_WORDS.plural(
        "{count} day was filled in.", "{count} days were filled in.", filled
    )


async def show_sources(as_of: datetime | None) -> None:
    """Print a table of the sources as of a moment.

    Raises ConfigurationError or StorageError.
    """
    settings = read_settings()
    async with (
        open_library(settings, as_of=as_of) as library,
        open_networks(settings, library.storage) as networks,
    ):
        now = as_of or library.clock.now()
        async with library.storage.transaction() as tx:
            runs = await tx.runs.between(now - _SHOWN_FOR, now)
        rows = sources.rows(networks.all, runs, ENGLISH_WORDS, now=now)
    Console(markup=False, highlight=False).print(_table(rows))


def _table(rows: Sequence[sources.SourceRow]) -> Table:
    table = Table(
        box=None,
        pad_edge=False,
        caption="Papers and mentions are those of the last 24 hours.",
        caption_justify="left",
    )
    for title in ("Source", "State", "Last success"):
        table.add_column(title, no_wrap=True)
    for title in ("Papers", "Mentions"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Remarks", overflow="fold")
    for row in rows:
        counts = map(ENGLISH_WORDS.number, (row.papers, row.mentions))
        table.add_row(row.name, row.state, row.last_success, *counts, inert_line(row.remark))
    return table


async def payload_of(name: str) -> bytes:
    """Give the newest answer of a source in a shape that nobody knew, for a bug report.

    Raises BadArgument for an unknown source or one that was always understood,
    ConfigurationError or StorageError.
    """
    settings = read_settings()
    async with (
        open_library(settings) as library,
        open_networks(settings, library.storage) as networks,
    ):
        _check_name(name, [source.name for source in networks.all])
        async with library.storage.transaction() as tx:
            payload = await tx.runs.payload(name)
    if payload is None:
        raise BadArgument(f"Every answer of {source_name(name)} was understood; none was kept.")
    return payload


async def explain(text: str, day: date | None, as_of: datetime | None) -> None:
    """Print why a paper stands where it does.

    Raises UnknownPaper, ConfigurationError or StorageError.
    """
    settings = read_settings()
    paper_id = paper_of(text) or PaperId.parse(text)
    async with open_library(settings) as library:
        explanation = await library.lookup.explain(paper_id, Question(day=day, as_of=as_of))
    console = Console()
    page = why.page(paper_id, explanation, Words(zone=settings.timezone))
    console.print(render(page, has_links=console.is_terminal))
