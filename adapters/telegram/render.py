"""Documents as the HTML of classic messages, and their buttons as an inline keyboard.

The dialect: https://core.telegram.org/bots/api#html-style. Blocks of a section stand in lines below
each other; a blank line sets sections apart.
"""

from typing import assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.inert import inert, is_address, markup
from adapters.telegram.spans import Dialect, enclosed, tagged, write
from bot.document.nodes import (
    Block,
    Blocks,
    Bullets,
    Buttons,
    Details,
    Divider,
    Document,
    Heading,
    Link,
    LinkButton,
    Math,
    Paragraph,
    Picture,
    Quote,
    Text,
)
from bot.document.plain import plain_span

ROW_LENGTH = 8
"""The most buttons in a row (python-telegram-bot, `InlineKeyboardMarkupLimit`)."""


def render(document: Document) -> str:
    """Write a document as HTML for `sendMessage`; its buttons are not in it."""
    sections = (section.blocks for section in document.sections)
    groups = (document.opening, *sections, document.closing)
    return "\n\n".join(filter(None, map(_group, groups)))


def keyboard(document: Document) -> InlineKeyboardMarkup | None:
    """Gather the buttons of a document, a row for each block of them.

    Buttons that lead nowhere are left out: Telegram would refuse the whole message.
    """
    rows = [row for block in document if isinstance(block, Buttons) for row in _rows(block.buttons)]
    return InlineKeyboardMarkup(rows) if rows else None


def html(block: Block) -> str:
    """Write one block; empty where a classic message shows nothing of it."""
    match block:
        case Heading(spans):
            return enclosed("b", spans, _CLASSIC)
        case Paragraph(spans):
            return write(spans, _CLASSIC)
        case Quote(spans):
            return tagged("blockquote", write(spans, _CLASSIC))
        case Details(_, spans):
            return tagged("blockquote", write(spans, _CLASSIC), " expandable")
        case Bullets(rows):
            return "\n".join(f"• {write(row, _CLASSIC)}" for row in rows)
        case Picture(url, words):
            return write((Link((Text(words or url),), url),), _CLASSIC)
        case Divider() | Buttons():
            return ""
        case _:
            assert_never(block)


def _group(blocks: Blocks) -> str:
    return "\n".join(filter(None, map(html, blocks)))


def _formula(math: Math) -> str:
    return markup(plain_span(math))


def _rows(buttons: tuple[LinkButton, ...]) -> list[list[InlineKeyboardButton]]:
    usable = [
        InlineKeyboardButton(inert(button.label), url=button.url)
        for button in buttons
        if is_address(button.url)
    ]
    return [usable[start : start + ROW_LENGTH] for start in range(0, len(usable), ROW_LENGTH)]


_CLASSIC = Dialect(formula=_formula, is_address=is_address)
