import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.document.plain import plain_block
from bot.domain.deliveries import LEASE, MAX_ATTEMPTS, Form, State, expire
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey, Style
from bot.ports import Storage
from tests.builders import CHANNEL
from tests.fakes import FakePublisher, Sent
from tests.services.bots import OTHER_CHANNEL, FakeBot, a_narrow_platform, papers

FIVE_MINUTES = timedelta(minutes=5)


def parts(bot: FakeBot) -> list[str]:
    return [title.rpartition(" · ")[2] for title in bot.titles]


async def states(bot: FakeBot, key: DigestKey) -> list[State]:
    return [delivery.state for delivery in await bot.outbox(key)]


async def test_a_busy_platform_is_tried_again_after_the_pause_it_asked_for() -> None:
    bot = FakeBot()
    bot.publisher.is_busy(times=1, after=FIVE_MINUTES)
    await bot.is_asked_for()
    await bot.deliver.deliver()
    bot.clock.advance(minutes=4, seconds=59)
    await bot.deliver.deliver()
    assert [] == bot.publisher.sent
    bot.clock.advance(seconds=1)
    await bot.deliver.deliver()
    assert 1 == len(bot.publisher.sent)


async def test_a_restart_in_the_middle_goes_on_with_the_right_part() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    await bot.is_asked_for(papers(3))
    bot.publisher.takes(times=1)
    bot.publisher.is_busy(times=1, after=FIVE_MINUTES)
    await bot.deliver.deliver()
    assert ["1 of 3"] == parts(bot)
    restarted = FakeBot(storage=bot.storage, publisher=bot.publisher, clock=bot.clock)
    await restarted.is_asked_for(papers(3))
    await restarted.deliver.deliver()
    assert ["1 of 3"] == parts(bot)
    bot.clock.advance(minutes=5)
    await restarted.deliver.deliver()
    assert ["1 of 3", "2 of 3", "3 of 3"] == parts(bot)
    assert [None, "1", "2"] == [sent.message.reply_to for sent in bot.publisher.sent]


async def test_a_platform_that_stays_busy_is_given_up() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.is_busy(times=1000)
    announcement = await bot.is_asked_for(papers(2))
    for _ in range(24):
        await bot.deliver.deliver()
        bot.clock.advance(hours=1)
    assert MAX_ATTEMPTS == bot.publisher.attempts
    assert [State.ABANDONED, State.ABANDONED] == await states(bot, announcement.key)


async def test_a_platform_that_asks_for_no_pause_at_all_is_given_up_at_once() -> None:
    bot = FakeBot()
    bot.publisher.is_busy(times=1000, after=timedelta(0))
    await bot.is_asked_for()
    (*_, last) = await bot.deliver.deliver()
    assert State.ABANDONED is last.state
    assert MAX_ATTEMPTS == bot.publisher.attempts


@pytest.mark.parametrize("resends", [False, True])
async def test_a_broken_connection_repeats_nothing_where_nonces_are_known(*, resends: bool) -> None:
    bot = FakeBot(publisher=FakePublisher(recognises_nonces=True), resends_uncertain=resends)
    bot.publisher.breaks_off_after_taking(1)
    announcement = await bot.is_asked_for()
    await bot.deliver.deliver()
    bot.clock.advance(minutes=1)
    await bot.deliver.deliver()
    assert (2, 1) == (bot.publisher.attempts, len(bot.publisher.sent))
    assert [State.SENT] == await states(bot, announcement.key)


async def test_without_nonces_a_broken_connection_is_left_on_record() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.breaks_off_after_taking(1)
    announcement = await bot.is_asked_for(papers(2))
    await bot.deliver.deliver()
    bot.clock.advance(hours=24)
    await bot.deliver.deliver()
    assert ["1 of 2", "2 of 2"] == parts(bot)
    assert [State.UNCERTAIN, State.SENT] == await states(bot, announcement.key)


async def test_whoever_prefers_repetitions_to_gaps_gets_them() -> None:
    bot = FakeBot(resends_uncertain=True)
    bot.publisher.breaks_off_after_taking(1)
    announcement = await bot.is_asked_for()
    await bot.deliver.deliver()
    bot.clock.advance(minutes=1)
    await bot.deliver.deliver()
    assert 2 == len(bot.publisher.sent)
    assert [State.SENT] == await states(bot, announcement.key)


async def is_claimed(bot: FakeBot) -> None:
    """Take everything due in hand, as a process does that dies before it settles anything."""
    async with bot.storage.transaction() as tx:
        await tx.deliveries.claim(now=bot.clock.now(), platforms=bot.publishers.keys(), limit=100)


