"""Forgetting somebody: no row that names them, or a place that is only theirs, stays."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey, PlaceKind
from storage.bulk import chunks, fetch, table_of
from storage.destinations import is_in, is_named_after
from storage.names import channel_of
from storage.subscriptions import is_owned_by
from storage.tables import (
    DeliveryRow,
    DigestPaperRow,
    DigestRow,
    DocumentRow,
    MuteRow,
    PersonRow,
    PlaceRow,
    Row,
    SavedPaperRow,
    SubscriptionRow,
)

_OF_PLACES: tuple[type[Row], ...] = (PlaceRow, MuteRow, SubscriptionRow)


async def forget(session: AsyncSession, person: PersonKey, private: Collection[Destination]) -> int:
    """Delete every row about somebody, and say how many there were.

    A private place is forgotten with all of its threads. What digests held and the documents of
    messages go with them uncounted; a document that others were sent, too, stays.
    """
    places = await _places(session, person, private)
    documents = await _documents(session, _messages(places))
    gone = [await _delete(session, *rows) for rows in _rows(person, places)]
    held = table_of(DigestPaperRow)
    await _delete(session, held, is_named_after(held.c.audience, places))
    await _delete_unused(session, documents)
    subscriptions = table_of(SubscriptionRow)
    disowning = update(subscriptions).where(is_owned_by(person))
    await session.exec(disowning.values(owner_platform=None, owner_id=None))
    return sum(gone)


async def _places(
    session: AsyncSession, person: PersonKey, private: Collection[Destination]
) -> list[Destination]:
    table = table_of(SubscriptionRow)
    query = select(table.c.platform, table.c.channel).where(
        is_owned_by(person), table.c.kind == PlaceKind.PRIVATE.value
    )
    subscribed = [
        Destination(Platform(row.platform), row.channel) for row in await fetch(session, query)
    ]
    return list({channel_of(place) for place in (*private, *subscribed)})


def _messages(places: Collection[Destination]) -> ColumnElement[bool]:
    """Ask for the messages to places, and for those of their digests that went elsewhere."""
    table = table_of(DeliveryRow)
    return or_(is_in(table, places), is_named_after(table.c.audience, places))


def _rows(
    person: PersonKey, places: Collection[Destination]
) -> list[tuple[Table, ColumnElement[bool]]]:
    people, saved = table_of(PersonRow), table_of(SavedPaperRow)
    platform, id_ = person.platform.value, person.id
    digests = table_of(DigestRow)
    return [
        (people, and_(people.c.platform == platform, people.c.id == id_)),
        (saved, and_(saved.c.platform == platform, saved.c.person_id == id_)),
        *((table_of(row), is_in(table_of(row), places)) for row in _OF_PLACES),
        (digests, is_named_after(digests.c.audience, places)),
        (table_of(DeliveryRow), _messages(places)),
    ]


async def _delete(session: AsyncSession, table: Table, wanted: ColumnElement[bool]) -> int:
    return (await session.exec(delete(table).where(wanted))).rowcount


async def _documents(session: AsyncSession, messages: ColumnElement[bool]) -> Sequence[str]:
    """Give the documents of messages, locked: nobody else may begin to use one that is to go."""
    documents, deliveries = table_of(DocumentRow), table_of(DeliveryRow)
    used = select(deliveries.c.document_key).where(messages)
    query = select(documents.c.key).where(documents.c.key.in_(used)).order_by(documents.c.key)
    return [row.key for row in await fetch(session, query.with_for_update())]


async def _delete_unused(session: AsyncSession, documents: Sequence[str]) -> None:
    table, deliveries = table_of(DocumentRow), table_of(DeliveryRow)
    is_used = exists().where(deliveries.c.document_key == table.c.key)
    for keys in chunks(documents):
        await _delete(session, table, and_(table.c.key.in_(keys), ~is_used))
