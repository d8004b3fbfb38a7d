"""Who may do what is asked of Discord."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.client import opened
from adapters.discord.rights import DiscordRights
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import BadArgument, TryLater, Unreachable
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_world import OWNER, Person, Right

ADA = PersonKey(Platform.DISCORD, "77")


def at(channel: str, thread: str | None = None, *, kind: PlaceKind = PlaceKind.GROUP) -> Place:
    return Place(destination=Destination(Platform.DISCORD, channel, thread), kind=kind)


HERE = Caller(person=ADA, place=at("1"))


@pytest.fixture
async def rights(discord: DiscordEmulator) -> AsyncIterator[DiscordRights]:
    discord.opens(1, name="papers")
    discord.opens(2, name="january", kind="thread", parent=1)
    discord.knows(Person(77, "ada"))
    async with opened(discord.TOKEN, api_url=discord.url) as session:
        yield DiscordRights(session)


@pytest.mark.parametrize(
    ("has", "is_enough"),
    [
        ("manage_guild", True),
        ("manage_channels", True),
        ("administrator", True),
        ("manage_messages", False),
        ("mention_everyone", False),
    ],
)
async def test_a_channel_is_managed_by_who_has_one_of_two_rights(
    discord: DiscordEmulator,
    rights: DiscordRights,
    has: Right,
    is_enough: bool,  # noqa: FBT001
) -> None:
    assert not await rights.may_manage(ADA, at("1"))
    discord.knows(Person(77, "ada", rights=frozenset({has})))
    assert is_enough is await rights.may_manage(ADA, at("1"))
    assert is_enough is await rights.may_manage(ADA, at("1", "2"))


async def test_the_owner_of_a_server_manages_all_of_it(rights: DiscordRights) -> None:
    owner = PersonKey(Platform.DISCORD, str(OWNER))
    assert await rights.may_manage(owner, at("1", "2"))


async def test_rights_that_are_lost_are_not_remembered(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.knows(Person(77, "ada", rights=frozenset({"manage_guild"})))
    assert await rights.may_manage(ADA, at("1"))
    discord.knows(Person(77, "ada"))
    assert not await rights.may_manage(ADA, at("1"))


async def test_who_has_left_manages_nothing(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.knows(Person(77, "ada", rights=frozenset({"administrator"})))
    discord.leaves(Person(77))
    assert not await rights.may_manage(ADA, at("1"))


async def test_a_private_conversation_is_its_persons_own(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.opens(5, kind="private", person=Person(78))
    assert await rights.may_manage(ADA, at("@77", kind=PlaceKind.PRIVATE))
    assert not await rights.may_manage(ADA, at("@78", kind=PlaceKind.PRIVATE))
    assert not await rights.may_manage(ADA, at("5", kind=PlaceKind.PRIVATE))


async def test_what_is_no_channel_is_managed_by_nobody(rights: DiscordRights) -> None:
    assert not await rights.may_manage(ADA, at("papers"))
    assert not await rights.may_manage(PersonKey(Platform.DISCORD, ""), at("1"))


async def test_a_place_that_cannot_be_seen_is_said_to_be_unreachable(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.takes_away("view_channel", channel=1)
    with pytest.raises(Unreachable, match="View Channel"):
        await rights.may_manage(ADA, at("1"))


async def test_a_discord_that_is_down_is_asked_later(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.goes_down()
    with pytest.raises(TryLater):
        await rights.may_manage(ADA, at("1"))


# Places that are named.


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("1", ("1", None, PlaceKind.GROUP, "#papers")),
        (" <#1> ", ("1", None, PlaceKind.GROUP, "#papers")),
        ("<#2>", ("1", "2", PlaceKind.GROUP, "#january")),
        ("1:2", ("1", "2", PlaceKind.GROUP, "#january")),
        ("https://discord.com/channels/500/2", ("1", "2", PlaceKind.GROUP, "#january")),
        ("https://ptb.discord.com/channels/500/1/", ("1", None, PlaceKind.GROUP, "#papers")),
        ("3", ("3", None, PlaceKind.GROUP, "#ideas")),
        ("4", ("4", None, PlaceKind.CHANNEL, "#news")),
        ("@77", ("@77", None, PlaceKind.PRIVATE, "")),
        ("<@77>", ("@77", None, PlaceKind.PRIVATE, "")),
    ],
)
async def test_a_place_is_found_as_it_is_written(
    discord: DiscordEmulator, rights: DiscordRights, written: str, place: tuple[object, ...]
) -> None:
    discord.opens(3, name="ideas", kind="forum")
    discord.opens(4, name="news", kind="news")
    found = await rights.place(written, HERE)
    to = found.destination
    assert place == (to.channel, to.thread, found.kind, found.name)


@pytest.mark.parametrize(
    "written", ["", "9", "@papers", "#papers", "@78", "6", "5", "9" * 21, "１", "<#1", "1:x"]
)
async def test_a_place_that_is_not_there_is_answered_with_what_to_write(
    discord: DiscordEmulator, rights: DiscordRights, written: str
) -> None:
    discord.opens(5, kind="private", person=Person(78))
    discord.opens(6, name="all", kind="category")
    if written == "<#1":
        discord.deletes(1)
    with pytest.raises(BadArgument, match="I see no channel"):
        await rights.place(written, HERE)


async def test_a_channel_of_another_server_is_not_spoken_of(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.leaves(Person(77))
    with pytest.raises(BadArgument) as stranger:
        await rights.place("1", HERE)
    with pytest.raises(BadArgument) as nowhere:
        await rights.place("9", HERE)
    assert str(nowhere.value) == str(stranger.value).replace("“1”", "“9”")


async def test_a_name_is_not_looked_for_while_discord_is_down(
    discord: DiscordEmulator, rights: DiscordRights
) -> None:
    discord.goes_down()
    with pytest.raises(TryLater):
        await rights.place("1", HERE)
