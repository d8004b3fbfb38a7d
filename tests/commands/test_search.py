import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.spec import Reply
from tests.builders import a_paper
from tests.commands.libraries import PAPERS, a_chat, a_library, titled
from tests.services.networks import TUESDAY

ZEBRA = a_paper(
    "2611.00040", title="Zebra Graphs", authors=("Sofya Kovalevskaya",), announced_on=TUESDAY
)
OTTER = a_paper("2611.00041", title="Otter Graphs", categories=("cs.CL",), announced_on=TUESDAY)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("zebra", "1. Zebra Graphs"),
        ("@kovalevskaya", "1. Zebra Graphs"),
        ("graphs #cs.CL", "1. Otter Graphs"),
        ("graphs -otter", "1. Zebra Graphs"),
        ('"otter graph"', "1. Otter Graphs"),
        ("zebra|unicorn after:2026", "1. Zebra Graphs"),
    ],
)
async def test_papers_are_found_by_the_grammar_of_topics(query: str, title: str) -> None:
    answer = await a_chat(await a_library(ZEBRA, OTTER)).says(f"/search {query}")
    assert f"🔎 {query}" in answer
    assert title in answer
    assert "2. " not in answer


async def test_more_papers_stand_on_the_next_page() -> None:
    chat = a_chat(await a_library(*map(titled, PAPERS)))
    first = await chat.says("/search learning machines")
    assert "5. Learning Machines" in first
    assert "◂ Previous" not in chat.buttons
    second = await chat.presses("Next ▸")
    assert "8. Learning Machines" in second
    assert "Next ▸" not in chat.buttons
    assert first == await chat.presses("◂ Previous")


async def test_where_nothing_is_found_any_of_the_words_may_be_looked_for() -> None:
    chat = a_chat(await a_library(ZEBRA, OTTER))
    assert "No paper that I know has all of that." in await chat.says("/search zebra otter")
    answer = await chat.presses("Any of these words")
    assert "Zebra Graphs" in answer
    assert "Otter Graphs" in answer


async def test_a_single_word_that_is_not_found_offers_no_other() -> None:
    chat = a_chat(await a_library(ZEBRA))
    await chat.says("/search unicorn")
    assert [] == chat.buttons


async def test_a_number_or_an_address_leads_to_the_paper() -> None:
    chat = a_chat(await a_library(ZEBRA))
    assert "Zebra Graphs\n\nSofya" in await chat.says("/search https://arxiv.org/abs/2611.00040v2")


async def test_a_mistake_of_the_grammar_is_told() -> None:
    chat = a_chat(await a_library(ZEBRA))
    assert "Did you mean cs.CL" in await chat.says("/search #cs.XL")
    assert "never closed" in await chat.says("/search (zebra")
    assert "/search needs a query" in await chat.says("/search")


async def test_a_page_that_is_not_there_leads_back() -> None:
    chat = a_chat(await a_library(ZEBRA))
    assert "There are no more papers." in await chat.sends("> search&query=zebra&page=77")
    assert "1. Zebra Graphs" in await chat.presses("First page")


@given(st.text(max_size=60))
async def test_any_words_are_answered(words: str) -> None:
    chat = a_chat(await a_library(ZEBRA))
    answer = await chat.says(f"/search {words}")
    assert isinstance(chat.answer, Reply)
    assert answer
    assert "Something went wrong" not in answer
