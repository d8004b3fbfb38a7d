"""People press buttons, choose from menus and fill in forms."""

from collections.abc import AsyncIterator

import pytest

from bot.commands.spec import Field, Invocation
from bot.document.nodes import Action
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Place, PlaceKind
from tests.adapters.discord.desks import (
    COUNT,
    FakeDesk,
    a_form,
    a_menu,
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


# Buttons and menus.


@pytest.mark.parametrize(("is_slow", "reaction"), [(False, CHANGED), (True, KEPT)])
async def test_a_button_changes_its_message(
    discord: DiscordEmulator, desk: FakeDesk, *, is_slow: bool, reaction: int
) -> None:
    desk.answers(a_reply("Page 1", Action("Next", "hot", (("page", "2"),))), a_reply("Page 2"))
    first = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    if is_slow:
        desk.dallies()
    press = await discord.clicks(BOB, first, "Next")
    await press.acknowledgement()
    desk.hurries()
    changed = await press.shows(lambda seen: "Page 2" in seen.text)
    assert (reaction, first.id) == ((await press.acknowledgement()).type, changed.id)
    assert Invocation("hot", (("page", "2"),)) == desk.invocations[-1]
    assert [first.id] == [message.id for message in discord.messages(1)]


@pytest.mark.parametrize(("is_slow", "reaction"), [(False, ANSWER), (True, THINKING)])
async def test_what_a_button_asks_anew_is_for_who_pressed_it(
    discord: DiscordEmulator, desk: FakeDesk, *, is_slow: bool, reaction: int
) -> None:
    desk.answers(a_reply("A digest", Action("Details", "hot", is_new=True)), a_reply("Details"))
    first = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    if is_slow:
        desk.dallies()
    press = await discord.clicks(BOB, first, "Details")
    await press.acknowledgement()
    desk.hurries()
    details = await press.answer()
    assert (reaction, True) == ((await press.acknowledgement()).type, details.is_ephemeral)
    assert first == discord.sees(first)


async def test_a_choice_in_a_menu_is_a_button(discord: DiscordEmulator, desk: FakeDesk) -> None:
    topics = [Action(f"About {name}", "hot", (("topic", name),)) for name in ("cs.CL", "cs.CV")]
    desk.answers(a_menu("Topics…", *topics), a_reply("Papers"))
    menu = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    choice = await discord.chooses(ADA, menu, "Topics…", ["About cs.CV"])
    await choice.shows(lambda seen: "Papers" in seen.text)
    assert Invocation("hot", (("topic", "cs.CV"),)) == desk.invocations[-1]


async def test_a_refusal_leaves_the_message_as_it_is(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.answers(a_reply("Page 1", Action("Next", "hot")), a_reply("Too often", is_private=True))
    first = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    refusal = await (await discord.clicks(BOB, first, "Next")).answer()
    assert ("Too often" in refusal.text, True) == (True, refusal.is_ephemeral)
    assert first == discord.sees(first)


async def test_a_private_message_is_changed_in_place(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    pause = Action("Pause", "list")
    desk.answers(a_reply("Card", pause, is_private=True), a_reply("Paused", is_private=True))
    first = await (await discord.uses(ADA, 1, "list")).answer()
    press = await discord.clicks(ADA, first, "Pause")
    changed = await press.shows(lambda seen: "Paused" in seen.text)
    assert (first.id, True) == (changed.id, changed.is_ephemeral)


async def test_another_persons_button_is_refused(discord: DiscordEmulator, desk: FakeDesk) -> None:
    desk.answers(a_reply("Card", Action("Pause", "list"), is_private=True))
    first = await (await discord.uses(ADA, 1, "list")).answer()
    pause = first.button("Pause").custom_id
    assert pause is not None
    answer = await (await discord.forges(BOB, 1, pause, message=first)).answer()
    assert ("This button belongs to somebody else.", True) == (answer.text, answer.is_ephemeral)
    assert first == discord.sees(first)


@pytest.mark.parametrize("token", ["menu", "hot:1", "~" + "x" * 22, "> ", "\u202e" * 50])
async def test_a_forged_button_is_answered_in_private(
    discord: DiscordEmulator, desk: FakeDesk, token: str
) -> None:
    for values in (None, [token], []):
        answer = await (await discord.forges(BOB, 1, token, values=values)).answer()
        assert ("from an earlier time" in answer.text, True) == (True, answer.is_ephemeral)
    assert [] == desk.asked


async def test_a_slow_reading_of_a_button_is_acknowledged_in_time(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    details = Action("Details", "hot", is_new=True)
    desk.answers(a_reply("Page 1", details), a_reply("Details", is_private=True))
    first = await (await discord.uses(ADA, 1, "hot", {"count": 1})).answer()
    desk.thinks_of_tokens()
    press = await discord.clicks(ADA, first, "Details")
    assert KEPT == (await press.acknowledgement()).type
    desk.hurries()
    answer = await press.follow_up()
    assert ("Details" in answer.text, True) == (True, answer.is_ephemeral)


# Forms.


async def test_a_form_opens_at_once_and_is_answered_in_private(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.answers(a_form(), a_reply("Changed", is_private=True))
    form = await (await discord.uses(ADA, 1, "change")).modal()
    assert ("Change “cs.CL”", "cs.CL") == (form.title, form.field("Topic").value)
    sent = await discord.submits(ADA, form, {"Topic": "cs.CV"})
    answer = await sent.answer()
    assert ("Changed" in answer.text, True) == (True, answer.is_ephemeral)
    assert Invocation("change", (("which", "3"), ("topic", "cs.CV"))) == desk.invocations[-1]


async def test_a_form_behind_a_button_changes_the_message_of_the_button(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    edit = Action("Change", "change", (("which", "3"),))
    count = Field(param=COUNT, label="A label " * 9, written="")
    desk.answers(a_reply("Card", edit, is_private=True), a_form(count))
    desk.answers(a_reply("Changed", is_private=True))
    card = await (await discord.uses(ADA, 1, "list")).answer()
    form = await (await discord.clicks(ADA, card, "Change")).modal()
    sent = await discord.submits(ADA, form, {"count": "7"})
    changed = await sent.shows(lambda seen: "Changed" in seen.text)
    assert (card.id, True) == (changed.id, changed.is_ephemeral)


async def test_a_command_that_needs_no_form_is_answered_at_once(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.answers(a_reply("Which one?", is_private=True))
    asked = await discord.uses(ADA, 1, "change")
    answer = await asked.answer()
    assert (ANSWER, True) == ((await asked.acknowledgement()).type, answer.is_ephemeral)


async def test_a_form_that_comes_too_late_waits_behind_a_button(
    discord: DiscordEmulator, desk: FakeDesk
) -> None:
    desk.dallies()
    desk.answers(a_form(), a_form())
    asked = await discord.uses(ADA, 1, "change")
    assert THINKING == (await asked.acknowledgement()).type
    desk.hurries()
    answer = await asked.answer()
    assert (["Change “cs.CL”"], True) == (answer.labels, answer.is_ephemeral)
    form = await (await discord.clicks(ADA, answer, "Change “cs.CL”")).modal()
    assert "Change “cs.CL”" == form.title


async def test_somebody_elses_form_is_refused(discord: DiscordEmulator, desk: FakeDesk) -> None:
    desk.answers(a_form())
    form = await (await discord.uses(ADA, 1, "change")).modal()
    forged = await discord.forges(BOB, 1, form.custom_id, fields={"topic": "cs.CV"})
    assert "This button belongs to somebody else." == (await forged.answer()).text
