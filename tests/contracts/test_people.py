"""What every storage remembers of people, and forgets."""

from dataclasses import replace

from bot.domain.deliveries import Receipt, settle
from bot.domain.destinations import Destination, Platform
from bot.domain.mutes import Mute
from bot.domain.papers import PaperId
from bot.domain.people import Bookmark, PersonKey, PlaceKind, PlaceSettings
from bot.domain.topics import Topic
from bot.ports import Storage, Transaction
from tests.builders import (
    CHANNEL,
    NOW,
    a_delivery,
    a_digest,
    a_document,
    a_paper,
    a_person,
    a_subscription,
)
from tests.contracts.remembered import rows_of, tables_naming

ADA = PersonKey(Platform.TELEGRAM, "555000111")
EVE = PersonKey(Platform.TELEGRAM, "5550001112")
NAMESAKE = PersonKey(Platform.DISCORD, ADA.id)
PRIVATE = Destination(Platform.TELEGRAM, ADA.id)
THREAD = replace(PRIVATE, thread="7")
INBOX = Destination(Platform.DISCORD, "777000222")
"""Of Ada's, too, which only her subscription tells."""

TOPIC = Topic.parse("cs.LG")
PUBLIC_WORDS = "What everybody got"


async def test_what_somebody_chose_is_remembered(storage: Storage) -> None:
    first = a_person(ADA, locale="pt", zone="America/Sao_Paulo")
    namesake = a_person(NAMESAKE)
    async with storage.transaction() as tx:
        assert await tx.people.find(ADA) is None
        for person in (first, namesake):
            await tx.people.save(person)
    async with storage.transaction() as tx:
        assert first == await tx.people.find(ADA)
        assert namesake == await tx.people.find(NAMESAKE)
        await tx.people.save(replace(first, zone=None))
    async with storage.transaction() as tx:
        assert replace(first, zone=None) == await tx.people.find(ADA)


async def live(storage: Storage, person: PersonKey, *private: Destination) -> None:
    """Let somebody use everything that there is."""
    async with storage.transaction() as tx:
        await tx.people.save(a_person(person, locale="de"))
        for id_ in ("2401.00001", "2401.00002"):
            await tx.bookmarks.add(person, Bookmark(PaperId.parse(id_), NOW))
        for place in private:
            await use(tx, place, words=f"For {place}")
            subscription = a_subscription("cs.LG", to=place, owner=person, kind=PlaceKind.PRIVATE)
            await tx.subscriptions.add(subscription)


async def use(tx: Transaction, place: Destination, *, words: str) -> None:
    await tx.places.save(PlaceSettings(destination=place, answers_links=True))
    await tx.mutes.add(place, Mute.parse("@Lovelace"))
    digest = a_digest(a_paper(), to=place, topic=TOPIC)
    for edition in range(2):
        await tx.digests.add(digest.edition(edition))
    parts = [a_delivery(digest=digest.key, part=part, parts=3, to=place) for part in (1, 2, 3)]
    documents = [a_document(words), a_document(f"{words}, again"), a_document(PUBLIC_WORDS)]
    await tx.deliveries.enqueue(parts, documents)
    claimed = await tx.deliveries.claim(now=NOW, platforms=[place.platform], limit=1)
    for delivery, _ in claimed:
        sent = settle(delivery, Receipt("1"), now=NOW, resend_uncertain=False)
        await tx.deliveries.save(sent)


async def test_who_is_forgotten_leaves_no_row_behind(storage: Storage) -> None:
    await live(storage, ADA, PRIVATE, THREAD, INBOX)
    places = (ADA.id, INBOX.channel)
    assert len(await tables_naming(storage, *places)) >= 8
    async with storage.transaction() as tx:
        # What she chose, two bookmarks, and of each place the settings, a mute, two digests, three
        # messages and a subscription.
        assert 1 + 2 + 3 * 8 == await tx.people.forget(ADA, [PRIVATE])
    assert set() == await tables_naming(storage, *places)
    assert set() == await rows_of(storage)


async def test_who_is_forgotten_leaves_everybody_else_as_they_were(storage: Storage) -> None:
    neighbour = Destination(Platform.TELEGRAM, EVE.id)
    await live(storage, EVE, neighbour)
    await live(storage, NAMESAKE, Destination(Platform.DISCORD, ADA.id))
    async with storage.transaction() as tx:
        await use(tx, CHANNEL, words="In public")
        await tx.subscriptions.add(a_subscription("cs.LG", owner=EVE))
    before = await rows_of(storage)
    await live(storage, ADA, PRIVATE, THREAD, INBOX)
    async with storage.transaction() as tx:
        await tx.people.forget(ADA, [PRIVATE])
    assert before == await rows_of(storage)


async def test_a_public_subscription_of_who_is_forgotten_goes_on_without_them(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        public = await tx.subscriptions.add(a_subscription(owner=ADA))
        others = await tx.subscriptions.add(a_subscription("cs.CL", owner=EVE))
        assert await tx.people.forget(ADA, []) == 0
    async with storage.transaction() as tx:
        assert [replace(public, owner=None), others] == await tx.subscriptions.all()
    assert set() == await tables_naming(storage, "id='555000111'", "'555000111',")


async def test_a_message_of_a_private_digest_that_followed_its_channel_is_forgotten(
    storage: Storage,
) -> None:
    elsewhere = Destination(Platform.TELEGRAM, "-100999")
    digest = a_digest(to=PRIVATE)
    async with storage.transaction() as tx:
        await tx.deliveries.enqueue([a_delivery(digest=digest.key, to=elsewhere)], [a_document()])
        assert await tx.people.forget(ADA, [PRIVATE]) == 1
    assert set() == await rows_of(storage)


async def test_who_was_never_here_is_forgotten_without_harm(storage: Storage) -> None:
    await live(storage, EVE, Destination(Platform.TELEGRAM, EVE.id))
    before = await rows_of(storage)
    async with storage.transaction() as tx:
        assert await tx.people.forget(ADA, []) == 0
        assert await tx.people.forget(ADA, [PRIVATE, THREAD]) == 0
    assert before == await rows_of(storage)
