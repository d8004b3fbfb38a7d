"""Commands about papers: bring them in, rank them, write them out."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import (
    AsOf,
    Categories,
    Day,
    Policy,
    PostFormat,
    TableFormat,
    Top,
    TopicText,
    day_of,
    moment_of,
    topic_of,
)
from bot.errors import BadArgument


def import_posts(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Posts of the old blog, or folders of them.", metavar="PATH…"),
    ],
    timezone: Annotated[
        str, typer.Option(help="The time zone of the clock that wrote the posts.")
    ] = "Asia/Tokyo",
) -> None:
    """Read Markdown posts of the old blog: papers, posts about them, and counts.

    Importing twice changes nothing. A malformed post is named with its line, the others are
    imported, and the exit status is 1.
    """
    from bot.cli.importing import import_all

    if not asyncio.run(import_all(paths, timezone)):
        raise typer.Exit(1)


def rank(
    date: Day = None,
    category: Categories = None,
    topic: TopicText = None,
    policy: Annotated[
        Policy | None,
        typer.Option(help="How papers are scored; the day's own rule if not given."),
    ] = None,
    top: Top = None,
    as_of: AsOf = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        TableFormat, typer.Option("--format", help="For people or for programs.")
    ] = TableFormat.TABLE,
) -> None:
    """Print the hot papers of a day, the hottest first."""
    from rich.console import Console

    from adapters.terminal.table import print_ranking
    from bot.cli.reading import ranked_day
    from bot.services.lookup import Question
    from bot.views.ranking_json import ranking_object

    question = Question(
        day=day_of(date), topic=topic_of(category, topic), policy=policy, as_of=moment_of(as_of)
    )
    day = asyncio.run(ranked_day(question))
    if format is TableFormat.JSON:
        typer.echo(json.dumps(ranking_object(day.ranking, top=top), ensure_ascii=False, indent=2))
        return
    print_ranking(day.ranking, Console(), top=top)


def export(
    date: Day = None,
    category: Categories = None,
    topic: TopicText = None,
    top: Top = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        PostFormat, typer.Option("--format", help="The blog's Markdown, or JSON.")
    ] = PostFormat.MARKDOWN,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write; standard output if not given."),
    ] = None,
) -> None:
    """Write the post of a day, as the old blog had it."""
    from bot.cli.reading import exported
    from bot.services.lookup import Question

    question = Question(day=day_of(date), topic=topic_of(category, topic))
    written = asyncio.run(exported(question, top, format))
    if output is None:
        sys.stdout.buffer.write(written)
        return
    try:
        output.write_bytes(written)
    except OSError as obstacle:
        raise BadArgument(f"{output} cannot be written: {obstacle.strerror}.") from obstacle
