"""The storage in memory and the one on SQLite move and forget the same."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Receipt, settle
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest
from bot.domain.mutes import Mute
from bot.domain.papers import PaperId
from bot.domain.people import PersonKey, PlaceKind, PlaceSettings
from bot.domain.subscriptions import Subscription
from bot.domain.topics import Topic
from bot.ports import Storage, Transaction
from storage.database import open_storage
from storage.memory import MemoryStorage
from tests.builders import NOW, a_delivery, a_digest, a_document, a_paper, a_subscription

PEOPLE = tuple(PersonKey(Platform.TELEGRAM, id_) for id_ in ("1", "11"))
CHANNELS = ("1", "11", "@a", "@A")
PLACES = tuple(
    Destination(Platform.TELEGRAM, channel, thread)
    for channel in CHANNELS
    for thread in (None, "1")
)
PAPERS = ("2401.00001", "2401.00002")
TOPICS = ("", "cs.LG")


@dataclass(frozen=True)
class Moving:
    before: Destination
    after: Destination


@dataclass(frozen=True)
class Forgetting:
    person: PersonKey
    private: tuple[Destination, ...]


@dataclass(frozen=True)
class Sending:
    """Everything that is due is sent, and what is enqueued afterwards waits."""


Step = (
    Subscription | Digest | PlaceSettings | tuple[Destination, Mute] | Moving | Forgetting | Sending
)


def digest(place: Destination, topic: str, paper: str, period: str, edition: int) -> Digest:
    made = a_digest(a_paper(paper), to=place, topic=Topic.parse(topic))
    return replace(made, key=replace(made.key, period=f"2024-01-{period}")).edition(edition)


def subscription(
    place: Destination, topic: str, kind: PlaceKind, owner: PersonKey | None
) -> Subscription:
    return a_subscription(topic, to=place, kind=kind, owner=owner)


places = st.sampled_from(PLACES)
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(
        subscription,
        places,
        st.sampled_from(TOPICS),
        st.sampled_from(PlaceKind),
        st.sampled_from((None, *PEOPLE)),
    ),
    st.builds(
        digest,
        places,
        st.sampled_from(TOPICS),
        st.sampled_from(PAPERS),
        st.sampled_from(("17", "18")),
        st.integers(0, 1),
    ),
    st.builds(PlaceSettings, destination=places, locale=st.sampled_from((None, "de"))),
    st.tuples(places, st.sampled_from(("@a", "2401.00001")).map(Mute.parse)),
    st.builds(Moving, places, places),
    st.builds(
        Forgetting, st.sampled_from(PEOPLE), st.lists(places, max_size=2, unique=True).map(tuple)
    ),
    st.just(Sending()),
)


async def take(tx: Transaction, step: Step) -> object:
    match step:
        case Subscription():
            return unnumbered(await tx.subscriptions.add(step))
        case Digest():
            return await announce(tx, step)
        case PlaceSettings():
            await tx.places.save(step)
            return None
        case Moving(before, after):
            return await tx.places.move(before, after)
        case Forgetting(person, private):
            return await tx.people.forget(person, private)
        case Sending():
            return await send(tx)
        case (place, mute):
            return await tx.mutes.add(place, mute)
        case _:
            assert_never(step)


def unnumbered(one: Subscription) -> Subscription:
    """Databases leave gaps between the numbers where a row was there already."""
    return replace(one, id=0)


async def announce(tx: Transaction, step: Digest) -> bool:
    if not await tx.digests.add(step):
        return False
    to = step.request.destination
    messages = [a_delivery(digest=step.key, part=part, parts=2, to=to) for part in (1, 2)]
    documents = [a_document("To all"), a_document(f"To {to}")]
    await tx.deliveries.enqueue(messages, documents)
    return True


async def send(tx: Transaction) -> int:
    claimed = await tx.deliveries.claim(now=NOW, platforms=list(Platform), limit=99)
    for delivery, _ in claimed:
        sent = settle(delivery, Receipt(delivery.id[:4]), now=NOW, resend_uncertain=False)
        await tx.deliveries.save(sent)
    return len(claimed)


async def everything(tx: Transaction) -> list[object]:
    digests = [
        digest(place, topic, PAPERS[0], period, 0)
        for place in PLACES
        for topic in TOPICS
        for period in ("17", "18")
    ]
    keys = [each.edition(number).key for each in digests for number in (0, 1)]
    return [
        [unnumbered(one) for one in await tx.subscriptions.all()],
        [await tx.places.find(place) for place in PLACES],
        [await tx.mutes.of(place) for place in PLACES],
        [await tx.digests.newest_edition(each.key) for each in digests],
        [
            await tx.digests.posted(each.key.audience, since="2024", before="2025")
            for each in digests
        ],
        [
            await tx.digests.carrying(PaperId.parse(paper), place)
            for paper in PAPERS
            for place in PLACES
        ],
        [await tx.deliveries.of(key) for key in keys],
        await tx.deliveries.waiting(),
    ]


async def remembered(storage: Storage, story: Sequence[Step]) -> list[object]:
    results: list[object] = []
    for step in story:
        async with storage.transaction() as tx:
            results.append(await take(tx, step))
    async with storage.transaction() as tx:
        return results + await everything(tx)


@settings(max_examples=40, deadline=None)
@given(story=st.lists(steps, min_size=2, max_size=14))
def test_any_story_of_moving_and_forgetting_is_remembered_alike(story: list[Step]) -> None:
    async def both() -> tuple[list[object], list[object]]:
        async with open_storage("sqlite://") as sqlite:
            return await remembered(MemoryStorage(), story), await remembered(sqlite, story)

    with asyncio.Runner() as runner:
        memory, sqlite = runner.run(both())
    assert memory == sqlite
