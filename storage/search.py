"""Finding papers among all that are known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.papers import Paper
from bot.domain.relevance import COMPARED, Wish, answers_by_title, best_first
from bot.domain.topics import Topic
from storage import search_postgres, search_sqlite
from storage.bulk import Found, dialect_of
from storage.papers import read_papers
from storage.search_clauses import is_told_by_rows, span_of
from storage.search_words import prose_of

_ENGINES = {"sqlite": search_sqlite.ENGINE, "postgresql": search_postgres.ENGINE}

_CHECKED_AT_ONCE = 50
"""Papers that are read because their rows in the index cannot tell whether they belong."""


@dataclass(frozen=True, slots=True)
class SqlSearch:
    """Answers `bot.repositories.Search` with the index of each database."""

    session: AsyncSession

    async def find(self, topic: Topic, *, limit: int, offset: int = 0) -> list[Paper]:
        """See the port; papers whose titles hold what is wanted come in front of all others."""
        page = (await self._ranked(topic, offset + limit))[offset : offset + limit]
        papers = await self._papers(page)
        return [paper for paper in papers if topic.matches(paper)]

    async def _ranked(self, topic: Topic, count: int) -> list[Found]:
        """Find at least as many rows as wanted, the best first, if there are as many."""
        wish = Wish.of(topic)
        if not wish.terms:
            return await self._newest(topic, count, by_title=False)
        least = max(count, COMPARED if wish.tells_apart else 0)
        by_title = await self._newest(topic, least, by_title=True)
        ranked = _best_first(by_title, wish)
        if len(by_title) >= count:
            return ranked
        known = {row.number for row in by_title}
        others = await self._newest(topic, least, by_title=False, known=known)
        return ranked + _best_first(others, wish)

    async def _newest(
        self, topic: Topic, count: int, *, by_title: bool, known: Collection[int] = ()
    ) -> list[Found]:
        """Find the newest rows of a topic but those that are known."""
        engine = _ENGINES[dialect_of(self.session)]
        span, clause = span_of(topic.clause)
        question = engine.question(clause, span, by_title=by_title)
        is_told = is_told_by_rows(clause)
        rows: list[Found] = []
        while len(rows) < count:
            wanted = max(count - len(rows) + len(known), 0 if is_told else _CHECKED_AT_ONCE)
            found = await engine.newest(self.session, question, wanted)
            new = [row for row in found if row.number not in known]
            rows += new if is_told else await self._checked(new, topic, by_title=by_title)
            if len(found) < wanted:
                break
            question = question.below(found[-1].number)
        return rows[:count]

    async def _checked(self, rows: Sequence[Found], topic: Topic, *, by_title: bool) -> list[Found]:
        """Keep the rows of papers that belong, having read the papers."""
        papers = await self._papers(rows)
        return [
            row
            for row, paper in zip(rows, papers, strict=True)
            if topic.matches(paper) and (not by_title or answers_by_title(topic, paper))
        ]

    async def _papers(self, rows: Sequence[Found]) -> list[Paper]:
        ids = [row.paper_id for row in rows]
        papers = await read_papers(self.session, ids)
        return [papers[id_] for id_ in ids]


def _best_first(rows: Sequence[Found], wish: Wish) -> list[Found]:
    if not wish.tells_apart:
        return list(rows)
    return best_first(rows, lambda row: wish.relevance(prose_of(row.words)))
