"""The grammar of topics: one for the command line, for searches and for subscriptions.

    topic  = [ any ]                               nothing is everything
    any    = all { ( "OR" | "," ) all }
    all    = either { [ "AND" ] either }           a space is an AND
    either = one { "|" one }                       so that `graphs a|b` is graphs, and a or b
    one    = { "-" | "NOT" } ( "(" any ")" | term )
    term   = [ "#" ] category                      cs.CL, cs.*, cs; #cs_CL as Telegram shows it
           | "@" ( name | '"' names '"' )          last name; or more of the name, ending with it
           | "after:" day | "before:" day          2024, 2024-01, 2024-01-31
           | '"' words '"' | word

A word is a category if arXiv has one of that name, in any case; in quotation marks it never is.
Operators of letters are in capitals. `after:` takes the first day of what it names and the days
that follow, `before:` the days in front of it: `after:2024 before:2025` is the year 2024.
A minus touches what it excludes. A comma with nothing on one side separates nothing, and does no
harm.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.topic_categories import from_hashtag, is_meant, pattern
from bot.domain.topic_terms import (
    EVERY_PAPER,
    After,
    Author,
    Before,
    Category,
    Clause,
    Term,
    Words,
    all_of,
    any_of,
    negation,
)
from bot.domain.topic_tokens import Kind, Token, out_of_place, tokens, unclosed, unopened
from bot.domain.topic_words import fold_words, shown
from bot.errors import BadArgument

DEEPEST = 16
"""Parentheses inside each other."""

MOST_TERMS = 100
"""Words, names, categories and dates of a topic."""

_DATE_TERM = re.compile(r"(?P<side>after|before):(?P<day>.*)", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?", re.ASCII)


def parse(text: str) -> Clause:
    """Read a topic.

    Raises UnknownCategory, or BadArgument that says what stands where and what to write instead.
    """
    read = list(tokens(text))
    if sum(token.kind in _TERMS for token in read) > MOST_TERMS:
        raise BadArgument(
            "A topic may name {most} things, and this one names more. Keep what matters most.",
            most=MOST_TERMS,
        )
    return _Parser(read).topic() if len(read) > 1 else EVERY_PAPER


_TERMS = {Kind.WORD, Kind.PHRASE, Kind.AUTHOR}
_ENDS = {Kind.CLOSE, Kind.END}


@dataclass(slots=True)
class _Parser:
    """One method for each line of the grammar."""

    tokens: Sequence[Token]
    place: int = 0
    depth: int = 0

    def topic(self) -> Clause:
        clause = self._any()
        if self._here.kind is not Kind.END:
            raise unopened(self._here)
        return clause

    def _any(self) -> Clause:
        self._skip_commas()
        clauses = [self._all()]
        while self._here.kind in {Kind.OR, Kind.COMMA}:
            if self._next().kind is Kind.COMMA and self._skip_commas().kind in _ENDS:
                break
            clauses.append(self._all())
        return any_of(clauses)

    def _all(self) -> Clause:
        clauses = [self._either()]
        while self._here.kind not in {Kind.OR, Kind.COMMA, *_ENDS}:
            if self._here.kind is Kind.AND:
                self._next()
            clauses.append(self._either())
        return all_of(clauses)

    def _either(self) -> Clause:
        clauses = [self._one()]
        while self._here.kind is Kind.BAR:
            self._next()
            clauses.append(self._one())
        return any_of(clauses)

    def _one(self) -> Clause:
        is_negated = False
        while self._here.kind in {Kind.MINUS, Kind.NOT}:
            operator = self._next()
            if operator.kind is Kind.MINUS and self._here.at > operator.at + 1:
                raise out_of_place(self._here, operator)
            is_negated = not is_negated
        clause = self._group() if self._here.kind is Kind.OPEN else self._term()
        return negation(clause) if is_negated else clause

    def _group(self) -> Clause:
        opening = self._next()
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadArgument(
                "The parenthesis at character {at} has {depth} around it. {most} inside each other"
                " are enough: leave out those that change nothing.",
                at=opening.at,
                depth=self.depth - 1,
                most=DEEPEST,
            )
        clause = self._any()
        if self._here.kind is not Kind.CLOSE:
            raise unclosed(opening)
        self._next()
        self.depth -= 1
        return clause

    def _term(self) -> Clause:
        if self._here.kind not in _TERMS:
            previous = self.tokens[self.place - 1] if self.place else None
            raise out_of_place(self._here, previous)
        return _term(self._next())

    @property
    def _here(self) -> Token:
        return self.tokens[self.place]

    def _next(self) -> Token:
        token = self._here
        self.place += 1
        return token

    def _skip_commas(self) -> Token:
        """Give what stands behind the commas that follow."""
        while self._here.kind is Kind.COMMA:
            self._next()
        return self._here


def _term(token: Token) -> Term:
    match token.kind:
        case Kind.PHRASE:
            return Words(_folded(token, _empty_phrase))
        case Kind.AUTHOR:
            return Author(_folded(token, _nobody))
        case _:
            return _word(token)


def _word(token: Token) -> Term:
    if token.text.startswith("#"):
        return Category(pattern(from_hashtag(token.text.lstrip("#"))))
    if found := _DATE_TERM.fullmatch(token.text):
        return _dated(found, token)
    if is_meant(token.text):
        return Category(pattern(token.text))
    if "*" in token.text:
        raise BadArgument(
            "“{word}” at character {at} is no category, and only they may end in *."
            " Write the whole word; its plural is found, too.",
            word=shown(token.text),
            at=token.at,
        )
    return Words(_folded(token, _no_word))


def _empty_phrase(token: Token) -> BadArgument:
    return BadArgument(
        "“{word}” at character {at} has no letter and no digit to look for."
        " Write a word between the quotation marks.",
        word=shown(token.text),
        at=token.at,
    )


def _nobody(token: Token) -> BadArgument:
    return BadArgument(
        "“{word}” at character {at} has no letter and no digit to look for."
        ' Write a name behind the @: @hinton, @"Geoffrey Hinton".',
        word=shown(token.text),
        at=token.at,
    )


def _no_word(token: Token) -> BadArgument:
    return BadArgument(
        "“{word}” at character {at} has no letter and no digit to look for."
        " Leave it out, or put the whole phrase into quotation marks.",
        word=shown(token.text),
        at=token.at,
    )


def _folded(token: Token, mistake: Callable[[Token], BadArgument]) -> str:
    if folded := fold_words(token.text):
        return folded
    raise mistake(token)


def _dated(found: re.Match[str], token: Token) -> Term:
    side = found["side"].lower()
    try:
        day = _day(found["day"])
    except ValueError as fault:
        raise BadArgument(
            "“{word}” at character {at} names no day."
            " Write {side}:2024, {side}:2024-01 or {side}:2024-01-31.",
            word=shown(token.text),
            at=token.at,
            side=side,
        ) from fault
    return After(day) if side == "after" else Before(day)


def _day(text: str) -> date:
    """Read a day, or the first day of a month or a year; raises ValueError."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
