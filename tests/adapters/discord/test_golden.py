"""Nasty papers as Discord sees them, line by line.

Set UPDATE_GOLDEN=1 to write the files anew, and read the difference.
"""

import json
import os
from pathlib import Path

import pytest

from adapters.discord.ruler import DiscordRuler
from bot.document.fit import paginate
from bot.domain.digests import Digest, Style
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.discord.corpus import many_papers, nasty_papers
from tests.adapters.discord.payloads import payload
from tests.builders import a_digest, a_paper
from tests.emulators.discord_rules import inspect, pings

GOLDEN = Path(__file__).parents[2] / "golden" / "discord"
DIGESTS = {
    "one-paper": a_digest(a_paper()),
    "nasty-compact": a_digest(*nasty_papers(), style=Style.COMPACT),
    "nasty-full": a_digest(*nasty_papers(), style=Style.FULL),
    "nasty-rich": a_digest(*nasty_papers(), style=Style.RICH),
    "many-full": a_digest(*many_papers(), style=Style.FULL),
    "many-compact": a_digest(*many_papers(), style=Style.COMPACT),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_the_payload_is_as_it_was(name: str) -> None:
    written = _written(DIGESTS[name])
    file = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(written, "utf-8")
    assert file.read_text("utf-8") == written


def _written(digest: Digest) -> str:
    messages = [
        payload(part) for part in paginate(digests.page(digest, ENGLISH_WORDS), DiscordRuler())
    ]
    for message in messages:
        inspect(message)
        assert pings(message) == []
    return json.dumps(messages, ensure_ascii=False, indent=1) + "\n"
