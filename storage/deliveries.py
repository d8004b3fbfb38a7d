"""The outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, update
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.document.codec import dump, key_of, load
from bot.document.nodes import Document
from bot.domain.deliveries import Delivery, Form, Receipt, State, claim
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey
from storage.bulk import Values, insert_new, run, table_of
from storage.order import reading_order
from storage.tables import DeliveryRow, DocumentRow

_OPEN = tuple(state.value for state in State if not state.is_final)


@dataclass(frozen=True, slots=True)
class SqlDeliveries:
    """Answers `bot.ports.Deliveries` with SQL."""

    session: AsyncSession

    async def enqueue(self, deliveries: Sequence[Delivery], documents: Sequence[Document]) -> None:
        """See the port; each delivery's `document_key` is made to name its document.

        Raises ValueError unless there are as many documents as deliveries.
        """
        bodies = [dump(document) for document in documents]
        keys = [key_of(body) for body in bodies]
        rows = [
            _to_row(replace(delivery, document_key=key))
            for delivery, key in zip(deliveries, keys, strict=True)
        ]
        stored = [{"key": key, "body": body} for key, body in zip(keys, bodies, strict=True)]
        await insert_new(self.session, DocumentRow, stored)
        await insert_new(self.session, DeliveryRow, rows)

    async def claim(
        self,
        *,
        now: datetime,
        platforms: Collection[Platform],
        limit: int,
        digest: DigestKey | None = None,
    ) -> list[tuple[Delivery, Document]]:
        """See the port.

        Rows that another process is claiming at this moment are passed over on PostgreSQL. On
        SQLite there is no such process: its transactions come one after the other.
        """
        wanted = [*_is_due(now, platforms), *([] if digest is None else _is_of(digest))]
        before = aliased(DeliveryRow)
        query = (
            select(DeliveryRow, DocumentRow.body, before.receipt)
            .join(DocumentRow, col(DeliveryRow.document_key) == col(DocumentRow.key))
            .outerjoin(before, _is_part_of_the_same(before, col(DeliveryRow.part) - 1))
            .where(*wanted)
            .order_by(col(DeliveryRow.due_at), col(DeliveryRow.part), col(DeliveryRow.id))
            .limit(limit)
            .with_for_update(of=DeliveryRow, skip_locked=True)
        )
        claimed = [
            (claim(_continuing(_from_row(row), receipt), now=now), load(body))
            for row, body, receipt in await self.session.exec(query)
        ]
        await self._mark([delivery for delivery, _ in claimed])
        return claimed

    async def _mark(self, claimed: Sequence[Delivery]) -> None:
        table = table_of(DeliveryRow)
        changed = ("state", "attempts", "leased_until", "reply_to")
        marking = (
            update(table)
            .where(table.c.id == bindparam("claimed"))
            .values({name: bindparam(name) for name in changed})
        )
        rows = [_to_row(delivery) for delivery in claimed]
        await run(
            self.session,
            marking,
            [{"claimed": row["id"], **{name: row[name] for name in changed}} for row in rows],
        )

    async def expired(self, *, now: datetime) -> list[Delivery]:
        """See the port."""
        query = (
            select(DeliveryRow)
            .where(
                col(DeliveryRow.state) == State.SENDING.value,
                col(DeliveryRow.leased_until) <= now,
            )
            .order_by(col(DeliveryRow.due_at), col(DeliveryRow.part), col(DeliveryRow.id))
        )
        return [_from_row(row) for row in await self.session.exec(query)]

    async def save(self, delivery: Delivery) -> bool:
        """See the port; a process whose lease ran out finds its message in other hands."""
        table = table_of(DeliveryRow)
        settling = (
            update(table)
            .where(
                table.c.id == delivery.id,
                table.c.state == State.SENDING.value,
                table.c.attempts == delivery.attempts,
            )
            .values(_to_row(delivery))
        )
        return (await self.session.exec(settling)).rowcount == 1

    async def abandon_rest(self, delivery: Delivery, problem: str) -> int:
        """See the port."""
        table = table_of(DeliveryRow)
        abandoning = (
            update(table)
            .where(
                *_is_of(delivery.digest),
                table.c.form == delivery.form.value,
                table.c.part > delivery.part,
                table.c.state == State.QUEUED.value,
            )
            .values(state=State.ABANDONED.value, problem=problem)
        )
        return (await self.session.exec(abandoning)).rowcount

    async def of(self, digest: DigestKey) -> list[Delivery]:
        """See the port."""
        rows = await self.session.exec(select(DeliveryRow).where(*_is_of(digest)))
        return sorted(map(_from_row, rows), key=reading_order)

    async def waiting(self) -> int:
        """See the port."""
        query = select(func.count()).where(col(DeliveryRow.state).in_(_OPEN))
        return (await self.session.exec(query)).one()


def _is_of(digest: DigestKey) -> list[ColumnElement[bool]]:
    return [
        col(DeliveryRow.audience) == digest.audience,
        col(DeliveryRow.period) == digest.period,
        col(DeliveryRow.edition) == digest.edition,
    ]


def _is_due(now: datetime, platforms: Collection[Platform]) -> list[ColumnElement[bool]]:
    earlier = aliased(DeliveryRow)
    is_earlier = col(earlier.part) < col(DeliveryRow.part)
    is_open = col(earlier.state).in_(_OPEN)
    return [
        col(DeliveryRow.state) == State.QUEUED.value,
        col(DeliveryRow.due_at) <= now,
        col(DeliveryRow.platform).in_([platform.value for platform in platforms]),
        ~exists().where(_is_of_the_same(earlier), is_earlier, is_open),
    ]


def _is_part_of_the_same(other: type[DeliveryRow], part: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(_is_of_the_same(other), col(other.part) == part)


def _is_of_the_same(other: type[DeliveryRow]) -> ColumnElement[bool]:
    return and_(
        col(other.audience) == col(DeliveryRow.audience),
        col(other.period) == col(DeliveryRow.period),
        col(other.edition) == col(DeliveryRow.edition),
        col(other.form) == col(DeliveryRow.form),
    )


def _continuing(delivery: Delivery, receipt: str | None) -> Delivery:
    return delivery if receipt is None else replace(delivery, reply_to=receipt)


def _to_row(delivery: Delivery) -> Values:
    return {
        "id": delivery.id,
        "audience": delivery.digest.audience,
        "period": delivery.digest.period,
        "edition": delivery.digest.edition,
        "part": delivery.part,
        "parts": delivery.parts,
        "platform": delivery.destination.platform.value,
        "channel": delivery.destination.channel,
        "thread": delivery.destination.thread,
        "form": delivery.form.value,
        "document_key": delivery.document_key,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at,
        "leased_until": delivery.leased_until,
        "reply_to": delivery.reply_to,
        "receipt": None if delivery.receipt is None else delivery.receipt.message_id,
        "problem": delivery.problem,
    }


def _from_row(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        digest=DigestKey(row.audience, row.period, row.edition),
        part=row.part,
        parts=row.parts,
        destination=Destination(Platform(row.platform), row.channel, row.thread),
        form=Form(row.form),
        document_key=row.document_key,
        state=State(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        leased_until=row.leased_until,
        reply_to=row.reply_to,
        receipt=None if row.receipt is None else Receipt(row.receipt),
        problem=row.problem,
    )
