"""Shorter texts: cut at the end of a sentence where there is one, and never inside a word."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bot.document.nodes import Emphasis, Link, Span, Spans, Strong, Text
from bot.document.plain import plain_span, plain_spans

ELLIPSIS = "…"

# A sentence ends at a full stop before a capital, a digit or a bracket. The words below end in a
# full stop without ending a sentence.
_SENTENCE_END = re.compile(
    r"[.!?。！？](?:[\"'”’)\]]*(?=\s+[^\Wa-z_]|\s+[\"'“‘(\[]|\s*$)|(?<=[。！？]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|resp|etc|approx|Fig|Figs|Eq|Eqs|Sec|Ref|Refs|Tab|Thm|Prop|Dr"
    r"|Prof|Mr|Ms|St|No|Vol|pp|w\.r\.t|a\.k\.a|i\.i\.d|U\.S)|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 12
_LEAST_SHARE = 0.4
"""A sentence end before this share of the room is passed over: too much would be lost."""


def shorten(spans: Spans, length: int) -> Spans:
    """Keep at most `length` characters of plain text.

    What is kept ends at a sentence where it can, else after a word and with an ellipsis; formulae
    are kept whole or not at all. Texts that fit come back as they are.
    """
    whole = plain_spans(spans)
    if len(whole) <= length:
        return spans
    if length < len(ELLIPSIS):
        return ()
    end = _last_sentence_end(whole, length)
    sentences = _take(spans, end)
    # What looks like the end of a sentence can lie inside a formula, which is dropped then.
    if end and len(plain_spans(sentences)) == end:
        return sentences
    kept = _take(spans, _last_word_end(whole, length - len(ELLIPSIS)))
    return (*_trimmed(kept), Text(ELLIPSIS))


def first_sentence(spans: Spans, length: int) -> Spans:
    """Keep the first sentence, shortened where it is longer than `length` characters."""
    whole = plain_spans(spans)
    end = next(sentence_ends(whole), len(whole))
    return shorten(spans if end >= len(whole) else _take(spans, end), length)


def after(spans: Spans, beginning: Spans) -> Spans:
    """Give what follows a beginning; all of it where that is not how it begins."""
    start = plain_spans(beginning)
    if not plain_spans(spans).startswith(start):
        return spans
    return _drop(spans, len(start))


def sentence_ends(words: str) -> Iterator[int]:
    """Find where sentences end: the index after each one's last character."""
    for found in _SENTENCE_END.finditer(words):
        before = words[max(0, found.start() + 1 - _LONGEST_ABBREVIATION) : found.start() + 1]
        if not _ABBREVIATION.search(before):
            yield found.end()


def _last_sentence_end(whole: str, length: int) -> int:
    ends = _known_ends(whole)
    place = bisect_right(ends, length)
    best = ends[place - 1] if place else 0
    return best if best >= length * _LEAST_SHARE else 0


@lru_cache(maxsize=256)
def _known_ends(words: str) -> tuple[int, ...]:
    # Fitting asks for many lengths of the same few texts.
    return tuple(sentence_ends(words))


def _last_word_end(whole: str, length: int) -> int:
    if length <= 0:
        return 0
    end = max(whole.rfind(" ", 0, length + 1), whole.rfind("\n", 0, length + 1))
    # A script without spaces, or one endless word: cutting inside is all there is.
    return end if end > 0 else length


def _take(spans: Spans, length: int) -> Spans:
    """Keep the first characters; a formula that the end falls into is dropped."""
    kept: list[Span] = []
    for span in spans:
        if length <= 0:
            break
        words = plain_span(span)
        if len(words) <= length:
            kept.append(span)
            length -= len(words)
            continue
        match span:
            case Text(text):
                kept.append(Text(text[:length]))
            case Strong(inner) | Emphasis(inner) | Link(inner):
                kept.append(replace(span, spans=_take(inner, length)))
            case _:
                pass
        break
    return tuple(kept)


def _drop(spans: Spans, length: int) -> Spans:
    """Leave out the first characters, and the white space behind them."""
    for place, span in enumerate(spans):
        words = plain_span(span)
        if length < len(words):
            rest = spans[place + 1 :]
            match span:
                case Text(text):
                    left = text[length:].lstrip()
                    return (Text(left), *rest) if left else rest
                case Strong(inner) | Emphasis(inner) | Link(inner):
                    return (replace(span, spans=_drop(inner, length)), *rest)
                case _:
                    return (span, *rest)
        length -= len(words)
    return ()


def _trimmed(spans: Spans) -> Spans:
    """Take white space and loose punctuation off the end."""
    match spans:
        case (*start, Text(text)):
            trimmed = text.rstrip(" \n\t,;:–—-(")
            return (*start, Text(trimmed)) if trimmed else tuple(start)
        case _:
            return spans
