"""Whole conversations: the real commands, through python-telegram-bot, on the emulated Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey, Place, PlaceKind
from storage.memory import MemoryStorage
from tests.adapters.telegram.desk import listening
from tests.commands.conversation import Conversation
from tests.commands.libraries import PAPERS, a_chat, a_library
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Posted
from tests.emulators.telegram_people import Person
from tests.judges.tdlib import parse_html

GROUP = "-1001234567890"
FIRST, SIXTH = "Learning Machines 1", "Learning Machines 6"


@dataclass(slots=True)
class Talk:
    """Ada and the bot, which knows a day of papers."""

    telegram: TelegramEmulator
    chat: Conversation
    ada: Person

    async def says(self, line: str, *, at: str | None = None) -> Posted:
        """Write a line, and wait for the answer in the same place."""
        place = at or self.ada
        await self.telegram.says(self.ada, place, line)
        return await self.telegram.answer(place)

    async def presses(self, posted: Posted, label: str) -> Posted:
        """Press a button, and wait for what happens in the same place."""
        click = await self.telegram.clicks(self.ada, posted, label)
        await click.answered()
        return await self.telegram.answer(posted)

    def manages(self, place: str, kind: PlaceKind = PlaceKind.GROUP) -> None:
        """Let Ada run a place."""
        destination = Destination(Platform.TELEGRAM, place)
        key = PersonKey(Platform.TELEGRAM, str(self.ada.id))
        self.chat.rights.makes_manager(key, Place(destination=destination, kind=kind))


@asynccontextmanager
async def talking(telegram: TelegramEmulator, storage: MemoryStorage) -> AsyncIterator[Talk]:
    talk = Talk(telegram, a_chat(storage), telegram.person("Ada", language="en"))
    async with listening(telegram, talk.chat.desk):
        yield talk


@pytest.fixture
async def talk(telegram: TelegramEmulator) -> AsyncIterator[Talk]:
    async with talking(telegram, await a_library()) as begun:
        await telegram.starts(begun.ada)
        await telegram.answer(begun.ada)
        yield begun
    places = (begun.ada, GROUP, "@papers")
    for posted in (message for place in places for message in telegram.messages(place)):
        parse_html(posted.html)


async def test_a_ranking_is_paged_in_its_message(talk: Talk) -> None:
    first = await talk.says("/hot")
    assert FIRST in first.text
    assert SIXTH not in first.text
    second = await talk.presses(first, "Next ▸")
    assert (first.message_id, True) == (second.message_id, SIXTH in second.text)
    assert FIRST in (await talk.presses(second, "◂ Previous")).text


async def test_a_paper_of_a_list_is_shown_in_full_below_it(talk: Talk) -> None:
    ranking = await talk.says("/hot")
    details = await talk.presses(ranking, f"1. {FIRST}")
    assert not details.is_edit
    assert f"https://arxiv.org/abs/{PAPERS[0]}" in {
        url for row in details.buttons for _, url in row
    }


async def test_a_paper_is_explained_saved_and_cited(talk: Talk) -> None:
    paper = await talk.says(f"/paper {PAPERS[0]}")
    assert "likes" in (await talk.presses(paper, "Why")).text
    assert "Saved" in (await talk.presses(paper, "Save")).text
    cited = await talk.presses(paper, "Cite")
    assert "@misc{" in cited.text
    assert cited.button("Copy the arXiv id").copied or cited.button("Copy").copied


async def test_saved_papers_come_as_a_file(talk: Talk) -> None:
    await talk.says(f"/save {PAPERS[1]}")
    exported = await talk.says("/export bibtex")
    assert exported.document is not None
    assert PAPERS[1] in exported.document.content.decode()


async def test_a_link_in_private_is_a_paper(talk: Talk) -> None:
    assert FIRST in (await talk.says(f"https://arxiv.org/pdf/{PAPERS[0]}v2")).text


async def test_words_without_a_slash_are_answered_with_a_hint(talk: Talk) -> None:
    assert "/help" in (await talk.says("what is new?")).text


async def test_a_topic_is_subscribed_in_private_and_listed(talk: Talk) -> None:
    await talk.says("/subscribe cs.LG 9:00 Europe/Berlin")
    assert "cs.LG" in (await talk.says("/subscriptions")).text


async def test_a_subscription_is_changed_with_a_line_that_was_copied(talk: Talk) -> None:
    await talk.says('/subscribe "language model" -vision 9:00')
    form = await talk.says("/change")
    line = form.button("Copy").copied
    assert line in form.text
    await talk.says(line.replace("at=09:00", "at=10:30"))
    listed = (await talk.says("/subscriptions")).text
    assert "10:30" in listed
    assert '"language model" -vision' in listed.replace("“", '"').replace("”", '"')


async def test_a_group_is_subscribed_by_who_runs_it_alone(talk: Talk) -> None:
    refused = await talk.says("/subscribe cs.LG", at=GROUP)
    assert "Only who runs" in refused.text
    talk.manages(GROUP)
    assert "cs.LG" in (await talk.says("/subscribe cs.LG", at=GROUP)).text


async def test_somebody_elses_private_button_is_refused(talk: Talk) -> None:
    talk.manages(GROUP)
    await talk.says("/subscribe cs.LG", at=GROUP)
    listed = await talk.says("/subscriptions", at=GROUP)
    emmy = talk.telegram.person("Emmy")
    click = await talk.telegram.clicks(emmy, listed, "Pause")
    assert "belongs to somebody else" in (await click.answered()).text
    assert "paused" in (await talk.presses(listed, "Pause")).text.lower()


async def test_bookmarks_are_not_shown_to_a_group(talk: Talk) -> None:
    await talk.says(f"/save {PAPERS[0]}")
    told = await talk.says("/saved", at=GROUP)
    assert FIRST not in told.text
    assert FIRST in (await talk.telegram.answer(talk.ada)).text


@pytest.mark.parametrize("label", ["Saved papers", "Take out"])
async def test_bookmarks_are_not_shown_to_a_group_by_a_button_either(
    talk: Talk, label: str
) -> None:
    await talk.says(f"/save {PAPERS[1]}")
    told = await talk.says(f"/save {PAPERS[0]}", at=GROUP)
    await talk.telegram.clicks(talk.ada, told, label)
    assert "Learning Machines 2" in (await talk.telegram.answer(talk.ada)).text
    assert [] == talk.telegram.unread(GROUP)


async def test_a_reader_of_a_group_saves_a_paper_without_a_word_in_it(talk: Talk) -> None:
    paper = await talk.says(f"/paper {PAPERS[0]}", at=GROUP)
    click = await talk.telegram.clicks(talk.ada, paper, "Save")
    answer = await click.answered()
    assert answer.show_alert
    assert answer.text.startswith("Saved")
    assert [] == talk.telegram.unread(GROUP)


async def test_everything_about_somebody_is_forgotten(talk: Talk) -> None:
    await talk.says(f"/save {PAPERS[0]}")
    question = await talk.says("/forget")
    assert "danger" == question.button("Forget everything").style
    done = await talk.presses(question, "Forget everything")
    assert "none is left" in done.text
    assert [] == done.labels


async def test_a_deep_link_leads_to_a_subscription(talk: Talk) -> None:
    await talk.telegram.starts(talk.ada, "sub_cs-CL")
    offered = await talk.telegram.answer(talk.ada)
    assert "cs.CL" in offered.text
    assert "cs.CL" in (await talk.presses(offered, "Subscribe")).text


async def test_papers_are_found_from_any_conversation(talk: Talk) -> None:
    found = await talk.telegram.asks_inline(talk.ada, "learning machines")
    assert PAPERS[0] in {result.id for result in found.results}
    sent = await talk.telegram.chooses_inline(talk.ada, found.results[0])
    parse_html(sent.html)


async def test_an_argument_of_4096_characters_is_cut_with_a_sentence(talk: Talk) -> None:
    assert "first 1,000 characters" in (await talk.says("/search " + "x" * 4000)).text


async def test_every_command_is_answered_in_every_kind_of_place(talk: Talk) -> None:
    talk.manages(GROUP)
    for command in (one for one in talk.chat.desk.commands if not one.is_hidden):
        line = " ".join(filter(None, (f"/{command.name}", *command.examples[:1])))
        assert (await talk.says(line)).text
        assert (await talk.says(line, at=GROUP)).text
        await talk.telegram.posts_in_channel("@papers", line)
        assert (await talk.telegram.answer("@papers")).text
        for place in (talk.ada, GROUP, "@papers"):
            talk.telegram.unread(place)
    assert [] == talk.telegram.refusals()
