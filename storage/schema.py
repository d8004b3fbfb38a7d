"""Changing the shape of the database: Alembic's revisions, and the copy that is made before."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import StorageError

_MIGRATIONS = Path(__file__).with_name("migrations")


def is_known(revision: str) -> bool:
    """Say whether this version of the program has a migration of that name."""
    known = ScriptDirectory(_MIGRATIONS).walk_revisions()
    return revision in {script.revision for script in known}


def has_tables(connection: Connection) -> bool:
    """Say whether there is anything in the database."""
    return bool(inspect(connection).get_table_names())


def upgrade(connection: Connection) -> None:
    """Bring the tables into the newest shape, in the transaction that is open."""
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Make the configuration for Alembic's commands on a connection with an open transaction."""
    config = Config(attributes={"connection": connection})
    # A per cent sign would be the start of a placeholder.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def back_up(file: Path, label: str) -> None:
    """Copy what is committed in a SQLite file to `NAME.backup-LABEL` beside it.

    The copy has that name only once it is complete. Raises StorageError when it cannot be made.
    """
    backup = file.with_name(f"{file.name}.backup-{label}")
    unfinished = backup.with_name(f"{backup.name}.unfinished")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        unfinished.replace(backup)
    except (sqlite3.Error, OSError) as failure:
        raise StorageError(
            f"{file} must change its shape, and we cannot copy it to {backup} before: {failure}."
            " Nothing was changed."
        ) from failure
