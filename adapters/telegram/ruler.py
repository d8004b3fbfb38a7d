"""How Telegram counts: one ruler for each kind of message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import assert_never

from adapters.telegram import render, rich
from bot.document.fit import Load
from bot.document.nodes import (
    Block,
    Bullets,
    Buttons,
    Code,
    Details,
    Divider,
    Emphasis,
    Heading,
    Link,
    Math,
    Menu,
    Moment,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Span,
    Spans,
    Strong,
    Tag,
    Text,
)

CLASSIC_CHARACTERS = 4096
"""UTF-16 units after parsing. https://core.telegram.org/bots/api#sendmessage says characters, and
TDLib counts code points (`MessageContent.cpp`), of which there are never more."""

CLASSIC_ENTITIES = 100
"""Pieces of formatting; the server drops any more without a word (TDLib, `MessageEntity.cpp`)."""

CLASSIC_BYTES = 32_768
"""Bytes of markup, else the text is too long (telegram-bot-api, `Client.cpp`)."""

RICH_CHARACTERS = 32_768
"""Characters of a rich message (https://core.telegram.org/bots/api#rich-messages; TDLib,
`OptionManager.cpp`); UTF-16 units are counted here, of which there are never fewer."""

RICH_BLOCKS = 500
"""Blocks of a rich message, those inside others included (the same sources)."""

RICH_BYTES = 65_536
"""Bytes of markup. No limit is published; two bytes a character are twice what English takes, and
small for a request."""

_BREAK = 2
"""Between two blocks stand a line break or two; a ruler cannot tell, so it counts two."""

_FOOTER = 2 * (len("<footer>") - len("<p>"))
"""A block that closes a document may become a footer, whose tags are longer than a paragraph's."""

# Everything else that looks like a tag was escaped, so what is left when these are gone is text.
_TAG = re.compile(r"<[^>]*>")
_RICH_BLOCK = re.compile(
    r"<(?:h[1-6r]|p|pre|ul|li|blockquote|details|summary|img|tg-math-block)[ />]"
)


@dataclass(frozen=True, slots=True)
class ClassicRuler:
    """How messages of `sendMessage` are counted."""

    folds: bool = True
    """Without it long texts are shortened, so that there are as few messages as can be."""

    @property
    def limits(self) -> Load:
        """The most that one message holds."""
        return Load(CLASSIC_CHARACTERS, CLASSIC_ENTITIES, CLASSIC_BYTES)

    def measure(self, blocks: Sequence[Block]) -> Load:
        """Count what blocks take; `entities` are pieces of formatting and hashtags."""
        characters = entities = size = 0
        for block in blocks:
            html = render.html(block)
            characters += _units(html) + _BREAK
            entities += _pieces_of_block(block)
            size += len(html.encode()) + _BREAK
        return Load(characters, entities, size)


class RichRuler:
    """How messages of `sendRichMessage` are counted."""

    limits = Load(RICH_CHARACTERS, RICH_BLOCKS, RICH_BYTES)
    folds = True

    def measure(self, blocks: Sequence[Block]) -> Load:
        """Count what blocks take; `entities` are blocks, inner ones included."""
        characters = entities = size = 0
        for block in blocks:
            html = rich.html(block)
            inner = len(_RICH_BLOCK.findall(html))
            # Whether the breaks between blocks count is not stated.
            characters += _units(html) + inner
            entities += inner
            size += len(html.encode()) + _FOOTER
        return Load(characters, entities, size)


def _units(html: str) -> int:
    """Count the UTF-16 units of what a reader sees."""
    shown = _TAG.sub("", html)
    if "&" in shown:
        shown = unescape(shown)
    return len(shown) if shown.isascii() else len(shown.encode("utf-16-le")) // 2


def _pieces_of_block(block: Block) -> int:
    match block:
        case Heading(spans):
            return _pieces(spans, 1)
        case Paragraph(spans):
            return _pieces(spans, 0)
        case Quote(spans) | Details(_, spans):
            return 1 + _pieces(spans, 0)
        case Bullets(rows):
            return sum(_pieces(row, 0) for row in rows)
        case Picture() | Preformatted():
            return 1
        case Divider() | Buttons() | Menu():
            return 0
        case _:
            assert_never(block)


def _pieces(spans: Spans, styles: int) -> int:
    """Count entities, with so many of bold and italic around them.

    Telegram tears bold and italic apart at every link, code or moment inside them, so each span
    counts once for each style around it.
    """
    return sum(_pieces_of_span(span, styles) for span in spans)


def _pieces_of_span(span: Span, styles: int) -> int:
    match span:
        case Text() | Math():
            return styles
        case Code() | Tag() | Moment():
            return 1 + styles
        case Strong(spans) | Emphasis(spans):
            return _pieces(spans, styles + 1)
        case Link(spans):
            return 1 + _pieces(spans, styles)
        case _:
            assert_never(span)
