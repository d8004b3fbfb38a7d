"""The index follows the papers, on whichever way its tables were made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.domain.topics import Topic
from bot.errors import StorageError
from storage.database import migrate, open_storage
from storage.schema import alembic_config
from storage.tables import Row
from tests.builders import DAY, a_listing, a_paper
from tests.storage import earlier
from tests.storage.connections import with_connection

CHECK = "INSERT INTO paper_words_index (paper_words_index, rank) VALUES ('integrity-check', 1)"


def pieces(connection: Connection) -> set[tuple[str, ...]]:
    """Give what the index of SQLite is made of, whatever white space it was written with."""
    query = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'paper_words%' AND sql > ''"
    return {
        (name, *sql.replace("IF NOT EXISTS ", "").split())
        for name, sql in connection.execute(text(query))
        if name != "paper_words"
    }


async def test_migrating_makes_the_index_that_a_database_in_memory_has(sqlite_url: str) -> None:
    def made(connection: Connection) -> set[tuple[str, ...]]:
        Row.metadata.create_all(connection)
        return pieces(connection)

    expected = await with_connection("sqlite://", made)
    assert expected == await with_connection(sqlite_url, pieces)


async def test_papers_of_an_earlier_program_are_found(new_url: str) -> None:
    await with_connection(new_url, earlier.build)
    await migrate(new_url)
    async with open_storage(new_url) as storage, storage.transaction() as tx:
        found = await tx.search.find(Topic.parse('"learn quickly" @lovelace'), limit=5)
    assert list(earlier.PAPERS) == [str(paper.id) for paper in found]


async def test_migrating_back_and_forth_keeps_papers_findable(new_url: str) -> None:
    await migrate(new_url)
    async with open_storage(new_url) as storage, storage.transaction() as tx:
        await tx.papers.add([a_listing()])
    await with_connection(new_url, lambda sync: command.downgrade(alembic_config(sync), "0003"))
    await migrate(new_url)
    async with open_storage(new_url) as storage, storage.transaction() as tx:
        assert [a_paper()] == await tx.search.find(Topic.parse("models"), limit=5)


def check(connection: Connection) -> None:
    connection.execute(text(CHECK))


async def test_the_index_agrees_with_the_words_after_every_change(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as storage, storage.transaction() as tx:
        for title in ("Graphs", "Trees", "Trees"):
            papers = [a_paper(f"2401.{number:05}", title=title) for number in range(1, 40)]
            await tx.papers.add(a_listing(paper=paper) for paper in papers)
        earlier_on = DAY - timedelta(days=9)
        moved = a_paper(title="Trees", announced_on=earlier_on)
        await tx.papers.add([a_listing(paper=moved, listed_on=earlier_on)])
    await with_connection(sqlite_url, check)


async def test_an_index_that_disagrees_is_noticed(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as storage, storage.transaction() as tx:
        await tx.papers.add([a_listing()])

    def spoil(connection: Connection) -> None:
        connection.execute(text("DROP TRIGGER paper_words_changed"))
        connection.execute(text("UPDATE paper_words SET words = '| else |'"))

    await with_connection(sqlite_url, spoil)
    with pytest.raises(StorageError, match="malformed"):
        await with_connection(sqlite_url, check)


async def test_what_has_not_changed_is_not_written_again(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as storage:
        async with storage.transaction() as tx:
            await tx.papers.add([a_listing()])
        before = await with_connection(sqlite_url, _segments)
        async with storage.transaction() as tx:
            await tx.papers.add([a_listing(), a_listing(listed_on=DAY + timedelta(days=1))])
        assert before == await with_connection(sqlite_url, _segments)
        revised = replace(a_paper(), title="Else")
        async with storage.transaction() as tx:
            await tx.papers.add([a_listing(paper=revised, listed_on=DAY + timedelta(days=2))])
        assert before != await with_connection(sqlite_url, _segments)


def _segments(connection: Connection) -> Sequence[tuple[object, ...]]:
    rows = connection.execute(text("SELECT id, block FROM paper_words_index_data ORDER BY id"))
    return [tuple(row) for row in rows]
