from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.commands.spec import Form
from bot.document.nodes import Action
from bot.domain.cadence import Cadence
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Place, PlaceKind
from bot.domain.subscriptions import State, Subscription
from bot.domain.topics import Topic
from tests.commands.conversation import ADA, CHANNEL, EMMY, GROUP, PRIVATE, Conversation

OTHER_GROUP = replace(GROUP, destination=Destination(Platform.TELEGRAM, "-100600"), name="Secret")


async def everything(chat: Conversation) -> list[Subscription]:
    async with chat.storage.transaction() as tx:
        return await tx.subscriptions.all()


async def the_one(chat: Conversation, number: int) -> Subscription | None:
    async with chat.storage.transaction() as tx:
        return await tx.subscriptions.find(number)


def runs(chat: Conversation, place: Place) -> None:
    chat.rights.makes_manager(chat.caller.person, place)
    chat.moves_to(place)


async def forged(chat: Conversation, command: str, **others: str) -> str:
    """Press a button that the bot has never offered."""
    arguments = (("which", "1"), *others.items())
    return await chat.sends(chat.token(Action("", command, arguments)))


async def emmys_private_chat(chat: Conversation) -> None:
    """Let Emmy speak, in her own private chat."""
    await chat.says("/subscribe cs.CL")
    chat.is_now(EMMY)
    chat.moves_to(Place(destination=EMMY.private, kind=PlaceKind.PRIVATE))


async def test_without_a_subscription_there_is_a_way_to_one() -> None:
    chat = Conversation.begun()
    assert "Nothing is sent here yet." in await chat.says("/subscriptions")
    assert "What would you like to hear about?" in await chat.presses("Subscribe")


async def test_the_only_subscription_is_shown_at_once() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    assert "Next digest: 19 January 2024, 09:00 UTC" in await chat.says("/subscriptions")
    assert ["Preview", "Change", "Pause", "Remove"] == chat.buttons


async def test_of_several_one_is_chosen() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG 10:00")
    answer = await chat.says("/subscriptions")
    assert "#1 · cs.CL · Every day at 09:00 · UTC · Next digest: 19 January" in answer
    assert "#2 · cs.LG · Every day at 10:00 · UTC · Next digest: 18 January" in answer
    assert "🔔 cs.LG" in await chat.presses("#2 cs.LG")


async def test_five_are_on_a_page() -> None:
    chat = Conversation.begun()
    for category in ("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.RO", "cs.IR"):
        await chat.says(f"/subscribe {category}")
    assert "cs.IR" not in await chat.says("/subscriptions")
    assert "#6 · cs.IR" in await chat.presses("Next")
    assert "#5 · cs.RO" in await chat.presses("Previous")
    assert "#6 · cs.IR" in await chat.says("/subscriptions page=99")


async def test_the_next_time_is_told_by_the_readers_clock() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL 9:00 UTC")
    await chat.says("/subscribe cs.LG 9:00 Europe/Berlin")
    await chat.says("/timezone Asia/Tokyo")
    answer = await chat.says("/subscriptions")
    assert "17:00 JST" in answer


async def test_everybody_sees_what_is_sent_where_they_are() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    chat.is_now(EMMY)
    assert "🔔 cs.CL" in await chat.says("/subscriptions")
    assert "Only who runs Reading group" in await chat.presses("Pause")
    assert State.ACTIVE is (await everything(chat))[0].state


async def test_another_channel_is_shown_to_those_who_run_it() -> None:
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.says("/subscribe cs.CL channel=@papers")
    assert "🔔 cs.CL" in await chat.says("/subscriptions @papers")
    chat.is_now(EMMY)
    assert "Only who runs Papers" in await chat.says("/subscriptions @papers")


async def test_a_private_chat_shows_what_was_set_up_elsewhere() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.LG")
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.says("/subscribe cs.CL channel=@papers")
    answer = await chat.says("/subscriptions")
    assert "#2 · cs.CL · Every day at 09:00 · UTC · Papers" in answer
    await chat.presses("#2 cs.CL · Papers")
    assert "Paused" in await chat.presses("Pause")


async def test_a_pause_ends_when_somebody_ends_it() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    assert "⏸ Paused" in await chat.says("/pause")
    chat.clock.advance(hours=72)
    assert "Next digest: 22 January 2024, 09:00 UTC" in await chat.says("/resume")


async def test_resuming_what_goes_on_changes_nothing() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    before = await everything(chat)
    chat.clock.advance(hours=30)
    await chat.says("/resume")
    assert before == await everything(chat)


