"""Asking SQLite's FTS5, which finds rows in the order of their numbers, the newest first."""

from typing import assert_never

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.bulk import Found, fetch
from storage.search_clauses import ANYTHING, Either, Every, Match, Phrase, Rows, Without
from storage.search_question import WORDS, Engine, Question

_INDEX = table("paper_words_index", column("rowid"))


async def _newest(session: AsyncSession, question: Question, limit: int) -> list[Found]:
    query = question.rows() if question.match == ANYTHING else _matching(question)
    return list(await fetch(session, query.limit(limit)))


def _matching(question: Question) -> Select[tuple[int, str, str]]:
    """Begin with the index, which stops at the limit; SQLite keeps to the order of this join."""
    number, span = _INDEX.c.rowid, question.span
    query = (
        select(WORDS.number, WORDS.paper_id, WORDS.words)
        .select_from(_INDEX.join(WORDS.number.table, WORDS.number == number, isouter=True))
        .where(literal_column("paper_words_index").op("MATCH")(written(question.match)))
        .where(number.between(span.first, span.last))
        .order_by(number.desc())
    )
    return query if question.condition is None else query.where(question.condition)


def written(match: Match) -> str:
    """Write a match in the language of FTS5: https://sqlite.org/fts5.html#full_text_query_syntax."""
    match match:
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Either(parts):
            return f"({' OR '.join(map(written, parts))})"
        case Without():
            return _excluding((match,))
        case Every(parts):
            return _excluding(parts)
        case _:
            assert_never(match)


def _excluding(parts: tuple[Match, ...]) -> str:
    """Write what is wanted in front of what is not, since NOT stands between two of them there."""
    wanted = [written(part) for part in parts if not isinstance(part, Without)]
    unwanted = [written(part.part) for part in parts if isinstance(part, Without)]
    positive = f"({' AND '.join(wanted or [written(ANYTHING)])})"
    return f"({positive} NOT ({' OR '.join(unwanted)}))" if unwanted else positive


def _contains(text: str) -> ColumnElement[bool]:
    return func.instr(WORDS.words, text) > 0


ENGINE = Engine(finds_phrases=True, rows=Rows(WORDS.number, _contains), newest=_newest)
