"""The outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, exists, update
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
    """Answers `bot.repositories.Deliveries` with SQL."""

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
        SQLite there is no such process: its transactions come one after the other. A message that
        this version cannot read is given up with what follows it in its digest.
        """
        wanted = [*_is_due(now, platforms), *([] if digest is None else _is_of(digest))]
        claimed: list[tuple[Delivery, Document]] = []
        while due := await self._due(wanted, limit - len(claimed)):
            taken: list[tuple[Delivery, Document]] = []
            for delivery, body in due:
                match _read(body):
                    case Document() as document:
                        taken.append((claim(delivery, now=now), document))
                    case str(problem):
                        await self._give_up(delivery, problem)
            await self._mark([delivery for delivery, _ in taken])
            claimed += taken
        return claimed

    async def _due(
        self, wanted: Sequence[ColumnElement[bool]], limit: int
    ) -> list[tuple[Delivery, str]]:
        query = (
            select(DeliveryRow, DocumentRow.body, _receipt_before())
            .join(DocumentRow, col(DeliveryRow.document_key) == col(DocumentRow.key))
            .where(*wanted)
            .order_by(col(DeliveryRow.due_at), col(DeliveryRow.part), col(DeliveryRow.id))
            .limit(limit)
            .with_for_update(of=DeliveryRow, skip_locked=True)
        )
        rows = await self.session.exec(query)
        return [(_continuing(_from_row(row), receipt), body) for row, body, receipt in rows]

    async def _give_up(self, delivery: Delivery, problem: str) -> None:
        await self._mark([replace(delivery, state=State.ABANDONED, problem=problem)])
        await self.abandon_rest(delivery, problem)

    async def _mark(self, deliveries: Sequence[Delivery]) -> None:
        table = table_of(DeliveryRow)
        changed = ("state", "attempts", "leased_until", "reply_to", "problem")
        marking = (
            update(table)
            .where(table.c.id == bindparam("marked"))
            .values({name: bindparam(name) for name in changed})
        )
        rows = [_to_row(delivery) for delivery in deliveries]
        await run(
            self.session,
            marking,
            [{"marked": row["id"], **{name: row[name] for name in changed}} for row in rows],
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
    is_open = col(earlier.state).in_(_OPEN)
    return [
        col(DeliveryRow.state) == State.QUEUED.value,
        col(DeliveryRow.due_at) <= now,
        col(DeliveryRow.platform).in_([platform.value for platform in platforms]),
        ~exists().where(_is_earlier(earlier), is_open),
    ]


def _receipt_before() -> ScalarSelect[str | None]:
    """Find the receipt of the nearest part before a delivery that has one."""
    before = aliased(DeliveryRow)
    return (
        select(col(before.receipt))
        .where(_is_earlier(before), col(before.receipt).is_not(None))
        # As in reading order, a plain message is nearer than the rich one whose place it took.
        .order_by(col(before.part).desc(), col(before.form) != Form.PLAIN.value)
        .limit(1)
        .scalar_subquery()
    )


def _is_earlier(other: type[DeliveryRow]) -> ColumnElement[bool]:
    return and_(
        col(other.audience) == col(DeliveryRow.audience),
        col(other.period) == col(DeliveryRow.period),
        col(other.edition) == col(DeliveryRow.edition),
        col(other.part) < col(DeliveryRow.part),
    )


def _read(body: str) -> Document | str:
    """Give a stored document, or why it cannot be read."""
    try:
        return load(body)
    except ValueError as mistake:
        return f"This version of the program cannot read the message. {mistake}"


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
