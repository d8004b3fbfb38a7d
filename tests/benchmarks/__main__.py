"""Measures everything once, and prints one table."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from tests.benchmarks.apart import measured_apart
from tests.benchmarks.catalogue import CATALOGUE
from tests.benchmarks.figures import Figure
from tests.benchmarks.table import table

_PIPE_WIDTH = 110
"""Columns, where no terminal says how many it has."""


def main() -> None:
    """Run every benchmark. An aim that is missed is printed, and no error: machines differ."""
    with _progress() as progress:
        measured = {heading: _measured(heading, progress) for heading in CATALOGUE}
    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    console.print(table(measured))


def _measured(heading: str, progress: Progress) -> list[Figure]:
    figures: list[Figure] = []
    for name in CATALOGUE[heading]:
        bar = progress.add_task(name, total=None)
        figures += measured_apart(heading, name, partial(_advance, progress, bar), share=1.0)
        progress.update(bar, total=1, completed=1)
    return figures


def _advance(progress: Progress, bar: TaskID, done: int, total: int | None) -> None:
    progress.update(bar, completed=done, total=total)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar for each benchmark on a terminal, and nothing in a pipe."""
    with Progress(
        TextColumn("{task.description:20}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        yield progress


if __name__ == "__main__":
    main()
