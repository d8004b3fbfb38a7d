"""Commands about the sources: collect, backfill, look at them, ask why."""

import asyncio
import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.options import AsOf, Day, TableFormat, day_of, moment_of


def collect(
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source; may be repeated.")
    ] = None,
    date: Day = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="How far back to look, if not to the last visit."),
    ] = None,
    as_of: AsOf = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        TableFormat, typer.Option("--format", help="For people or for programs.")
    ] = TableFormat.TABLE,
) -> None:
    """Ask every source what is new, and count again what is due.

    A source that fails is named; the others are collected, and the exit status is 1.
    """
    from bot.cli.gathering import Wish, collect_all

    wish = Wish(
        names=tuple(source or ()),
        day=day_of(date),
        since=day_of(since),
        as_of=moment_of(as_of),
        is_json=format is TableFormat.JSON,
    )
    if not asyncio.run(collect_all(wish)):
        raise typer.Exit(1)


def backfill(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
) -> None:
    """Bring the papers of past days from arXiv, only of those days that have none yet."""
    from bot.cli.gathering import backfill_days

    typer.echo(asyncio.run(backfill_days(first.date(), last.date())))


def sources(
    payload: Annotated[
        str | None,
        typer.Option(
            help="Write the newest answer of this source that was not understood, for a bug report."
        ),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Show each source: whether it is used, how fresh it is, what it brought, what went wrong."""
    from bot.cli.gathering import payload_of, show_sources

    if payload is None:
        asyncio.run(show_sources(moment_of(as_of)))
        return
    sys.stdout.buffer.write(asyncio.run(payload_of(payload)))


def why(
    paper: Annotated[str, typer.Argument(help="An arXiv identifier, or a link to the paper.")],
    date: Day = None,
    as_of: AsOf = None,
) -> None:
    """Say why a paper stands where it does: its score, what changed, who talks about it."""
    from bot.cli.gathering import explain

    asyncio.run(explain(paper, day_of(date), moment_of(as_of)))
