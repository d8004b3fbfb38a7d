"""What every storage remembers of places, under whichever id."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.deliveries import Delivery, Receipt, State, settle
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest, DigestKey
from bot.domain.mutes import Mute
from bot.domain.people import PlaceSettings
from bot.domain.topics import Topic
from bot.ports import Storage, Transaction
from tests.builders import DAY, NOW, a_delivery, a_digest, a_document, a_paper, a_subscription
from tests.contracts.remembered import rows_of, tables_naming

OLD = Destination(Platform.TELEGRAM, "-4711")
NEW = Destination(Platform.TELEGRAM, "-1004711815")
OLD_THREAD, NEW_THREAD = replace(OLD, thread="42"), replace(NEW, thread="42")
NEIGHBOURS = (
    replace(OLD, channel="-47119"),
    Destination(Platform.DISCORD, OLD.channel),
    replace(OLD, channel="471"),
)
PAPER = a_paper()
MUTE, OTHER_MUTE = Mute.parse("@Lovelace"), Mute.parse("2401.00009")


def settings(place: Destination, locale: str | None = None) -> PlaceSettings:
    return PlaceSettings(destination=place, locale=locale, zone="Asia/Tokyo", answers_links=True)


def digest_of(place: Destination, *, day: date = DAY, paper_id: str = "2401.00001") -> Digest:
    digest = a_digest(a_paper(paper_id), to=place, topic=Topic.parse("cs.LG"))
    return replace(digest, key=replace(digest.key, period=day.isoformat()))


async def use(tx: Transaction, *places: Destination) -> None:
    """Let everything that there is happen in places, with one message sent and two in the queue."""
    for place in places:
        await tx.places.save(settings(place))
        await tx.mutes.add(place, MUTE)
        await tx.subscriptions.add(a_subscription("cs.LG", to=place))
        await enqueue(tx, digest_of(place), parts=3)
        digest = digest_of(place)
        for edition in range(2):
            await tx.digests.add(digest.edition(edition))
        await send_one(tx, digest.key)


async def enqueue(tx: Transaction, digest: Digest, *, parts: int) -> None:
    messages = [
        a_delivery(digest=digest.key, part=part, parts=parts, to=digest.request.destination)
        for part in range(1, parts + 1)
    ]
    await tx.deliveries.enqueue(messages, [a_document(str(each.part)) for each in messages])


async def send_one(tx: Transaction, digest: DigestKey) -> None:
    claimed = await tx.deliveries.claim(now=NOW, platforms=list(Platform), limit=1, digest=digest)
    for delivery, _ in claimed:
        sent = settle(delivery, Receipt("77"), now=NOW, resend_uncertain=False)
        await tx.deliveries.save(sent)


async def moved(storage: Storage, before: Destination = OLD, after: Destination = NEW) -> int:
    async with storage.transaction() as tx:
        return await tx.places.move(before, after)


def states(messages: Collection[Delivery]) -> list[tuple[Destination, State]]:
    return [(each.destination, each.state) for each in messages]


async def test_what_was_chosen_for_a_place_is_that_of_exactly_one(storage: Storage) -> None:
    channel, thread = settings(OLD), settings(OLD_THREAD, "ja")
    async with storage.transaction() as tx:
        for chosen in (channel, thread):
            await tx.places.save(chosen)
    async with storage.transaction() as tx:
        assert channel == await tx.places.find(OLD)
        assert thread == await tx.places.find(OLD_THREAD)
        assert await tx.places.find(replace(OLD, thread="4")) is None
        assert await tx.places.find(NEIGHBOURS[1]) is None
        await tx.places.save(PlaceSettings(destination=OLD))
    async with storage.transaction() as tx:
        assert PlaceSettings(destination=OLD) == await tx.places.find(OLD)


async def test_a_channel_with_its_threads_goes_on_under_its_new_id(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await use(tx, OLD, OLD_THREAD)
        subscriptions = await tx.subscriptions.all()
    # Of each place the settings, a mute, a subscription, two digests and two messages that wait.
    assert 2 * 7 == await moved(storage)
    async with storage.transaction() as tx:
        for place in (NEW, NEW_THREAD):
            digest = digest_of(place)
            audience = digest.key.audience
            until = {"since": "2024-01-01", "before": "2025-01-01"}
            assert settings(place) == await tx.places.find(place)
            assert [MUTE] == await tx.mutes.of(place)
            assert {PAPER.id} == await tx.digests.posted(audience, **until)
            assert {DAY.isoformat()} == await tx.digests.periods(audience, **until)
            assert await tx.digests.newest_edition(digest.key) == 1
            assert [digest.key] == await tx.digests.carrying(PAPER.id, place)
        destinations = {OLD: NEW, OLD_THREAD: NEW_THREAD}
        expected = [
            replace(one, destination=destinations[one.destination]) for one in subscriptions
        ]
        assert expected == await tx.subscriptions.all()
        again = await tx.subscriptions.add(a_subscription("cs.LG", to=NEW))
        assert again.id == subscriptions[0].id


async def test_messages_that_wait_go_to_the_new_id_and_continue_what_was_sent(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        await use(tx, OLD)
    await moved(storage)
    key = digest_of(OLD).key
    async with storage.transaction() as tx:
        messages = await tx.deliveries.of(key)
        ((claimed, _),) = await tx.deliveries.claim(now=NOW, platforms=list(Platform), limit=9)
    expected = [(OLD, State.SENT), (NEW, State.QUEUED), (NEW, State.QUEUED)]
    assert expected == states(messages)
    assert (claimed.digest, claimed.part, claimed.reply_to) == (key, 2, "77")


async def test_only_messages_that_were_sent_keep_the_old_id(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await use(tx, OLD, OLD_THREAD)
    await moved(storage)
    assert {"deliveries"} == await tables_naming(storage, "-4711")
    assert 0 == await moved(storage)


async def test_channels_whose_names_begin_alike_stay_where_they_are(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await use(tx, *NEIGHBOURS)
    before = await rows_of(storage)
    assert 0 == await moved(storage)
    assert 0 == await moved(storage, NEIGHBOURS[0], NEIGHBOURS[0])
    assert before == await rows_of(storage)


async def test_names_differ_by_upper_and_lower_case(storage: Storage) -> None:
    loud = Destination(Platform.TELEGRAM, "@PAPERS")
    async with storage.transaction() as tx:
        await use(tx, loud)
    before = await rows_of(storage)
    assert 0 == await moved(storage, replace(loud, channel="@papers"))
    assert before == await rows_of(storage)


async def test_what_the_new_id_has_already_stays(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.places.save(settings(NEW, "ja"))
        await tx.mutes.add(NEW, OTHER_MUTE)
        await tx.mutes.add(NEW, MUTE)
        stays = await tx.subscriptions.add(replace(a_subscription("cs.LG", to=NEW), top=3))
        await tx.digests.add(digest_of(NEW, paper_id="2401.00002"))
        await enqueue(tx, digest_of(NEW), parts=1)
        before = await tx.deliveries.of(digest_of(NEW).key)
        await use(tx, OLD)
    assert 0 == await moved(storage)
    async with storage.transaction() as tx:
        assert settings(NEW, "ja") == await tx.places.find(NEW)
        assert [OTHER_MUTE, MUTE] == await tx.mutes.of(NEW)
        assert [stays] == await tx.subscriptions.all()
        assert await tx.digests.carrying(PAPER.id, NEW) == []
        assert await tx.digests.newest_edition(digest_of(NEW).key) == 0
        assert before == await tx.deliveries.of(digest_of(NEW).key)
        left = await tx.deliveries.of(digest_of(OLD).key)
    assert [State.SENT, State.ABANDONED, State.ABANDONED] == [each.state for each in left]
    assert left[1].problem == "The channel has a new id, which has this digest already."
    assert {"deliveries"} == await tables_naming(storage, "-4711'", "-4711 ")


async def test_what_the_new_id_lacks_comes_beside_what_it_has(storage: Storage) -> None:
    tomorrow = DAY + timedelta(days=1)
    async with storage.transaction() as tx:
        await use(tx, NEW)
        await tx.mutes.add(OLD, OTHER_MUTE)
        added = await tx.subscriptions.add(a_subscription("cs.CL", to=OLD))
        await tx.digests.add(digest_of(OLD, day=tomorrow))
    assert 3 == await moved(storage)
    async with storage.transaction() as tx:
        assert [MUTE, OTHER_MUTE] == await tx.mutes.of(NEW)
        assert replace(added, destination=NEW) in await tx.subscriptions.at(NEW)
        keys = [digest_of(NEW, day=day).key for day in (DAY, tomorrow)]
        assert keys == await tx.digests.carrying(PAPER.id, NEW)
