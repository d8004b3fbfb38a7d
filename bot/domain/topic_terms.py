"""What a topic is made of: a union of small values, to be matched against papers or translated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from bot.domain.topic_categories import find


@dataclass(frozen=True, slots=True)
class Category:
    """Papers of a category, in its canonical form: `cs.CL`, or `cs.*` for the whole archive."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Words:
    """Papers whose title or abstract holds these words, one behind the other; they are folded."""

    words: str


@dataclass(frozen=True, slots=True)
class Author:
    """Papers by somebody of this name, which is folded and ends with the last name."""

    name: str


@dataclass(frozen=True, slots=True)
class After:
    """Papers announced on a day or later."""

    day: date


@dataclass(frozen=True, slots=True)
class Before:
    """Papers announced before a day."""

    day: date


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that a clause does not take."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Papers that each of several clauses takes; without any, all papers."""

    clauses: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Papers that at least one of several clauses takes."""

    clauses: tuple["Clause", ...]


Description: TypeAlias = Category | Author | After | Before
Term: TypeAlias = Words | Description
Clause: TypeAlias = Term | Not | AllOf | AnyOf

EVERY_PAPER = AllOf()
"""The clause of no condition at all."""

_ORDER = (Category, Words, Author, After, Before, AnyOf, AllOf, Not)


def all_of(clauses: Iterable[Clause]) -> Clause:
    """Join clauses with AND, in canonical order, each once and without needless nesting."""
    flat = _ordered(
        inner
        for clause in clauses
        for inner in (clause.clauses if isinstance(clause, AllOf) else (clause,))
    )
    return flat[0] if len(flat) == 1 else AllOf(flat)


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Join one or more clauses with OR, in canonical order, each once and without nesting."""
    flat = _ordered(
        inner
        for clause in clauses
        for inner in (clause.clauses if isinstance(clause, AnyOf) else (clause,))
    )
    return flat[0] if len(flat) == 1 else AnyOf(flat)


def negation(clause: Clause) -> Clause:
    """Give what a clause does not take; twice is the clause itself."""
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _ordered(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(
        sorted(set(clauses), key=lambda clause: (_ORDER.index(type(clause)), written(clause)))
    )


def categories_of(clause: Clause) -> frozenset[str]:
    """Give patterns of which every paper of a clause answers to one; none if it may be any."""
    match clause:
        case Category(pattern):
            return frozenset((pattern,))
        case AllOf(clauses):
            return frozenset[str]().union(*map(categories_of, clauses))
        case AnyOf(clauses):
            each = [categories_of(inner) for inner in clauses]
            return frozenset[str]().union(*each) if all(each) else frozenset()
        case Words() | Author() | After() | Before() | Not():
            return frozenset()
        case _:
            assert_never(clause)


def written(clause: Clause) -> str:
    """Write a clause in the grammar of `bot.domain.topic_grammar`; equal clauses read the same."""
    match clause:
        case AnyOf(clauses):
            return ", ".join(map(written, clauses))
        case AllOf(clauses):
            return " ".join(map(_between_spaces, clauses))
        case _:
            return _alone(clause)


def _between_spaces(clause: Clause) -> str:
    match clause:
        case AnyOf(clauses) if not any(isinstance(inner, AllOf) for inner in clauses):
            return "|".join(map(_alone, clauses))
        case _:
            return _alone(clause)


def _alone(clause: Clause) -> str:
    match clause:
        case AnyOf() | AllOf():
            return f"({written(clause)})"
        case Not(inner):
            return f"-{_alone(inner)}"
        case _:
            return _term(clause)


def _term(term: Term) -> str:
    match term:
        case Category(pattern):
            return pattern
        case Words(words):
            return _quoted_if(words, lambda word: find(word) is not None)
        case Author(name):
            return f"@{_quoted_if(name, lambda _: False)}"
        case After(day):
            return f"after:{day}"
        case Before(day):
            return f"before:{day}"
        case _:
            assert_never(term)


def _quoted_if(words: str, is_something_else: Callable[[str], bool]) -> str:
    """Put words into quotation marks where they are several, or would be read otherwise."""
    return f'"{words}"' if " " in words or is_something_else(words) else words
