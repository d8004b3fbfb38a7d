import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.cadence import WORKDAYS
from bot.domain.destinations import Destination, Platform
from bot.domain.mutes import Mute
from bot.domain.people import PersonKey
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.subscriptions import Quiet, State, Subscription
from bot.services.announce import Terms
from bot.services.boards import Boards
from bot.services.doors import Doors
from bot.services.lookup import Lookup
from bot.services.subscribed import Subscribed
from bot.views.words import Words
from tests.builders import CHANNEL, NOW, a_subscription
from tests.services.bots import OTHER_CHANNEL, FakeBot

THURSDAY = NOW.date()
FRIDAY = THURSDAY + timedelta(days=1)
MONDAY = THURSDAY + timedelta(days=4)
TUESDAY = THURSDAY + timedelta(days=5)
WEDNESDAY = THURSDAY + timedelta(days=6)
ADA = PersonKey(Platform.TELEGRAM, "1815")
AT_HALF_PAST_NINE = time(9, 30)


def subscribed(bot: FakeBot) -> Subscribed:
    """The service of a process that was just started."""
    policies = Policies(ClassicPolicy(), BalancedPolicy())
    boards = Boards(Lookup(bot.storage, bot.clock, policies), bot.clock)
    return Subscribed(bot.storage, boards, bot.announce, bot.clock)


async def subscribes(bot: FakeBot, subscription: Subscription | None = None) -> Subscription:
    wanted = subscription or a_subscription(at=AT_HALF_PAST_NINE)
    async with bot.storage.transaction() as tx:
        return await tx.subscriptions.add(wanted.begun(bot.clock.now()))


async def rings(bot: FakeBot) -> None:
    await subscribed(bot).ring()
    await bot.deliver.deliver()


async def state_of(bot: FakeBot, id: int) -> Subscription:  # noqa: A002
    async with bot.storage.transaction() as tx:
        found = await tx.subscriptions.find(id)
    assert found is not None
    return found


async def test_at_its_hour_the_channel_gets_its_digest_once() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    await subscribes(bot)
    await rings(bot)
    assert [] == bot.titles
    bot.clock.reaches("09:30")
    for _ in range(3):
        await rings(bot)
        bot.clock.advance(minutes=1)
    assert ["🔥 Hot papers · Thursday, 18 January 2024"] == bot.titles


async def test_processes_that_ring_at_once_send_once() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    await subscribes(bot)
    bot.clock.reaches("09:30")
    await asyncio.gather(*(subscribed(bot).ring() for _ in range(4)))
    await bot.deliver.deliver()
    assert 1 == len(bot.titles)


async def test_a_mailing_that_is_not_read_yet_is_waited_for() -> None:
    bot = FakeBot()
    await subscribes(bot)
    bot.clock.reaches("09:30")
    await rings(bot)
    assert [] == bot.titles
    await bot.learns(THURSDAY)
    bot.clock.advance(minutes=10)
    await rings(bot)
    assert ["🔥 Hot papers · Thursday, 18 January 2024"] == bot.titles


async def test_after_a_downtime_only_the_newest_digest_is_sent() -> None:
    bot = FakeBot()
    await subscribes(bot)
    await bot.learns(THURSDAY, FRIDAY, MONDAY, TUESDAY)
    bot.clock.moment += timedelta(days=5, hours=3)
    await rings(bot)
    assert ["🔥 Hot papers · Tuesday, 23 January 2024"] == bot.titles


async def test_a_weekend_is_silent_or_has_one_line_as_was_wished() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY)
    await subscribes(bot)
    wished = a_subscription(to=OTHER_CHANNEL, at=AT_HALF_PAST_NINE)
    await subscribes(bot, replace(wished, quiet=Quiet.NOTICE))
    for _ in range(4):
        bot.clock.reaches("09:30")
        await rings(bot)
        await rings(bot)
    per_channel = {
        to.channel: sum(sent.to == to for sent in bot.publisher.sent)
        for to in (CHANNEL, OTHER_CHANNEL)
    }
    assert {CHANNEL.channel: 2, OTHER_CHANNEL.channel: 4} == per_channel


async def test_on_workdays_monday_has_all_that_came_since_friday() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY, MONDAY)
    await subscribes(bot, a_subscription(at=AT_HALF_PAST_NINE, days=WORKDAYS))
    for _ in range(5):
        bot.clock.reaches("09:30")
        await rings(bot)
    assert [
        "🔥 Hot papers · Thursday, 18 January 2024",
        "🔥 Hot papers · Friday, 19 January 2024",
        "🔥 Hot papers · Monday, 22 January 2024",
    ] == bot.titles


async def test_a_weekly_digest_is_about_all_days_of_its_week() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY, MONDAY, TUESDAY, WEDNESDAY)
    await subscribes(bot, a_subscription(at=AT_HALF_PAST_NINE, days=frozenset({2})))
    bot.clock.moment += timedelta(days=6, hours=1)
    await rings(bot)
    (title,) = bot.titles
    assert "18" in title
    assert "24 January 2024" in title


async def test_what_is_muted_is_left_out() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    await subscribes(bot)
    async with bot.storage.transaction() as tx:
        await tx.mutes.add(CHANNEL, Mute.parse("2401.00001"))
    bot.clock.reaches("09:30")
    await rings(bot)
    words = plain(bot.publisher.sent[0].message.document)
    assert "1 hot of 2 new" in words


