"""A question to the index, and who answers it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.topic_terms import Clause
from storage.bulk import Found, table_of
from storage.search_clauses import Match, Rows, Span, is_exact, match_of
from storage.search_tables import PaperWordsRow

WORDS = table_of(PaperWordsRow).c


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows of the index are wanted."""

    match: Match
    condition: ColumnElement[bool] | None
    """What a row has to keep to besides, where the match lets too many in."""

    span: Span

    def below(self, number: int) -> "Question":
        """Ask for what is older than a row."""
        return replace(self, span=replace(self.span, last=number - 1))

    def rows(self) -> Select[tuple[int, str, str]]:
        """Begin the query: the newest rows within the span first."""
        number = WORDS.number
        query = select(number, WORDS.paper_id, WORDS.words).order_by(number.desc())
        query = query.where(number.between(self.span.first, self.span.last))
        return query if self.condition is None else query.where(self.condition)


@dataclass(frozen=True, slots=True)
class Engine:
    """How a database looks things up."""

    finds_phrases: bool
    """The index itself knows what stands behind what."""

    rows: Rows
    newest: Callable[[AsyncSession, Question, int], Awaitable[Sequence[Found]]]
    """Give as many of the newest rows that answer a question."""

    def question(self, clause: Clause, span: Span, *, by_title: bool) -> Question:
        """Put a clause into a question; with `by_title`, words have to stand in the title."""
        match = match_of(clause, by_title=by_title, finds_phrases=self.finds_phrases)
        if is_exact(clause, finds_phrases=self.finds_phrases):
            return Question(match, None, span)
        return Question(match, self.rows.holding(clause, by_title=by_title), span)
