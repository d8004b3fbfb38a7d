"""The command that posts now."""

import asyncio
from typing import Annotated

import typer

from bot.cli.options import Categories, Day, Top, TopicText, day_of
from bot.domain.digests import Style


def post(
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            help="telegram:@name, discord:ID or terminal; a thread or topic may follow.",
            metavar="PLATFORM:CHANNEL[:THREAD]",
        ),
    ],
    date: Day = None,
    category: Categories = None,
    topic: TopicText = None,
    top: Top = None,
    style: Annotated[
        Style | None, typer.Option(help="How much of each paper; STYLE in .env if not given.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the messages here, and post nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Post it even where it stands already.")
    ] = False,
) -> None:
    """Post the digest of a day now, once to each place.

    Where a place refuses, the others still get theirs, and the exit status is 1.
    """
    from bot.cli.sending import Wish, post_all

    wish = Wish(
        to=tuple(to),
        day=day_of(date),
        categories=tuple(category or ()),
        topic=topic,
        top=top,
        style=style,
        again=again,
        is_rehearsal=dry_run,
    )
    if not asyncio.run(post_all(wish)):
        raise typer.Exit(1)