async def test_it_does_not_go_on_where_the_bot_may_not_post() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    chat.publisher.refuses("-100500")
    assert "-100500 does not let us in." == await chat.says("/resume")
    assert "🚪 Stopped: I was removed." in await chat.says("/subscriptions")


@pytest.mark.parametrize("which", ["2", "#2", "cs.LG", "CS.lg"])
async def test_a_subscription_is_named_by_number_or_topic(which: str) -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    await chat.says(f"/pause {which}")
    states = [one.state for one in await everything(chat)]
    assert [State.ACTIVE, State.PAUSED] == states


async def test_where_several_are_meant_one_is_chosen() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.CL weekly")
    assert "There are several." in await chat.says("/pause cs.CL")
    assert "Every week: Monday" in await chat.presses("#2 cs.CL")
    assert State.PAUSED is (await everything(chat))[1].state


@pytest.mark.parametrize("command", ["pause", "resume", "unsubscribe", "preview", "change"])
async def test_where_there_is_none_the_way_to_one_is_told(command: str) -> None:
    chat = Conversation.begun()
    assert "Nothing is sent here yet. /subscribe" in await chat.says(f"/{command}")
    assert "That subscription is gone." in await chat.says(f"/{command} 7")


async def test_a_topic_that_nobody_subscribed_to_is_named_in_the_answer() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    assert "There is no subscription to “cs.LG” here." in await chat.says("/pause cs.LG")


async def test_a_subscription_ends_after_a_question() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    assert "Remove the subscription to “cs.CL”?" in await chat.says("/unsubscribe")
    assert 1 == len(await everything(chat))
    assert "🔔 cs.CL" in await chat.presses("Keep it")
    await chat.says("/unsubscribe")
    assert "“cs.CL” is not sent any more." in await chat.presses("Remove it")
    assert [] == await everything(chat)


async def test_a_button_of_what_was_removed_says_so() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    tokens = {label: chat.token(one) for label, one in labelled(chat).items()}
    await chat.says("/unsubscribe")
    await chat.presses("Remove it")
    for token in tokens.values():
        assert "That subscription is gone." in await chat.sends(token)


def labelled(chat: Conversation) -> dict[str, Action]:
    return {one.label: one for one in chat._actions()}


async def test_a_form_changes_what_it_is_filled_with() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL 9:00 Asia/Tokyo weekdays 5")
    form = await chat.presses("Change")
    assert "Change “cs.CL”" in form
    assert isinstance(chat.answer, Form)
    assert ["cs.CL", "09:00", "Asia/Tokyo", "weekdays", "5"] == [
        one.written for one in chat.answer.fields
    ]
    answer = await chat.fills_in({"topic": "cs.LG", "at": "10:15", "days": "daily", "count": "3"})
    assert "Changed." in answer
    (subscription,) = await everything(chat)
    assert Topic.of(["cs.LG"]) == subscription.topic
    assert (time(10, 15), 7) == (subscription.cadence.at, len(subscription.cadence.days))
    assert (3, "Asia/Tokyo") == (subscription.top, subscription.cadence.zone.key)


@pytest.mark.parametrize("topic", ["cs.CL", '"language model", cs.*', "@Lovelace -GPT", "all"])
async def test_a_form_that_is_sent_as_it_is_changes_nothing(topic: str) -> None:
    chat = Conversation.begun()
    await chat.says(f"/subscribe {topic} 9:00 mon,thu")
    before = await everything(chat)
    await chat.says("/change 1")
    assert isinstance(chat.answer, Form)
    assert len(chat.answer.fields) <= 5
    await chat.fills_in({one.param.name: one.written for one in chat.answer.fields})
    assert before == await everything(chat)


async def test_a_mistake_in_a_form_leads_back_to_it() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.presses("Change")
    assert "“noon” is no time of day." in await chat.fills_in({"at": "noon", "count": "3"})
    assert "Change “cs.CL”" in await chat.presses("Change it")
    assert "No category “cs.XX”." in await chat.fills_in({"topic": "cs.XX"})
    assert ["Change it"] == chat.buttons


async def test_a_change_is_written_in_a_line() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    assert "Changed." in await chat.says("/change 1 10:00 count=3 minimum=50")
    subscription = await the_one(chat, 1)
    assert subscription is not None
    assert (time(10), 3, 50) == (
        subscription.cadence.at,
        subscription.top,
        subscription.minimum,
    )
    await chat.says("/change cs.CL count=0 minimum=0")
    subscription = await the_one(chat, 1)
    assert subscription is not None
    assert (None, None) == (subscription.top, subscription.minimum)


