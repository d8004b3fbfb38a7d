"""Messages that another version of the program wrote do not hold up the others."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from bot.domain.deliveries import Delivery, State
from bot.domain.destinations import Platform
from bot.domain.digests import DigestKey
from storage.database import SqlStorage, open_storage
from tests.builders import KEY, NOW, a_delivery, a_document
from tests.storage.connections import with_connection

OTHERS = [replace(KEY, period=f"2024-01-{day}") for day in (18, 19)]


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with tables and without rows."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[SqlStorage]:
    async with open_storage(url) as opened:
        yield opened


async def spoil(url: str, delivery: Delivery, body: str) -> None:
    """Make a stored document one that we cannot read."""

    def write(connection: Connection) -> None:
        statement = text(
            "UPDATE documents SET body = :body WHERE key ="
            " (SELECT document_key FROM deliveries WHERE id = :id)"
        )
        connection.execute(statement, {"body": body, "id": delivery.id})

    await with_connection(url, write)


async def enqueue(storage: SqlStorage, *deliveries: Delivery) -> None:
    async with storage.transaction() as tx:
        documents = [a_document(delivery.id) for delivery in deliveries]
        await tx.deliveries.enqueue(deliveries, documents)


async def claims(storage: SqlStorage, limit: int = 20) -> list[DigestKey]:
    async with storage.transaction() as tx:
        claimed = await tx.deliveries.claim(now=NOW, platforms=[Platform.TELEGRAM], limit=limit)
    return [delivery.digest for delivery, _ in claimed]


async def fates(storage: SqlStorage, digest: DigestKey) -> list[tuple[State, str | None]]:
    async with storage.transaction() as tx:
        return [(each.state, each.problem) for each in await tx.deliveries.of(digest)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"is":"Hologram"}', "a node “Hologram” that this version does not know"),
        ('{"is":"Document","openings":[]}', "a node of another form"),
        ("[]", "is not a document"),
        ("<html>", "Expecting value"),
    ],
)
async def test_a_message_that_cannot_be_read_is_given_up_with_a_sentence(
    storage: SqlStorage, url: str, body: str, reason: str
) -> None:
    unreadable = a_delivery()
    await enqueue(storage, unreadable, *(a_delivery(digest=digest) for digest in OTHERS))
    await spoil(url, unreadable, body)
    assert set(OTHERS) == set(await claims(storage))
    ((state, problem),) = await fates(storage, KEY)
    assert state is State.ABANDONED
    assert problem is not None
    assert problem.startswith("This version of the program cannot read the message. ")
    assert reason in problem


async def test_messages_that_cannot_be_read_do_not_use_up_the_limit(
    storage: SqlStorage, url: str
) -> None:
    first, second = (a_delivery(digest=digest, due_at=NOW.replace(hour=1)) for digest in OTHERS)
    await enqueue(storage, first, second, a_delivery())
    for delivery in (first, second):
        await spoil(url, delivery, "{}")
    assert [KEY] == await claims(storage, limit=1)


async def test_what_follows_a_message_that_cannot_be_read_is_given_up_with_it(
    storage: SqlStorage, url: str
) -> None:
    unreadable, rest = a_delivery(parts=2), a_delivery(part=2, parts=2)
    await enqueue(storage, unreadable, rest)
    await spoil(url, unreadable, "{}")
    assert await claims(storage) == []
    first, second = await fates(storage, KEY)
    assert first == second
    assert first[0] is State.ABANDONED
