"""Subscriptions whose words mean nothing any more do not hold up the others."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.domain.subscriptions import State, Subscription
from storage.database import SqlStorage, open_storage
from tests.builders import CHANNEL, NOW, a_paper, a_subscription
from tests.storage.connections import with_connection

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with tables and without rows."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[SqlStorage]:
    async with open_storage(url) as opened:
        yield opened


async def remember(storage: SqlStorage, *subscriptions: Subscription) -> list[Subscription]:
    async with storage.transaction() as tx:
        return [await tx.subscriptions.add(one) for one in subscriptions]


async def write(url: str, column: str, value: str, of: Subscription) -> None:
    def run(connection: Connection) -> None:
        statement = text(f"UPDATE subscriptions SET {column} = :value WHERE id = :id")
        connection.execute(statement, {"value": value, "id": of.id})

    await with_connection(url, run)


async def stored(url: str, column: str, of: Subscription) -> object:
    def run(connection: Connection) -> object:
        statement = text(f"SELECT {column} FROM subscriptions WHERE id = :id")
        return connection.execute(statement, {"id": of.id}).scalar_one()

    return await with_connection(url, run)


async def test_a_subscription_to_a_category_that_is_gone_is_shown_as_paused(
    storage: SqlStorage, url: str
) -> None:
    gone, other = await remember(storage, a_subscription("cs.CL"), a_subscription("cs.CV"))
    await write(url, "topic", "cs.XX, @Lovelace", gone)
    async with storage.transaction() as tx:
        shown, healthy = await tx.subscriptions.at(CHANNEL)
        assert shown == await tx.subscriptions.find(gone.id)
    assert other == healthy
    assert (shown.id, shown.state, shown.due_at) == (gone.id, State.PAUSED, None)
    assert str(shown.topic) == "cs.XX, @Lovelace"
    assert not shown.topic.matches(a_paper())
    assert shown.reason.startswith("Its topic cannot be read any more. No category “cs.XX”")


@pytest.mark.parametrize("zone", ["Mars/Olympus_Mons", "America", "", "/etc/hostname"])
async def test_a_subscription_in_a_zone_that_is_gone_is_shown_as_paused(
    storage: SqlStorage, url: str, zone: str
) -> None:
    gone, other = await remember(storage, a_subscription("cs.CL"), a_subscription("cs.CV"))
    await write(url, "zone", zone, gone)
    async with storage.transaction() as tx:
        shown, healthy = await tx.subscriptions.all()
    assert other == healthy
    assert (shown.state, shown.cadence.zone.key) == (State.PAUSED, "UTC")
    assert shown.reason == f"There is no time zone “{zone}” any more."


async def test_what_cannot_be_read_is_stopped_and_uses_up_no_limit(
    storage: SqlStorage, url: str
) -> None:
    topic, zone, other, later = await remember(
        storage,
        a_subscription("cs.CL", due_at=NOW - 2 * HOUR),
        a_subscription("cs.CV", due_at=NOW - HOUR),
        a_subscription("cs.LG"),
        a_subscription("cs.AI"),
    )
    await write(url, "topic", "cs.XX", topic)
    await write(url, "zone", "Mars/Olympus_Mons", zone)
    async with storage.transaction() as tx:
        assert [other] == await tx.subscriptions.due(NOW, limit=1)
        assert [other, later] == await tx.subscriptions.due(NOW, limit=9)
        assert NOW == await tx.subscriptions.next_due_at()
    assert await stored(url, "topic", topic) == "cs.XX"
    assert await stored(url, "zone", zone) == "Mars/Olympus_Mons"
    assert await stored(url, "state", zone) == "paused"


async def test_a_subscription_that_was_stopped_tells_why_when_it_can_be_read_again(
    storage: SqlStorage, url: str
) -> None:
    (gone,) = await remember(storage, a_subscription("cs.CL"))
    await write(url, "topic", "cs.XX", gone)
    async with storage.transaction() as tx:
        assert await tx.subscriptions.due(NOW, limit=1) == []
    await write(url, "topic", "cs.CL", gone)
    async with storage.transaction() as tx:
        again = await tx.subscriptions.find(gone.id)
        assert again is not None
        assert gone.topic == again.topic
        assert again.state is State.PAUSED
        assert "cs.XX" in again.reason
        await tx.subscriptions.save(again.begun(NOW))
        assert again.begun(NOW) == await tx.subscriptions.find(gone.id)


async def test_a_subscription_that_cannot_be_read_can_be_removed(
    storage: SqlStorage, url: str
) -> None:
    (gone,) = await remember(storage, a_subscription("cs.CL"))
    await write(url, "topic", "cs.XX", gone)
    async with storage.transaction() as tx:
        (shown,) = await tx.subscriptions.all()
        assert await tx.subscriptions.remove(shown.id)
        assert await tx.subscriptions.all() == []
