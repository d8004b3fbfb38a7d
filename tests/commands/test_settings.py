from dataclasses import replace

import pytest

from bot.commands.kinds import ZONES
from bot.commands.settings import settings as settings_command
from bot.commands.spec import Command
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, Person, PersonKey, Place, PlaceKind, PlaceSettings
from bot.services.access import Access
from bot.views import settings
from tests.commands.conversation import (
    ADA,
    CHANNEL,
    EMMY,
    GROUP,
    PRIVATE,
    Conversation,
    FakeRights,
)


async def place_settings(chat: Conversation, place: Place = GROUP) -> PlaceSettings | None:
    async with chat.storage.transaction() as tx:
        return await tx.places.find(place.destination)


async def person(chat: Conversation, key: PersonKey = ADA) -> Person | None:
    async with chat.storage.transaction() as tx:
        return await tx.people.find(key)


async def clocks(chat: Conversation) -> list[str]:
    async with chat.storage.transaction() as tx:
        return [one.cadence.zone.key for one in await tx.subscriptions.all()]


async def languages(chat: Conversation) -> list[str]:
    async with chat.storage.transaction() as tx:
        return [one.locale for one in await tx.subscriptions.all()]


async def test_settings_are_shown_with_the_way_to_each() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/mute @Lovelace")
    answer = await chat.says("/settings")
    assert "• Your language: English\n• Your time zone: UTC" in answer
    assert "• Subscriptions: 1\n• Mutes: 1" in answer
    assert ["Subscriptions", "Mutes", "Language", "Time zone"] == chat.buttons
    for label in chat.buttons:
        await chat.says("/settings")
        assert "Something went wrong" not in await chat.presses(label)


async def test_a_group_answers_links_when_who_runs_it_wants_that() -> None:
    chat = Conversation.begun()
    chat.moves_to(GROUP)
    assert "Links: left alone" in await chat.says("/settings")
    assert "Only who runs Reading group" in await chat.presses("Answer links")
    assert await place_settings(chat) is None
    chat.rights.makes_manager(ADA, GROUP)
    assert "Links: answered" in await chat.says("/settings links=on")
    assert PlaceSettings(destination=GROUP.destination, answers_links=True) == (
        await place_settings(chat)
    )
    assert "Links: left alone" in await chat.presses("Leave links alone")


async def test_the_switch_leaves_the_other_settings_alone() -> None:
    chat = Conversation.begun()
    chat.moves_to(GROUP)
    chat.rights.makes_manager(ADA, GROUP)
    await chat.says("/language de here")
    await chat.says("/timezone Europe/Berlin here")
    answer = await chat.says("/settings on")
    assert "• Sprache hier: Deutsch\n• Zeitzone hier: Europe/Berlin" in answer
    assert PlaceSettings(
        destination=GROUP.destination, locale="de", zone="Europe/Berlin", answers_links=True
    ) == await place_settings(chat)


async def test_in_a_private_chat_there_is_nothing_to_switch() -> None:
    chat = Conversation.begun()
    assert "That can be switched in a group." in await chat.says("/settings on")
    assert await place_settings(chat, PRIVATE) is None


async def test_on_discord_the_answer_says_how_links_are_looked_up() -> None:
    chat = Conversation.begun()
    guild = Place(
        destination=Destination(Platform.DISCORD, "77"), kind=PlaceKind.GROUP, name="papers"
    )
    grace = PersonKey(Platform.DISCORD, "1906")
    rights = FakeRights()
    rights.makes_manager(grace, guild)
    chat.desk = replace(chat.desk, commands=_over_discord(chat, rights))
    chat.caller = Caller(person=grace, place=guild)
    assert "Choose Apps → Look up papers" in await chat.says("/settings")
    assert "Choose Apps → Look up papers" in await chat.says("/settings on")
    assert await place_settings(chat, guild) is None


def _over_discord(chat: Conversation, rights: FakeRights) -> tuple[Command, ...]:
    access = Access({Platform.DISCORD: rights}, {Platform.DISCORD: chat.publisher})
    return (settings_command(chat.storage, access),)


async def test_a_language_is_chosen_from_a_menu() -> None:
    chat = Conversation.begun()
    assert "I speak English with you." in await chat.says("/language")
    await chat.presses("Deutsch")
    assert Person(key=ADA, locale="de") == await person(chat)


@pytest.mark.parametrize("written", ["de", "Deutsch", "DE"])
async def test_a_language_is_named_as_people_do(written: str) -> None:
    chat = Conversation.begun()
    await chat.says(f"/language {written}")
    assert Person(key=ADA, locale="de") == await person(chat)


