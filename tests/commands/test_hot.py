from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.spec import Reply
from bot.commands.tokens import long_form
from bot.document.nodes import Action, Menu
from storage.memory import MemoryStorage
from tests.commands.conversation import GROUP, Conversation
from tests.commands.libraries import PAPERS, a_chat, a_library, adds, titled
from tests.services.networks import MONDAY


def titles(answer: str) -> list[str]:
    lines = (line for line in answer.splitlines() if ". Learning Machines" in line)
    return list(dict.fromkeys(line for line in lines if "·" not in line))


def menu_of(chat: Conversation) -> Menu:
    assert isinstance(chat.answer, Reply)
    (menu,) = (block for block in chat.answer.document if isinstance(block, Menu))
    return menu


async def test_the_hottest_papers_of_the_newest_day_come_five_a_page() -> None:
    chat = a_chat(await a_library())
    first = await chat.says("/hot")
    assert "Hot papers · Tuesday, 24 November 2026" in first
    assert "7 hot of 8 new" in first
    assert [f"{place}. Learning Machines {place}" for place in range(1, 6)] == titles(first)
    assert "1–5 of 7" in first
    second = await chat.presses("Next ▸")
    assert ["6. Learning Machines 6", "7. Learning Machines 7"] == titles(second)
    assert "6–7 of 7" in second
    assert "Next ▸" not in chat.buttons
    assert first == await chat.presses("◂ Previous")


async def test_the_next_page_is_one_of_the_same_day_after_another_mailing() -> None:
    storage = await a_library()
    chat = a_chat(storage)
    await chat.says("/hot")
    later = replace(titled("2611.00020"), announced_on=MONDAY + timedelta(days=2))
    await adds(storage, later, as_of=chat.clock.moment + timedelta(hours=24))
    chat.clock.advance(hours=24)
    assert "Tuesday, 24 November 2026" in await chat.presses("Next ▸")


async def test_a_count_limits_the_papers_and_not_the_pages() -> None:
    chat = a_chat(await a_library())
    assert "the first 6 of 7 hot papers" in await chat.says("/hot 6")
    assert ["6. Learning Machines 6"] == titles(await chat.presses("Next ▸"))


@pytest.mark.parametrize("line", ["/hot 0", "/hot 51", "/hot 2026-99-01", "/hot cs.XX"])
async def test_a_mistake_is_answered_with_what_to_write(line: str) -> None:
    chat = a_chat(await a_library())
    answer = await chat.says(line)
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private
    assert "“" in answer


async def test_a_day_that_is_not_known_names_the_nearest() -> None:
    chat = a_chat(await a_library())
    answer = await chat.says("/hot 2020-01-01")
    assert "The nearest day with papers is 2026-11-24." in answer


async def test_without_papers_there_is_a_sentence() -> None:
    assert "No papers are known yet." in await a_chat(MemoryStorage()).says("/hot")


async def test_a_week_is_ranked_together() -> None:
    storage = await a_library()
    monday = titled("2611.00009", announced_on=MONDAY)
    await adds(storage, monday, likes={"2611.00009": 5000})
    chat = a_chat(storage)
    answer = await chat.says("/hot week")
    assert "23 – 24 November 2026" in answer
    assert "1. Learning Machines 9" == titles(answer)[0]
    assert "23 – 24 November 2026" in await chat.presses("Next ▸")


async def test_where_nothing_is_hot_the_nearest_are_shown() -> None:
    storage = await a_library(likes={PAPERS[2]: 4, PAPERS[1]: 9})
    chat = a_chat(storage)
    answer = await chat.says("/hot cs.LG")
    assert "none of the 8 papers in cs.LG drew enough attention" in answer
    assert "These came nearest:" in answer
    assert ["1. Learning Machines 2", "2. Learning Machines 3"] == titles(answer)
    assert {"This week", "All topics", "Subscribe"} <= set(chat.buttons)


async def test_a_paper_of_the_list_opens_for_who_chose_it() -> None:
    chat = a_chat(await a_library())
    chat.moves_to(GROUP)
    await chat.says("/hot")
    assert 5 == len(menu_of(chat).choices)
    answer = await chat.presses("2. Learning Machines 2")
    assert "Place 2 of 8 papers" in answer
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private


async def test_a_topic_stays_with_its_buttons() -> None:
    chat = a_chat(await a_library())
    await chat.says('/hot "learning machines"')
    assert "on “" not in await chat.presses("Next ▸")
    assert '"learning machines"' in await chat.presses("◂ Previous")


@given(page=st.text(max_size=30))
async def test_a_forged_page_is_a_page(page: str) -> None:
    chat = a_chat(await a_library())
    forged = long_form(Action("", "hot", (("page", page),)))
    assert "Hot papers" in await chat.sends(forged)
