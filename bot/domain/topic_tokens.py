"""The written parts of a topic, and the sentences about those that are out of place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.topic_words import legible, shown
from bot.errors import BadArgument

LONGEST_TOPIC = 1000
"""Characters; three times what all categories of computer science take."""


class Kind(StrEnum):
    """What a part of a topic is."""

    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    BAR = "bar"
    MINUS = "minus"
    AUTHOR = "author"
    PHRASE = "phrase"
    WORD = "word"
    AND = "and"
    OR = "or"
    NOT = "not"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a topic, and at which character it stands, counted from 1."""

    kind: Kind
    text: str
    at: int


_TOKEN = re.compile(
    r"""
      \s+
    | (?P<open>\()
    | (?P<close>\))
    | (?P<comma>,)
    | (?P<bar>\|+)
    | (?P<minus>-)
    | (?P<author>@(?:"[^"]*"|[^\s(),|"]*))
    | (?P<phrase>"[^"]*")
    | (?P<word>[^\s(),|"]+)
    """,
    re.VERBOSE,
)
_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
# Telephones write these where a keyboard has one quotation mark and one hyphen.
_TYPED = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‐‑‒–—−－", "-"))


def tokens(text: str) -> Iterator[Token]:
    """Part a topic, and close it with an END; characters that nobody sees do not count.

    Raises BadArgument for a quotation mark that is never closed, and for too long a topic.
    """
    seen = legible(text).translate(_TYPED)
    if len(seen) > LONGEST_TOPIC:
        raise too_long(len(seen))
    at = 0
    while at < len(seen):
        found = _TOKEN.match(seen, at)
        if found is None:
            raise BadArgument(
                "The quotation mark at character {at} is never closed."
                " Write another one behind the phrase.",
                at=at + 1,
            )
        if found.lastgroup:
            yield _token(Kind(found.lastgroup), found[0], at + 1)
        at = found.end()
    yield Token(Kind.END, "", at + 1)


def _token(kind: Kind, text: str, at: int) -> Token:
    if kind is Kind.WORD:
        return Token(_OPERATORS.get(text, kind), text, at)
    return Token(kind, text, at)


def too_long(length: int) -> BadArgument:
    """Say that a topic is too long."""
    return BadArgument(
        "A topic may have {most} characters, and this one has {length}. Keep what matters most.",
        most=LONGEST_TOPIC,
        length=length,
    )


def out_of_place(token: Token, previous: Token | None) -> BadArgument:
    """Say what is wrong where a word was expected and something else stands."""
    if previous and previous.kind in _NAMED:
        return _lone(previous)
    if token.kind in _NAMED:
        return _lone(token)
    if token.kind is Kind.CLOSE and previous and previous.kind is Kind.OPEN:
        return BadArgument(
            "The parentheses at character {at} hold nothing."
            " Write a word between them, or leave them out.",
            at=previous.at,
        )
    return unclosed(previous) if previous else unopened(token)


_NAMED = {Kind.AND, Kind.OR, Kind.NOT, Kind.BAR, Kind.MINUS, Kind.COMMA}


def _lone(operator: Token) -> BadArgument:
    if operator.kind in {Kind.NOT, Kind.MINUS}:
        return BadArgument(
            "“{operator}” at character {at} excludes what it stands in front of, and that is"
            " nothing. Write it as in -survey.",
            operator=shown(operator.text),
            at=operator.at,
        )
    return BadArgument(
        "“{operator}” at character {at} joins two things, and one of them is missing."
        " Write one on each side, or leave it out.",
        operator=shown(operator.text),
        at=operator.at,
    )


def unclosed(parenthesis: Token) -> BadArgument:
    """Say that a group is not closed."""
    return BadArgument(
        "The parenthesis at character {at} is never closed. Write a ) behind its end.",
        at=parenthesis.at,
    )


def unopened(parenthesis: Token) -> BadArgument:
    """Say that a group is not opened."""
    return BadArgument(
        "The parenthesis at character {at} closes nothing."
        " Leave it out, or write a ( in front of what belongs together.",
        at=parenthesis.at,
    )
