"""How Discord counts: characters of Markdown, components, bytes.

It counts what is typed, markup and addresses included, as `LayoutView.content_length` of discord.py
does.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

from discord import ui

from adapters.discord.render import pieces
from bot.commands.tokens import LONGEST_TOKEN
from bot.document.fit import Load
from bot.document.nodes import (
    Action,
    Block,
    Button,
    Buttons,
    CopyButton,
    Heading,
    LinkButton,
    Menu,
    Picture,
)

CHARACTERS = 4000
"""Over all texts of a message: https://docs.discord.com/developers/components/reference."""

COMPONENTS = 40
"""Those inside others included: https://docs.discord.com/developers/components/reference."""

BYTES = 10_000
"""Not documented: a message above some 10,170 bytes of text was seen to be answered with 500."""

# The line above the closing and its text cannot be told from the last section's when the blocks of
# a whole document are measured.
_OF_THE_CLOSING = 2

# A text and the line above it. The first text has no line above it, but a container around it.
_OF_A_SECTION = 2

_BLOCKS_REMEMBERED = 2048


class DiscordRuler:
    """Counts messages of Components V2.

    A heading counts as the beginning of a section, as do the first of the blocks measured.
    """

    @property
    def limits(self) -> Load:
        """The most that one message holds; `entities` are components."""
        return Load(CHARACTERS, COMPONENTS - _OF_THE_CLOSING, BYTES)

    @property
    def folds(self) -> bool:
        """Say no: Discord shows a text or it does not."""
        return False

    def measure(self, blocks: Sequence[Block]) -> Load:
        """Count what these blocks take in a message, never less than they really do."""
        loads = [_load(block) for block in blocks]
        sections = sum(isinstance(block, Heading) for block in blocks[1:]) + bool(blocks)
        return Load(
            sum(load.characters for load in loads),
            sum(load.entities for load in loads) + sections * _OF_A_SECTION,
            sum(load.size for load in loads),
        )


# Fitting measures the same blocks again and again while a single text shrinks.
@lru_cache(_BLOCKS_REMEMBERED)
def _load(block: Block) -> Load:
    written = list(pieces(block))
    texts = [piece for piece in written if isinstance(piece, str)]
    components = [piece for piece in written if not isinstance(piece, str)]
    return Load(
        sum(len(text) + 1 for text in texts),
        # After each component of another kind the text goes on in a component of its own.
        sum(_nested(component) + 1 for component in components),
        sum(_bytes(text) + 1 for text in texts) + _bytes(*_words_outside_texts(block)),
    )


def _nested(component: ui.Item[ui.LayoutView]) -> int:
    return 1 + len(component.children) if isinstance(component, ui.ActionRow) else 1


def _words_outside_texts(block: Block) -> list[str]:
    if isinstance(block, Picture):
        return [block.url, block.words]
    if isinstance(block, Buttons):
        return [words for button in block.buttons for words in _words_of(button)]
    if isinstance(block, Menu):
        return [block.label, *(words for choice in block.choices for words in _words_of(choice))]
    return []


def _words_of(button: Button) -> tuple[str, ...]:
    match button:
        case LinkButton(label, url):
            return label, url
        case Action(label):
            return label, "x" * LONGEST_TOKEN
        case CopyButton():
            return ()
        case _:
            assert_never(button)


def _bytes(*words: str) -> int:
    return sum(len(text.encode(errors="replace")) for text in words)
