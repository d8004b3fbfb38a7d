"""Commands that keep the bot going."""

import asyncio
from typing import Annotated

import typer

from bot.cli.options import AsOf, moment_of


def run(
    once: Annotated[bool, typer.Option("--once", help="Do the day's job now, then exit.")] = False,
    as_of: AsOf = None,
) -> None:
    """Run the bot: collect, post the day's digest at DAILY_AT, send what waits in the outbox."""
    from bot.cli.running import run_for_ever, run_once

    moment = moment_of(as_of)
    if not asyncio.run(run_once(moment) if once else run_for_ever(moment)):
        raise typer.Exit(1)


def migrate() -> None:
    """Bring the database's schema up to date. The other commands do so by themselves."""
    from bot.cli.upkeep import migrate_database

    typer.echo(asyncio.run(migrate_database()))


def doctor() -> None:
    """Check the settings, the database, the tokens and the rights in every channel."""
    from bot.cli.upkeep import examine

    if not asyncio.run(examine()):
        raise typer.Exit(1)
