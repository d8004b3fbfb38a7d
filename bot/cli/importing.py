"""What `hotpapers import` runs."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.sources.archive import parse
from bot.domain.posts import Post
from bot.errors import BadArgument, SourceChanged
from bot.services.remember import Remembered, remember
from bot.settings import read_settings
from bot.views.words import ENGLISH_WORDS
from bot.wiring import open_library

_AT_ONCE = 16
"""Posts a transaction: enough to be quick, few enough to show progress."""


async def import_all(paths: Sequence[Path], timezone: str) -> bool:
    """Import posts, with a progress bar on a terminal; say whether every one could be read.

    Raises BadArgument for an unknown time zone, ConfigurationError and StorageError.
    """
    zone = _zone(timezone)
    files, problems = _files(paths)
    total = Remembered()
    async with open_library(read_settings()) as library:
        with _progress() as progress:
            task = progress.add_task("Importing", total=len(files))
            posts = _posts(files, zone, problems)
            while batch := list(islice(posts, _AT_ONCE)):
                total += await remember(library.storage, [post for post in batch if post])
                progress.advance(task, len(batch))
    for problem in problems:
        print(problem, file=sys.stderr)
    print(_summary(total, len(problems)))
    return not problems


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    # The name of a folder of zones, such as Europe, is an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise BadArgument(
            f"“{name}” is no IANA time zone. They look like Asia/Tokyo or UTC."
        ) from unknown


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    files: dict[Path, None] = {}
    problems: list[str] = []
    for path in paths:
        found = sorted(filter(Path.is_file, path.rglob("*.md"))) if path.is_dir() else [path]
        if not found:
            problems.append(f"{path}: expected a post, or a folder with posts (*.md) in it.")
        files |= dict.fromkeys(found)
    return list(files), problems


def _posts(files: Sequence[Path], zone: ZoneInfo, problems: list[str]) -> Iterator[Post | None]:
    """Read the files one by one; those that cannot be read become problems."""
    for file in files:
        try:
            yield parse(file.read_bytes(), name=str(file), zone=zone)
        except SourceChanged as malformed:
            problems.append(str(malformed))
            yield None
        except OSError as missing:
            problems.append(f"{file}: expected a post that can be read, but: {missing.strerror}.")
            yield None


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _summary(total: Remembered, problems: int) -> str:
    if not total.posts:
        return "Nothing to import."
    plural = ENGLISH_WORDS.plural
    brought = ", ".join(
        (
            plural("{count} day", "{count} days", total.posts),
            plural("{count} paper", "{count} papers", total.papers),
            plural("{count} mention", "{count} mentions", total.mentions),
        )
    )
    new = plural("{count} day was new.", "{count} days were new.", total.new_posts)
    unread = plural("{count} file could not be read.", "{count} files could not be read.", problems)
    return f"Read {brought}; {new} {unread}" if problems else f"Read {brought}; {new}"
