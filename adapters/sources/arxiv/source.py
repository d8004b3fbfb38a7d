"""The source that says which papers were announced, and on which day."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from adapters.sources.arxiv.bookmark import Mailing, Marks, read_bookmark, write_bookmark
from adapters.sources.arxiv.entries import Entry
from adapters.sources.arxiv.oai import Record
from adapters.sources.arxiv.reading import Places, Reader
from adapters.sources.http import Web
from adapters.sources.trouble import OutOfReach
from bot.domain.calendar import first_listing_day, mailing_days
from bot.domain.papers import Listing, PaperId
from bot.errors import SourceError
from bot.ports import Errand, Harvest, Progress

ARCHIVES = ("cs", "stat", "eess")
"""The archives that are read unless the settings name others."""

_LONGEST_WAIT = timedelta(days=7)  # between a submission and its list, with holidays


class Arxiv:
    """arXiv's mailings as listings; it brings no mentions."""

    name = "arxiv"
    announces = True
    lacks: tuple[str, ...] = ()

    def __init__(
        self, web: Web, *, places: Places | None = None, archives: Sequence[str] = ARCHIVES
    ) -> None:
        self._reader = Reader(web, places or Places())
        self._archives = tuple(archives)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Bring the newest mailing of each archive, unless it is the one brought last time.

        A day without a mailing brings nothing, and that is no failure. Raises SourceUnavailable or
        SourceChanged when no archive could be read; one that failed alone is a warning.
        """
        mailings: list[Mailing] = []
        failures: list[SourceError] = []
        for done, archive in enumerate(self._archives):
            progress(done, len(self._archives))
            try:
                mailings.append(await self._reader.mailing(archive))
            except SourceError as failure:
                failures.append(failure)
                if isinstance(failure, OutOfReach):
                    # No connection can be made, and the other archives stand on the same hosts.
                    break
        progress(len(self._archives), len(self._archives))
        if failures and not mailings:
            raise failures[0]
        harvest = gather(mailings, read_bookmark(errand.bookmark))
        return await self._completed(harvest, [str(failure) for failure in failures])

    async def backfill(self, first: date, last: date, progress: Progress) -> AsyncIterator[Harvest]:
        """Bring the listings of each mailing day from a day to a day, both included, oldest first.

        OAI-PMH knows when version 1 was submitted, not when it was mailed, so a paper stands under
        the first list that its day of submission could reach: one submitted after the freeze of
        14:00 Eastern time, or held by the moderators, was mailed a day or more later than this
        says. A mailing day without papers brings an empty harvest. Raises SourceUnavailable or
        SourceChanged before the first harvest, or not at all.
        """
        days = mailing_days(first, last)
        papers: dict[date, dict[PaperId, Entry]] = {day: {} for day in days}
        seen = 0
        async for records in self._changed_since(first - _LONGEST_WAIT):
            seen += len(records)
            progress(seen, None)
            for record in records:
                listed = papers.get(first_listing_day(record.created_on), {})
                listed.setdefault(record.entry.id, record.entry)
        for day in days:
            entries = papers[day].values()
            yield Harvest(
                listings=tuple(Listing(paper=one.announced(day), listed_on=day) for one in entries)
            )

    async def _changed_since(self, day: date) -> AsyncIterator[tuple[Record, ...]]:
        for archive in self._archives:
            async for records in self._reader.changed_since(day, archive):
                yield records

    async def _completed(self, harvest: Harvest, failures: Sequence[str]) -> Harvest:
        """Fill in the abstracts that a list lacks."""
        bare = [listing.paper.id for listing in harvest.listings if not listing.paper.abstract]
        warnings = [*harvest.warnings, *failures]
        details: dict[PaperId, Entry] = {}
        if bare:
            try:
                details = await self._reader.details(bare)
            except SourceError as failure:
                warnings.append(str(failure))
        if missing := len(set(bare) - set(details)):
            warnings.append(f"Papers without an abstract: {missing}.")
        listings = tuple(_filled(listing, details) for listing in harvest.listings)
        return replace(harvest, listings=listings, warnings=tuple(warnings))


def gather(mailings: Iterable[Mailing], marks: Marks) -> Harvest:
    """Turn mailings into listings, each paper once a day, and remember the mailings.

    A list that repeats the mailing remembered of its archive brings nothing. One that carries the
    same day with other papers brings them under that day.
    """
    kept = dict(marks)
    warnings: list[str] = []
    papers: defaultdict[date, dict[PaperId, Entry]] = defaultdict(dict)
    for mailing in mailings:
        warnings += mailing.warnings
        known = marks.get(mailing.archive)
        if not mailing.entries or (known and known.repeats(mailing)):
            continue
        if known and known.dwarfs(mailing):
            warnings.append(
                f"{mailing.archive} lists {mailing.mark.papers} papers, where the mailing before "
                f"had {known.papers}: some may be missing."
            )
        kept[mailing.archive] = mailing.mark
        for entry in mailing.entries:
            papers[mailing.day].setdefault(entry.id, entry)
    first_days: dict[PaperId, date] = {}
    listings = [
        Listing(paper=entry.announced(first_days.setdefault(entry.id, day)), listed_on=day)
        for day in sorted(papers)
        for entry in papers[day].values()
    ]
    return Harvest(
        listings=tuple(listings), bookmark=write_bookmark(kept), warnings=tuple(warnings)
    )


def _filled(listing: Listing, details: dict[PaperId, Entry]) -> Listing:
    entry = details.get(listing.paper.id)
    if entry is None:
        return listing
    paper = replace(listing.paper, abstract=entry.abstract, submitted_at=entry.submitted_at)
    return replace(listing, paper=paper)
