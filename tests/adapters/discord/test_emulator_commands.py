"""The emulator takes and refuses commands as Discord does."""

import pytest

from tests.emulators.discord_command_rules import inspect_commands
from tests.emulators.discord_rules import Refusal

Shape = dict[str, object]


def command(**fields: object) -> Shape:
    return {"type": 1, "name": "hot", "description": "Hot papers", **fields}


def option(**fields: object) -> Shape:
    return {"type": 3, "name": "topic", "description": "A category", **fields}


def choices(number: int, **fields: object) -> list[Shape]:
    return [{"name": f"n{each}", "value": f"v{each}", **fields} for each in range(number)]


def _long_choices(number: int) -> list[Shape]:
    return [{"name": f"{each:0100}", "value": f"{each:0100}"} for each in range(number)]


@pytest.mark.parametrize(
    "commands",
    [
        [command(), command(name="heiß-'_9"), {"type": 3, "name": "Look up papers"}],
        [command(name="गर्म", name_localizations={"th": "ร้อนที่สุด"})],
        [command(name=f"c{number}") for number in range(100)],
        [command(options=[option(required=True), option(name="b", autocomplete=True)])],
        [command(options=[option(choices=choices(25))])],
        [command(options=[{**option(type=1), "options": [option(name="inner")]}])],
    ],
)
def test_good_commands_are_taken(commands: list[Shape]) -> None:
    inspect_commands(commands)


@pytest.mark.parametrize(
    ("commands", "problem"),
    [
        ([command(name="Hot")], "capitals"),
        ([command(name="hot papers")], "other characters"),
        ([command(name="h" * 33)], "32 characters"),
        ([command(description="")], "100 characters"),
        ([command(description="d" * 101)], "100 characters"),
        ([command(), command()], "same name"),
        ([command(name=f"c{number}") for number in range(101)], "100 commands"),
        ([{"type": 3, "name": f"c{number}"} for number in range(16)], "15 commands"),
        ([command(name_localizations={"de-DE": "heiß"})], "locales"),
        ([command(name_localizations={"de": "Heiß"})], "capitals"),
        ([command(description_localizations={"de": "d" * 101})], "100 characters"),
        ([command(options=[option(name=f"o{each}") for each in range(26)])], "25 options"),
        ([command(options=[option(), option(name="b", required=True)])], "come first"),
        ([command(options=[option(choices=choices(26))])], "25 choices"),
        ([command(options=[option(choices=choices(1), autocomplete=True)])], "and autocomplete"),
        ([command(options=[option(choices=choices(1, value="v" * 101))])], "100 characters"),
        ([command(options=[option(type=4, choices=choices(1))])], "another type"),
        ([command(options=[option(type=1), option(name="b")])], "beside subcommands"),
        ([command(options=[option(type=12)])], "no type 12"),
    ],
)
def test_bad_commands_are_refused(commands: list[Shape], problem: str) -> None:
    with pytest.raises(Refusal, match=problem):
        inspect_commands(commands)


def test_a_command_may_not_be_too_long_as_a_whole() -> None:
    # The longer of a word's translations counts: 100 + 3 * (100 + 100) and a name, twelve times.
    words = {"description": "d", "description_localizations": {"de": "d" * 100}}
    wordy = [option(name=f"option-{each}", choices=_long_choices(3), **words) for each in range(12)]
    inspect_commands([command(options=wordy[:11])])
    with pytest.raises(Refusal, match="more than 8000"):
        inspect_commands([command(options=wordy)])