async def test_a_preview_sends_nothing_and_shows_what_would_be_sent() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    subscription = await subscribes(bot)
    shown = await subscribed(bot).preview(subscription, Words())
    assert "Hot papers · Thursday, 18 January 2024" in plain(shown)
    await rings(bot)
    assert [] == bot.titles


async def test_a_channel_that_refuses_pauses_its_subscription_and_its_owner_is_told() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY)
    subscription = await subscribes(bot, a_subscription(at=AT_HALF_PAST_NINE, owner=ADA))
    bot.publisher.refuses(CHANNEL.channel)
    bot.clock.reaches("09:30")
    await rings(bot)
    await rings(bot)
    stopped = await state_of(bot, subscription.id)
    assert (State.SHUT_OUT, f"{CHANNEL.channel} does not let us in.") == (
        stopped.state,
        stopped.reason,
    )
    assert [(Destination(Platform.TELEGRAM, "1815"), "A subscription has stopped")] == [
        (sent.to, sent.title) for sent in bot.publisher.sent
    ]


async def test_it_goes_on_by_itself_when_the_bot_is_let_in_again() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY)
    subscription = await subscribes(bot)
    doors = Doors(bot.storage, bot.clock)
    await doors.shut_out(CHANNEL, "The bot was removed.")
    assert State.SHUT_OUT is (await state_of(bot, subscription.id)).state
    await doors.let_in(CHANNEL)
    bot.clock.reaches("09:30")
    await rings(bot)
    assert 1 == len(bot.titles)


async def test_a_chat_that_moved_keeps_its_subscription() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY)
    subscription = await subscribes(bot)
    bot.publisher.has_moved(CHANNEL.channel, to="-1001")
    bot.clock.reaches("09:30")
    await rings(bot)
    assert "-1001" == (await state_of(bot, subscription.id)).destination.channel
    bot.clock.reaches("09:30")
    await rings(bot)
    assert [
        ("-1001", "🔥 Hot papers · Thursday, 18 January 2024"),
        ("-1001", "🔥 Hot papers · Friday, 19 January 2024"),
    ] == [(sent.to.channel, sent.title) for sent in bot.publisher.sent]


async def test_one_subscription_that_fails_does_not_keep_the_others_from_theirs() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    broken = a_subscription(to=Destination(Platform.DISCORD, "1"), at=AT_HALF_PAST_NINE)
    await subscribes(bot, broken)
    await subscribes(bot)
    bot.clock.reaches("09:30")
    await rings(bot)
    assert 1 == len(bot.titles)


async def test_a_pause_made_while_a_digest_is_prepared_is_kept() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    subscription = await subscribes(bot)
    bot.clock.reaches("09:30")
    attended = subscription.moved_on(date(2024, 1, 18), bot.clock.now())
    paused = subscription.stopped(State.PAUSED, "Wanted.")
    assert paused == paused.timed_as(attended)


async def test_a_token_that_is_not_accepted_shuts_nobody_out() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY, FRIDAY)
    subscription = await subscribes(bot)
    bot.publisher.does_not_know_us()
    bot.clock.reaches("09:30")
    await rings(bot)
    assert State.ACTIVE is (await state_of(bot, subscription.id)).state
    bot.publisher.knows_us_again()
    bot.clock.reaches("09:30")
    await rings(bot)
    assert ["🔥 Hot papers · Friday, 19 January 2024"] == bot.titles


async def test_a_mailing_that_is_read_very_late_still_comes() -> None:
    bot = FakeBot()
    await subscribes(bot)
    bot.clock.reaches("09:30")
    for _ in range(7):
        await rings(bot)
        bot.clock.advance(hours=1)
    await bot.learns(THURSDAY)
    bot.clock.advance(minutes=10)
    await rings(bot)
    await rings(bot)
    assert ["🔥 Hot papers · Thursday, 18 January 2024"] == bot.titles


async def test_who_wants_a_notice_is_told_once_that_no_mailing_came() -> None:
    bot = FakeBot()
    wished = replace(a_subscription(at=AT_HALF_PAST_NINE), quiet=Quiet.NOTICE)
    await subscribes(bot, wished)
    bot.clock.reaches("09:30")
    for _ in range(12):
        await rings(bot)
        bot.clock.advance(hours=1)
    assert 1 == len(bot.publisher.sent)


async def test_what_was_ended_while_its_digest_was_prepared_is_not_sent() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    subscription = await subscribes(bot)
    bot.clock.reaches("09:30")
    ranking = (await subscribed(bot).next_digest(subscription)).ranking
    async with bot.storage.transaction() as tx:
        await tx.subscriptions.remove(subscription.id)
    terms = Terms(subscription=subscription.id)
    announced = await bot.announce.announce(ranking, subscription.request, terms=terms)
    await bot.deliver.deliver()
    assert ([], False) == (bot.titles, announced.is_new)


async def test_an_owner_is_told_once_of_a_channel_with_several_subscriptions() -> None:
    bot = FakeBot()
    await bot.learns(THURSDAY)
    for topic in ("", "cs.LG", "cs.CL"):
        await subscribes(bot, a_subscription(topic, at=AT_HALF_PAST_NINE, owner=ADA))
    bot.publisher.refuses(CHANNEL.channel)
    bot.clock.reaches("09:30")
    await rings(bot)
    await rings(bot)
    assert ["A subscription has stopped"] == bot.titles
