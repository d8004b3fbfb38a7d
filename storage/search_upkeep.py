"""Keeping the index of papers up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Delete, bindparam, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.papers import Paper
from storage.bulk import insert_new, run, table_of
from storage.search_tables import PaperWordsRow
from storage.search_words import number_of, words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as it is described now, and what the index says of it, if it says anything."""

    paper: Paper
    number: int | None
    words: str | None


async def update_index(session: AsyncSession, entries: Sequence[Entry]) -> None:
    """Write the words of papers anew; those that have not changed are left alone."""
    stale: list[dict[str, str]] = []
    fresh: list[dict[str, object]] = []
    for entry in entries:
        number, words, id_ = number_of(entry.paper), words_of(entry.paper), str(entry.paper.id)
        if (number, words) == (entry.number, entry.words):
            continue
        fresh.append({"number": number, "paper_id": id_, "words": words})
        if entry.number is not None:
            stale.append({"stale": id_})
    await run(session, _removal(), stale)
    await insert_new(session, PaperWordsRow, fresh)


@cache
def _removal() -> Delete:
    words = table_of(PaperWordsRow)
    return delete(words).where(words.c.paper_id == bindparam("stale"))
