import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, inspect

from bot.errors import ConfigurationError, StorageError
from storage.database import Revision, migrate, open_storage, revision
from storage.revisions import NEWEST
from storage.schema import alembic_config
from storage.tables import Row
from tests.builders import DAY, a_post
from tests.storage.connections import with_connection

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """A SQLite file with its tables."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def differences(connection: Connection) -> list[object]:
    comparing = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": is_of_a_model,
    }
    context = MigrationContext.configure(connection, opts=comparing)
    return list(compare_metadata(context, Row.metadata))


def is_of_a_model(name: str | None, kind: str, parents: object) -> bool:
    """Leave out what each database has of its own to search with; no model can describe it."""
    is_table = kind == "table" and str(name).startswith("paper_words_index")
    return not is_table and name != "ix_paper_words_terms"


def tables(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


async def test_migrating_makes_the_tables_that_the_models_describe(new_url: str) -> None:
    await migrate(new_url)
    assert await with_connection(new_url, differences) == []
    assert await revision(new_url) == Revision(NEWEST, NEWEST)


async def test_the_newest_revision_is_that_of_the_newest_migration() -> None:
    def heads(connection: Connection) -> list[str]:
        return ScriptDirectory.from_config(alembic_config(connection)).get_heads()

    assert [NEWEST] == await with_connection("sqlite://", heads)


def test_a_database_that_is_up_to_date_is_opened_without_alembic_and_other_drivers(
    sqlite_url: str,
) -> None:
    program = f"""
import asyncio, sys
from storage.database import migrate, open_storage

async def use():
    await migrate({sqlite_url!r})
    async with open_storage({sqlite_url!r}) as storage, storage.transaction() as tx:
        await tx.papers.days()

asyncio.run(use())
print(sorted({{"alembic", "psycopg"}} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=PROJECT, text=True
    )
    assert done.stdout == "[]\n"


async def test_primary_keys_and_names_are_those_of_the_models(new_url: str) -> None:
    await migrate(new_url)

    def names(connection: Connection) -> dict[str, object]:
        inspector = inspect(connection)
        return {
            table: (
                inspector.get_pk_constraint(table)["name"],
                inspector.get_pk_constraint(table)["constrained_columns"],
                sorted(str(key["name"]) for key in inspector.get_foreign_keys(table)),
            )
            for table in Row.metadata.tables
        }

    def key_name(table: Table) -> object:
        # SQLite takes no name for a key that never gives a number twice.
        is_nameless = table.dialect_options["sqlite"]["autoincrement"] and "sqlite" in new_url
        return None if is_nameless else table.primary_key.name

    expected = {
        name: (
            key_name(table),
            [column.name for column in table.primary_key],
            sorted(str(key.name) for key in table.foreign_key_constraints),
        )
        for name, table in Row.metadata.tables.items()
    }
    assert expected == await with_connection(new_url, names)


async def test_migrating_back_leaves_nothing(new_url: str) -> None:
    await migrate(new_url)
    await with_connection(new_url, lambda sync: command.downgrade(alembic_config(sync), "base"))
    assert await with_connection(new_url, tables) == ["alembic_version"]
    await migrate(new_url)
    assert await with_connection(new_url, differences) == []


async def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / '100%' / 'hotpapers.db'}"
    await migrate(url)
    assert (await revision(url)).is_newest


async def test_processes_may_start_at_once(new_url: str) -> None:
    await asyncio.gather(*(migrate(new_url) for _ in range(4)))
    assert (await revision(new_url)).is_newest


async def test_what_is_remembered_survives_migrating_again(new_url: str) -> None:
    await migrate(new_url)
    async with open_storage(new_url) as storage, storage.transaction() as tx:
        await tx.posts.add(a_post())
    await migrate(new_url)
    async with open_storage(new_url) as storage, storage.transaction() as tx:
        assert a_post().head == await tx.posts.find(DAY)


async def test_looking_at_the_revision_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "hotpapers.db"
    assert await revision(f"sqlite:///{file}") == Revision(None, NEWEST)
    assert not file.exists()
    assert await revision("sqlite://") == Revision(None, NEWEST)


async def test_an_address_that_cannot_be_used_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ConfigurationError):
        await migrate("mysql://host/name")
    with pytest.raises(ConfigurationError):
        await revision("mysql://host/name")


async def test_a_new_file_and_one_that_is_up_to_date_are_not_copied(file: Path) -> None:
    await migrate(f"sqlite:///{file}")
    assert list(file.parent.glob("*backup*")) == []


async def test_a_file_is_copied_before_it_is_changed(file: Path) -> None:
    url = f"sqlite:///{file}"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE notes (words TEXT)")
        database.execute("INSERT INTO notes VALUES ('kept')")
        for table in reversed(Row.metadata.sorted_tables):
            database.execute(f"DROP TABLE {table.name}")
        database.execute("DELETE FROM alembic_version")
    await migrate(url)
    assert (await revision(url)).is_newest
    with closing(sqlite3.connect(file.with_name("hotpapers.db.backup-unknown"))) as backup:
        assert backup.execute("SELECT words FROM notes").fetchall() == [("kept",)]
        assert backup.execute("SELECT * FROM alembic_version").fetchall() == []
    assert list(file.parent.glob("*unfinished*")) == []


async def test_tables_of_a_newer_program_are_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"revision 9999\. Update the program"):
        await migrate(f"sqlite:///{file}")
    assert list(file.parent.glob("*backup*")) == []


async def test_tables_of_somebody_else_are_copied_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE papers (words TEXT)")
    with pytest.raises(StorageError, match="already exists"):
        await migrate(f"sqlite:///{file}")
    assert await with_connection(f"sqlite:///{file}", tables) == ["papers"]


async def test_without_a_copy_nothing_is_changed(file: Path) -> None:
    url = f"sqlite:///{file}"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM alembic_version")
    file.with_name("hotpapers.db.backup-unknown").mkdir()
    with pytest.raises(StorageError, match=r"cannot copy it .* Nothing was changed\.$"):
        await migrate(url)
    assert (await revision(url)).current is None


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(StorageError, match=r"cannot make the folder .*letter\.txt/below"):
        await migrate(f"sqlite:///{tmp_path / 'letter.txt' / 'below' / 'hot.db'}")
