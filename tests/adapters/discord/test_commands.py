"""People speak with the bot: discord.py listens at a gateway on the loopback."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from discord.gateway import DiscordWebSocket

from adapters.discord.commands import listen
from bot.commands.spec import Attachment, Invocation, Reply, Suggestion
from bot.document.nodes import Document, Heading, Paragraph, Section, text
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import TryLater, Unreachable
from tests.adapters.discord.desks import (
    FakeDesk,
    a_reply,
    listening,
)
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_world import Person

ADA = Person(77, "ada", locale="de")
BOB = Person(78, "bob")
ANSWER, THINKING, KEPT, CHANGED = 4, 5, 6, 7
PAPERS = Place(destination=Destination(Platform.DISCORD, "1"), kind=PlaceKind.GROUP, name="#papers")


@pytest.fixture
async def desk(discord: DiscordEmulator) -> AsyncIterator[FakeDesk]:
    desk = FakeDesk()
    discord.opens(1, name="papers")
    async with listening(discord, desk):
        yield desk


# Commands.


async def test_a_command_is_answered(discord: DiscordEmulator, desk: FakeDesk) -> None:
    asked = await discord.uses(ADA, 1, "hot", {"topic": "cs.CL", "count": 5, "channel": 1})
    acknowledged, answer = await asked.acknowledgement(), await asked.answer()
    assert (ANSWER, True) == (acknowledged.type, acknowledged.after < 3)
    assert ("## A title\nYou said hot", False) == (answer.text, answer.is_ephemeral)
    told = Invocation("hot", (("count", "5"), ("topic", "cs.CL"), ("channel", "1")))
    caller = Caller(person=PersonKey(Platform.DISCORD, "77"), place=PAPERS, locale="de")
    assert [(told, caller)] == desk.asked


@pytest.mark.parametrize("is_private", [False, True])
async def test_what_takes_its_time_is_promised_and_then_answered(
    discord: DiscordEmulator, desk: FakeDesk, *, is_private: bool
) -> None:
    desk.dallies()
    command, options = ("list", {}) if is_private else ("hot", {"count": 5})
    asked = await discord.uses(ADA, 1, command, options)
    acknowledged = await asked.acknowledgement()
    desk.hurries()
    answer = await asked.answer()
    assert (THINKING, True) == (acknowledged.type, acknowledged.after < 3)
    assert (f"## A title\nYou said {command}", is_private) == (answer.text, answer.is_ephemeral)


async def test_a_private_command_is_answered_in_private(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.answers(a_reply("Only you", is_private=True))
    answer = await (await discord.uses(ADA, 1, "list")).answer()
    assert (True, []) == (answer.is_ephemeral, discord.messages(1))


async def test_in_a_private_conversation_answers_stay(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.answers(a_reply("Only you", is_private=True), a_reply("A mistake", is_private=True))
    answer = await (await discord.uses(ADA, None, "list")).answer()
    mistake = await (await discord.uses(ADA, None, "hot", {"count": 5})).answer()
    assert (False, False) == (answer.is_ephemeral, mistake.is_ephemeral)
    place = Place(destination=Destination(Platform.DISCORD, "@77"), kind=PlaceKind.PRIVATE)
    assert [place, place] == [caller.place for _, caller in desk.asked]


@pytest.mark.parametrize("is_slow", [False, True])
async def test_a_mistake_does_not_stand_in_the_channel(
    discord: DiscordEmulator, desk: FakeDesk, *, is_slow: bool
) -> None:
    if is_slow:
        desk.dallies()
    desk.answers(a_reply("No such category", is_private=True))
    asked = await discord.uses(ADA, 1, "hot", {"count": 5})
    if is_slow:
        await asked.acknowledgement()
        desk.hurries()
    answer = await asked.shows(lambda seen: "No such category" in seen.text)
    assert ("No such category" in answer.text, True) == (True, answer.is_ephemeral)
    assert [] == discord.messages(1)


async def test_a_thread_and_an_announcement_channel_are_places(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    discord.opens(2, name="january", kind="thread", parent=1)
    discord.opens(3, name="news", kind="news")
    discord.opens(4, name="a group", kind="group")
    for channel in (2, 3, 4):
        await (await discord.uses(ADA, channel, "hot", {"count": 1})).answer()
    assert [
        (Destination(Platform.DISCORD, "1", "2"), PlaceKind.GROUP, "#january"),
        (Destination(Platform.DISCORD, "3"), PlaceKind.CHANNEL, "#news"),
        (Destination(Platform.DISCORD, "4"), PlaceKind.GROUP, ""),
    ] == [
        (caller.place.destination, caller.place.kind, caller.place.name) for _, caller in desk.asked
    ]


async def test_a_long_answer_is_told_in_three_messages_at_most(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    sections = tuple(
        Section((Heading(text(f"Paper {number}"), 2), Paragraph(text("long " * 500))))
        for number in range(9)
    )
    desk.answers(Reply(document=Document((Heading(text("Papers")),), sections)))
    asked = await discord.uses(ADA, 1, "hot", {"count": 9})
    await asked.follow_up(2)
    titles = [message.text.splitlines()[0] for message in discord.messages(1)]
    assert ["## Papers · 1 of 9", "## Papers · 2 of 9", "## Papers · 3 of 9"] == titles


async def test_a_file_comes_with_the_answer(discord: DiscordEmulator, desk: FakeDesk) -> None:
    attachment = Attachment(name="saved.bib", media_type="text/plain", body=b"@misc{}")
    desk.answers(Reply(document=a_reply().document, is_private=True, attachment=attachment))
    answer = await (await discord.uses(ADA, 1, "list")).answer()
    assert [("saved.bib", b"@misc{}")] == [(file.name, file.content) for file in answer.files]
    assert "attachment://saved.bib" in str(answer.components)


async def test_a_command_that_nobody_knows_is_the_desks_to_answer(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    options = [{"name": "x", "type": 3, "value": "y"}, {"name": "group", "type": 1}]
    data = {"id": "1", "name": "cold", "type": 1, "options": options}
    answer = await (await discord.forges_data(ADA, 1, 2, data)).answer()
    assert (True, [Invocation("cold", (("x", "y"),))]) == (answer.is_ephemeral, desk.invocations)


async def test_nobody_is_rung(discord: DiscordEmulator, desk: FakeDesk) -> None:
    desk.answers(a_reply("@everyone <@77> <@&1>"))
    answer = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    assert ((), {"parse": []}) == (answer.pings, _allowed(discord.bodies[-1]))


def _allowed(body: object) -> object:
    assert isinstance(body, dict)
    allowed = body["allowed_mentions"]
    assert isinstance(allowed, dict)
    return {"parse": allowed["parse"]}


# Typing, and the menu of a message.


async def test_typing_is_completed(discord: DiscordEmulator, desk: FakeDesk) -> None:
    desk.suggestions = [Suggestion("cs.CL · Computation", "cs.CL"), Suggestion("\n", "x")]
    choices = await discord.types(ADA, 1, "hot", option="topic", text="cs.", others={"count": 1})
    assert [("cs.CL · Computation", "cs.CL"), ("…", "x")] == [
        (choice.name, choice.value) for choice in choices
    ]
    assert [("hot", "topic", "cs.")] == desk.typed


async def test_papers_of_a_message_are_looked_up(discord: DiscordEmulator, desk: FakeDesk) -> None:
    desk.answers(a_reply("Look: arxiv.org/abs/2401.01234"))
    message = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    desk.linked = a_reply("A card", is_private=True)
    answer = await (await discord.uses_on_message(BOB, 1, "Look up papers", message)).answer()
    assert ("A card" in answer.text, True) == (True, answer.is_ephemeral)
    assert ["## A title\nLook: arxiv.org/abs/2401.01234"] == desk.looked_up


async def test_a_message_without_papers_is_said_to_have_none(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    message = await (await discord.uses(BOB, 1, "hot", {"count": 1})).answer()
    answer = await (await discord.uses_on_message(BOB, 1, "Look up papers", message)).answer()
    assert ("I see no link" in answer.text, True) == (True, answer.is_ephemeral)


# Trouble.


async def test_a_bug_is_answered_with_a_sentence(
    discord: DiscordEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.breaks()
    asked = await discord.uses(BOB, 1, "hot", {"count": 1})
    answer = await asked.answer()
    assert ("Something went wrong here" in answer.text, True) == (True, answer.is_ephemeral)
    assert "Interaction failed" in caplog.messages


async def test_an_answer_that_discord_refuses_is_apologised_for(
    discord: DiscordEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.answers(Reply(document=Document((Paragraph(()),))))
    answer = await (await discord.uses(BOB, 1, "hot", {"count": 1})).answer()
    assert "Something went wrong here" in answer.text
    assert "Discord does not take an answer" in caplog.messages


@pytest.mark.parametrize("is_over", [False, True])
async def test_what_comes_too_late_is_no_error(
    discord: DiscordEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture, *, is_over: bool
) -> None:
    desk.dallies()
    asked = await discord.uses(ADA, 1, "hot", {"count": 1})
    await asked.acknowledgement()
    (discord.lets_its_token_expire if is_over else discord.lets_it_expire)(asked)
    desk.hurries()
    await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    assert [] == [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}]


# The connection.


@pytest.mark.parametrize("shards", [None, 3])
async def test_each_shard_hears_of_its_own_servers(shards: int | None) -> None:
    async with DiscordEmulator(shards=3, at_once=16) as discord:
        desk = FakeDesk()
        for number in range(3):
            discord.opens(number + 1, guild=(number + 1) << 22)
        async with listening(discord, desk, shards=shards, expected=3):
            for number in range(3):
                asked = await discord.uses(ADA, number + 1, "hot", {"count": 1})
                assert "You said hot" in (await asked.answer()).text
            assert "You said list" in (await (await discord.uses(ADA, None, "list")).answer()).text
        assert [(0, 3), (1, 3), (2, 3)] == sorted(discord.identified)
        assert {1} == set(discord.intents)


async def test_the_gateway_is_where_the_api_says(discord: DiscordEmulator) -> None:
    before = DiscordWebSocket.DEFAULT_GATEWAY
    async with listening(discord, FakeDesk(), shards=1):
        assert discord.gateway_url == str(DiscordWebSocket.DEFAULT_GATEWAY)
    assert before == DiscordWebSocket.DEFAULT_GATEWAY


async def test_a_connection_that_breaks_is_taken_up_again(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    discord.drops_connections()
    asked = await discord.uses(ADA, 1, "list")
    await discord.sees_it_resume()
    assert "You said list" in (await asked.answer()).text


async def test_a_wrong_token_is_named_by_its_variable(discord: DiscordEmulator) -> None:
    with pytest.raises(Unreachable, match="DISCORD_TOKEN"):
        await listen("MTAw.other.T0ken", FakeDesk(), api_url=discord.url)


async def test_a_token_that_is_revoked_ends_it(discord: DiscordEmulator) -> None:
    life = asyncio.create_task(listen(discord.TOKEN, FakeDesk(), api_url=discord.url))
    await discord.sees_the_bot_online()
    discord.revokes_the_token()
    with pytest.raises(Unreachable, match="DISCORD_TOKEN"):
        await life


async def test_a_discord_that_is_down_is_tried_later(discord: DiscordEmulator) -> None:
    discord.goes_down()
    with pytest.raises(TryLater):
        await listen(discord.TOKEN, FakeDesk(), api_url=discord.url)


async def test_what_is_in_hand_is_answered_before_the_bot_stops(
    discord: DiscordEmulator,
) -> None:
    desk = FakeDesk()
    discord.opens(1)
    async with listening(discord, desk):
        desk.dallies()
        asked = await discord.uses(ADA, 1, "hot", {"count": 1})
        await asked.acknowledgement()
        asyncio.get_running_loop().call_soon(desk.hurries)
    assert "You said hot" in (await asked.answer()).text
