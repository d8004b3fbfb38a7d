"""Mastodon: public posts under hashtags, on instances that the operator chooses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import Field

from adapters.sources.fetch import Fetch, answered
from adapters.sources.markup import read_markup
from adapters.sources.shapes import Count, Instant, Name, Reader, Rows, Words, language_of
from adapters.sources.sightings import Catch, Parts, Sighting, one_by_one
from bot.domain.engagement import Engagement
from bot.domain.links import papers_in
from bot.errors import SourceError
from bot.ports import Errand, Harvest, Progress

NAME = "mastodon"
TAGS = ("arxiv", "machinelearning", "ai", "preprint")

_PAGE = 40  # https://docs.joinmastodon.org/methods/timelines/#tag
_PAGES = 25

_StatusId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


@dataclass(frozen=True, slots=True)
class _Account:
    acct: Name
    display_name: Name = ""
    url: Words = ""
    uri: Words = ""
    bot: bool | None = False


@dataclass(frozen=True, slots=True)
class _Card:
    url: Words = ""


@dataclass(frozen=True, slots=True)
class _Status:
    id: _StatusId
    created_at: Instant
    account: _Account
    content: Words
    uri: Words = ""
    card: _Card | None = None
    reblog: object = None
    language: Name = ""
    answers: Annotated[str | None, Field(validation_alias="in_reply_to_id")] = None
    reblogs_count: Count = 0
    favourites_count: Count = 0
    replies_count: Count = 0
    quotes_count: Count = 0


_STATUS = Reader(NAME, _Status)


def parse_timeline(payload: object, instance: str) -> Rows[Sighting]:
    """Read a page of a timeline of an instance, without the posts that are reposts.

    Raises SourceChanged.
    """
    rows = _STATUS.rows(payload)
    return Rows(tuple(_sightings(rows.read, instance)), rows.left_out)


def parse_status(payload: object, instance: str) -> Sighting:
    """Read one post as an instance shows it. Raises SourceChanged."""
    return _sighting(_STATUS.one(payload), instance)


def _sightings(statuses: tuple[_Status, ...], instance: str) -> Iterator[Sighting]:
    return (_sighting(status, instance) for status in statuses if status.reblog is None)


def _sighting(status: _Status, instance: str) -> Sighting:
    host = urlsplit(instance).netloc
    reading = read_markup(status.content)
    words = (*reading.links, reading.text, status.card.url if status.card else "")
    account = status.account
    return Sighting(
        native_id=f"{host}/{status.id}",
        papers=tuple(papers_in("\n".join(words))),
        # The operator chose the instance; where a post's own address leads, somebody else chose.
        url=f"{instance}/@{quote(account.acct, safe='@')}/{status.id}",
        author=account.display_name or account.acct,
        handle=account.acct if "@" in account.acct else f"{account.acct}@{host}",
        account=account.uri or account.url,
        posted_on=status.created_at.date(),
        posted_at=status.created_at,
        is_comment=status.answers is not None,
        is_automated=bool(account.bot),
        language=language_of(status.language),
        engagement=Engagement(
            reposts=status.reblogs_count,
            likes=status.favourites_count,
            quotes=status.quotes_count,
            comments=status.replies_count,
        ),
    )


def _age(status_id: str) -> tuple[int, str]:
    """Order identifiers by time: https://docs.joinmastodon.org/api/guidelines/#id."""
    return len(status_id), status_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastodon:
    """Posts with links to papers, found by hashtag; counters are what the instance has heard of.

    https://docs.joinmastodon.org/api/rate-limits/: 300 calls in five minutes.
    """

    fetch: Fetch
    instances: tuple[str, ...] = ()
    """Addresses without a path, such as `https://mathstodon.xyz`."""

    tags: tuple[str, ...] = TAGS
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the setting that lists the instances, when it is empty."""
        return () if self.instances else ("MASTODON_URLS",)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Read what is new under each hashtag of each instance, then count known posts again."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        reading = _Reading(catch, _load(errand.bookmark))
        timelines = [_Timeline(server, tag) for server in self.instances for tag in self.tags]
        for done, timeline in enumerate(timelines, 1):
            with parts.part(f"Mastodon {timeline}"):
                await self._follow(timeline, reading)
            progress(done, len(timelines))
        parts.settle()
        for instance in self.instances:
            host = urlsplit(instance).netloc
            known = [post for post in catch.unseen() if post.startswith(f"{host}/")]
            with parts.part(f"Mastodon's known posts on {host}"):
                await one_by_one(known, partial(self._recount, instance, catch), catch)
        return catch.harvest(json.dumps(reading.bookmarks, sort_keys=True))

    async def _follow(self, timeline: "_Timeline", reading: "_Reading") -> None:
        """Read a timeline back to its bookmark, or to the errand's beginning.

        The bookmark moves only when all of it was read: a gap is read again.
        """
        since_id = reading.bookmarks.get(str(timeline), "")
        newest, before = since_id, ""
        for _ in range(_PAGES):
            page = _STATUS.rows(await self._page(timeline, since_id, before))
            newest = max(newest, reading.keep(page, timeline), key=_age)
            oldest = min(page.read, key=lambda status: _age(status.id), default=None)
            if oldest is None or len(page.read) + page.left_out < _PAGE:
                break
            if oldest.created_at < reading.catch.errand.since:
                break
            before = oldest.id
        else:
            reading.catch.warnings.append(f"Mastodon {timeline}: too many posts; some are missing.")
        if newest:
            reading.bookmarks[str(timeline)] = newest

    async def _page(self, timeline: "_Timeline", since_id: str, before: str) -> object:
        bounds = (("since_id", since_id), ("max_id", before))
        given = tuple(bound for bound in bounds if bound[1])
        params = (("limit", str(_PAGE)), *given)
        url = f"{timeline.instance}/api/v1/timelines/tag/{quote(timeline.tag, safe='')}"
        return await self.fetch.get_json(url, params=params)

    async def _recount(self, instance: str, catch: Catch, native_id: str) -> None:
        status_id = quote(native_id.partition("/")[2], safe="")
        try:
            url = f"{instance}/api/v1/statuses/{status_id}"
            catch.add((parse_status(await self.fetch.get_json(url), instance),))
        except SourceError as failure:
            if not answered(failure, 404, 410):
                raise
            catch.gone.add(native_id)


@dataclass(frozen=True, slots=True)
class _Timeline:
    instance: str
    tag: str

    def __str__(self) -> str:
        return f"{urlsplit(self.instance).netloc}#{self.tag}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read so far; a post that several instances show is kept from the first of them."""

    catch: Catch
    bookmarks: dict[str, str]
    shown_by: dict[str, str] = field(default_factory=dict)

    def keep(self, page: Rows[_Status], timeline: _Timeline) -> str:
        """Keep a page's posts up to the errand's moment; give the newest of their identifiers."""
        self.catch.warnings += page.warnings(f"Mastodon {timeline}")
        timely = [row for row in page.read if row.created_at <= self.catch.errand.as_of]
        first = tuple(row for row in timely if self._is_first(row, timeline.instance))
        self.catch.add(_sightings(first, timeline.instance))
        return max((row.id for row in timely), key=_age, default="")

    def _is_first(self, row: _Status, instance: str) -> bool:
        return not row.uri or self.shown_by.setdefault(row.uri, instance) == instance


def _load(bookmark: str | None) -> dict[str, str]:
    """Read the bookmark: the newest post by timeline. One of another form is no bookmark."""
    try:
        document = json.loads(bookmark or "{}")
    except ValueError:
        return {}
    if not isinstance(document, dict):
        return {}
    return {key: value for key, value in document.items() if isinstance(value, str)}
