"""`hotpapers chat`: the commands of the bot, in a terminal."""

import asyncio
from typing import Annotated

import typer

from bot.cli.options import AsOf, moment_of


def chat(
    line: Annotated[
        list[str] | None,
        typer.Argument(help="Ask just this, such as /hot cs.CL; without it, ask until Ctrl-D."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="The language from now on: en, de, es, fr, pt, ru, zh, ja or ko."),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Ask the bot as people do on Discord and Telegram: /help shows what there is."""
    from bot.cli.conversing import converse
    from bot.commands.kinds import LANGUAGE

    spoken = LANGUAGE.read(language) if language else None
    asyncio.run(converse(" ".join(line or ()), spoken, moment_of(as_of)))
