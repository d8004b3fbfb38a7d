"""Whole conversations on Discord, with the bot's own commands."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.discord.client import opened
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.rights import DiscordRights
from bot.commands.dispatch import Dispatch
from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey
from bot.domain.subscriptions import State, Subscription
from bot.domain.topics import Topic
from tests.adapters.discord.desks import listening
from tests.adapters.discord.reading_room import a_desk
from tests.commands.libraries import PAPERS
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_shown import Shown
from tests.emulators.discord_world import Person

ADA = Person(77, "ada", rights=frozenset({"manage_channels"}))
BOB = Person(78, "bob")
EMMA = Person(79, "emma", locale="de")


@dataclass
class Room:
    """Discord, the bot's desk, and what is said there."""

    discord: DiscordEmulator
    desk: Dispatch

    async def asks(
        self, person: Person, command: str, *, where: int | None = 1, **options: object
    ) -> Shown:
        return await (await self.discord.uses(person, where, command, options)).answer()

    async def presses(self, person: Person, message: Shown, label: str) -> Shown:
        press = await self.discord.clicks(person, message, label)
        return await press.answer()

    async def changes(self, person: Person, message: Shown, label: str) -> Shown:
        """Press a button that changes its message, and wait until it has."""
        press = await self.discord.clicks(person, message, label)
        return await press.shows(lambda seen: seen.text != message.text)

    async def subscriptions(self) -> list[Subscription]:
        async with self.desk.storage.transaction() as tx:
            return await tx.subscriptions.all()


@pytest.fixture
async def room(discord: DiscordEmulator) -> AsyncIterator[Room]:
    discord.opens(1, name="papers")
    for person in (ADA, BOB, EMMA):
        discord.knows(person)
    async with opened(discord.TOKEN, api_url=discord.url) as session:
        operators = frozenset({PersonKey(Platform.DISCORD, "79")})
        rights, publisher = DiscordRights(session), DiscordPublisher(session)
        desk = await a_desk(rights, publisher, operators=operators)
        async with listening(discord, desk):
            yield Room(discord, desk)


async def test_the_ranking_is_leafed_through_in_place(room: Room) -> None:
    first = await room.asks(BOB, "hot")
    assert (False, True) == (first.is_ephemeral, "Learning Machines 1" in first.text)
    following = next(label for label in first.labels if "▸" in label or "Next" in label)
    second = await room.changes(EMMA, first, following)
    assert (first.id, True) == (second.id, "Learning Machines 6" in second.text)
    assert 1 == len(room.discord.messages(1))


async def test_a_paper_is_shown_with_buttons_that_answer_in_private(room: Room) -> None:
    paper = await room.asks(BOB, "paper", paper=PAPERS[0])
    assert "Learning Machines 1" in paper.text
    why = next(label for label in paper.labels if "Why" in label)
    told = await room.presses(ADA, paper, why)
    assert (True, paper) == (told.is_ephemeral, room.discord.sees(paper))


async def test_a_paper_is_saved_and_found_again(room: Room) -> None:
    await room.asks(BOB, "save", paper=PAPERS[1])
    saved = await room.asks(BOB, "saved")
    assert (True, True) == (saved.is_ephemeral, "Learning Machines 2" in saved.text)
    assert "Learning Machines 2" not in (await room.asks(ADA, "saved")).text


async def test_what_is_saved_is_taken_away_as_a_file(room: Room) -> None:
    await room.asks(BOB, "save", paper=PAPERS[1])
    answer = await room.asks(BOB, "export", format="json")
    (file,) = answer.files
    assert (True, True) == (
        answer.is_ephemeral,
        "Learning Machines 2" in str(json.loads(file.content)),
    )


async def test_a_citation_stands_in_a_block_of_code(room: Room) -> None:
    answer = await room.asks(BOB, "cite", paper=PAPERS[0])
    assert "```bibtex" in answer.text


async def test_a_mistake_is_told_in_private_with_what_is_near(room: Room) -> None:
    asked = await room.discord.uses(BOB, 1, "hot", {"topic": "cs.XX"})
    told = await asked.answer()
    assert ("No category “cs.XX”. Did you mean" in told.text, True) == (True, told.is_ephemeral)
    assert [] == room.discord.messages(1)


async def test_a_channel_is_subscribed_by_who_manages_it(room: Room) -> None:
    refused = await room.asks(BOB, "subscribe", topic="cs.CL")
    assert "Only who runs #papers may change" in refused.text
    assert [] == await room.subscriptions()
    card = await room.asks(ADA, "subscribe", topic="cs.CL", timezone="Asia/Tokyo")
    (subscription,) = await room.subscriptions()
    assert (True, True) == (card.is_ephemeral, "Subscribed." in card.text)
    assert (Destination(Platform.DISCORD, "1"), "#papers", Topic.of(["cs.CL"])) == (
        subscription.destination,
        subscription.name,
        subscription.topic,
    )


async def test_a_missing_right_is_named_and_tried_again(room: Room) -> None:
    room.discord.takes_away("send_messages", channel=1)
    refused = await room.asks(ADA, "subscribe", topic="cs.CL")
    assert "it lacks Send Messages" in refused.text
    room.discord.gives_back("send_messages", channel=1)
    assert "Subscribed." in (await room.changes(ADA, refused, "Try again")).text


