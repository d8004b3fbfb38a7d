"""`hotpapers subscriptions`: what operators do with everybody's subscriptions."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import TableFormat
from bot.errors import BadArgument

app = typer.Typer(
    help="Look at everybody's subscriptions, change them, write them to a file and read it again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Id = Annotated[int, typer.Argument(help="The subscription's number, as the list shows it.")]


@app.command("list")
def show(
    format: Annotated[  # noqa: A002 - the option is called --format
        TableFormat, typer.Option("--format", help="For people or for programs.")
    ] = TableFormat.TABLE,
) -> None:
    """Show every subscription: where it goes, about what, when, and whether it is paused."""
    from bot.cli.subscribing import show_all

    asyncio.run(show_all(is_json=format is TableFormat.JSON))


@app.command()
def add(
    to: Annotated[str, typer.Option(help="PLATFORM:CHANNEL[:THREAD], such as telegram:@papers.")],
    topic: Annotated[str, typer.Argument(help="cs.CL, a word, @author; empty is everything.")] = "",
    at: Annotated[str, typer.Option(help="The time of day.")] = "09:00",
    timezone: Annotated[
        str | None, typer.Option(help="An IANA time zone; TIMEZONE if not given.")
    ] = None,
    days: Annotated[str, typer.Option(help="daily, weekdays, weekly, or mon,wed,fri.")] = "daily",
    count: Annotated[int | None, typer.Option(min=1, help="At most so many papers.")] = None,
    style: Annotated[str, typer.Option(help="compact, full or rich.")] = "full",
    minimum: Annotated[float | None, typer.Option(min=0, help="The least score.")] = None,
    language: Annotated[str, typer.Option(help="en, de, es, fr, pt, ru, zh, ja or ko.")] = "en",
    lag: Annotated[int, typer.Option(min=0, max=7, help="Days to wait for more talk.")] = 0,
    quiet: Annotated[str, typer.Option(help="silence or notice, on days without papers.")] = (
        "silence"
    ),
) -> None:
    """Subscribe a channel; where it has that topic as often already, that one is changed."""
    from bot.cli.subscribing import add_one

    entry = {
        "to": to,
        "topic": topic,
        "at": at,
        "timezone": timezone,
        "days": days,
        "count": count,
        "style": style,
        "minimum": minimum,
        "language": language,
        "lag": lag,
        "quiet": quiet,
    }
    typer.echo(asyncio.run(add_one(entry)))


@app.command()
def remove(id: Id) -> None:  # noqa: A002 - the argument is called ID
    """Delete a subscription."""
    from bot.cli.subscribing import remove_one

    typer.echo(asyncio.run(remove_one(id)))


@app.command()
def pause(id: Id) -> None:  # noqa: A002
    """Let a subscription rest."""
    from bot.cli.subscribing import pause_one

    typer.echo(asyncio.run(pause_one(id)))


@app.command()
def resume(id: Id) -> None:  # noqa: A002
    """Let a subscription go on, whatever the reason for its rest."""
    from bot.cli.subscribing import resume_one

    typer.echo(asyncio.run(resume_one(id)))


@app.command("export")
def write(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; the standard output if not given.")
    ] = None,
) -> None:
    """Write every subscription as YAML."""
    from bot.cli.subscribing import exported

    text = asyncio.run(exported())
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as obstacle:
        raise BadArgument(f"{file} cannot be written: {obstacle.strerror}.") from obstacle


@app.command("import")
def read(file: Annotated[Path, typer.Argument(help="A file as `export` writes it.")]) -> None:
    """Read subscriptions from YAML; those that are there already are changed.

    An entry that cannot be read is named, the others are taken, and the exit status is 1.
    """
    from bot.cli.subscribing import contents_of, import_all

    if not asyncio.run(import_all(contents_of(file))):
        raise typer.Exit(1)
