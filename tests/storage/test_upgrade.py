"""What an earlier program remembered is taken over, and given back."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.domain.papers import PaperId
from storage.database import Revision, migrate, open_storage, revision
from storage.revisions import NEWEST
from storage.schema import alembic_config
from storage.urls import is_sqlite, read_url
from tests.builders import CHANNEL, DAY, KEY, a_mention, a_subscription
from tests.storage import earlier
from tests.storage.connections import with_connection

PAPERS = [PaperId.parse(paper) for paper in earlier.PAPERS]
PERIOD = {"since": "2024-01-17", "before": "2024-01-18"}


async def rows(url: str, query: str) -> list[Sequence[object]]:
    def read(connection: Connection) -> list[Sequence[object]]:
        return [tuple(row) for row in connection.execute(text(query))]

    found = await with_connection(url, read)
    assert isinstance(found, list)
    return found


@pytest.fixture
async def old_url(new_url: str) -> str:
    """A database of an earlier program, with rows in every table."""
    await with_connection(new_url, earlier.build)
    return new_url


async def test_papers_and_posts_are_taken_over(old_url: str) -> None:
    assert await revision(old_url) == Revision("0001", NEWEST)
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        assert sorted(PAPERS) == [listing.paper.id for listing in await tx.papers.on(DAY)]
        first, second = await tx.mentions.of(PAPERS)
    assert (first.author, first.voice, first.gone_at) == ("Béatrice", "did:plc:b", None)
    assert (second.author, second.voice, second.embed) == ("Béatrice", "béatrice", "<p>Hello</p>")
    voices = await rows(old_url, "SELECT number, voice FROM mentions ORDER BY number")
    assert voices == [(7, "did:plc:b"), (14, "béatrice")]


async def test_posts_are_numbered_on_from_those_taken_over(old_url: str) -> None:
    if not is_sqlite(read_url(old_url)):
        await with_connection(old_url, _count_on)
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        await tx.mentions.add([a_mention(native_id="3")])
        stored = await tx.mentions.of(PAPERS)
    assert [mention.key.native_id for mention in stored] == ["1", "2", "3"]


def _count_on(connection: Connection) -> None:
    connection.execute(text("SELECT setval('mentions_number_seq', 14)"))


async def test_what_was_posted_is_known_from_the_digests_of_before(old_url: str) -> None:
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        assert set(PAPERS) == await tx.digests.posted(KEY.audience, **PERIOD)
        assert await tx.digests.periods(KEY.audience, **PERIOD) == {"2024-01-17"}


async def test_digests_of_before_are_found_by_their_papers(old_url: str) -> None:
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        found = [await tx.digests.carrying(paper, CHANNEL) for paper in PAPERS]
    assert found == [[KEY], [KEY]]


async def test_what_the_second_revision_knew_stays_beside_the_tables_for_people(
    old_url: str,
) -> None:
    def go_on(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "0002")
        connection.execute(text("INSERT INTO bookmarks VALUES ('bluesky', 'cursor')"))
        connection.execute(text("INSERT INTO ledger VALUES ('x', '2026-11', 7)"))

    await with_connection(old_url, go_on)
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        assert await tx.runs.bookmark("bluesky") == "cursor"
        assert Decimal("0.000007") == await tx.ledger.spent("x", "2026-11")
        assert await tx.subscriptions.all() == []
        stored = await tx.subscriptions.add(a_subscription())
        assert [stored] == await tx.subscriptions.all()
    await with_connection(old_url, lambda sync: command.downgrade(alembic_config(sync), "0002"))
    assert await rows(old_url, "SELECT source, bookmark FROM bookmarks") == [("bluesky", "cursor")]


async def test_rich_messages_that_wait_leave_room_between_their_parts(old_url: str) -> None:
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        waiting = [(each.id, each.part) for each in await tx.deliveries.of(KEY)]
    assert waiting == [("rich 1", 1), ("plain 1", 1), ("plain 2", 2), ("rich 2", 1001)]


async def test_migrating_back_keeps_what_the_earlier_program_knew(old_url: str) -> None:
    known = ("papers", "listings", "mentions", "digests", "documents", "deliveries")
    queries = [f"SELECT * FROM {table}" for table in known]
    before = [sorted(await rows(old_url, query), key=repr) for query in queries]
    await migrate(old_url)
    await with_connection(old_url, lambda sync: command.downgrade(alembic_config(sync), "0001"))
    assert before == [sorted(await rows(old_url, query), key=repr) for query in queries]
    assert await revision(old_url) == Revision("0001", NEWEST)
    await migrate(old_url)
    async with open_storage(old_url) as storage, storage.transaction() as tx:
        assert len(await tx.mentions.of(PAPERS)) == 2


def copies(folder: Path) -> list[str]:
    return [file.name for file in folder.glob("*backup*")]


async def test_the_file_of_an_earlier_program_is_copied_with_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "hotpapers.db"
    await with_connection(f"sqlite:///{file}", earlier.build)
    await migrate(f"sqlite:///{file}")
    await migrate(f"sqlite:///{file}")
    assert ["hotpapers.db.backup-0001"] == copies(tmp_path)
    with closing(sqlite3.connect(tmp_path / "hotpapers.db.backup-0001")) as backup:
        assert backup.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert backup.execute("SELECT count(*) FROM mentions").fetchall() == [(2,)]
