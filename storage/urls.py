"""Database addresses, as people write them."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_EXPECTED = "Write sqlite:///hotpapers.db, or postgresql://user:password@host/name."


def read_url(text: str) -> URL:
    """Read a database's address, and choose the driver that we have for it.

    Raises ConfigurationError, which repeats nothing of the address but the kind of database.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        # The cause would print the address, its password included.
        raise ConfigurationError([f"DATABASE_URL is not an address. {_EXPECTED}"]) from None
    if driver := _DRIVERS.get(url.drivername):
        return url.set(drivername=driver)
    fault = f"DATABASE_URL is for “{url.drivername}”, which we do not speak. {_EXPECTED}"
    raise ConfigurationError([fault])


def describe(url: URL) -> str:
    """Name a database for people, without any secret."""
    if is_sqlite(url):
        return f"the file {url.database}" if sqlite_file(url) else "memory"
    host = url.host or url.query.get("host") or "this machine"
    return f"the database {url.database} on {host}"


def is_sqlite(url: URL) -> bool:
    """Say whether it is a SQLite database, on file or in memory."""
    return url.get_backend_name() == "sqlite"


def sqlite_file(url: URL) -> Path | None:
    """Give the file of a SQLite database; none when it lives in memory, or on a server."""
    if not is_sqlite(url) or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))
