"""The commands as Discord has them."""

from collections.abc import Mapping
from dataclasses import replace

import discord as sdk
import pytest

from adapters.discord.client import logged_in
from adapters.discord.registry import register, shapes
from bot.commands.spec import Command
from bot.domain.languages import ENGLISH, LANGUAGES
from tests.adapters.discord.desks import COMMANDS, FakeDesk, a_command
from tests.commands.conversation import Conversation
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_command_rules import LOCALES, inspect_commands


def option(command: str, name: str, desk: FakeDesk | None = None) -> Mapping[str, object]:
    (found,) = [each for each in shapes(desk or FakeDesk()) if each["name"] == command]
    options = found["options"]
    assert isinstance(options, list)
    (wanted,) = [each for each in options if each["name"] == name]
    assert isinstance(wanted, dict)
    return wanted


def test_every_command_of_the_bot_is_one_that_discord_takes() -> None:
    desk = Conversation.begun().desk
    written = [dict(shape) for shape in shapes(desk)]
    inspect_commands(written)
    names = [command.name for command in desk.commands if not command.is_hidden]
    assert [*names, "Look up papers"] == [shape["name"] for shape in written]


def test_they_may_be_used_everywhere_and_by_everybody() -> None:
    for shape in shapes(FakeDesk()):
        assert ([0, 1, 2], [0, 1]) == (shape["contexts"], shape["integration_types"])
    limited = [each["name"] for each in shapes(FakeDesk()) if "default_member_permissions" in each]
    assert ["status"] == limited


def test_options_are_typed() -> None:
    assert (4, 1, 9, True) == tuple(
        option("hot", "count")[field] for field in ("type", "min_value", "max_value", "required")
    )
    assert (3, True) == tuple(option("hot", "topic")[field] for field in ("type", "autocomplete"))
    assert (7, [0, 5, 10, 11, 12, 15]) == tuple(
        option("hot", "channel")[field] for field in ("type", "channel_types")
    )
    assert [
        {"name": "in short", "value": "short"},
        {"name": "with all of it", "value": "long"},
    ] == option("hot", "style")["choices"]


def test_what_is_required_comes_first() -> None:
    (hot,) = [each for each in shapes(FakeDesk()) if each["name"] == "hot"]
    options = hot["options"]
    assert isinstance(options, list)
    assert ["count", "topic", "style", "channel"] == [each["name"] for each in options]


def test_every_language_of_the_bot_has_a_locale_of_discord() -> None:
    translated = replace(a_command("quiet"), summary="No hot paper today. Tomorrow is another day.")
    (shape, _) = shapes(FakeDesk(commands=[translated]))
    localizations = shape["description_localizations"]
    assert isinstance(localizations, dict)
    assert set(localizations) <= LOCALES
    assert {locale.partition("-")[0] for locale in localizations} == set(LANGUAGES) - {ENGLISH}


async def test_they_are_brought_to_discord_when_they_differ(discord: DiscordEmulator) -> None:
    desk = Conversation.begun().desk
    async with logged_in(discord.TOKEN, api_url=discord.url) as client:
        assert (True, False) == (await register(client, desk), await register(client, desk))
    puts = [each for each in discord.requests if each.startswith("PUT")]
    assert 1 == len(puts)


@pytest.mark.parametrize(
    "changed",
    [
        COMMANDS[1:],
        (*COMMANDS, a_command("new")),
        (a_command("hot"), *COMMANDS[1:]),
    ],
)
async def test_a_change_is_seen(discord: DiscordEmulator, changed: tuple[Command, ...]) -> None:
    async with logged_in(discord.TOKEN, api_url=discord.url) as client:
        assert await register(client, FakeDesk())
        assert await register(client, FakeDesk(commands=changed))


async def test_commands_that_are_refused_leave_the_others(discord: DiscordEmulator) -> None:
    async with logged_in(discord.TOKEN, api_url=discord.url) as client:
        await register(client, FakeDesk())
        with pytest.raises(sdk.HTTPException):
            await register(client, FakeDesk(commands=(a_command("Not a name"),)))
    assert "hot" in [each["name"] for each in discord.commands]
