"""Hugging Face Daily Papers: what its curators and readers vote for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated
from urllib.parse import quote

from pydantic import Field, SecretStr

from adapters.sources.fetch import Fetch, answered, bearer
from adapters.sources.http import Params
from adapters.sources.shapes import Count, Instant, Name, Reader, Rows
from adapters.sources.sightings import Catch, Parts, Sighting, one_by_one
from bot.domain.engagement import Engagement
from bot.domain.papers import PaperId
from bot.errors import SourceError, UnknownPaper
from bot.ports import Errand, Harvest, Progress

NAME = "huggingface"
URL = "https://huggingface.co"

_PAGE = 100  # the most that one call gives; the default of 50 cuts busy days
_PAGES = 10


@dataclass(frozen=True, slots=True)
class _Account:
    name: Name = ""
    user: Name = ""
    fullname: Name = ""


@dataclass(frozen=True, slots=True)
class _Author:
    name: Name = ""
    user: _Account | None = None


@dataclass(frozen=True, slots=True)
class _Paper:
    id: Name
    upvotes: Count
    authors: tuple[_Author, ...] = ()
    listed_at: Annotated[Instant | None, Field(validation_alias="submittedOnDailyAt")] = None
    listed_by: Annotated[_Account | None, Field(validation_alias="submittedOnDailyBy")] = None
    comments: Annotated[Count, Field(validation_alias="numComments")] = 0


@dataclass(frozen=True, slots=True)
class _Row:
    paper: _Paper
    comments: Annotated[Count, Field(validation_alias="numComments")]
    submitter: Annotated[_Account | None, Field(validation_alias="submittedBy")] = None


_ROW = Reader(NAME, _Row)
_PAPER = Reader(NAME, _Paper)


def parse_day(payload: object, day: date) -> Rows[Sighting]:
    """Read one page of a day's papers, in any schema that the site has had since 2024.

    Raises SourceChanged.
    """
    rows = _ROW.rows(payload)
    seen = [_sighting(row.paper, row.submitter, row.comments, day) for row in rows.read]
    return Rows(tuple(seen), rows.left_out)


def parse_paper(payload: object, day: date) -> Sighting:
    """Read one paper; `day` stands in where it does not say when it was put on the list.

    Raises SourceChanged.
    """
    paper = _PAPER.one(payload)
    listed_on = paper.listed_at.date() if paper.listed_at else day
    return _sighting(paper, None, paper.comments, listed_on)


def _sighting(paper: _Paper, submitter: _Account | None, comments: int, day: date) -> Sighting:
    paper_id = _identified(paper.id)
    by = submitter or paper.listed_by or _Account()
    handle = by.name or by.user
    return Sighting(
        native_id=paper.id,
        papers=(paper_id,) if paper_id else (),
        url=f"{URL}/papers/{paper_id}",
        author=by.fullname or handle or "Hugging Face",
        handle=handle or "huggingface",
        # The voices are those of the page's readers, whoever put it on the list: a curator who
        # lists a dozen papers a day is not a dozen times the same voice.
        account=paper.id,
        posted_on=day,
        posted_at=_moment(paper.listed_at, day),
        is_own=_wrote(by, paper.authors),
        engagement=Engagement(likes=paper.upvotes, comments=comments),
    )


def _identified(text: str) -> PaperId | None:
    try:
        return PaperId.parse(text)
    except UnknownPaper:  # the list has held papers from elsewhere
        return None


def _moment(listed_at: datetime | None, day: date) -> datetime | None:
    """Give the moment of listing, unless it is only a day; since 2026 it is midnight sharp."""
    if listed_at is None or listed_at.date() != day or listed_at.time() == datetime.min.time():
        return None
    return listed_at


def _wrote(submitter: _Account, authors: tuple[_Author, ...]) -> bool:
    accounts = {name for author in authors if author.user for name in _names(author.user)}
    people = {author.name.casefold() for author in authors if author.name}
    return bool(_names(submitter) & accounts) or submitter.fullname.casefold() in people


def _names(account: _Account) -> set[str]:
    return {name for name in (account.name, account.user) if name}


@dataclass(frozen=True, slots=True, kw_only=True)
class HuggingFace:
    """Papers of the daily list, each a mention with its upvotes and comments.

    https://huggingface.co/docs/hub/rate-limits: 500 calls in five minutes without a token.
    """

    fetch: Fetch
    url: str = URL
    token: SecretStr | None = None
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)
    lacks: tuple[str, ...] = field(default=(), init=False)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Read the list of each day asked for, then those of known papers listed before."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        days = list(_days(errand.since.date(), errand.as_of.date()))
        for done, day in enumerate(days, 1):
            with parts.part(f"Hugging Face on {day}"):
                await self._read_day(day, catch)
            progress(done, len(days))
        parts.settle()
        with parts.part("Hugging Face's earlier papers"):
            recount = partial(self._recount, catch, set(days))
            await one_by_one(catch.unseen(), recount, catch)
        return catch.harvest()

    async def _read_day(self, day: date, catch: Catch) -> None:
        for page in range(_PAGES):
            rows = parse_day(await self._page(day, page), day)
            catch.add(rows.read)
            catch.warnings += rows.warnings(f"Hugging Face on {day}")
            if len(rows.read) + rows.left_out < _PAGE:
                return

    async def _page(self, day: date, page: int) -> object:
        params = (("date", day.isoformat()), ("limit", str(_PAGE)), ("p", str(page)))
        try:
            return await self._get("/api/daily_papers", params)
        except SourceError as failure:
            if answered(failure, 400):  # a day that has no list yet
                return []
            raise

    async def _recount(self, catch: Catch, read: set[date], native_id: str) -> None:
        """Count a known paper again: it tells the day it was listed, which shows others too."""
        if native_id in catch.sightings:
            return
        seen = await self._paper(native_id, catch)
        if seen is None:
            return
        if seen.posted_on not in read:
            read.add(seen.posted_on)
            await self._read_day(seen.posted_on, catch)
        catch.add((seen,))

    async def _paper(self, native_id: str, catch: Catch) -> Sighting | None:
        try:
            payload = await self._get(f"/api/papers/{quote(native_id)}", ())
        except SourceError as failure:
            if not answered(failure, 404):
                raise
            catch.gone.add(native_id)
            return None
        return parse_paper(payload, catch.errand.as_of.date())

    async def _get(self, path: str, params: Params) -> object:
        headers = bearer(self.token) if self.token else None
        return await self.fetch.get_json(f"{self.url}{path}", params=params, headers=headers)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
