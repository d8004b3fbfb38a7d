"""Destinations in columns, and at the beginning of names."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, String, Table, and_, false, func, literal, or_

from bot.domain.destinations import Destination, Platform
from storage.bulk import Found, Values
from storage.names import endings


def to_columns(destination: Destination) -> Values:
    """Give a destination's columns; a channel is its own thread without a name."""
    return {
        "platform": destination.platform.value,
        "channel": destination.channel,
        "thread": destination.thread or "",
    }


def from_columns(row: Found) -> Destination:
    """Read a destination from its columns."""
    return Destination(Platform(row.platform), row.channel, row.thread or None)


def is_at(table: Table, destination: Destination) -> ColumnElement[bool]:
    """Ask for the rows of exactly a channel or thread."""
    columns = to_columns(destination)
    return and_(*(table.c[name] == value for name, value in columns.items()))


def is_in(table: Table, channels: Collection[Destination]) -> ColumnElement[bool]:
    """Ask for the rows of any of some channels and of their threads."""
    return or_(
        false(),
        *(
            and_(table.c.platform == one.platform.value, table.c.channel == one.channel)
            for one in channels
        ),
    )


def is_named_after(
    name: ColumnElement[str], channels: Collection[Destination]
) -> ColumnElement[bool]:
    """Ask for names that begin with any of some channels, as `storage.names` does.

    LIKE is not asked: for SQLite it makes no difference between upper and lower case.
    """
    return or_(
        false(),
        *(
            or_(name == str(one), func.substr(name, 1, len(str(one)) + 1).in_(endings(one)))
            for one in channels
        ),
    )


def renamed(
    name: ColumnElement[str], before: Destination, after: Destination
) -> ColumnElement[str]:
    """Put another channel's name in the place of the one that a name begins with."""
    rest = func.substr(name, len(str(before)) + 1, type_=String)
    return literal(str(after), String).concat(rest)
