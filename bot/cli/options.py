"""Options that several commands share."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.domain.topics import EVERYTHING, Topic


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


Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The day; the newest known if not given."),
]
Categories = Annotated[
    list[str] | None,
    typer.Option("--category", "-c", help="Only papers of this category; cs.* is all of cs."),
]
Top = Annotated[int | None, typer.Option("--top", "-n", min=1, help="At most so many papers.")]


def day_of(option: datetime | None) -> date | None:
    """Give the day of a --date option."""
    return option.date() if option else None


def topic_of(categories: list[str] | None, default: Topic = EVERYTHING) -> Topic:
    """Give the topic of --category options.

    Raises UnknownCategory.
    """
    return Topic.of(categories) if categories else default
