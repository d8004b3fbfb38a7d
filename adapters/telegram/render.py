"""Documents as the HTML of classic messages.

The dialect: https://core.telegram.org/bots/api#html-style. Blocks of a section stand in lines below
each other; a blank line sets sections apart.
"""

from typing import assert_never

from adapters.telegram.inert import is_address, markup
from adapters.telegram.spans import Dialect, enclosed, preformatted, tagged, write
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
    Math,
    Menu,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Text,
)
from bot.document.plain import plain_span


def render(document: Document) -> str:
    """Write a document as HTML for `sendMessage`; its buttons are not in it."""
    sections = (section.blocks for section in document.sections)
    groups = (document.opening, *sections, document.closing)
    return "\n\n".join(filter(None, map(_group, groups)))


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
        case Picture() | Preformatted():
            return _shown(block)
        case Divider() | Buttons() | Menu():
            return ""
        case _:
            assert_never(block)


def _shown(block: Picture | Preformatted) -> str:
    match block:
        case Picture(url, words):
            return write((Link((Text(words or url),), url),), _CLASSIC)
        case Preformatted(words, language):
            return preformatted(words, language)
        case _:
            assert_never(block)


def _group(blocks: Blocks) -> str:
    return "\n".join(filter(None, map(html, blocks)))


def _formula(math: Math) -> str:
    return markup(plain_span(math))


_CLASSIC = Dialect(formula=_formula, is_address=is_address)
