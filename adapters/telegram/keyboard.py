"""The buttons of a document as an inline keyboard.

Limits: https://core.telegram.org/bots/api#inlinekeyboardbutton, and python-telegram-bot's
`InlineKeyboardMarkupLimit`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import assert_never
from unicodedata import east_asian_width

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.inert import inert, is_address
from bot.commands.tokens import token_of
from bot.document.nodes import (
    Action,
    Block,
    Button,
    Buttons,
    CopyButton,
    Document,
    LinkButton,
    Menu,
)
from bot.domain.people import PersonKey

MOST_BUTTONS = 100
LONGEST_ROW = 8
LONGEST_COPY = 256
"""Characters that a button can copy."""

_ROW_OF_A_MENU = 3
_WIDTH = 34
"""How many narrow letters stand beside each other in the buttons of a telephone's row."""

_WIDE = frozenset("WF")

Row = list[InlineKeyboardButton]


def keyboard(document: Document, owner: PersonKey | None = None) -> InlineKeyboardMarkup | None:
    """Gather the buttons of a document, each block of them in rows of its own.

    With an owner its actions are for this person alone. Buttons that Telegram would refuse, and the
    whole message with them, are left out.
    """
    rows: list[Row] = []
    left = MOST_BUTTONS
    for block in document:
        usable = list(islice(_usable(block, owner), left))
        left -= len(usable)
        rows += _in_rows(usable, most=_ROW_OF_A_MENU if isinstance(block, Menu) else LONGEST_ROW)
    return InlineKeyboardMarkup(rows) if rows else None


def _usable(block: Block, owner: PersonKey | None) -> Iterator[InlineKeyboardButton]:
    buttons: Sequence[Button] = ()
    if isinstance(block, Buttons):
        buttons = block.buttons
    elif isinstance(block, Menu):
        buttons = block.choices
    for button in buttons:
        label = inert(button.label).strip()
        shown = _button(button, label, owner) if label else None
        if shown:
            yield shown


def _button(button: Button, label: str, owner: PersonKey | None) -> InlineKeyboardButton | None:
    match button:
        case LinkButton(_, url):
            return InlineKeyboardButton(label, url=url) if is_address(url) else None
        case CopyButton(_, copied):
            if not 0 < len(copied) <= LONGEST_COPY:
                return None
            return InlineKeyboardButton(label, copy_text=CopyTextButton(copied))
        case Action(is_risky=is_risky):
            style = "danger" if is_risky else None
            return InlineKeyboardButton(label, callback_data=token_of(button, owner), style=style)
        case _:
            assert_never(button)


def _in_rows(buttons: Sequence[InlineKeyboardButton], *, most: int) -> Iterator[Row]:
    """Share buttons out evenly among as few rows as show their labels whole."""
    if not buttons:
        return
    # All buttons of a row are as wide as its widest.
    widest = max(_width(button.text) for button in buttons)
    fitting = min(most, max(1, _WIDTH // (widest + 1)))
    rows = -(-len(buttons) // fitting)
    size = -(-len(buttons) // rows)
    for start in range(0, len(buttons), size):
        yield list(buttons[start : start + size])


def _width(label: str) -> int:
    return sum(2 if east_asian_width(letter) in _WIDE else 1 for letter in label)
