from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.commands.catalogue import Limits
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Style
from bot.domain.people import Place, PlaceKind
from bot.domain.subscriptions import Quiet, Rhythm, State, Subscription
from bot.domain.topics import EVERYTHING, Topic
from bot.services.remember import remember
from storage.memory import MemoryStorage
from tests.builders import a_post
from tests.commands.conversation import ADA, CHANNEL, EMMY, GROUP, PRIVATE, Conversation

MOST = Limits(subscriptions_per_place=2, subscriptions_per_person=3)


async def everything(chat: Conversation) -> list[Subscription]:
    async with chat.storage.transaction() as tx:
        return await tx.subscriptions.all()


async def only(chat: Conversation) -> Subscription:
    (subscription,) = await everything(chat)
    return subscription


async def test_a_private_chat_is_subscribed_in_a_line() -> None:
    chat = Conversation.begun()
    answer = await chat.says("/subscribe cs.CL 9:00 Asia/Tokyo weekdays 5 compact")
    subscription = await only(chat)
    assert Topic.of(["cs.CL"]) == subscription.topic
    assert (time(9), ZoneInfo("Asia/Tokyo")) == (
        subscription.cadence.at,
        subscription.cadence.zone,
    )
    assert (5, Style.COMPACT, ADA) == (subscription.top, subscription.style, subscription.owner)
    assert datetime(2024, 1, 19, 0, 0, tzinfo=UTC) == subscription.due_at
    assert "Subscribed." in answer
    assert "Monday to Friday at 09:00 · Asia/Tokyo" in answer
    assert "Next digest: 19 January 2024, 00:00 UTC" in answer
    assert ["Preview", "Change", "Pause", "Remove"] == chat.buttons


async def test_a_topic_is_enough() -> None:
    chat = Conversation.begun()
    await chat.says('/subscribe "language model", cs.CL')
    subscription = await only(chat)
    assert (time(9), "UTC") == (subscription.cadence.at, subscription.cadence.zone.key)
    assert (Style.FULL, None, 0) == (subscription.style, subscription.top, subscription.lag)
    assert (Quiet.SILENCE, Rhythm.DAILY) == (subscription.quiet, subscription.rhythm)


async def test_everything_else_has_a_name() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL minimum=100 lag=2 quiet=notice language=de days=mon,thu")
    subscription = await only(chat)
    assert (100, 2, "de") == (subscription.minimum, subscription.lag, subscription.locale)
    assert (Quiet.NOTICE, {0, 3}) == (subscription.quiet, set(subscription.cadence.days))


async def test_an_author_is_a_topic_and_no_channel() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe @Lovelace")
    assert Topic.parse("@Lovelace") == (await only(chat)).topic


async def test_the_clock_and_the_language_are_those_of_the_person() -> None:
    chat = Conversation.begun()
    await chat.says("/language de")
    await chat.says("/timezone Asia/Tokyo")
    await chat.says("/subscribe cs.CL")
    subscription = await only(chat)
    assert ("de", "Asia/Tokyo") == (subscription.locale, subscription.cadence.zone.key)


async def test_the_clock_and_the_language_of_the_place_count_more() -> None:
    chat = Conversation.begun()
    await chat.says("/language de")
    await chat.says("/timezone Asia/Tokyo")
    chat.moves_to(GROUP)
    chat.rights.makes_manager(ADA, GROUP)
    await chat.says("/language fr here")
    await chat.says("/timezone Europe/Paris here")
    await chat.says("/subscribe cs.CL")
    subscription = await only(chat)
    assert ("fr", "Europe/Paris") == (subscription.locale, subscription.cadence.zone.key)


async def test_without_a_topic_there_is_a_choice() -> None:
    chat = Conversation.begun()
    answer = await chat.says("/subscribe 10:30 weekly")
    assert "What would you like to hear about?" in answer
    assert len(chat.buttons) <= 25
    await chat.presses("cs.CL · Computation and Language")
    subscription = await only(chat)
    assert Topic.of(["cs.CL"]) == subscription.topic
    assert (time(10, 30), Rhythm.WEEKLY) == (subscription.cadence.at, subscription.rhythm)


@pytest.mark.parametrize("word", ["everything", "all"])
async def test_everything_is_a_topic(word: str) -> None:
    chat = Conversation.begun()
    await chat.says(f"/subscribe {word}")
    assert EVERYTHING == (await only(chat)).topic


async def test_each_choice_is_a_topic() -> None:
    chat = Conversation.begun(limits=Limits(subscriptions_per_place=25))
    await chat.says("/subscribe")
    for label in chat.buttons:
        await chat.says("/subscribe")
        assert "Subscribed." in await chat.presses(label)


async def test_the_same_topic_and_rhythm_again_is_a_change() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL 9:00 5 compact")
    answer = await chat.says("/subscribe cs.CL 10:00")
    subscription = await only(chat)
    assert "subscribed already" in answer
    assert (time(10), 5, Style.COMPACT) == (
        subscription.cadence.at,
        subscription.top,
        subscription.style,
    )


async def test_a_weekly_digest_of_the_same_topic_is_another_one() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    answer = await chat.says("/subscribe cs.CL weekly")
    assert "Subscribed." in answer
    assert 2 == len(await everything(chat))


async def test_what_is_paused_goes_on_when_it_is_subscribed_again() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/pause")
    await chat.says("/subscribe cs.CL")
    assert State.ACTIVE is (await only(chat)).state


