"""The drivers' errors as ours."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from bot.errors import StorageError
from storage.urls import describe

_UNPREPARED = (
    "The tables in {place} are missing or older than this program. Starting the bot prepares them."
)
_BUSY = "Somebody else keeps {place} busy, perhaps another process. Try again when it has finished."
_UNUSABLE = "We cannot open {place}. Is DATABASE_URL right, and may we write there?"
_UNREACHABLE = "We cannot reach {place}. Is DATABASE_URL right, and does the server run?"

# https://sqlite.org/rescode.html and
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_SENTENCES: Mapping[str, str] = {
    "no such table": _UNPREPARED,
    "42P01": _UNPREPARED,
    "42703": _UNPREPARED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_CANTOPEN": _UNUSABLE,
    "SQLITE_NOTADB": _UNUSABLE,
    "SQLITE_READONLY": _UNUSABLE,
    "no connection": _UNREACHABLE,
}


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Raise StorageError for what a driver raises, with the driver's error as its cause.

    The statement and its parameters stay out of it.
    """
    try:
        yield
    except DBAPIError as failure:
        raise StorageError(_sentence(failure, url)) from failure.orig
    except NoConnectionLeft as failure:
        raise StorageError(_BUSY.format(place=describe(url))) from failure


def _sentence(failure: DBAPIError, url: URL) -> str:
    if sentence := _SENTENCES.get(_reason(failure)):
        return sentence.format(place=describe(url))
    words = str(failure.orig).partition("\n")[0]
    return f"Something went wrong in {describe(url)}: {words}"


def _reason(failure: DBAPIError) -> str:
    match failure.orig:
        case sqlite3.OperationalError(args=[str(words)]) if words.startswith("no such "):
            return "no such table"
        case sqlite3.Error() as error:
            return getattr(error, "sqlite_errorname", "")
        # What is left is psycopg's. It is not named, because SQLite should not wait for its import.
        case error if isinstance(state := getattr(error, "sqlstate", None), str):
            return state
        case _ if failure.statement is None or failure.connection_invalidated:
            return "no connection"
        case _:
            return ""
