"""Asking PostgreSQL's GIN, which finds rows in no order: so it is asked stretch by stretch.

The newest days are looked through first. How much they held tells how far back the next stretch has
to reach, so that a word that every third paper has costs no more than one that is rare.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import assert_never

from sqlalchemy import ColumnElement, Select, cast, func, select
from sqlalchemy.types import UserDefinedType
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.bulk import Found, fetch
from storage.search_clauses import (
    ANYTHING,
    Either,
    Every,
    Match,
    Phrase,
    Rows,
    Span,
    Without,
    either,
    every,
)
from storage.search_question import WORDS, Engine, Question
from storage.search_words import STRETCHES, first_number_on, ordinal_of, stretch_mark, title_mark

_FIRST_DAYS = 2

_RESERVE = 1.3
"""A little more than expected costs less than to ask once more."""

_LEAP = 32
"""How much further to reach back where nothing was found."""


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's type; its own module need not be loaded where SQLite is used."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "tsquery"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the days before a day, and the marks that their papers have."""

    first_on: int
    """The ordinal of its first day."""

    marks: Match


async def _newest(session: AsyncSession, question: Question, limit: int) -> list[Found]:
    if question.match == ANYTHING:
        return list(await fetch(session, question.rows().limit(limit)))
    oldest, newest = await _ends(session, question.span)
    found: list[Found] = []
    days = _FIRST_DAYS
    while oldest <= newest and len(found) < limit:
        stretch = stretch_before(ordinal_of(newest), days, oldest=ordinal_of(oldest))
        start = max(oldest, first_number_on(stretch.first_on))
        match = every((question.match, stretch.marks))
        part = replace(question, match=match, span=Span(start, newest))
        rows = await fetch(session, _matching(part).limit(limit - len(found)))
        found += rows
        days = days_for(days, len(rows), limit - len(found))
        newest = start - 1
    return found


async def _ends(session: AsyncSession, span: Span) -> tuple[int, int]:
    """Give the lowest and the highest number of the papers within a span."""
    number = WORDS.number
    within = number.between(span.first, span.last)
    ends = select(func.min(number).label("first"), func.max(number).label("last")).where(within)
    (row,) = await fetch(session, ends)
    return (1, 0) if row.first is None else (row.first, row.last)


def stretch_before(last_on: int, days: int, *, oldest: int) -> Stretch:
    """Reach back from a day for at least so many days, or to the oldest paper."""
    scale = next((each for each, length in enumerate(STRETCHES) if 4 * length >= days), None)
    if scale is None or last_on - days < oldest:
        return Stretch(oldest, ANYTHING)
    length = STRETCHES[scale]
    first_on = (last_on - days + 1) // length * length
    starts = range(first_on, last_on + 1, length)
    return Stretch(first_on, either(Phrase((stretch_mark(scale, day),)) for day in starts))


def days_for(days: int, found: int, missing: int) -> int:
    """Estimate how many days hold what is missing, from what some days held."""
    return 1 + int(days * missing / found * _RESERVE) if found else days * _LEAP


def _matching(question: Question) -> Select[tuple[int, str, str]]:
    terms = func.paper_words_terms(WORDS.words)
    rows = select(WORDS.number, WORDS.paper_id, WORDS.words).where(
        terms.op("@@")(cast(written(question.match), _TsQuery()))
    )
    if question.condition is not None:
        rows = rows.where(question.condition)
    # An offset keeps the planner from walking along the numbers instead of asking the index.
    matching = rows.offset(0).subquery()
    number, span = matching.c.number, question.span
    return (
        select(number, matching.c.paper_id, matching.c.words)
        .where(number.between(span.first, span.last))
        .order_by(number.desc())
    )


def written(match: Match) -> str:
    """Write a match as a `tsquery`: https://www.postgresql.org/docs/current/datatype-textsearch.html.

    The index does not know the order of words. Of a phrase it finds all words, and a mark for each
    two that stand side by side, which some others share.
    """
    match match:
        case Phrase(words):
            return f"({' & '.join(map(_quoted, (*words, *_pair_marks(words))))})"
        case Every(parts):
            return f"({' & '.join(map(written, parts))})"
        case Either(parts):
            return f"({' | '.join(map(written, parts))})"
        case Without(part):
            return f"!{written(part)}"
        case _:
            assert_never(match)


def _pair_marks(words: tuple[str, ...]) -> Iterator[str]:
    """Mark two words side by side as the database's `paper_words_terms` does."""
    for one, other in pairwise(word.removeprefix(title_mark("")) for word in words):
        yield f"~{sha256(f'{one} {other}'.encode()).hexdigest()[:4]}"


def _quoted(word: str) -> str:
    return f"'{word}'"


def _contains(text: str) -> ColumnElement[bool]:
    return func.strpos(WORDS.words, text) > 0


ENGINE = Engine(finds_phrases=False, rows=Rows(WORDS.number, _contains), newest=_newest)