async def test_a_topic_is_chosen_from_a_menu(room: Room) -> None:
    asked = await room.asks(ADA, "subscribe")
    (menu,) = asked.menus
    choice = await room.discord.chooses(ADA, asked, menu.custom_id, [menu.options[0][0]])
    await choice.shows(lambda seen: "Subscribed." in seen.text)
    assert 1 == len(await room.subscriptions())


async def test_a_subscription_is_changed_in_a_form(room: Room) -> None:
    card = await room.asks(ADA, "subscribe", topic="cs.CL")
    form = await (await room.discord.clicks(ADA, card, "Change")).modal()
    assert "cs.CL" in form.title
    sent = await room.discord.submits(ADA, form, {"topic": "cs.CV", "at": "10:30"})
    changed = await sent.shows(lambda seen: seen.text != card.text)
    (subscription,) = await room.subscriptions()
    assert (card.id, True) == (changed.id, changed.is_ephemeral)
    assert (Topic.of(["cs.CV"]), "10:30") == (
        subscription.topic,
        f"{subscription.cadence.at:%H:%M}",
    )


async def test_a_mistake_in_a_form_leads_back_to_it(room: Room) -> None:
    card = await room.asks(ADA, "subscribe", topic="cs.CL")
    form = await (await room.discord.clicks(ADA, card, "Change")).modal()
    sent = await room.discord.submits(ADA, form, {"at": "25:00"})
    told = await sent.shows(lambda seen: "“25:00” is no time of day" in seen.text)
    again = await (await room.discord.clicks(ADA, told, "Change it")).modal()
    assert form.title == again.title


async def test_a_subscription_rests_and_goes_on(room: Room) -> None:
    card = await room.asks(ADA, "subscribe", topic="cs.CL")
    paused = await room.changes(ADA, card, "Pause")
    assert [State.PAUSED] == [one.state for one in await room.subscriptions()]
    await room.changes(ADA, paused, "Resume")
    assert [State.ACTIVE] == [one.state for one in await room.subscriptions()]


async def test_a_card_is_no_use_to_others(room: Room) -> None:
    card = await room.asks(ADA, "subscribe", topic="cs.CL")
    remove = card.button("Remove").custom_id
    assert remove is not None
    told = await (await room.discord.forges(BOB, 1, remove, message=card)).answer()
    assert (True, "somebody else" in told.text) == (told.is_ephemeral, True)
    assert [State.ACTIVE] == [one.state for one in await room.subscriptions()]


async def test_one_subscribes_in_private_without_any_right(room: Room) -> None:
    await room.asks(BOB, "subscribe", where=None, topic="cs.CL")
    (subscription,) = await room.subscriptions()
    assert Destination(Platform.DISCORD, "@78") == subscription.destination


async def test_another_channel_is_chosen_from_the_list(room: Room) -> None:
    room.discord.opens(3, name="ideas", kind="forum")
    await room.asks(ADA, "subscribe", where=None, topic="cs.CL", channel=3)
    (subscription,) = await room.subscriptions()
    assert (Destination(Platform.DISCORD, "3"), "#ideas") == (
        subscription.destination,
        subscription.name,
    )


async def test_topics_papers_days_and_zones_are_completed(room: Room) -> None:
    await room.asks(BOB, "hot")
    for command, option, typed, value in (
        ("hot", "topic", "cs.C", "cs.CL"),
        ("hot", "day", "yes", "yesterday"),
        ("paper", "paper", "machines 1", PAPERS[0]),
        ("subscribe", "timezone", "tok", "Asia/Tokyo"),
    ):
        offered = await room.discord.types(BOB, 1, command, option=option, text=typed)
        assert value in [choice.value for choice in offered]


async def test_papers_that_a_message_links_to_are_looked_up(room: Room) -> None:
    message = await room.asks(BOB, "paper", paper=PAPERS[2])
    answer = await (await room.discord.uses_on_message(ADA, 1, "Look up papers", message)).answer()
    assert ("Learning Machines 3" in answer.text, True) == (True, answer.is_ephemeral)


async def test_everybody_reads_their_own_language(room: Room) -> None:
    assert "Help" not in (await room.asks(EMMA, "settings")).text
    await room.asks(BOB, "language", language="fr")
    french, english = await room.asks(BOB, "hot"), await room.asks(ADA, "hot")
    assert french.text != english.text


async def test_what_is_remembered_is_forgotten_after_a_question(room: Room) -> None:
    await room.asks(BOB, "save", paper=PAPERS[1])
    question = await room.asks(BOB, "forget")
    await room.changes(BOB, question, question.labels[0])
    assert "Learning Machines 2" not in (await room.asks(BOB, "saved")).text


async def test_the_status_is_for_operators(room: Room) -> None:
    asked = await room.discord.uses(BOB, 1, "status", is_let_by_an_admin=True)
    told = await asked.answer()
    assert ("is for the people who run this bot" in told.text, True) == (True, told.is_ephemeral)
    operator = await room.discord.uses(EMMA, None, "status")
    assert "is for the people" not in (await operator.answer()).text


async def test_a_server_that_comes_back_goes_on_with_its_digests(room: Room) -> None:
    await room.asks(ADA, "subscribe", topic="cs.CL")
    await room.discord.is_kicked_from(500)
    await _becomes(room, State.SHUT_OUT)
    await room.discord.joins(500, channels=(1,))
    await _becomes(room, State.ACTIVE)


async def _becomes(room: Room, state: State) -> None:
    async with asyncio.timeout(5):
        # The desk does not tell when it has heard of it.
        while [state] != [one.state for one in await room.subscriptions()]:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
