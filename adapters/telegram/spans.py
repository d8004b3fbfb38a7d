"""Spans as HTML, in both of Telegram's dialects."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from adapters.telegram.inert import attribute, hashtag, markup, verbatim
from bot.document.nodes import (
    Code,
    Emphasis,
    Link,
    Math,
    Moment,
    Span,
    Spans,
    Strong,
    Tag,
    Text,
)

# https://core.telegram.org/bots/api#date-time-entity-formatting: the date in words, the time short.
MOMENT_FORMAT = "Dt"

_LANGUAGE = re.compile(r"[a-z][a-z0-9+#-]{0,30}", re.ASCII)
_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two kinds of message do not share."""

    formula: Callable[[Math], str]
    """Writes a formula within a line."""

    is_address: Callable[[str], bool]
    """Says whether a link may lead to an address."""


def write(spans: Spans, dialect: Dialect, *, around: frozenset[str] = _NOWHERE) -> str:
    """Write spans in a line; `around` names the tags that they stand in already.

    No tag stands in one of its own kind or around nothing, and of links, code and moments none in
    a link: there the words are left.
    """
    return "".join(_span(span, dialect, around) for span in spans)


def enclosed(tag: str, spans: Spans, dialect: Dialect, *, around: frozenset[str] = _NOWHERE) -> str:
    """Write spans inside a tag, unless they stand in such a tag already or show nothing."""
    inside = write(spans, dialect, around=around | {tag})
    return inside if tag in around else tagged(tag, inside)


def tagged(tag: str, inside: str, attributes: str = "") -> str:
    """Put a tag around HTML, unless there is none."""
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else ""


def preformatted(words: str, language: str) -> str:
    """Write lines to be copied, coloured as their language where it has a name."""
    shown = verbatim(words)
    is_named = shown and _LANGUAGE.fullmatch(language)
    return tagged(
        "pre", tagged("code", shown, f' class="language-{language}"') if is_named else shown
    )


def _span(span: Span, dialect: Dialect, around: frozenset[str]) -> str:
    match span:
        case Text(words):
            return markup(words)
        case Math():
            return dialect.formula(span)
        case Tag(name):
            return hashtag(name)
        case Strong(spans):
            return enclosed("b", spans, dialect, around=around)
        case Emphasis(spans):
            return enclosed("i", spans, dialect, around=around)
        case Link():
            return _link(span, dialect, around)
        case Code() | Moment():
            return _leaf(span, around)
        case _:
            assert_never(span)


def _link(link: Link, dialect: Dialect, around: frozenset[str]) -> str:
    if "a" in around or not dialect.is_address(link.url):
        return write(link.spans, dialect, around=around)
    inside = write(link.spans, dialect, around=around | {"a"})
    return tagged("a", inside, f' href="{attribute(link.url)}"')


def _leaf(span: Code | Moment, around: frozenset[str]) -> str:
    match span:
        case Code(words) | Moment(_, words) if "a" in around:
            return markup(words)
        case Code(words):
            return tagged("code", markup(words))
        case Moment(at, words):
            moment = f' unix="{int(at.timestamp())}" format="{MOMENT_FORMAT}"'
            return tagged("tg-time", markup(words), moment)
        case _:
            assert_never(span)
