"""Reading arXiv's interfaces: the list, the feed where the list fails, the API, OAI-PMH."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.sources.arxiv.api import parse_results
from adapters.sources.arxiv.bookmark import Mailing
from adapters.sources.arxiv.entries import Entry
from adapters.sources.arxiv.feed import Feed, parse_feed
from adapters.sources.arxiv.listing import (
    PAGE_SIZE,
    Page,
    announced,
    is_complete,
    parse_listing,
)
from adapters.sources.arxiv.oai import Record, parse_records, set_of
from adapters.sources.http import Call, Params, Web
from bot.domain.papers import PaperId
from bot.domain.taxonomy import CATEGORY_NAMES
from bot.errors import SourceChanged, SourceError, SourceUnavailable

IDS_A_CALL = 100
"""How many identifiers are asked for at once; longer questions time out."""

_MAX_PAGES = 10
_MAX_OAI_PAGES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where arXiv's interfaces stand; mirrors and tests have them elsewhere."""

    lists: str = "https://arxiv.org"
    feeds: str = "https://rss.arxiv.org"
    api: str = "https://export.arxiv.org"
    oai: str = "https://oaipmh.arxiv.org"


class Reader:
    """arXiv's interfaces over one client; every method raises SourceError, and nothing else."""

    def __init__(self, web: Web, places: Places) -> None:
        self._web = web
        self._places = places

    async def mailing(self, archive: str) -> Mailing:
        """Read the newest mailing of an archive: from its list, or else from its feed."""
        try:
            pages = await self._pages(archive)
            return Mailing(archive=archive, day=pages[0].day, entries=announced(pages))
        except SourceError as failure:
            return await self._from_feed(archive, failure)

    async def details(self, ids: Sequence[PaperId]) -> dict[PaperId, Entry]:
        """Ask the API about papers; those that it does not know are missing from the answer."""
        known: dict[PaperId, Entry] = {}
        for start in range(0, len(ids), IDS_A_CALL):
            known |= await self._ask(ids[start : start + IDS_A_CALL])
        return known

    async def changed_since(self, day: date, archive: str) -> AsyncIterator[tuple[Record, ...]]:
        """Read, page by page, the records of an archive that were changed on a day or later."""
        url = f"{self._places.oai}/oai"
        question: Params = [
            ("metadataPrefix", "arXiv"),
            ("set", set_of(archive)),
            ("from", str(day)),
        ]
        for _ in range(_MAX_OAI_PAGES):
            params = [("verb", "ListRecords"), *question]
            page = parse_records(await self._web.get_bytes(url, params=params))
            yield page.records
            if page.next_token is None:
                return
            question = [("resumptionToken", page.next_token)]
        raise SourceChanged("arXiv's OAI-PMH interface does not come to an end.")

    async def _pages(self, archive: str) -> list[Page]:
        url = f"{self._places.lists}/list/{archive}/new"
        pages = [parse_listing(await self._web.get_bytes(url))]
        while not is_complete(pages) and pages[-1].size and len(pages) < _MAX_PAGES:
            skip = sum(page.size for page in pages)
            params = (("skip", str(skip)), ("show", str(PAGE_SIZE)))
            pages.append(parse_listing(await self._web.get_bytes(url, params=params)))
        return pages

    async def _from_feed(self, archive: str, failure: SourceError) -> Mailing:
        try:
            feed = await self._feed(archive)
        except SourceError:
            raise failure from None
        entries = {entry.id: entry for entry in feed.announced}
        warnings = [f"The list of {archive} could not be read, its feed was: {failure}"]
        if feed.is_truncated:
            more, missing = await self._by_category(archive, feed.day)
            entries |= more
            warnings += missing
        return Mailing(
            archive=archive,
            day=feed.day,
            entries=tuple(entries.values()),
            warnings=tuple(warnings),
            is_from_feed=True,
        )

    async def _by_category(self, archive: str, day: date) -> tuple[dict[PaperId, Entry], list[str]]:
        """Read the feed of each category of an archive whose own is cut off."""
        entries: dict[PaperId, Entry] = {}
        warnings = []
        for category in (name for name in CATEGORY_NAMES if name.startswith(f"{archive}.")):
            try:
                feed = await self._feed(category)
            except SourceError as failure:
                warnings.append(f"The feed of {category} could not be read: {failure}")
                continue
            if feed.day == day:
                entries |= {entry.id: entry for entry in feed.announced}
        return entries, warnings

    async def _feed(self, name: str) -> Feed:
        return parse_feed(await self._web.get_bytes(f"{self._places.feeds}/rss/{name}"))

    async def _ask(self, ids: Sequence[PaperId]) -> dict[PaperId, Entry]:
        params = (
            ("id_list", ",".join(map(str, ids))),
            ("start", "0"),
            ("max_results", str(len(ids))),
        )
        call = Call(url=f"{self._places.api}/api/query", params=params, accepts={400})
        results = parse_results((await self._web.fetch(call)).body)
        if results.problems:
            return await self._ask_in_halves(ids)
        if results.total and not results.entries:
            raise SourceUnavailable("arXiv's API has papers for us and does not send them.")
        return dict(results.entries)

    async def _ask_in_halves(self, ids: Sequence[PaperId]) -> dict[PaperId, Entry]:
        """Ask again without the identifier that spoiled the question, which it does not name."""
        if len(ids) == 1:
            return {}
        middle = len(ids) // 2
        return await self._ask(ids[:middle]) | await self._ask(ids[middle:])
