import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from bot.domain.deliveries import Delivery
from bot.domain.destinations import Platform
from bot.errors import ConfigurationError, StorageError
from bot.ports import Storage
from storage.database import SqlStorage, open_storage
from storage.engine import PATIENCE
from tests.builders import DAY, KEY, NOW, a_delivery, a_digest, a_document, a_listing
from tests.postgres import PostgresServer

PROCESSES = 4


@pytest.fixture(params=["sqlite_url", "postgres_url"])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[list[SqlStorage]]:
    """One database, opened several times."""
    url = request.getfixturevalue(request.param)
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_storage(url)) for _ in range(PROCESSES)]


async def enqueue(storage: Storage, number: int) -> None:
    deliveries = [a_delivery(digest=replace(KEY, edition=edition)) for edition in range(number)]
    async with storage.transaction() as tx:
        await tx.deliveries.enqueue(deliveries, [a_document()] * number)


async def claim(storage: Storage, limit: int) -> list[Delivery]:
    async with storage.transaction() as tx:
        claimed = await tx.deliveries.claim(now=NOW, platforms=[Platform.TELEGRAM], limit=limit)
    return [delivery for delivery, _ in claimed]


async def test_a_message_is_claimed_by_one_process_only(processes: list[SqlStorage]) -> None:
    await enqueue(processes[0], 40)

    async def claim_all(storage: Storage) -> list[Delivery]:
        claimed: list[Delivery] = []
        while some := await claim(storage, 3):
            claimed += some
        return claimed

    by_process = await asyncio.gather(*map(claim_all, processes))
    claimed = [delivery.id for deliveries in by_process for delivery in deliveries]
    # A process may pass over a message that another one had only locked, so all is asked once more.
    claimed += [delivery.id for delivery in await claim_all(processes[0])]
    assert 40 == len(claimed) == len(set(claimed))


async def test_a_process_does_not_wait_for_another_ones_claim(postgres_url: str) -> None:
    async with open_storage(postgres_url) as one, open_storage(postgres_url) as other:
        await enqueue(one, 5)
        async with one.transaction() as tx:
            claiming = tx.deliveries.claim(now=NOW, platforms=[Platform.TELEGRAM], limit=2)
            mine = {delivery.id for delivery, _ in await claiming}
            theirs = {delivery.id for delivery in await claim(other, 5)}
    assert (len(mine), len(theirs)) == (2, 3)
    assert mine.isdisjoint(theirs)


async def test_a_digest_is_announced_by_one_process_only(processes: list[SqlStorage]) -> None:
    async def add(storage: Storage) -> bool:
        async with storage.transaction() as tx:
            return await tx.digests.add(a_digest())

    added = await asyncio.gather(*map(add, processes))
    assert sorted(added) == [False] * (PROCESSES - 1) + [True]


async def test_a_digest_that_is_being_added_elsewhere_is_waited_for(postgres_url: str) -> None:
    async with open_storage(postgres_url) as one, open_storage(postgres_url) as other:

        async def add() -> bool:
            async with other.transaction() as tx:
                return await tx.digests.add(a_digest())

        async with one.transaction() as tx:
            assert await tx.digests.add(a_digest())
            theirs = asyncio.create_task(add())
            await tx.papers.add([a_listing()])
            assert not theirs.done()
        assert not await theirs


async def test_processes_that_read_before_they_write_do_not_fail(
    processes: list[SqlStorage],
) -> None:
    async def add(storage: Storage, number: int) -> None:
        async with storage.transaction() as tx:
            await tx.papers.on(DAY)
            await tx.papers.add([a_listing(f"2401.{number:05}"), a_listing("2401.00099")])

    await asyncio.gather(*(add(processes[n % PROCESSES], n) for n in range(1, 21)))
    async with processes[0].transaction() as tx:
        assert len(await tx.papers.on(DAY)) == 21


async def test_processes_that_charge_at_once_are_all_counted(processes: list[SqlStorage]) -> None:
    async def charge(storage: Storage) -> Decimal:
        async with storage.transaction() as tx:
            return await tx.ledger.charge("x", "2026-11", Decimal("0.005"))

    sums = await asyncio.gather(*(charge(processes[n % PROCESSES]) for n in range(20)))
    assert sorted(sums) == [Decimal("0.005") * n for n in range(1, 21)]


async def test_a_database_in_memory_is_ready_and_takes_one_transaction_after_the_other() -> None:
    async with open_storage("sqlite+aiosqlite:///:memory:") as storage:

        async def add(number: int) -> None:
            async with storage.transaction() as tx:
                await tx.papers.add([a_listing(f"2401.{number:05}")])
                await tx.papers.days()

        await asyncio.gather(*map(add, range(1, 9)))
        async with storage.transaction() as tx:
            assert len(await tx.papers.on(DAY)) == 8


async def test_an_address_that_cannot_be_used_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        async with open_storage("mysql://host/name"):
            pass


async def ask(url: str, *, patience: timedelta = PATIENCE) -> None:
    async with open_storage(url, patience=patience) as storage, storage.transaction() as tx:
        await tx.papers.days()


async def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://user:sesame@/name?host={tmp_path}"
    with pytest.raises(StorageError, match="We cannot reach the database name on") as failure:
        await ask(url)
    assert "sesame" not in f"{failure.value}{failure.value.__cause__}"
    assert isinstance(failure.value.__cause__, psycopg.OperationalError)


async def test_a_database_that_the_server_does_not_have_is_named(postgres_url: str) -> None:
    missing = postgres_url.replace("hotpapers_", "nowhere_")
    with pytest.raises(StorageError, match=r"reach the database nowhere_\d+"):
        await ask(missing)


async def test_tables_that_are_missing_are_said_to_be(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with (
        postgres.database() as empty,
        pytest.raises(StorageError, match=r"tables in .* are missing"),
    ):
        await ask(empty)
    with pytest.raises(StorageError, match=r"tables in .* are missing") as failure:
        await ask(f"sqlite:///{tmp_path / 'empty.db'}")
    assert isinstance(failure.value.__cause__, sqlite3.OperationalError)


async def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot open the file .*/missing/hot\.db"):
        await ask(f"sqlite:///{tmp_path / 'missing' / 'hot.db'}")
    (tmp_path / "letter.txt").write_text("No database at all, but a letter. " * 100)
    with pytest.raises(StorageError, match=r"cannot open the file .*letter\.txt"):
        await ask(f"sqlite:///{tmp_path / 'letter.txt'}")


async def test_a_file_that_another_process_keeps_busy_is_said_to_be(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="busy"):
            await ask(sqlite_url, patience=timedelta(0))


async def test_a_transaction_inside_another_does_not_wait_for_ever(sqlite_url: str) -> None:
    async with (
        open_storage(sqlite_url, patience=timedelta(0)) as storage,
        storage.transaction() as outer,
    ):
        await outer.papers.days()
        with pytest.raises(StorageError, match="busy"):
            async with storage.transaction() as inner:
                await inner.papers.days()


async def test_other_failures_are_told_in_the_databases_words(
    sqlite_storage: SqlStorage, sqlite_url: str
) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other, other:
        other.execute(
            "CREATE TRIGGER no BEFORE INSERT ON papers BEGIN SELECT RAISE(FAIL, 'No.'); END"
        )
    with pytest.raises(StorageError, match=r"Something went wrong in the file .*: No\."):
        async with sqlite_storage.transaction() as tx:
            await tx.papers.add([a_listing()])
