"""What a topic asks of the index, in a form that both databases can be asked in.

A match never leaves a paper out that belongs to the topic. Where it may let others in, for the
order of words in a phrase, say, the rows are looked at as well; and where even a row cannot tell,
for the order of somebody's given names, so is the paper.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from sqlalchemy import ColumnElement, and_, not_, or_, true

from bot.domain.relevance import called
from bot.domain.topic_terms import (
    After,
    AllOf,
    AnyOf,
    Author,
    Before,
    Category,
    Clause,
    Not,
    Term,
    Words,
    all_of,
)
from storage.search_words import (
    BAR,
    category_mark,
    first_number,
    given_name_mark,
    initial_mark,
    last_name_mark,
    title_mark,
    wanted_words,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and marks of the index that stand one behind the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Each of several matches."""

    parts: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several matches."""

    parts: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Whatever does not match."""

    part: "Match"


Match: TypeAlias = Phrase | Every | Either | Without

ANYTHING = Phrase((BAR,))
"""The match of every paper."""

LAST = 2**63 - 1
"""Higher than the number of any paper."""


def every(parts: Iterable[Match]) -> Match:
    """Join matches with AND."""
    narrow = tuple(part for part in parts if part != ANYTHING)
    if len(narrow) > 1:
        return Every(narrow)
    return narrow[0] if narrow else ANYTHING


def either(parts: Iterable[Match]) -> Match:
    """Join matches with OR."""
    alternatives = tuple(parts)
    if ANYTHING in alternatives:
        return ANYTHING
    return Either(alternatives) if len(alternatives) > 1 else alternatives[0]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers that papers may have, both ends included."""

    first: int = 0
    last: int = LAST


def span_of(clause: Clause) -> tuple[Span, Clause]:
    """Take the dates out that everything has to keep to, and give what is left."""
    clauses = clause.clauses if isinstance(clause, AllOf) else (clause,)
    afters = [first_number(each.day) for each in clauses if isinstance(each, After)]
    befores = [first_number(each.day) - 1 for each in clauses if isinstance(each, Before)]
    rest = all_of(each for each in clauses if not isinstance(each, After | Before))
    return Span(max(afters, default=0), min(befores, default=LAST)), rest


def match_of(clause: Clause, *, by_title: bool, finds_phrases: bool) -> Match:
    """Say what to look for in the index, in titles only where no paper should be excluded.

    What is excluded can be looked for where that finds nothing else.
    """

    def matched(inner: Clause) -> Match:
        return match_of(inner, by_title=by_title, finds_phrases=finds_phrases)

    match clause:
        case AllOf(clauses):
            return every(map(matched, clauses))
        case AnyOf(clauses):
            return either(map(matched, clauses))
        case Not(inner):
            if not is_exact(inner, finds_phrases=finds_phrases):
                return ANYTHING
            return Without(match_of(inner, by_title=False, finds_phrases=finds_phrases))
        case _:
            return _term(clause, by_title=by_title)


def _term(term: Term, *, by_title: bool) -> Match:
    match term:
        case Words(words):
            return Phrase(_wanted(words, by_title=by_title))
        case Category(pattern):
            return Phrase((category_mark(pattern),))
        case Author(name):
            return every(map(either, _alternatives(name)))
        case After() | Before():
            return ANYTHING
        case _:
            assert_never(term)


def _wanted(words: str, *, by_title: bool) -> tuple[str, ...]:
    wanted = wanted_words(words)
    return tuple(map(title_mark, wanted)) if by_title else wanted


def _alternatives(name: str) -> Iterable[list[Phrase]]:
    """Give the marks of a name; of each of these lists a paper has one."""
    *given, last = called(name)
    if not given:
        yield [Phrase((last_name_mark(last),))]
    for word in given:
        if len(word) == 1:
            yield [Phrase((initial_mark(word, last),))]
        else:
            yield [Phrase((given_name_mark(each, last),)) for each in (word, word[0])]


def is_exact(clause: Clause, *, finds_phrases: bool) -> bool:
    """Say whether the match of a clause finds nothing that does not belong."""
    match clause:
        case Words(words):
            return finds_phrases or " " not in words
        case Author(name):
            return len(called(name)) == 1
        case AllOf(clauses) | AnyOf(clauses):
            return all(is_exact(inner, finds_phrases=finds_phrases) for inner in clauses)
        case Not(inner):
            return is_exact(inner, finds_phrases=finds_phrases)
        case Category():
            return True
        case After() | Before():
            return False
        case _:
            assert_never(clause)


def is_told_by_rows(clause: Clause) -> bool:
    """Say whether the rows of the index are enough to know what belongs."""
    match clause:
        case Author(name):
            return len(called(name)) == 1
        case AllOf(clauses) | AnyOf(clauses):
            return all(map(is_told_by_rows, clauses))
        case Not(inner):
            return is_told_by_rows(inner)
        case Words() | Category() | After() | Before():
            return True
        case _:
            assert_never(clause)


@dataclass(frozen=True, slots=True)
class Rows:
    """How a database looks at the rows of the index."""

    number: ColumnElement[int]
    contains: Callable[[str], ColumnElement[bool]]

    def holding(self, clause: Clause, *, by_title: bool) -> ColumnElement[bool]:
        """Say in SQL which rows can belong to a clause: no paper that belongs is left out."""

        def held(inner: Clause) -> ColumnElement[bool]:
            return self.holding(inner, by_title=by_title)

        match clause:
            case AllOf(clauses):
                return and_(true(), *map(held, clauses))
            case AnyOf(clauses):
                return or_(*map(held, clauses))
            case Not(inner):
                if not is_told_by_rows(inner):
                    return true()
                return not_(self.holding(inner, by_title=False))
            case _:
                return self._described(clause, by_title=by_title)

    def _described(self, term: Term, *, by_title: bool) -> ColumnElement[bool]:
        match term:
            case After(day):
                return self.number >= first_number(day)
            case Before(day):
                return self.number < first_number(day)
            case _:
                return self._matching(_term(term, by_title=by_title))

    def _matching(self, match: Match) -> ColumnElement[bool]:
        match match:
            case Phrase(words):
                return self.contains(f" {' '.join(words)} ")
            case Every(parts):
                return and_(*map(self._matching, parts))
            case Either(parts):
                return or_(*map(self._matching, parts))
            case Without(part):
                return not_(self._matching(part))
            case _:
                assert_never(match)
