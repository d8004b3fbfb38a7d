"""The documentation says what the code says; `UPDATE_GOLDEN=1 pytest` writes it anew."""

import os
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.domain.topics import Topic
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
ENV_EXAMPLE = ROOT / ".env.example"
WIDTH = 100
HEAD = """\
# Hot Papers: every setting with its default. Copy this file to .env, and uncomment what you change.
# The environment wins over .env, and an empty value is the same as none.
"""
CHAPTERS = {
    "The daily digest": "daily timezone categories style top",
    "What is hot": "min weights clip agreement",
    "Discord": "discord",
    "Telegram": "telegram",
    "Conversations": "operators subscriptions questions",
    "Sources": "contact arxiv huggingface hf hackernews lobsters bluesky x reddit mastodon",
    "Storage": "database",
    "The log": "log",
}
"""The first words of the settings that stand under each heading."""


def chapter_of(field: str) -> str:
    """Give the heading of a setting."""
    word = field.partition("_")[0]
    found = [heading for heading, words in CHAPTERS.items() if word in words.split()]
    assert found, f"CHAPTERS does not say under which heading {field.upper()} stands"
    return found[0]


def env_example() -> str:
    """Write the settings as a file to copy."""
    return HEAD + "".join(
        _chapter(heading, [name for name in Settings.model_fields if chapter_of(name) == heading])
        for heading in CHAPTERS
    )


def _chapter(heading: str, names: list[str]) -> str:
    rule = "─" * (WIDTH - len(f"# ── {heading} "))
    return f"\n# ── {heading} {rule}\n{''.join(map(_setting, names))}"


def _setting(name: str) -> str:
    field = Settings.model_fields[name]
    default = written(field.get_default(call_default_factory=True))
    return f"\n# {field.description}\n#{name.upper()}={default}\n"


def written(default: object) -> str:
    """Write a default as it stands in the environment."""
    match default:
        case None:
            return ""
        case bool():
            return str(default).lower()
        case time():
            return f"{default:%H:%M}"
        case Enum():
            return str(default.value)
        case tuple():
            return ",".join(map(str, default))
        case Mapping():
            return ",".join(f"{name}:{value}" for name, value in default.items())
        case str() | int() | float() | Decimal() | Topic():
            return str(default)
        case _:
            raise TypeError(f"Nobody said how a {type(default).__name__} is written.")


def test_the_example_of_the_settings_is_what_the_settings_say() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        ENV_EXAMPLE.write_text(env_example(), encoding="utf-8")
    assert env_example() == ENV_EXAMPLE.read_text(encoding="utf-8")


def test_the_example_changes_nothing_even_if_all_of_it_is_uncommented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    defaults = Settings()
    Path(".env").write_text("\n".join(uncommented(env_example())), encoding="utf-8")
    assert defaults == Settings()


def test_the_example_names_every_setting_once() -> None:
    names = [line.partition("=")[0] for line in uncommented(env_example())]
    assert sorted(name.upper() for name in Settings.model_fields) == sorted(names)


def test_the_example_fits_its_width() -> None:
    assert not [line for line in env_example().splitlines() if len(line) > WIDTH]


def uncommented(example: str) -> list[str]:
    """Give the lines with a variable, without the sign in front of them."""
    lines = example.splitlines()
    return [line[1:] for line in lines if line.startswith("#") and not line.startswith("# ")]


def test_every_setting_is_explained_in_a_sentence() -> None:
    explained = {name: str(field.description) for name, field in Settings.model_fields.items()}
    assert not [name for name, sentence in explained.items() if not sentence.endswith(".")]


def test_the_help_names_every_command_with_a_sentence() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    commands = {
        words[0]: words[1:]
        for line in shown.partition("Commands:")[2].splitlines()
        if (words := line.split())
    }
    assert {"import", "rank", "export", "post", "run", "migrate", "doctor"} <= commands.keys()
    assert {command.name for command in app.registered_commands} <= commands.keys()
    assert all(len(sentence) > 2 for sentence in commands.values())
