"""Options that several commands share."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.domain.topics import EVERYTHING, Topic
from bot.errors import BadArgument


class TableFormat(StrEnum):
    """How a ranking is printed."""

    TABLE = "table"
    JSON = "json"


class PostFormat(StrEnum):
    """How a day's post is written."""

    MARKDOWN = "markdown"
    JSON = "json"


class Policy(StrEnum):
    """How papers are scored."""

    CLASSIC = "classic"
    BALANCED = "balanced"


Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The day; the newest known if not given."),
]
Categories = Annotated[
    list[str] | None,
    typer.Option("--category", "-c", help="Only papers of this category; cs.* is all of cs."),
]
TopicText = Annotated[
    str | None,
    typer.Option(
        "--topic",
        "-t",
        help='Only papers of this topic: (cs.CL, cs.LG) "state space" @hinton -survey.',
        metavar="TOPIC",
    ),
]
Top = Annotated[int | None, typer.Option("--top", "-n", min=1, help="At most so many papers.")]


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="What was known at a moment: 2026-11-24T09:00, in UTC."),
]


def moment_of(option: str | None) -> datetime | None:
    """Give the moment of an --as-of option, in UTC; a time zone may be named in it.

    Raises BadArgument.
    """
    if option is None:
        return None
    try:
        moment = datetime.fromisoformat(option)
    except ValueError as fault:
        raise BadArgument(f"“{option}” is no moment. Write it as 2026-11-24T09:00.") from fault
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def day_of(option: datetime | None) -> date | None:
    """Give the day of a --date option."""
    return option.date() if option else None


def topic_of(
    categories: Sequence[str] | None, text: str | None, default: Topic = EVERYTHING
) -> Topic:
    """Give the topic of --category and --topic options, which narrow each other.

    Raises UnknownCategory or BadArgument.
    """
    if not categories and not text:
        return default
    return Topic.of(categories or ()) & Topic.parse(text or "")
