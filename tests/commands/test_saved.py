import json
import re
from collections.abc import Sequence

import pytest

from bot.commands.catalogue import Limits
from bot.commands.spec import Reply
from storage.memory import MemoryStorage
from tests.commands.conversation import ADA, EMMY, GROUP, Conversation
from tests.commands.libraries import NOW, PAPERS, a_chat, a_library


async def saves(chat: Conversation, papers: Sequence[str]) -> None:
    for paper in papers:
        await chat.says(f"/save {paper}")
        chat.clock.advance(minutes=1)


def file_of(chat: Conversation) -> tuple[str, str]:
    assert isinstance(chat.answer, Reply)
    assert chat.answer.attachment
    return chat.answer.attachment.name, chat.answer.attachment.body.decode()


def is_private(chat: Conversation) -> bool:
    return isinstance(chat.answer, Reply) and chat.answer.is_private


async def test_what_was_saved_last_is_first() -> None:
    chat = a_chat(await a_library())
    assert "Saved: Learning Machines 1" in await chat.says(f"/save {PAPERS[0]}")
    await saves(chat, PAPERS[:2])
    answer = await chat.says("/saved")
    assert "2 papers" in answer
    assert "1. Learning Machines 2" in answer
    assert "2611.00001 · saved on 24 Nov 2026" in answer


async def test_a_paper_is_saved_once() -> None:
    chat = a_chat(await a_library())
    await chat.says(f"/save {PAPERS[0]}")
    assert "You had saved it already" in await chat.says(f"/save {PAPERS[0]}")
    assert "1 paper\n" in await chat.says("/saved")


async def test_a_paper_is_taken_out_by_its_button_and_the_page_stays() -> None:
    chat = a_chat(await a_library())
    await saves(chat, PAPERS[:7])
    await chat.says("/saved")
    await chat.presses("Next ▸")
    answer = await chat.presses("✕ 7")
    assert "6 papers" in answer
    assert "6. Learning Machines 2" in answer
    assert "Learning Machines 1" not in answer
    assert "Next ▸" not in chat.buttons


async def test_a_paper_is_taken_out_at_once_after_it_was_saved() -> None:
    chat = a_chat(await a_library())
    await chat.says(f"/save {PAPERS[0]}")
    assert "You have saved no papers yet." in await chat.presses("Take out")


async def test_nobody_sees_what_somebody_else_saved() -> None:
    chat = a_chat(await a_library())
    chat.moves_to(GROUP)
    await saves(chat, PAPERS[:1])
    await chat.says("/saved")
    (button,) = (label for label in chat.buttons if label.startswith("✕"))
    chat.is_now(EMMY)
    assert "You have saved no papers yet." in await chat.says("/saved")
    assert "You have saved no papers yet." in await chat.says("/export")
    chat.is_now(ADA)
    await chat.says("/saved")
    token = next(chat.token(one) for one in chat._actions() if one.label == button)
    chat.is_now(EMMY)
    assert "This button belongs to somebody else." in await chat.sends(token)
    # A forged button without an owner takes nothing out of another shelf either.
    await chat.sends(f"> unsave&paper={PAPERS[0]}")
    chat.is_now(ADA)
    assert "1 paper\n" in await chat.says("/saved")


@pytest.mark.parametrize("line", [f"/save {PAPERS[0]}", "/saved", "/export", "/export csv"])
async def test_answers_about_a_person_are_for_that_person(line: str) -> None:
    chat = a_chat(await a_library())
    chat.moves_to(GROUP)
    await saves(chat, PAPERS[:1])
    await chat.says(line)
    assert is_private(chat)


async def test_there_is_a_limit_and_a_way_out() -> None:
    storage = await a_library()
    chat = Conversation.begun(storage, limits=Limits(bookmarks_per_person=2))
    chat.clock.moment = NOW
    await saves(chat, PAPERS[:2])
    assert "You have saved 2 papers" in await chat.says(f"/save {PAPERS[2]}")
    assert "You had saved it already" in await chat.says(f"/save {PAPERS[1]}")
    await chat.presses("Take out")
    assert "Saved:" in await chat.says(f"/save {PAPERS[2]}")


async def test_an_unknown_paper_is_not_saved() -> None:
    chat = a_chat(await a_library())
    assert "arXiv has it" in await chat.says("/save 2401.99999")
    assert "You have saved no papers yet." in await chat.says("/saved")


async def test_what_was_saved_comes_as_a_file() -> None:
    chat = a_chat(await a_library())
    await saves(chat, PAPERS[:3])
    assert "3 saved papers, as a file." in await chat.says("/export")
    name, body = file_of(chat)
    assert "papers.bib" == name
    assert 3 == len(set(re.findall(r"@misc\{([^,]+),", body)))
    await chat.presses("JSON")
    name, body = file_of(chat)
    assert "papers.json" == name
    assert list(PAPERS[2::-1]) == [one["id"] for one in json.loads(body)["papers"]]
    await chat.presses("CSV")
    name, body = file_of(chat)
    assert "papers.csv" == name
    assert 4 == len(body.splitlines())


async def test_another_kind_of_file_is_a_mistake() -> None:
    chat = a_chat(await a_library())
    await saves(chat, PAPERS[:1])
    assert "bibtex, json, csv" in await chat.says("/export docx")


async def test_a_shelf_without_papers_says_how_to_fill_it() -> None:
    chat = a_chat(MemoryStorage())
    assert "/save and a paper's number saves one." in await chat.says("/saved")