async def test_a_language_that_is_not_spoken_is_answered_with_those_that_are() -> None:
    chat = Conversation.begun()
    assert "Deutsch (de)" in await chat.says("/language Klingon")
    assert await person(chat) is None


async def test_a_persons_digests_speak_their_language() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL")
    await chat.says("/language de")
    assert ["de"] == await languages(chat)


async def test_in_a_group_everybody_chooses_for_themselves() -> None:
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    await chat.says("/subscribe cs.CL")
    await chat.says("/language de")
    assert (Person(key=ADA, locale="de"), None) == (
        await person(chat),
        await place_settings(chat),
    )
    assert ["en"] == await languages(chat)


async def test_who_runs_a_group_chooses_for_everybody() -> None:
    chat = Conversation.begun()
    chat.moves_to(GROUP)
    assert "Only who runs Reading group" in await chat.says("/language ja here")
    chat.rights.makes_manager(ADA, GROUP)
    await chat.says("/subscribe cs.CL")
    await chat.says("/language ja here")
    assert ["ja"] == await languages(chat)
    assert PlaceSettings(destination=GROUP.destination, locale="ja") == await place_settings(chat)


@pytest.mark.parametrize("line", ["/language ja", "/timezone Asia/Tokyo"])
async def test_in_a_channel_the_choice_is_for_everybody(line: str) -> None:
    chat = Conversation.begun()
    chat.moves_to(CHANNEL)
    assert "Only who runs Papers" in await chat.says(line)
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.says(line)
    assert await place_settings(chat, CHANNEL) is not None
    assert await person(chat) is None


async def test_a_menu_chooses_for_whom_it_was_asked() -> None:
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    await chat.says("/timezone here")
    await chat.presses("Asia/Tokyo")
    chosen = await place_settings(chat)
    assert chosen is not None
    assert "Asia/Tokyo" == chosen.zone


async def test_the_zones_that_are_offered_exist() -> None:
    assert set(settings.ZONES) <= set(ZONES)
    assert len(settings.ZONES) <= 25


async def test_a_time_zone_is_told_with_its_time() -> None:
    chat = Conversation.begun()
    answer = await chat.says("/timezone asia/tokyo")
    assert "Your clock is that of Asia/Tokyo now; there it is 18 January 2024, 18:00 JST." in answer
    assert Person(key=ADA, zone="Asia/Tokyo") == await person(chat)


@pytest.mark.parametrize("written", ["Atlantis", "Europe/Atlantis", "+02:00", "../etc/passwd"])
async def test_a_zone_that_does_not_exist_is_answered_with_some_that_do(written: str) -> None:
    chat = Conversation.begun()
    assert "They look like Europe/Berlin" in await chat.says(f"/timezone {written}")
    assert await person(chat) is None


async def test_digests_keep_their_hour_by_the_new_clock() -> None:
    chat = Conversation.begun()
    await chat.says("/subscribe cs.CL 9:00")
    await chat.says("/subscribe cs.LG 9:00 Europe/Berlin")
    assert "1 digest comes by this clock" in await chat.says("/timezone Asia/Tokyo")
    assert ["Asia/Tokyo", "Europe/Berlin"] == await clocks(chat)
    assert "19 January 2024, 09:00 JST" in await chat.says("/subscriptions")


async def test_a_groups_digests_keep_their_hour_by_the_new_clock() -> None:
    chat = Conversation.begun()
    chat.rights.makes_manager(ADA, GROUP)
    chat.moves_to(GROUP)
    await chat.says("/subscribe cs.CL")
    await chat.says("/timezone Asia/Tokyo here")
    assert ["Asia/Tokyo"] == await clocks(chat)
    await chat.says("/timezone America/New_York here")
    assert ["America/New_York"] == await clocks(chat)


async def test_the_language_and_the_clock_do_not_forget_each_other() -> None:
    chat = Conversation.begun()
    await chat.says("/language de")
    await chat.says("/timezone Asia/Tokyo")
    await chat.says("/language fr")
    assert Person(key=ADA, locale="fr", zone="Asia/Tokyo") == await person(chat)


async def test_another_persons_menu_chooses_nothing() -> None:
    chat = Conversation.begun()
    await chat.says("/language")
    token = chat.token(next(chat._actions()))
    chat.is_now(EMMY)
    assert "This button belongs to somebody else." in await chat.sends(token)
    assert (None, None) == (await person(chat), await person(chat, EMMY))
