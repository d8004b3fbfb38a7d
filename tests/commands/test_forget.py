from bot.document.nodes import Action
from bot.domain.people import Bookmark, Person, Place, PlaceKind
from tests.builders import NOW, a_paper
from tests.commands.conversation import ADA, EMMY, GROUP, PRIVATE, Conversation


async def a_life() -> Conversation:
    """Ada has left everything that can be kept about her, here and in a group."""
    chat = Conversation.begun()
    await chat.says("/language de")
    await chat.says("/timezone Asia/Tokyo")
    await chat.says("/language en")
    await chat.says("/subscribe cs.CL")
    await chat.says("/mute @Lovelace")
    async with chat.storage.transaction() as tx:
        await tx.bookmarks.add(ADA, Bookmark(a_paper().id, NOW))
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    await chat.says("/subscribe cs.LG")
    return chat


async def left_of_ada(chat: Conversation) -> list[object]:
    async with chat.storage.transaction() as tx:
        return [
            await tx.people.find(ADA),
            await tx.bookmarks.of(ADA),
            await tx.mutes.of(PRIVATE.destination),
            await tx.subscriptions.at(PRIVATE.destination),
            await tx.subscriptions.of_owner(ADA),
            await tx.places.find(PRIVATE.destination),
        ]


async def test_nothing_is_forgotten_before_it_is_confirmed() -> None:
    chat = await a_life()
    chat.moves_to(PRIVATE)
    before = await left_of_ada(chat)
    assert "Forget everything about you?" in await chat.says("/forget")
    assert before == await left_of_ada(chat)


async def test_everything_is_forgotten() -> None:
    chat = await a_life()
    chat.moves_to(PRIVATE)
    await chat.says("/forget")
    assert "Done: 4 entries about you were deleted" in await chat.presses("Forget everything")
    assert [None, [], [], [], [], None] == await left_of_ada(chat)


async def test_in_a_group_the_private_conversation_is_forgotten_too() -> None:
    chat = await a_life()
    await chat.says("/forget")
    await chat.presses("Forget everything")
    assert [None, [], [], [], [], None] == await left_of_ada(chat)


async def test_what_was_set_up_for_others_goes_on_without_a_name() -> None:
    chat = await a_life()
    await chat.says("/forget")
    await chat.presses("Forget everything")
    async with chat.storage.transaction() as tx:
        (subscription,) = await tx.subscriptions.all()
    assert (GROUP.destination, None) == (subscription.destination, subscription.owner)
    assert "🔔 cs.LG" in await chat.says("/subscriptions")


async def test_asking_twice_does_no_harm() -> None:
    chat = await a_life()
    await chat.says("/forget")
    token = chat.token(next(chat._actions()))
    await chat.sends(token)
    assert "There was nothing kept about you." in await chat.sends(token)


async def test_nobody_else_is_forgotten() -> None:
    chat = await a_life()
    await chat.says("/forget")
    token = chat.token(next(chat._actions()))
    chat.is_now(EMMY)
    chat.moves_to(Place(destination=EMMY.private, kind=PlaceKind.PRIVATE))
    await chat.says("/timezone Europe/Paris")
    before = await left_of_ada(chat)
    assert "This button belongs to somebody else." == await chat.sends(token)
    forged = chat.token(Action("", "forgotten", (("person", str(ADA)),)))
    assert "Done: 1 entry about you was deleted" in await chat.sends(forged)
    assert before == await left_of_ada(chat)


async def test_it_cannot_be_written_by_mistake() -> None:
    chat = await a_life()
    before = await left_of_ada(chat)
    assert "There is no command /forgotten" in await chat.says("/forgotten")
    assert before == await left_of_ada(chat)


async def test_who_is_forgotten_begins_anew() -> None:
    chat = await a_life()
    await chat.says("/forget")
    await chat.presses("Forget everything")
    await chat.says("/language de")
    async with chat.storage.transaction() as tx:
        assert Person(key=ADA, locale="de") == await tx.people.find(ADA)