async def test_a_number_that_is_not_named_is_not_taken_for_another_subscription() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    before = await everything(chat)
    await chat.says("/change 1 10:00 2")
    assert before == await everything(chat)


async def test_a_change_makes_no_second_subscription_of_a_topic() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/subscribe cs.LG")
    before = await everything(chat)
    assert "There is another subscription to “cs.CL”" in await chat.says("/change 2 topic=cs.CL")
    assert before == await everything(chat)


async def test_brought_forward_the_digest_is_on_its_way() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL 11:00")
    chat.clock.advance(hours=1)
    assert "The next digest is on its way." in await chat.says("/change at=9:30")


@pytest.mark.parametrize(
    "command", ["subscription", "pause", "resume", "unsubscribe", "unsubscribed", "preview"]
)
async def test_a_forged_number_opens_nobody_elses_subscription(command: str) -> None:
    chat = Conversation.begun()
    await emmys_private_chat(chat)
    before = await everything(chat)
    assert "That subscription is gone." in await forged(chat, command)
    assert before == await everything(chat)


@pytest.mark.parametrize("others", [{}, {"at": "10:00"}, {"topic": "cs.LG"}])
async def test_a_forged_change_changes_nobody_elses_subscription(others: dict[str, str]) -> None:
    chat = Conversation.begun()
    await emmys_private_chat(chat)
    before = await everything(chat)
    assert "That subscription is gone." in await forged(chat, "change", **others)
    assert before == await everything(chat)


async def test_a_forged_number_does_not_tell_the_name_of_a_place() -> None:
    chat = Conversation.begun()
    runs(chat, OTHER_GROUP)
    await chat.says("/subscribe cs.CL")
    chat.is_now(EMMY)
    chat.moves_to(GROUP)
    chat.rights.makes_manager(EMMY, GROUP)
    assert "Secret" not in await forged(chat, "pause")
    assert State.ACTIVE is (await everything(chat))[0].state


async def test_who_runs_the_place_spoken_in_does_not_run_the_place_of_a_subscription() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    chat.is_now(EMMY)
    runs(chat, OTHER_GROUP)
    assert "That subscription is gone." in await chat.says("/unsubscribe 1")


async def test_ids_of_one_platform_say_nothing_on_another() -> None:
    chat = Conversation.begun()
    elsewhere = Destination(Platform.DISCORD, "-100500")
    async with chat.storage.transaction() as tx:
        cadence = Cadence(time(9), ZoneInfo("UTC"))
        await tx.subscriptions.add(
            Subscription(destination=elsewhere, cadence=cadence, kind=PlaceKind.GROUP)
        )
    runs(chat, GROUP)
    assert "That subscription is gone." in await chat.says("/pause 1")


async def test_another_manager_takes_over() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    chat.is_now(EMMY)
    chat.rights.makes_manager(EMMY, GROUP)
    assert "⏸ Paused" in await chat.says("/pause")
    assert ADA == (await everything(chat))[0].owner


async def test_another_persons_button_does_nothing() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    token = chat.token(labelled(chat)["Pause"])
    chat.is_now(EMMY)
    chat.rights.makes_manager(EMMY, GROUP)
    assert "This button belongs to somebody else." in await chat.sends(token)
    assert State.ACTIVE is (await everything(chat))[0].state


async def test_who_lost_the_right_is_told_so() -> None:
    chat = Conversation.begun()
    runs(chat, GROUP)
    await chat.says("/subscribe cs.CL")
    chat.rights.managers.clear()
    assert "Only who runs Reading group" in await chat.presses("Pause")
    chat.moves_to(PRIVATE)
    assert "Only who runs Reading group" in await chat.says("/unsubscribe 1")
    assert State.ACTIVE is (await everything(chat))[0].state


async def test_an_operator_changes_any_subscription() -> None:
    chat = Conversation.begun(operators=frozenset({EMMY}))
    await emmys_private_chat(chat)
    assert "⏸ Paused" in await chat.says("/pause 1")


@pytest.mark.parametrize("which", ["0", "-1", "999999999", "99999999999999999999", "１"])
async def test_a_number_of_nothing_is_answered_with_a_sentence(which: str) -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    answer = await chat.says(f"/pause {which}")
    assert "/subscriptions lists" in answer
