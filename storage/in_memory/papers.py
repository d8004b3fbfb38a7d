"""Papers, and the days that they were listed on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.papers import Listing, Paper, PaperId
from storage.in_memory.contents import Contents, Described
from storage.order import listed_order


@dataclass(frozen=True, slots=True)
class MemoryPapers:
    """Answers `bot.repositories.Papers` in memory."""

    contents: Contents

    async def add(self, listings: Iterable[Listing]) -> int:
        """See the port; of two descriptions of one day the later call's is kept."""
        papers, known = self.contents.papers, self.contents.listings
        before = len(known)
        for listing in listings:
            papers[listing.paper.id] = _described(papers.get(listing.paper.id), listing)
            known.setdefault((listing.listed_on, listing.paper.id), listing)
        return len(known) - before

    async def on(self, day: date) -> list[Listing]:
        """See the port."""
        return await self.between(day, day)

    async def between(self, first: date, last: date) -> list[Listing]:
        """See the port."""
        listings = [
            replace(listing, paper=self.contents.papers[listing.paper.id].paper)
            for listing in self.contents.listings.values()
            if first <= listing.listed_on <= last
        ]
        return sorted(listings, key=listed_order)

    async def discussed(self, first: date, last: date) -> list[Paper]:
        """See the port."""
        mentioned = {mention.paper_id for mention in self.contents.mentions.values()}
        papers = (described.paper for described in self.contents.papers.values())
        return sorted(
            (
                paper
                for paper in papers
                if paper.id in mentioned and first <= paper.announced_on <= last
            ),
            key=lambda paper: paper.id,
        )

    async def find(self, paper_id: PaperId) -> Paper | None:
        """See the port."""
        described = self.contents.papers.get(paper_id)
        return None if described is None else described.paper

    async def days_of(self, paper_id: PaperId) -> list[date]:
        """See the port."""
        return sorted(day for day, listed in self.contents.listings if listed == paper_id)

    async def has(self, day: date) -> bool:
        """See the port."""
        return any(listed_on == day for listed_on, _ in self.contents.listings)

    async def days(self) -> list[date]:
        """See the port."""
        return sorted({day for day, _ in self.contents.listings})


def _described(known: Described | None, listing: Listing) -> Described:
    new = Described(listing.paper, listing.listed_on)
    if known is None:
        return new
    newest = new if new.on >= known.on else known
    first = min(new.paper.announced_on, known.paper.announced_on)
    return replace(newest, paper=replace(newest.paper, announced_on=first))