async def test_in_a_group_it_takes_somebody_who_runs_it() -> None:
    chat = Conversation.begun()
    chat.moves_to(GROUP)
    assert "Only who runs Reading group may change" in await chat.says("/subscribe cs.CL")
    assert [] == await everything(chat)
    chat.rights.makes_manager(ADA, GROUP)
    assert "Reading group" in await chat.says("/subscribe cs.CL")
    assert GROUP.destination == (await only(chat)).destination


async def test_a_thread_is_a_place_of_its_own() -> None:
    chat = Conversation.begun()
    thread = Destination(Platform.TELEGRAM, "-100500", "7")
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(Place(destination=thread, kind=PlaceKind.GROUP, name="Reading group"))
    await chat.says("/subscribe cs.CL")
    assert thread == (await only(chat)).destination


async def test_an_operator_subscribes_any_place() -> None:
    chat = Conversation.begun(operators=frozenset({ADA}))
    await chat.says("/subscribe cs.CL channel=@papers")
    assert CHANNEL.destination == (await only(chat)).destination


async def test_another_channel_is_named() -> None:
    chat = Conversation.begun()
    assert "Only who runs Papers" in await chat.says("/subscribe cs.CL channel=@papers")
    chat.rights.makes_manager(ADA, CHANNEL)
    assert "· Papers" in await chat.says("/subscribe cs.CL channel=@papers")
    subscription = await only(chat)
    assert (CHANNEL.destination, PlaceKind.CHANNEL) == (subscription.destination, subscription.kind)


async def test_a_channel_that_nobody_sees_is_named_in_the_answer() -> None:
    chat = Conversation.begun()
    assert "I see no channel “@nowhere”." == await chat.says("/subscribe cs.CL channel=@nowhere")


async def test_somebody_elses_private_chat_is_not_theirs_to_subscribe() -> None:
    chat = Conversation.begun()
    chat.rights.places["1815"] = PRIVATE
    chat.rights.makes_manager(EMMY, PRIVATE)
    chat.moves_to(GROUP)
    chat.is_now(EMMY)
    assert "Only who runs" in await chat.says("/subscribe cs.CL channel=1815")
    assert [] == await everything(chat)


async def test_a_missing_right_is_named_and_the_button_tries_again() -> None:
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    chat.publisher.refuses("-100500")
    assert "-100500 does not let us in." in await chat.says("/subscribe cs.CL 10:00")
    assert [] == await everything(chat)
    assert ["Try again"] == chat.buttons
    chat.publisher.lets_in("-100500")
    assert "Subscribed." in await chat.presses("Try again")
    assert time(10) == (await only(chat)).cadence.at


async def test_a_place_has_room_for_so_many() -> None:
    chat = Conversation.begun(limits=MOST)
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    answer = await chat.says("/subscribe cs.CV")
    assert "There are 2 subscriptions here, and no more fit." in answer
    assert 2 == len(await everything(chat))
    assert "subscribed already" in await chat.says("/subscribe cs.LG 10:00")


async def test_a_person_has_room_for_so_many() -> None:
    chat = Conversation.begun(limits=MOST)
    chat.rights.makes_manager(ADA, GROUP)
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    chat.moves_to(GROUP)
    await chat.says("/subscribe cs.CL")
    answer = await chat.says("/subscribe cs.CL channel=@papers")
    assert "You have set up 3 subscriptions" in answer
    assert 3 == len(await everything(chat))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cs.XX", "No category “cs.XX”. Did you mean cs.CL"),
        ("cs.CL 25:00", "“25:00” is no time of day"),
        ("cs.CL timezone=Atlantis", "“Atlantis” is no time zone"),
        ("cs.CL 9:00 Atlantis", "“Atlantis” is not understood"),
        ("cs.CL weekly fri", "“weekly” is not understood"),
        ("cs.CL daily at nine", "“at nine” is not understood"),
        ("cs.CL 51", "from 0 to 50"),
        ("cs.CL lag=8", "from 0 to 7"),
        ("cs.CL days=monkey", "“monkey” are no days"),
        ("cs.CL style=loud", "“loud” is none of the choices"),
        ("cs.CL language=Klingon", "“Klingon” is no language of mine"),
    ],
)
async def test_a_mistake_is_answered_with_what_to_write(line: str, told: str) -> None:
    chat = Conversation.begun()
    assert told in await chat.says(f"/subscribe {line}")
    assert [] == await everything(chat)


async def test_a_city_stands_for_its_time_zone() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL timezone=tokyo")
    assert "Asia/Tokyo" == (await only(chat)).cadence.zone.key


async def test_the_first_digest_after_the_clock_is_put_forward_comes_at_the_hour_by_the_clock() -> (
    None
):
    chat = Conversation.begun()
    chat.clock.moment = datetime(2024, 3, 30, 12, 0, tzinfo=UTC)
    assert "31 March 2024, 07:00 UTC" in await chat.says("/subscribe cs.CL 9:00 Europe/Berlin")
    assert "1 April 2024, 07:00 UTC" in await chat.says("/subscribe cs.LG weekly Europe/Berlin")


async def a_chat_with_papers() -> Conversation:
    storage = MemoryStorage()
    await remember(storage, [a_post()])
    return Conversation.begun(storage)


async def test_a_topic_of_no_paper_is_taken_with_a_hint() -> None:
    chat = await a_chat_with_papers()
    answer = await chat.says("/subscribe zeppelin")
    assert "No paper of the last days belongs to “zeppelin”." in answer
    assert "Subscribed." in answer
    assert Topic.parse("zeppelin") == (await only(chat)).topic


async def test_a_topic_of_many_papers_needs_no_hint() -> None:
    chat = await a_chat_with_papers()
    assert "💡" not in await chat.says("/subscribe cs.LG")
