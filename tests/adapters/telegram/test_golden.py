"""Whole messages, to be read by people: UPDATE_GOLDEN=1 writes them anew."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.telegram import render, rich
from adapters.telegram.ruler import ClassicRuler, RichRuler
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.digests import Style
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.telegram.corpus import NASTY
from tests.builders import a_digest

GOLDEN = Path(__file__).parents[2] / "golden" / "telegram"
BETWEEN = "\n\n======== next message ========\n\n"
_BLOCK_END = re.compile(
    r"(</(?:h\d|p|li|ul|summary|blockquote|details|footer|tg-math-block)>|<hr/>)"
)


def in_lines(html: str) -> str:
    """A rich message with a line for each block, as it has none of its own."""
    return _BLOCK_END.sub(r"\1\n", html).strip()


@pytest.mark.parametrize(
    ("name", "style", "ruler", "write"),
    [
        ("compact", Style.COMPACT, ClassicRuler(), render.render),
        ("full", Style.FULL, ClassicRuler(), render.render),
        ("rich", Style.RICH, RichRuler(), lambda document: in_lines(rich.render(document))),
        ("rich_as_classic", Style.RICH, ClassicRuler(), render.render),
    ],
)
def test_a_digest_looks_as_it_did(
    name: str, style: Style, ruler: Ruler, write: Callable[[Document], str]
) -> None:
    document = digests.page(a_digest(*NASTY, style=style), ENGLISH_WORDS)
    look = BETWEEN.join(map(write, paginate(document, ruler))) + "\n"
    file = GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(look, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == look


def test_a_quiet_day_is_one_friendly_sentence() -> None:
    document = digests.page(a_digest(top=0), ENGLISH_WORDS)
    file = GOLDEN / "quiet.html"
    look = f"{render.render(document)}\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(look, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == look
