"""The part of Discord's Markdown that our messages use, as HTML.

Anything else, well-formed or not, is shown as the characters that it is.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape
from itertools import groupby

from babel.dates import format_datetime

_FENCE = re.compile(r"```(?:[0-9A-Za-z]*\n)?(.*?)\n?```\n?", re.DOTALL)
_BLOCK = re.compile(r"(?P<mark>\#{1,3}|-\#|>|-)[ ](?P<words>.*)")
_INLINE = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | `(?P<code>[^`\n]+)`
    | <t:(?P<moment>\d{1,10})(?::[tTdDfFR])?>
    | <(?P<address>https?://[^\s<>]+)>
    | \[(?P<label>(?:\\.|\[[^\[\]]*\]|[^\[\]\\])+)\]\((?P<url>https?://[^\s()]+)\)
    | \*\*(?P<strong>(?:\\.|[^\\*]|\*(?!\*))+)\*\*
    | \*(?P<emphasis>(?:\\.|[^\\*])+)\*
    """,
    re.VERBOSE,
)
_NO_WIDTH = "\u200b"


def page_html(markdown: str) -> str:
    """Write a text display as HTML."""
    # What stands between two pairs of fences is text, and what they enclose is code.
    pieces = enumerate(_FENCE.split(markdown))
    return "".join(_code(piece) if at % 2 else _lines(piece) for at, piece in pieces if piece)


def _code(words: str) -> str:
    return f"<pre><code>{escape(words.replace(_NO_WIDTH, ''))}</code></pre>"


def _lines(markdown: str) -> str:
    lines = markdown.replace(_NO_WIDTH, "").removesuffix("\n").split("\n")
    blocks = groupby(map(_read, lines), lambda line: line[0])
    return "".join(map(_block, ((kind, [words for _, words in run]) for kind, run in blocks)))


def _read(line: str) -> tuple[str, str]:
    """Give the mark that a line begins with, and the rest of it."""
    found = _BLOCK.fullmatch(line)
    return (found["mark"], found["words"]) if found else ("", line)


def _block(block: tuple[str, list[str]]) -> str:
    mark, lines = block
    words = list(map(_inline, lines))
    match mark:
        case "#" | "##" | "###":
            return "".join(f"<h{len(mark)}>{line}</h{len(mark)}>" for line in words)
        case "-#":
            return f"<small>{'<br>'.join(words)}</small>"
        case ">":
            return f"<blockquote>{'<br>'.join(words)}</blockquote>"
        case "-":
            return f"<ul>{''.join(f'<li>{line}</li>' for line in words)}</ul>"
        case _:
            return f"<p>{'<br>'.join(words)}</p>"


def _inline(words: str) -> str:
    return "".join(_pieces(words))


def _pieces(words: str) -> Iterator[str]:
    end = 0
    for found in _INLINE.finditer(words):
        yield escape(words[end : found.start()])
        yield _SPANS[str(found.lastgroup)](found)
        end = found.end()
    yield escape(words[end:])


def _link(found: re.Match[str]) -> str:
    return f'<a href="{escape(found["url"])}">{_inline(found["label"])}</a>'


def _plain_link(found: re.Match[str]) -> str:
    return f'<a href="{escape(found["address"])}">{escape(found["address"])}</a>'


def _moment(found: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(found["moment"]), UTC)
    return f"<time>{format_datetime(at, 'd MMMM y HH:mm', locale='en')}</time>"


_SPANS: dict[str, Callable[[re.Match[str]], str]] = {
    "escaped": lambda found: escape(found["escaped"]),
    "code": lambda found: f"<code>{escape(found['code'])}</code>",
    "moment": _moment,
    "address": _plain_link,
    "url": _link,
    "strong": lambda found: f"<strong>{_inline(found['strong'])}</strong>",
    "emphasis": lambda found: f"<em>{_inline(found['emphasis'])}</em>",
}
