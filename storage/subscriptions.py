"""Who gets which digest, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey
from bot.domain.subscriptions import State, Subscription
from storage.bulk import dialect_of, fetch, insert_into, table_of
from storage.destinations import is_at, is_in
from storage.limits import is_number
from storage.subscription_rows import from_row, to_row
from storage.tables import SubscriptionRow


@dataclass(frozen=True, slots=True)
class SqlSubscriptions:
    """Answers `bot.repositories.Subscriptions` with SQL."""

    session: AsyncSession

    async def add(self, subscription: Subscription) -> Subscription:
        """See the port; in one statement, so that two processes make one subscription."""
        adding = _add(dialect_of(self.session))
        added = await self.session.exec(adding, params=to_row(subscription))
        return replace(subscription, id=added.scalar_one())

    async def save(self, subscription: Subscription) -> bool:
        """See the port; False, too, when its place was taken by another one meanwhile."""
        table, row = table_of(SubscriptionRow), to_row(subscription)
        other = table.alias()
        is_taken = exists().where(
            other.c.audience == row["audience"], other.c.id != subscription.id
        )
        saving = update(table).where(table.c.id == subscription.id, ~is_taken).values(row)
        return (await self.session.exec(saving)).rowcount == 1

    async def remove(self, id: int) -> bool:  # noqa: A002
        """See the port."""
        if not is_number(id):
            return False
        table = table_of(SubscriptionRow)
        return (await self.session.exec(delete(table).where(table.c.id == id))).rowcount == 1

    async def find(self, id: int) -> Subscription | None:  # noqa: A002
        """See the port."""
        if not is_number(id):
            return None
        found = await self._where(table_of(SubscriptionRow).c.id == id)
        return found[0] if found else None

    async def at(self, destination: Destination) -> list[Subscription]:
        """See the port."""
        return await self._where(is_at(table_of(SubscriptionRow), destination))

    async def in_channel(self, platform: Platform, channel: str) -> list[Subscription]:
        """See the port."""
        return await self._where(is_in(table_of(SubscriptionRow), [Destination(platform, channel)]))

    async def of_owner(self, person: PersonKey) -> list[Subscription]:
        """See the port."""
        return await self._where(is_owned_by(person))

    async def all(self) -> list[Subscription]:
        """See the port."""
        return await self._where()

    async def _where(self, *wanted: ColumnElement[bool]) -> list[Subscription]:
        table = table_of(SubscriptionRow)
        rows = await fetch(self.session, select(table).where(*wanted).order_by(table.c.id))
        return [from_row(row) for row in rows]

    async def due(self, now: datetime, *, limit: int) -> list[Subscription]:
        """See the port; those that cannot be read any more are paused, and make room for others."""
        table = table_of(SubscriptionRow)
        query = (
            select(table)
            .where(table.c.state == State.ACTIVE.value, table.c.due_at <= now)
            .order_by(table.c.due_at, table.c.id)
            .limit(limit)
        )
        while True:
            found = [from_row(row) for row in await fetch(self.session, query)]
            unreadable = [one for one in found if one.state is not State.ACTIVE]
            if not unreadable:
                return found
            await self._stop(unreadable)

    async def _stop(self, subscriptions: Sequence[Subscription]) -> None:
        # Nothing else of them is written: what this version cannot read, another one may.
        table = table_of(SubscriptionRow)
        for one in subscriptions:
            stopping = update(table).where(table.c.id == one.id)
            stopped = {"state": one.state.value, "reason": one.reason, "due_at": one.due_at}
            await self.session.exec(stopping.values(stopped))

    async def next_due_at(self) -> datetime | None:
        """See the port."""
        table = table_of(SubscriptionRow)
        query = select(func.min(table.c.due_at)).where(table.c.state == State.ACTIVE.value)
        (row,) = await fetch(self.session, query)
        moment: datetime | None = row[0]
        return moment


def is_owned_by(person: PersonKey) -> ColumnElement[bool]:
    """Ask for the subscriptions that somebody asked for."""
    table = table_of(SubscriptionRow)
    return and_(table.c.owner_platform == person.platform.value, table.c.owner_id == person.id)


@cache
def _add(dialect: str) -> ReturningInsert[tuple[int]]:
    insert, table = insert_into(SubscriptionRow, dialect), table_of(SubscriptionRow)
    changes = {
        column.name: insert.excluded[column.name] for column in table.c if column.name != "id"
    }
    return insert.on_conflict_do_update(index_elements=["audience"], set_=changes).returning(
        table.c.id
    )
