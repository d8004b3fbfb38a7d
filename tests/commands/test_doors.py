from dataclasses import replace

from bot.document.plain import plain
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.domain.subscriptions import State
from tests.builders import NOW
from tests.commands.conversation import ADA, CHANNEL, EMMY, GROUP, PRIVATE, Conversation

NOBODY = PersonKey(Platform.TELEGRAM, "")


async def a_group_with_digests() -> Conversation:
    """Ada has subscribed a group and one of its topics."""
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    await chat.says("/subscribe cs.CL")
    chat.moves_to(in_thread("7"))
    await chat.says("/subscribe cs.LG")
    chat.moves_to(GROUP)
    return chat


def in_thread(thread: str) -> Place:
    return replace(GROUP, destination=replace(GROUP.destination, thread=thread))


async def states(chat: Conversation) -> list[State]:
    async with chat.storage.transaction() as tx:
        return [one.state for one in await tx.subscriptions.all()]


async def told(chat: Conversation, person: PersonKey = ADA) -> list[str]:
    """What waits for somebody in their private conversation."""
    async with chat.storage.transaction() as tx:
        claimed = await tx.deliveries.claim(
            now=chat.clock.now(), platforms=[Platform.TELEGRAM], limit=100
        )
    return [plain(document) for one, document in claimed if one.destination == person.private]


async def test_a_group_that_refuses_stops_its_digests_and_those_of_its_topics() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    assert [State.SHUT_OUT, State.SHUT_OUT] == await states(chat)
    assert "🚪 Stopped: I was removed." in await chat.says("/subscriptions")
    (notice,) = await told(chat)
    assert 2 == notice.count("could not be sent any more")


async def test_a_topic_that_refuses_stops_only_its_own_digests() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(in_thread("7").destination, "The topic is closed.")
    assert [State.ACTIVE, State.SHUT_OUT] == await states(chat)


async def test_let_in_again_the_digests_go_on_with_their_next_period() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    chat.clock.advance(hours=100)
    await chat.desk.let_in([Caller(person=NOBODY, place=GROUP)])
    assert [State.ACTIVE, State.ACTIVE] == await states(chat)
    async with chat.storage.transaction() as tx:
        assert [] == await tx.subscriptions.due(chat.clock.now(), limit=10)
        following = await tx.subscriptions.next_due_at()
    assert following is not None
    assert 0 < (following - chat.clock.now()).total_seconds() <= 24 * 3600


async def test_what_people_paused_stays_paused() -> None:
    chat = await a_group_with_digests()
    await chat.says("/pause")
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    await chat.desk.let_in([Caller(person=ADA, place=GROUP)])
    assert [State.PAUSED, State.ACTIVE] == await states(chat)


async def test_what_is_paused_while_it_is_shut_out_does_not_go_on_by_itself() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    await chat.says("/pause")
    await chat.desk.let_in([Caller(person=ADA, place=GROUP)])
    assert [State.PAUSED, State.ACTIVE] == await states(chat)


async def test_who_lets_the_bot_in_is_greeted_with_the_first_step() -> None:
    chat = Conversation.begun()
    (tidings,) = await chat.desk.doors.let_in([Caller(person=ADA, place=CHANNEL)])
    chat.answer = tidings.reply
    assert ADA == tidings.person
    assert "I may post in Papers now." in plain(tidings.reply.document)
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.presses("Subscribe Papers")
    await chat.presses("cs.CL · Computation and Language")
    async with chat.storage.transaction() as tx:
        (subscription,) = await tx.subscriptions.all()
    assert CHANNEL.destination == subscription.destination


async def test_who_presses_the_greeting_and_runs_nothing_gets_nothing() -> None:
    chat = Conversation.begun()
    (tidings,) = await chat.desk.doors.let_in([Caller(person=ADA, place=CHANNEL)])
    chat.answer = tidings.reply
    assert "Only who runs Papers" in await chat.presses("Subscribe Papers")


async def test_of_many_places_somebody_is_told_once() -> None:
    chat = Conversation.begun()
    places = [
        replace(GROUP, destination=Destination(Platform.TELEGRAM, f"-1006{number}"), name=name)
        for number, name in enumerate(("general", "papers", "random", "off-topic"))
    ]
    await chat.desk.let_in([Caller(person=ADA, place=place) for place in places])
    (greeting,) = await told(chat)
    assert "I may post in general, papers, random and others now." in greeting
    assert "Subscribe off-topic" in greeting


async def test_owners_are_told_that_their_digests_go_on() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    await told(chat)
    chat.clock.advance(hours=1)
    await chat.desk.let_in([Caller(person=EMMY, place=GROUP)])
    assert ["2 digests that had stopped go on" in each for each in await told(chat)] == [True]


async def test_who_lets_the_bot_in_again_is_told_once() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "I was removed.")
    await told(chat)
    chat.clock.advance(hours=1)
    await chat.desk.let_in([Caller(person=ADA, place=GROUP)])
    (greeting,) = await told(chat)
    assert "Thank you for letting me in" in greeting
    assert "2 digests that had stopped go on" in greeting


async def test_nobody_is_greeted_whose_name_is_not_known_or_in_a_private_chat() -> None:
    chat = Conversation.begun()
    private = Place(destination=PRIVATE.destination, kind=PlaceKind.PRIVATE)
    callers = [Caller(person=NOBODY, place=GROUP), Caller(person=ADA, place=private)]
    assert [] == list(await chat.desk.doors.let_in(callers))


async def test_a_greeting_speaks_the_language_of_who_let_the_bot_in() -> None:
    chat = Conversation.begun()
    await chat.says("/language de")
    (tidings,) = await chat.desk.doors.let_in([Caller(person=ADA, place=CHANNEL)])
    assert tidings.reply.document.opening


async def test_a_private_chat_that_comes_back_goes_on() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.desk.shut_out(PRIVATE.destination, "You blocked me.")
    assert [State.SHUT_OUT] == await states(chat)
    assert [] == await told(chat)
    await chat.desk.let_in([Caller(person=ADA, place=PRIVATE)])
    assert [State.ACTIVE] == await states(chat)


async def test_what_a_group_has_moves_with_it() -> None:
    chat = await a_group_with_digests()
    await chat.says("/mute @Lovelace")
    await chat.says("/language de here")
    after = replace(GROUP.destination, channel="-100999")
    await chat.desk.moved(GROUP.destination, after)
    async with chat.storage.transaction() as tx:
        places = [one.destination for one in await tx.subscriptions.all()]
        mutes = await tx.mutes.of(after)
        chosen = await tx.places.find(after)
    assert [after, replace(after, thread="7")] == places
    assert 1 == len(mutes)
    assert chosen is not None
    assert "de" == chosen.locale


async def test_the_reason_may_hold_braces() -> None:
    chat = await a_group_with_digests()
    await chat.desk.shut_out(GROUP.destination, "The server said {nothing}.")
    assert "The server said {nothing}." in await chat.says("/subscriptions")
    assert NOW == chat.clock.now()