async def is_taken_for_lost(bot: FakeBot) -> None:
    """Queue again what a process had in hand that died, and stop before it is sent."""
    now = bot.clock.now()
    async with bot.storage.transaction() as tx:
        for delivery in await tx.deliveries.expired(now=now):
            await tx.deliveries.save(expire(delivery, now=now, resend_uncertain=True))


async def test_a_message_in_the_hand_of_a_process_is_left_to_it() -> None:
    bot = FakeBot()
    await bot.is_asked_for()
    await is_claimed(bot)
    bot.clock.advance(seconds=LEASE.total_seconds() - 1)
    assert [] == await bot.deliver.deliver()


async def test_after_the_lease_it_is_uncertain_whether_a_message_arrived() -> None:
    bot = FakeBot()
    announcement = await bot.is_asked_for()
    await is_claimed(bot)
    bot.clock.advance(seconds=LEASE.total_seconds())
    await bot.deliver.deliver()
    bot.clock.advance(hours=1)
    await bot.deliver.deliver()
    assert [] == bot.publisher.sent
    assert [State.UNCERTAIN] == await states(bot, announcement.key)


async def test_after_the_lease_it_is_sent_again_where_nonces_are_known() -> None:
    bot = FakeBot(publisher=FakePublisher(recognises_nonces=True))
    announcement = await bot.is_asked_for()
    await is_claimed(bot)
    bot.clock.advance(seconds=LEASE.total_seconds())
    await bot.deliver.deliver()
    assert 1 == len(bot.publisher.sent)
    assert [State.SENT] == await states(bot, announcement.key)


async def test_a_message_that_never_comes_back_is_given_up_with_the_rest_of_its_digest() -> None:
    publisher = a_narrow_platform()
    publisher.recognises_nonces = True
    bot = FakeBot(publisher=publisher)
    announcement = await bot.is_asked_for(papers(2))
    for _ in range(MAX_ATTEMPTS - 1):
        await is_claimed(bot)
        bot.clock.advance(hours=3)
        await is_taken_for_lost(bot)
    await is_claimed(bot)
    bot.clock.advance(hours=3)
    assert [] == await bot.deliver.deliver()
    assert [State.ABANDONED, State.ABANDONED] == await states(bot, announcement.key)


async def test_the_messages_of_a_platform_we_do_not_have_are_left_to_who_has_it() -> None:
    bot = FakeBot()
    announcement = await bot.is_asked_for()
    await is_claimed(bot)
    bot.clock.advance(hours=1)
    stranger = FakeBot(
        storage=bot.storage, clock=bot.clock, publisher=FakePublisher(platform=Platform.DISCORD)
    )
    await stranger.deliver.deliver()
    assert [State.SENDING] == await states(bot, announcement.key)


async def test_an_unreachable_channel_costs_the_rest_of_its_digest_and_nothing_else() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.refuses(CHANNEL.channel)
    refused = await bot.is_asked_for(papers(3))
    taken = await bot.is_asked_for(papers(3), to=OTHER_CHANNEL)
    await bot.deliver.deliver()
    assert [State.ABANDONED] * 3 == await states(bot, refused.key)
    assert [State.SENT] * 3 == await states(bot, taken.key)
    problems = {delivery.problem for delivery in await bot.outbox(refused.key)}
    assert {"@papers does not let us in."} == problems
    assert 1 + 3 == bot.publisher.attempts


async def test_a_channel_that_closes_in_the_middle_keeps_what_it_has() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.takes(times=1)
    bot.publisher.rejects(times=1)
    announcement = await bot.is_asked_for(papers(3))
    await bot.deliver.deliver()
    expected = [State.SENT, State.ABANDONED, State.ABANDONED]
    assert expected == await states(bot, announcement.key)


async def test_a_chat_that_moved_is_followed() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.has_moved(CHANNEL.channel, to="-1001")
    announcement = await bot.is_asked_for(papers(2))
    await bot.deliver.deliver()
    assert ["1 of 2", "2 of 2"] == parts(bot)
    assert {Destination(CHANNEL.platform, "-1001")} == {sent.to for sent in bot.publisher.sent}
    assert [State.SENT, State.SENT] == await states(bot, announcement.key)


async def test_two_chats_that_point_at_each_other_are_not_followed_for_ever() -> None:
    bot = FakeBot()
    bot.publisher.has_moved(CHANNEL.channel, to="-1001")
    bot.publisher.has_moved("-1001", to=CHANNEL.channel)
    announcement = await bot.is_asked_for()
    await bot.deliver.deliver()
    assert MAX_ATTEMPTS == bot.publisher.attempts
    assert [State.ABANDONED] == await states(bot, announcement.key)


