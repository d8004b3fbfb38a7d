import pytest

from bot.commands.spec import Reply
from bot.services.remember import remember
from storage.memory import MemoryStorage
from tests.builders import a_post
from tests.commands.conversation import ADA, EMMY, GROUP, Conversation


async def a_chat() -> Conversation:
    """Ada runs a group, the clock shows nine on the day after two papers were hot."""
    storage = MemoryStorage()
    await remember(storage, [a_post()])
    chat = Conversation.begun(storage)
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    return chat


async def test_a_preview_shows_papers_and_sends_nothing() -> None:
    chat = await a_chat()
    await chat.says("/subscribe cs.LG")
    answer = await chat.presses("Preview")
    assert 2 == answer.count("Small Models Learn Quickly")
    assert [] == chat.publisher.sent
    async with chat.storage.transaction() as tx:
        assert 0 == await tx.deliveries.waiting()
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private


async def test_a_preview_keeps_to_the_topic_and_the_mutes() -> None:
    chat = await a_chat()
    await chat.says("/subscribe cs.LG")
    await chat.says("/mute 2401.00001")
    assert 1 == (await chat.says("/preview")).count("Small Models Learn Quickly")
    await chat.says("/mute @Lovelace")
    assert "Small Models" not in await chat.says("/preview")


async def test_a_preview_keeps_to_the_minimum() -> None:
    chat = await a_chat()
    await chat.says("/subscribe cs.LG minimum=1000000")
    assert "Small Models" not in await chat.says("/preview")


async def test_a_paused_digest_is_previewed_too() -> None:
    chat = await a_chat()
    await chat.says("/subscribe cs.LG")
    await chat.says("/pause")
    assert "Small Models" in await chat.says("/preview cs.LG")


@pytest.mark.parametrize("line", ["/preview", "/preview 1", "/preview cs.LG"])
async def test_a_preview_is_for_those_who_run_the_place(line: str) -> None:
    chat = await a_chat()
    await chat.says("/subscribe cs.LG")
    chat.is_now(EMMY)
    assert "Only who runs Reading group" in await chat.says(line)


async def test_where_no_papers_are_known_the_preview_says_so() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.LG")
    assert "No papers are known yet." in await chat.says("/preview")
