"""What people ask, and what they read, on every platform."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from storage.database import SqlStorage
from tests.acceptance.chats.chat import ADA, CLUB, EMMY, OPERATOR, PRIVATE, Chat, Emulated, Sociable
from tests.acceptance.chats.mailings import THURSDAY, WEDNESDAY, number_of, titles
from tests.acceptance.chats.platforms import (
    EVERYWHERE,
    WHERE_ANYTHING_HAPPENS,
    WHERE_PEOPLE_MEET,
    only,
    opened,
)
from tests.acceptance.chats.telegram import Telegram

TOASTERS = "Teaching Grammar to Toasters"
FOG = "Seeing Through Fog"
EVERY_TITLE = [*titles(THURSDAY), *titles(WEDNESDAY)]


@pytest.fixture(params=EVERYWHERE)
async def chat(
    request: pytest.FixtureRequest, sqlite_storage: SqlStorage, tmp_path: Path
) -> AsyncIterator[Chat]:
    async with opened(request.param, sqlite_storage, tmp_path) as begun:
        yield begun


def told(answer: str, day: date = THURSDAY) -> list[str]:
    """Give the titles of a day that stand in an answer."""
    return [title for title in titles(day) if title in answer]


# The first steps.


async def test_the_first_steps_lead_to_papers_topics_and_help(chat: Chat) -> None:
    greeting = await chat.says(ADA, "/start")
    assert "I find those that people talk about" in greeting
    assert ["Today's papers", "Topics", "Subscribe", "Help"] == chat.buttons
    assert titles(THURSDAY)[:5] == told(await chat.presses(ADA, "Today's papers"))


async def test_help_lists_the_commands_and_explains_each(chat: Chat) -> None:
    index = await chat.says(ADA, "/help")
    assert "The hottest papers of a day" in index
    assert "How the bot is doing" not in index
    assert "/hot cs.CL yesterday 5" in await chat.says(ADA, "/help hot")


# Looking papers up.


async def test_todays_papers_come_five_a_page(chat: Chat) -> None:
    first = await chat.says(ADA, "/hot")
    assert "Hot papers · Thursday, 18 January 2024" in first
    assert "12 papers" in first
    assert titles(THURSDAY)[:5] == told(first)
    assert titles(THURSDAY)[5:10] == told(await chat.presses(ADA, "Next ▸"))
    last = await chat.presses(ADA, "Next ▸")
    assert titles(THURSDAY)[10:] == told(last)
    assert "11–12 of 12" in last
    assert "Next ▸" not in chat.buttons
    assert titles(THURSDAY)[5:10] == told(await chat.presses(ADA, "◂ Previous"))


@only(*WHERE_PEOPLE_MEET)
async def test_pages_are_turned_in_place(chat: Sociable) -> None:
    await chat.says(ADA, "/hot", at=CLUB)
    await chat.presses(ADA, "Next ▸")
    await chat.presses(EMMY, "Next ▸")
    assert 1 == chat.answers(CLUB)


async def test_a_topic_narrows_the_papers(chat: Chat) -> None:
    assert titles(THURSDAY, "cs.CL") == told(await chat.says(ADA, "/hot cs.CL"))
    assert [TOASTERS] == told(await chat.says(ADA, "/hot cs.CL 1"))
    yesterday = await chat.says(ADA, "/hot cs.CL 2024-01-17")
    assert titles(WEDNESDAY, "cs.CL") == told(yesterday, WEDNESDAY)


async def test_a_mistake_is_answered_with_the_nearest_right_form(chat: Chat) -> None:
    answer = await chat.says(ADA, "/hot cs.XX")
    assert "No category “cs.XX”. Did you mean cs.CL" in answer


# Not in simcord: where an answer takes long, it lets no other one follow a promise that is deleted.
@only("discord")
async def test_nobody_else_sees_a_mistake(chat: Sociable) -> None:
    await chat.says(ADA, "/hot cs.XX", at=CLUB)
    assert 0 == chat.answers(CLUB)


async def test_a_paper_is_shown_explained_and_cited(chat: Chat) -> None:
    page = await chat.says(ADA, f"/paper {number_of(TOASTERS)}")
    assert "Grace Hopper, Sofia Germain" in page
    assert "Place 1 of 12 papers" in page
    assert "It was worth the while." in page
    assert "by the classic rule: a score of 390" in await chat.presses(ADA, "Why")
    assert "@misc{hopper2024teaching," in await chat.says(ADA, f"/cite {number_of(TOASTERS)}")


async def test_a_paper_of_a_list_is_opened_by_its_place(chat: Chat) -> None:
    await chat.says(ADA, "/hot")
    details = await chat.presses(ADA, f"2. {FOG}")
    assert "Place 2 of 12 papers" in details


async def test_a_search_understands_its_grammar(chat: Chat) -> None:
    answer = await chat.says(ADA, "/search @Hopper #cs.CL -toasters")
    assert ["Parsers That Doubt Themselves"] == [one for one in EVERY_TITLE if one in answer]
    answer = await chat.says(ADA, '/search "black holes" after:2024-01')
    assert ["Black Holes Hum"] == told(answer)


async def test_what_was_found_comes_five_a_page(chat: Chat) -> None:
    first = await chat.says(ADA, "/search after:2024-01")
    second = await chat.presses(ADA, "Next ▸")
    third = await chat.presses(ADA, "Next ▸")
    found = [{one for one in EVERY_TITLE if one in page} for page in (first, second, third)]
    assert [5, 5, 4] == list(map(len, found))
    assert set(EVERY_TITLE) == set().union(*found)


@only(*WHERE_PEOPLE_MEET)
async def test_buttons_outlive_a_restart_however_much_they_say(chat: Sociable) -> None:
    nothing = '-"what no paper of these days is about, however long one looks for it"'
    await chat.says(ADA, f"/search after:2024-01 {nothing}")
    await chat.restarts()
    assert "Metaphors for Machines" not in await chat.presses(ADA, "Next ▸")
    assert {"◂ Previous", "Next ▸"} <= set(chat.buttons)


@only("telegram")
async def test_what_was_asked_while_the_bot_was_away_is_answered_once(chat: Telegram) -> None:
    before = chat.answers(PRIVATE)
    async with chat.away():
        await chat.telegram.says(chat.people[ADA], chat.people[ADA], "/help hot")
    answer = await chat.telegram.answer(chat.people[ADA])
    assert "The hottest papers of a day" in answer.text
    await chat.restarts()
    await chat.says(ADA, "/help")
    assert 2 == chat.answers(PRIVATE) - before


@only("telegram")
async def test_a_posted_link_is_answered_where_that_was_switched_on(chat: Telegram) -> None:
    chat.telegram.sees_everything = True
    link = f"Look at https://arxiv.org/abs/{number_of(TOASTERS)}"
    await chat.telegram.says(chat.people[EMMY], chat.places[CLUB], link)
    assert "Links: answered" in await chat.says(ADA, "/settings links=on", at=CLUB)
    assert 0 == sum(TOASTERS in one.text for one in chat.telegram.messages(chat.places[CLUB]))
    assert [TOASTERS] == told(await chat.says(EMMY, link, at=CLUB))


# What is remembered of somebody.


async def test_the_language_of_one_person_is_not_anothers(chat: Chat) -> None:
    await chat.says(ADA, "/language de")
    assert "Donnerstag, 18. Januar 2024" in await chat.says(ADA, "/hot")
    assert "Thursday, 18 January 2024" in await chat.says(EMMY, "/hot")
    await chat.restarts()
    assert "Donnerstag, 18. Januar 2024" in await chat.says(ADA, "/hot")


@only(*WHERE_ANYTHING_HAPPENS)
async def test_a_client_in_another_language_is_answered_in_it(chat: Emulated) -> None:
    await chat.speaks(EMMY, "de")
    assert "Donnerstag, 18. Januar 2024" in await chat.says(EMMY, "/hot")


async def test_saved_papers_are_listed_exported_and_forgotten(chat: Chat) -> None:
    await chat.says(ADA, f"/save {number_of(TOASTERS)}")
    await chat.says(ADA, f"/save {number_of(FOG)}")
    assert {TOASTERS, FOG} == set(told(await chat.says(ADA, "/saved")))
    assert [] == told(await chat.says(EMMY, "/saved"))
    await chat.says(ADA, "/export json")
    assert "papers.json" == chat.file.name
    assert {TOASTERS, FOG} == {row["title"] for row in json.loads(chat.file.text)["papers"]}
    await chat.says(ADA, "/export")
    assert 2 == chat.file.text.count("@misc{")
    assert "Forget everything about you?" in await chat.says(ADA, "/forget")
    await chat.presses(ADA, "Forget everything")
    assert [] == told(await chat.says(ADA, "/saved"))


# What is not for everybody.


@only(*WHERE_PEOPLE_MEET)
async def test_what_somebody_saved_is_not_shown_to_the_club(chat: Sociable) -> None:
    await chat.says(ADA, f"/save {number_of(TOASTERS)}")
    before = chat.answers(CLUB)
    assert [TOASTERS] == told(await chat.says(ADA, "/saved", at=CLUB))
    assert f"1. {TOASTERS}" in chat.buttons
    # On Telegram a line says that the answer is elsewhere.
    assert before <= chat.answers(CLUB) <= before + 1


async def test_too_many_questions_are_answered_with_a_pause(chat: Chat) -> None:
    answers = [await chat.says(ADA, "/help hot") for _ in range(31)]
    assert ["That is a lot of questions at once. Ask again in 2 s."] == [
        answer for answer in answers if "hottest papers" not in answer
    ]
    assert "The hottest papers of a day" in await chat.says(EMMY, "/help hot")


async def test_only_operators_see_how_the_bot_is_doing(chat: Chat) -> None:
    assert "/status is for the people who run this bot." in await chat.says(ADA, "/status")
    status = await chat.says(OPERATOR, "/status")
    assert "Newest mailing: Thursday, 18 January 2024" in status


@only(*WHERE_ANYTHING_HAPPENS)
async def test_anothers_button_is_refused(chat: Emulated) -> None:
    await chat.says(ADA, f"/save {number_of(TOASTERS)}", at=CLUB)
    assert "This button belongs to somebody else." in await chat.presses(EMMY, "Take out")
    assert [TOASTERS] == told(await chat.says(ADA, "/saved"))


@only(*WHERE_ANYTHING_HAPPENS)
async def test_a_forged_button_leads_nowhere(chat: Emulated) -> None:
    forged = ["?", "> ", "> status!", "> nothing&which=1", "~0123456789abcdefghijkl", "> hot&topic"]
    await chat.says(ADA, "/hot")
    assert {"This button is from an earlier time, and leads nowhere now. Ask again."} == {
        await chat.forges(EMMY, token) for token in forged
    }


@only(*WHERE_ANYTHING_HAPPENS)
async def test_a_forged_button_gives_no_rights(chat: Emulated) -> None:
    await chat.says(ADA, "/hot", at=CLUB)
    assert "/status is for the people who run this bot." in await chat.forges(EMMY, "> status")
    refusal = await chat.forges(EMMY, "> subscribe&topic=cs.CL")
    assert "may change what is sent there" in refusal
