"""What every storage remembers of who gets which digest."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Style
from bot.domain.people import PersonKey, PlaceKind
from bot.domain.subscriptions import Quiet, State, Subscription
from bot.ports import Storage
from tests.builders import CHANNEL, NOW, PERSON, a_subscription

HOUR = timedelta(hours=1)
MONDAYS = frozenset({0})
THREAD = replace(CHANNEL, thread="42")
DISCORD = Destination(Platform.DISCORD, "1234567890123456789")
LONG_TOPIC = " ".join(f"-word{number:03}" for number in range(90))


async def remember(storage: Storage, *subscriptions: Subscription) -> list[Subscription]:
    async with storage.transaction() as tx:
        return [await tx.subscriptions.add(one) for one in subscriptions]


async def everything(storage: Storage) -> list[Subscription]:
    async with storage.transaction() as tx:
        return await tx.subscriptions.all()


async def test_a_subscription_comes_back_as_it_went_in(storage: Storage) -> None:
    subscription = replace(
        a_subscription('cs.CL "dark matter" -@Lovelace', to=THREAD, at=time(23, 59), owner=PERSON),
        style=Style.COMPACT,
        top=5,
        minimum=0.1,
        locale="ja",
        lag=7,
        quiet=Quiet.NOTICE,
        kind=PlaceKind.GROUP,
        name="“Papers” <b>& more</b> 🧪",
        state=State.SHUT_OUT,
        reason="It’s gone.",
        done=date(2024, 1, 17),
    )
    plain = a_subscription(to=DISCORD, zone="America/St_Johns", days=MONDAYS, due_at=None)
    first, second = await remember(storage, subscription, plain)
    assert replace(subscription, id=first.id) == first
    assert [first, second] == await everything(storage)
    async with storage.transaction() as tx:
        assert first == await tx.subscriptions.find(first.id)
        assert second == await tx.subscriptions.find(second.id)


async def test_asking_again_changes_the_subscription_and_keeps_its_id(storage: Storage) -> None:
    first, other = await remember(storage, a_subscription("cs.CL"), a_subscription("cs.CV"))
    again = replace(a_subscription("CS.cl", at=time(18)), top=3, locale="fr", owner=PERSON)
    (stored,) = await remember(storage, again)
    assert replace(again, id=first.id) == stored
    assert [stored, other] == await everything(storage)


async def test_another_topic_rhythm_or_thread_is_another_subscription(storage: Storage) -> None:
    different = (
        a_subscription(),
        a_subscription("cs.CL"),
        a_subscription(LONG_TOPIC),
        a_subscription(days=MONDAYS),
        a_subscription(to=THREAD),
        a_subscription(to=DISCORD),
    )
    stored = await remember(storage, *different)
    assert stored == await everything(storage)
    assert len({one.id for one in stored}) == len(different)
    assert stored == await remember(storage, *different)


async def test_the_id_of_a_subscription_that_was_removed_is_not_given_again(
    storage: Storage,
) -> None:
    first, second = await remember(storage, a_subscription("cs.CL"), a_subscription("cs.CV"))
    async with storage.transaction() as tx:
        assert await tx.subscriptions.remove(second.id)
        assert not await tx.subscriptions.remove(second.id)
        assert await tx.subscriptions.find(second.id) is None
    (third,) = await remember(storage, a_subscription("cs.CV"))
    assert third.id > second.id
    assert [first, third] == await everything(storage)


async def test_numbers_that_no_subscription_can_have_find_nothing(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for number in (0, -1, 2**63, 10**30):
            assert await tx.subscriptions.find(number) is None
            assert not await tx.subscriptions.remove(number)


async def test_what_became_of_a_subscription_is_saved(storage: Storage) -> None:
    first, other = await remember(storage, a_subscription("cs.CL"), a_subscription("cs.CV"))
    moved = first.moved_on(date(2024, 1, 17), NOW)
    async with storage.transaction() as tx:
        assert await tx.subscriptions.save(moved)
    assert [moved, other] == await everything(storage)
    stopped = replace(moved, top=None, owner=None).stopped(State.PAUSED, "They asked for it.")
    async with storage.transaction() as tx:
        assert await tx.subscriptions.save(stopped)
    assert [stopped, other] == await everything(storage)


async def test_a_subscription_that_is_gone_is_not_saved_over_the_one_in_its_place(
    storage: Storage,
) -> None:
    (old,) = await remember(storage, a_subscription())
    async with storage.transaction() as tx:
        await tx.subscriptions.remove(old.id)
        assert not await tx.subscriptions.save(old)
    (new,) = await remember(storage, a_subscription())
    async with storage.transaction() as tx:
        assert not await tx.subscriptions.save(old)
    assert [new] == await everything(storage)


async def test_a_subscription_cannot_be_changed_into_another_one(storage: Storage) -> None:
    daily, weekly = await remember(storage, a_subscription(), a_subscription(days=MONDAYS))
    async with storage.transaction() as tx:
        assert not await tx.subscriptions.save(replace(weekly, cadence=daily.cadence))
    assert [daily, weekly] == await everything(storage)


async def test_subscriptions_are_found_by_place_channel_and_owner(storage: Storage) -> None:
    somebody = PersonKey(Platform.DISCORD, PERSON.id)
    others = replace(CHANNEL, channel="@papers2")
    channel, thread, weekly, elsewhere = await remember(
        storage,
        a_subscription(owner=PERSON),
        a_subscription(to=THREAD, owner=somebody),
        a_subscription(days=MONDAYS),
        a_subscription(to=others, owner=PERSON),
    )
    async with storage.transaction() as tx:
        found = tx.subscriptions
        assert [channel, weekly] == await found.at(CHANNEL)
        assert [thread] == await found.at(THREAD)
        assert await found.at(replace(THREAD, thread="4")) == []
        assert [channel, thread, weekly] == await found.in_channel(*platform_and_channel(CHANNEL))
        assert await found.in_channel(Platform.DISCORD, CHANNEL.channel) == []
        assert [channel, elsewhere] == await found.of_owner(PERSON)
        assert [thread] == await found.of_owner(somebody)


def platform_and_channel(destination: Destination) -> tuple[Platform, str]:
    return destination.platform, destination.channel


async def test_active_subscriptions_are_due_the_longest_due_first(storage: Storage) -> None:
    stored = await remember(
        storage,
        a_subscription("cs.CL", due_at=NOW),
        a_subscription("cs.CV", due_at=NOW - HOUR),
        a_subscription("cs.LG", due_at=NOW),
        a_subscription("cs.AI", due_at=NOW + HOUR),
        replace(a_subscription("cs.NE", due_at=NOW - 2 * HOUR), state=State.PAUSED),
        a_subscription("cs.RO", due_at=None),
    )
    async with storage.transaction() as tx:
        expected = [stored[1], stored[0], stored[2]]
        assert expected == await tx.subscriptions.due(NOW, limit=9)
        assert expected[:2] == await tx.subscriptions.due(NOW, limit=2)
        assert await tx.subscriptions.due(NOW - 2 * HOUR, limit=9) == []
        assert NOW - HOUR == await tx.subscriptions.next_due_at()


async def test_without_an_active_subscription_nothing_is_due(storage: Storage) -> None:
    await remember(storage, a_subscription().stopped(State.PAUSED, "Enough."))
    async with storage.transaction() as tx:
        assert await tx.subscriptions.next_due_at() is None
        assert await tx.subscriptions.due(NOW, limit=1) == []
