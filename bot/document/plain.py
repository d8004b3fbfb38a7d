"""A document as plain text: what a reader sees when every bit of markup is gone."""

from typing import assert_never

from bot.document.latex import formula_to_unicode
from bot.document.nodes import (
    Block,
    Bullets,
    Buttons,
    Code,
    Details,
    Divider,
    Document,
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


def plain(document: Document) -> str:
    """Give the document's words, a blank line between two blocks."""
    return "\n\n".join(filter(None, map(plain_block, document)))


def plain_block(block: Block) -> str:
    """Give the words of a block; those that it folds away, not those that stand for them."""
    match block:
        case Heading(spans) | Paragraph(spans) | Quote(spans) | Details(_, spans):
            return plain_spans(spans)
        case Bullets(rows):
            return "\n".join(f"• {plain_spans(row)}" for row in rows)
        case Picture(_, words):
            return words
        case Divider():
            return ""
        case Buttons(buttons):
            return " · ".join(button.label for button in buttons)
        case Menu(_, choices):
            return " · ".join(choice.label for choice in choices)
        case Preformatted(words):
            return words
        case _:
            assert_never(block)


def plain_spans(spans: Spans) -> str:
    """Give the words of spans, formulae in Unicode."""
    return "".join(map(plain_span, spans))


def plain_span(span: Span) -> str:
    """Give the words of one span."""
    match span:
        case Text(words) | Code(words) | Tag(words, _) | Moment(_, words):
            return words
        case Math(source):
            return formula_to_unicode(source)
        case Strong(spans) | Emphasis(spans) | Link(spans, _):
            return plain_spans(spans)
        case _:
            assert_never(span)
