"""Documents as the HTML of rich messages: headings, folding, formulae as LaTeX.

The dialect: https://core.telegram.org/bots/api#rich-messages. Nothing stands between two blocks:
white space there could count as a paragraph.
"""

import re
from typing import assert_never

from adapters.telegram.inert import attribute, is_address, is_rich_address, markup
from adapters.telegram.spans import Dialect, enclosed, preformatted, tagged
from bot.document.nodes import (
    Block,
    Bullets,
    Buttons,
    Details,
    Divider,
    Document,
    Heading,
    Math,
    Menu,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Span,
    Spans,
    Text,
)
from bot.document.shorten import after

_SMALLEST_HEADING = 6
_LINE_BREAK = re.compile(r"(\n)")


def render(document: Document) -> str:
    """Write a document as HTML for `sendRichMessage`; its buttons are not in it."""
    body = (*document.opening, *(block for part in document.sections for block in part.blocks))
    return "".join((*map(html, body), *map(closing_html, document.closing)))


def html(block: Block) -> str:
    """Write one block; empty where a rich message shows nothing of it."""
    match block:
        case Heading(spans, level):
            # A phone is narrow: the document's title is an h2, a paper's an h4.
            return enclosed(f"h{min(2 * level, _SMALLEST_HEADING)}", spans, _RICH)
        case Paragraph(spans):
            return _paragraphs(spans)
        case Quote() | Details() | Preformatted():
            return _frame(block)
        case Bullets(rows):
            return tagged("ul", "".join(enclosed("li", row, _RICH) for row in rows))
        case Picture():
            return _picture(block)
        case Divider():
            return "<hr/>"
        case Buttons() | Menu():
            return ""
        case _:
            assert_never(block)


def closing_html(block: Block) -> str:
    """Write one block that closes a document: small print is a footer there."""
    match block:
        case Paragraph(spans, is_small=True):
            return enclosed("footer", spans, _RICH)
        case _:
            return html(block)


def _frame(block: Quote | Details | Preformatted) -> str:
    match block:
        case Preformatted(words, language):
            return preformatted(words, language)
        case Quote(spans):
            return tagged("blockquote", _paragraphs(spans))
        case Details(summary, spans):
            return _details(summary, after(spans, summary)) or _paragraphs(spans)
        case _:
            assert_never(block)


def _details(summary: Spans, rest: Spans) -> str:
    """Fold what follows a summary away; nothing where nothing follows."""
    folded = _paragraphs(rest)
    return folded and tagged("details", enclosed("summary", summary, _RICH) + folded)


def _picture(picture: Picture) -> str:
    if not is_address(picture.url):
        return tagged("p", markup(picture.words or picture.url))
    return f'<img src="{attribute(picture.url)}" alt="{attribute(picture.words)}"/>'


def _paragraphs(spans: Spans) -> str:
    """Write spans as paragraphs: a new line begins one, a displayed formula stands between two."""
    return "".join(map(_line, _lines(spans)))


def _line(spans: Spans) -> str:
    match spans:
        case (Math(source, is_display=True),):
            return tagged("tg-math-block", attribute(source))
        case _:
            return enclosed("p", spans, _RICH)


def _lines(spans: Spans) -> list[Spans]:
    lines: list[list[Span]] = [[]]
    for span in _with_breaks_apart(spans):
        match span:
            case Math(_, is_display=True):
                lines += [[span], []]
            case Text("\n"):
                lines.append([])
            case _:
                lines[-1].append(span)
    return [tuple(line) for line in lines if any(map(_shows, line))]


def _with_breaks_apart(spans: Spans) -> list[Span]:
    apart: list[Span] = []
    for span in spans:
        match span:
            case Text(words):
                apart += map(Text, _LINE_BREAK.split(words))
            case _:
                apart.append(span)
    return apart


def _shows(span: Span) -> bool:
    return not isinstance(span, Text) or bool(span.text.strip())


def _formula(math: Math) -> str:
    return tagged("tg-math", attribute(math.source))


_RICH = Dialect(formula=_formula, is_address=is_rich_address)
