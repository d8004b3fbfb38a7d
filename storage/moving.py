"""A channel's new id: what is remembered of the old one is put under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, delete, exists, select, tuple_, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.deliveries import State
from bot.domain.destinations import Destination
from storage.bulk import table_of
from storage.destinations import is_in, is_named_after, renamed
from storage.names import TAKEN, channel_of
from storage.tables import (
    DeliveryRow,
    DigestPaperRow,
    DigestRow,
    MuteRow,
    PlaceRow,
    Row,
    SubscriptionRow,
)


async def move(session: AsyncSession, before: Destination, after: Destination) -> int:
    """Rename a channel with its threads, and say how many rows the port names were changed.

    Where the new id has the same already, the old row goes: settings, a mute or a subscription,
    or the digests of an audience and a period, whose messages that are queued are given up.
    Messages that are final, or in hand, stay where they were sent.
    """
    move_of = _Move(session, channel_of(before), channel_of(after))
    if move_of.before == move_of.after:
        return 0
    changed = [
        await move_of.messages(),
        await move_of.digests(),
        await move_of.subscriptions(),
        await move_of.rows_at(PlaceRow, ["thread"]),
        await move_of.rows_at(MuteRow, ["thread", "kind", "fingerprint"]),
    ]
    return sum(changed)


@dataclass(frozen=True, slots=True)
class _Move:
    session: AsyncSession
    before: Destination
    after: Destination

    async def messages(self) -> int:
        """Move the messages that wait; the digests must not have moved yet.

        Messages keep the name of the digest that they were made for: some may be in hand.
        """
        table = table_of(DeliveryRow)
        is_waiting = is_in(table, [self.before]) & (table.c.state == State.QUEUED.value)
        is_taken = is_named_after(table.c.audience, [self.before]) & self._has_digest_of(table)
        abandoning = update(table).where(is_waiting, is_taken)
        await self.session.exec(abandoning.values(state=State.ABANDONED.value, problem=TAKEN))
        moved = await self.session.exec(update(table).where(is_waiting).values(self._channel()))
        return moved.rowcount

    async def digests(self) -> int:
        """Move what digests held, and then the digests."""
        await self._digest_rows(DigestPaperRow, ["audience"])
        return await self._digest_rows(DigestRow, ["audience", "destination"])

    async def _digest_rows(self, row: type[Row], names: Sequence[str]) -> int:
        table = table_of(row)
        changes = {name: self._new(table.c[name]) for name in names}
        is_old = is_named_after(table.c.audience, [self.before])
        return await self._change(table, is_old, self._has_digest_of(table), changes)

    async def subscriptions(self) -> int:
        """Move the subscriptions, which keep their ids."""
        table = table_of(SubscriptionRow)
        other = table.alias()
        is_taken = exists().where(other.c.audience == self._new(table.c.audience))
        changes = {"audience": self._new(table.c.audience), **self._channel()}
        return await self._change(table, is_in(table, [self.before]), is_taken, changes)

    async def rows_at(self, row: type[Row], key: Sequence[str]) -> int:
        """Move the rows that the columns of a destination and some others tell apart."""
        table = table_of(row)
        other = table.alias()
        is_taken = exists().where(
            *(other.c[name] == value for name, value in self._channel().items()),
            *(other.c[name] == table.c[name] for name in key),
        )
        return await self._change(table, is_in(table, [self.before]), is_taken, self._channel())

    async def _change(
        self,
        table: Table,
        is_old: ColumnElement[bool],
        is_taken: ColumnElement[bool],
        changes: Mapping[str, object],
    ) -> int:
        changing = update(table).where(is_old, ~is_taken).values(changes)
        changed = (await self.session.exec(changing)).rowcount
        await self.session.exec(delete(table).where(is_old))
        return changed

    def _has_digest_of(self, table: Table) -> ColumnElement[bool]:
        # Asked of each row anew, SQLite would take the editions that it has just renamed for those
        # that the new id had before; what does not depend on the row is asked once.
        digests = table_of(DigestRow)
        had = select(digests.c.audience, digests.c.period).where(
            is_named_after(digests.c.audience, [self.after])
        )
        return tuple_(self._new(table.c.audience), table.c.period).in_(had)

    def _new(self, name: ColumnElement[str]) -> ColumnElement[str]:
        return renamed(name, self.before, self.after)

    def _channel(self) -> Mapping[str, object]:
        return {"platform": self.after.platform.value, "channel": self.after.channel}
