"""Several processes, and people in each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey
from storage.database import SqlStorage, open_storage
from tests.builders import KEY, PERSON, a_delivery, a_document, a_standing, a_subscription
from tests.contracts.remembered import rows_of

PROCESSES = 4
PRIVATE = Destination(Platform.TELEGRAM, PERSON.id)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[list[SqlStorage]]:
    """One database, opened several times."""
    url = request.getfixturevalue(request.param)
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_storage(url)) for _ in range(PROCESSES)]


async def test_processes_that_subscribe_at_once_make_one_subscription(
    processes: list[SqlStorage],
) -> None:
    async def subscribe(storage: SqlStorage, number: int) -> int:
        async with storage.transaction() as tx:
            stored = await tx.subscriptions.add(replace(a_subscription("cs.CL"), top=number))
        return stored.id

    ids = await asyncio.gather(*(subscribe(processes[n % PROCESSES], n) for n in range(12)))
    assert len(set(ids)) == 1
    async with processes[0].transaction() as tx:
        assert [ids[0]] == [one.id for one in await tx.subscriptions.all()]


async def test_processes_that_record_the_same_standings_do_not_lock_each_other_out(
    processes: list[SqlStorage],
) -> None:
    places = [a_standing(f"2401.{number:05}") for number in range(1, 100)]

    async def record(storage: SqlStorage, number: int) -> int:
        async with storage.transaction() as tx:
            return await tx.standings.add(places if number % 2 else reversed(places))

    new = await asyncio.gather(*(record(processes[n % PROCESSES], n) for n in range(8)))
    assert sorted(new) == [0] * 7 + [99]


async def test_a_document_that_somebody_begins_to_use_outlives_who_is_forgotten(
    processes: list[SqlStorage],
) -> None:
    ours = a_delivery(digest=replace(KEY, audience=str(PRIVATE)), to=PRIVATE)
    theirs = a_delivery()
    async with processes[0].transaction() as tx:
        await tx.deliveries.enqueue([ours], [a_document()])

    async def forget(person: PersonKey) -> int:
        async with processes[1].transaction() as tx:
            return await tx.people.forget(person, [PRIVATE])

    async with processes[0].transaction() as tx:
        await tx.deliveries.enqueue([theirs], [a_document()])
        forgetting = asyncio.create_task(forget(PERSON))
        await asyncio.sleep(0)
        assert not forgetting.done()
    assert await forgetting == 1
    assert {"deliveries", "documents"} == {table for table, _ in await rows_of(processes[0])}
    async with processes[0].transaction() as tx:
        assert [(theirs.id, a_document())] == [
            (each.id, document)
            for each, document in await tx.deliveries.claim(
                now=theirs.due_at, platforms=[Platform.TELEGRAM], limit=9
            )
        ]
