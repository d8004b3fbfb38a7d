"""Papers, and the days that they were listed on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import case, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.papers import Listing, Paper, PaperId
from storage.bulk import (
    Found,
    Insert,
    Values,
    chunks,
    dialect_of,
    fetch,
    insert_into,
    insert_new,
    run,
    table_of,
)
from storage.ids import read_id
from storage.order import listed_order
from storage.search_tables import PaperWordsRow
from storage.search_upkeep import Entry, update_index
from storage.tables import ListingRow, MentionRow, PaperRow

_DESCRIPTION = (
    "title",
    "abstract",
    "authors",
    "categories",
    "submitted_at",
    "described_on",
)
"""What a paper takes from its newest listing."""


@dataclass(frozen=True, slots=True)
class SqlPapers:
    """Answers `bot.repositories.Papers` with SQL."""

    session: AsyncSession

    async def add(self, listings: Iterable[Listing]) -> int:
        """See the port; of two descriptions of one day the later call's is kept."""
        known = tuple(listings)
        # In one order everywhere, so that two processes cannot lock each other's papers crosswise.
        papers = sorted(map(_paper_to_row, known), key=lambda row: str(row["id"]))
        await run(self.session, _describe(dialect_of(self.session)), papers)
        await self._index(sorted({str(row["id"]) for row in papers}))
        return await insert_new(self.session, ListingRow, [_listing_to_row(one) for one in known])

    async def _index(self, ids: Sequence[str]) -> None:
        """Write what can be looked for in papers, as they are described now."""
        known, words = table_of(PaperRow), table_of(PaperWordsRow)
        query = select(known, words.c.number, words.c.words).outerjoin(words)
        for some in chunks(ids):
            rows = await fetch(self.session, query.where(known.c.id.in_(some)))
            entries = [Entry(paper_from_row(row), row.number, row.words) for row in rows]
            await update_index(self.session, entries)

    async def on(self, day: date) -> list[Listing]:
        """See the port."""
        return await self.between(day, day)

    async def between(self, first: date, last: date) -> list[Listing]:
        """See the port."""
        listings, papers = table_of(ListingRow), table_of(PaperRow)
        query = (
            select(listings, papers)
            .join(papers, listings.c.paper_id == papers.c.id)
            .where(listings.c.listed_on.between(first, last))
        )
        rows = await fetch(self.session, query)
        return sorted(map(_listing_from_row, rows), key=listed_order)

    async def discussed(self, first: date, last: date) -> list[Paper]:
        """See the port."""
        papers, mentions = table_of(PaperRow), table_of(MentionRow)
        listings = table_of(ListingRow)
        # The keys of the listings and of the mentions are enough to find the few that are meant.
        is_discussed = exists().where(mentions.c.paper_id == listings.c.paper_id)
        meant = select(listings.c.paper_id).where(
            listings.c.listed_on.between(first, last), is_discussed
        )
        is_meant = papers.c.id.in_(meant) & papers.c.announced_on.between(first, last)
        query = select(papers).where(is_meant)
        found = map(paper_from_row, await fetch(self.session, query))
        return sorted(found, key=lambda paper: paper.id)

    async def find(self, paper_id: PaperId) -> Paper | None:
        """See the port."""
        papers = table_of(PaperRow)
        rows = await fetch(self.session, select(papers).where(papers.c.id == str(paper_id)))
        return next(map(paper_from_row, rows), None)

    async def days_of(self, paper_id: PaperId) -> list[date]:
        """See the port."""
        listings = table_of(ListingRow)
        query = select(listings.c.listed_on).where(listings.c.paper_id == str(paper_id))
        return sorted(row.listed_on for row in await fetch(self.session, query))

    async def has(self, day: date) -> bool:
        """See the port."""
        listings = table_of(ListingRow)
        query = select(listings.c.listed_on).where(listings.c.listed_on == day).limit(1)
        return bool(await fetch(self.session, query))

    async def days(self) -> list[date]:
        """See the port."""
        # Neither database skips from day to day by itself; asked for what is distinct, both read
        # every listing.
        listed_on = table_of(ListingRow).c.listed_on
        days = select(func.min(listed_on).label("day")).cte("days", recursive=True)
        following = select(func.min(listed_on)).where(listed_on > days.c.day)
        step = select(following.correlate(days).scalar_subquery()).where(days.c.day.is_not(None))
        query = select(days.union_all(step).c.day)
        return [row.day for row in await fetch(self.session, query) if row.day is not None]


async def read_papers(session: AsyncSession, ids: Sequence[str]) -> dict[str, Paper]:
    """Read papers, each by its identifier; those that are not known are left out."""
    known = table_of(PaperRow)
    papers: dict[str, Paper] = {}
    for some in chunks(ids):
        rows = await fetch(session, select(known).where(known.c.id.in_(some)))
        papers |= {row.id: paper_from_row(row) for row in rows}
    return papers


@cache
def _describe(dialect: str) -> Insert:
    """Let a known paper follow its newest listing, and keep its first announcement."""
    insert = insert_into(PaperRow, dialect)
    known, new = table_of(PaperRow).c, insert.excluded
    is_newest = new.described_on >= known.described_on
    is_first = new.announced_on < known.announced_on
    changes = {name: case((is_newest, new[name]), else_=known[name]) for name in _DESCRIPTION}
    changes["announced_on"] = case((is_first, new.announced_on), else_=known.announced_on)
    return insert.on_conflict_do_update(index_elements=["id"], set_=changes)


def _paper_to_row(listing: Listing) -> Values:
    paper = listing.paper
    return {
        "id": str(paper.id),
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": paper.authors,
        "categories": paper.categories,
        "announced_on": paper.announced_on,
        "submitted_at": paper.submitted_at,
        "described_on": listing.listed_on,
    }


def paper_from_row(row: Found) -> Paper:
    """Turn a row of the table of papers into a paper."""
    return Paper(
        id=read_id(row.id),
        title=row.title,
        abstract=row.abstract,
        authors=tuple(row.authors),
        categories=tuple(row.categories),
        announced_on=row.announced_on,
        submitted_at=row.submitted_at,
    )


def _listing_to_row(listing: Listing) -> Values:
    return {
        "listed_on": listing.listed_on,
        "paper_id": str(listing.paper.id),
        "position": listing.position,
        "wording": listing.wording,
    }


def _listing_from_row(row: Found) -> Listing:
    return Listing(
        paper=paper_from_row(row),
        listed_on=row.listed_on,
        position=row.position,
        wording=row.wording,
    )