async def test_a_server_without_rich_messages_gets_plain_ones_in_order() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.knows_no_rich_messages()
    announcement = await bot.is_asked_for(papers(5), style=Style.RICH)
    await bot.deliver.deliver()
    assert 3 == announcement.messages
    shown = [papers_of(sent) for sent in bot.publisher.sent]
    assert [[f"{number}. Title {number}"] for number in range(1, 6)] == shown
    assert {Form.PLAIN} == {sent.message.form for sent in bot.publisher.sent}
    assert {State.SENT, State.REPLACED} == set(await states(bot, announcement.key))


def papers_of(sent: Sent) -> list[str]:
    return [plain_block(section.blocks[0]) for section in sent.message.document.sections]


async def test_a_message_laid_out_again_rings_once() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.knows_no_rich_messages()
    await bot.is_asked_for(papers(5), style=Style.RICH)
    await bot.deliver.deliver()
    silent = [sent.message.is_silent for sent in bot.publisher.sent]
    assert [False, True, True, True, True] == silent


async def test_a_mistake_that_nobody_foresaw_stops_no_other_message() -> None:
    bot = FakeBot()
    bot.publisher.stumbles_over(CHANNEL.channel)
    first = await bot.is_asked_for()
    second = await bot.is_asked_for(to=OTHER_CHANNEL)
    await bot.deliver.deliver()
    assert [State.ABANDONED] == await states(bot, first.key)
    assert [State.SENT] == await states(bot, second.key)
    (delivery,) = await bot.outbox(first.key)
    assert "Posting failed with RuntimeError; the log has the details." == delivery.problem


async def test_only_the_digest_that_was_named_is_sent() -> None:
    bot = FakeBot()
    await bot.is_asked_for()
    wanted = await bot.is_asked_for(to=OTHER_CHANNEL)
    await bot.deliver.deliver(wanted.key)
    assert [OTHER_CHANNEL] == [sent.to for sent in bot.publisher.sent]


async def test_more_messages_than_are_taken_in_hand_at_a_time_are_all_sent() -> None:
    bot = FakeBot()
    for number in range(1, 51):
        await bot.is_asked_for(to=Destination(Platform.TELEGRAM, f"-{number}"))
    settled = await bot.deliver.deliver()
    assert 50 == len(settled) == len(bot.publisher.sent)


async def test_two_processes_send_no_message_twice() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    for number in range(1, 21):
        await bot.is_asked_for(papers(3), to=Destination(Platform.TELEGRAM, f"-{number}"))
    processes = [bot.deliver.deliver() for _ in range(4)]
    settled = [row for rows in await asyncio.gather(*processes) for row in rows]
    nonces = [sent.message.nonce for sent in bot.publisher.sent]
    assert 60 == len(nonces) == len(set(nonces))
    assert 60 == len(settled)


async def test_two_processes_that_announce_at_once_announce_once() -> None:
    bot = FakeBot()
    announcements = await asyncio.gather(*(bot.is_asked_for() for _ in range(5)))
    await bot.deliver.deliver()
    assert 1 == sum(announcement.is_new for announcement in announcements)
    assert 1 == len(bot.publisher.sent)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["takes", "busy", "breaks off", "dies"]), max_size=12))
async def test_whatever_happens_no_part_comes_twice_or_before_the_one_it_continues(
    troubles: list[str],
) -> None:
    publisher = a_narrow_platform()
    publisher.recognises_nonces = True
    bot = FakeBot(publisher=publisher)
    announcement = await bot.is_asked_for(papers(3))
    for trouble in troubles:
        match trouble:
            case "busy":
                publisher.is_busy(times=1)
            case "breaks off":
                publisher.breaks_off_after_taking(1)
            case "dies":
                await is_claimed(bot)
            case _:
                publisher.takes(times=1)
        await bot.deliver.deliver()
        bot.clock.advance(minutes=5)
    await _settle_everything(bot)
    titles = parts(bot)
    assert ["1 of 3", "2 of 3", "3 of 3"][: len(titles)] == titles
    outbox = await bot.outbox(announcement.key)
    assert len(titles) >= sum(row.state is State.SENT for row in outbox)
    assert all(row.state.is_final for row in outbox)


async def _settle_everything(bot: FakeBot) -> None:
    for _ in range(40):
        await bot.deliver.deliver()
        bot.clock.advance(hours=3)


async def test_nothing_is_left_waiting_afterwards() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    bot.publisher.is_busy(times=3)
    await bot.is_asked_for(papers(3))
    await _settle_everything(bot)
    assert 0 == await _waiting(bot.storage)


async def _waiting(storage: Storage) -> int:
    async with storage.transaction() as tx:
        return await tx.deliveries.waiting()
