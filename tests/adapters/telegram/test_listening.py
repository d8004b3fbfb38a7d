import asyncio
import logging

import pytest

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PlaceKind
from bot.errors import TryLater, Unreachable
from tests.adapters.telegram.desk import FakeDesk, listening
from tests.emulators.telegram import TelegramEmulator


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


async def test_those_who_may_be_written_to_are_told_to_the_desk(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada", language="fr")
    group, channel = telegram.group("Club", owner=ada), telegram.channel("News", owner=ada)
    async with listening(telegram, desk):
        await telegram.adds_bot(ada, group)
        await telegram.adds_bot(ada, channel, rights={"can_invite_users"})
        await telegram.promotes_bot(ada, channel, {"can_post_messages"})
        await telegram.promotes_bot(ada, group, {"can_pin_messages"})
        await telegram.takes_all()
    assert [
        (str(ada.id), str(group.id), "Club", PlaceKind.GROUP),
        (str(ada.id), str(channel.id), "News", PlaceKind.CHANNEL),
        ("", str(group.id), "Club", PlaceKind.GROUP),
    ] == [
        (one.person.id, one.place.destination.channel, one.place.name, one.place.kind)
        for one in desk.let_in_by
    ]
    assert [str(channel.id)] == [destination.channel for destination, _ in desk.shut_out_of]


async def test_those_who_may_no_longer_be_written_to_are_told_with_a_reason(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    group, channel = telegram.group("Club", owner=ada), telegram.channel("News", owner=ada)
    async with listening(telegram, desk):
        await telegram.adds_bot(ada, group)
        await telegram.adds_bot(ada, channel)
        await telegram.starts(ada)
        await telegram.removes_bot(ada, group)
        await telegram.promotes_bot(ada, channel, {"can_invite_users"})
        await telegram.blocks(ada)
        await telegram.takes_all()
    reasons = {destination.channel: reason for destination, reason in desk.shut_out_of}
    assert reasons[str(group.id)].startswith("I am not in “Club”: add me")
    assert reasons[str(channel.id)].startswith("I may not post in “News”: make me")
    assert reasons[str(ada.id)].startswith("“Ada” has blocked me")


async def test_who_unblocks_the_bot_lets_it_in(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.blocks(ada)
        await telegram.unblocks(ada)
        await telegram.takes_all()
    (caller,) = desk.let_in_by
    assert (PlaceKind.PRIVATE, str(ada.id)) == (caller.place.kind, caller.place.destination.channel)


async def test_a_group_that_moves_is_followed(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    group = telegram.group("Club", owner=ada)
    async with listening(telegram, desk):
        await telegram.adds_bot(ada, group)
        after = await telegram.upgrades(group)
        await telegram.takes_all()
    places = [Destination(Platform.TELEGRAM, str(one.id)) for one in (group, after)]
    assert [tuple(places)] == desk.moves


async def test_an_update_brought_twice_is_answered_once(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        telegram.repeats_next_update()
        await telegram.starts(ada)
        await telegram.says(ada, ada, "/hot")
        await telegram.takes_all()
    assert ["/start", "/hot"] == sorted(desk.heard, reverse=True)


async def test_a_failing_network_is_tried_again_with_longer_pauses(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    telegram.goes_down(times=3, method="getUpdates")
    async with listening(telegram, desk) as time:
        assert 1 + 2 + 4 == time.now
        await telegram.starts(ada)
        await telegram.answer(ada)


async def test_a_network_that_does_not_come_back_is_given_up(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    telegram.goes_down(times=9, method="getUpdates")
    with pytest.raises(TryLater):
        async with listening(telegram, desk):
            pass


async def test_a_wrong_token_is_told(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    telegram.revokes_the_token()
    with pytest.raises(Unreachable, match="TELEGRAM_TOKEN"):
        async with listening(telegram, desk):
            pass


async def test_answers_in_hand_are_given_before_the_bot_stops(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.hesitates()
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.takes_all()
        asyncio.get_running_loop().call_later(0.1, desk.goes_on)
    assert ["You said /start"] == [message.text for message in telegram.messages(ada)]


async def test_what_was_answered_is_not_answered_again_after_a_restart(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
    async with listening(telegram, desk):
        await telegram.says(ada, ada, "/hot")
        assert "You said /hot" == (await telegram.answer(ada)).text


async def test_the_token_is_in_no_log(
    telegram: TelegramEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada = telegram.person("Ada")
    telegram.goes_down(times=1, method="getUpdates")
    async with listening(telegram, desk):
        telegram.goes_down(times=1, method="sendMessage")
        await telegram.starts(ada)
        await telegram.says(ada, ada, "/hot")
        await telegram.answer(ada)
    assert telegram.token.partition(":")[2] not in caplog.text
