"""Hacker News: stories that are papers, and comments that link to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from pydantic import Field

from adapters.sources.fetch import Fetch, answered
from adapters.sources.http import Params
from adapters.sources.markup import read_markup
from adapters.sources.shapes import Count, Name, Reader, Rows, Words
from adapters.sources.sightings import Catch, Parts, Sighting, one_by_one
from bot.domain.engagement import Engagement
from bot.domain.links import paper_of, papers_in
from bot.domain.papers import PaperId
from bot.errors import SourceError
from bot.ports import Errand, Harvest, Progress

NAME = "hackernews"
URL = "https://hn.algolia.com"
ITEMS_URL = "https://hacker-news.firebaseio.com"

# https://github.com/algolia/hn-search/issues/230: no query gives more, whatever the page.
_MOST_HITS = 1000
_MOST_WINDOWS = 20
_STORIES = ("arxiv.org", "alphaxiv.org", "huggingface.co/papers")
_COMMENTS = ("arxiv.org",)
_PLACE = "restrictSearchableAttributes"
_FIXED = (("hitsPerPage", str(_MOST_HITS)), ("typoTolerance", "false"))

_ItemId = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
_Seconds = Annotated[int, Field(ge=0, le=2**33)]


@dataclass(frozen=True, slots=True)
class _Hit:
    id: Annotated[_ItemId, Field(validation_alias="objectID")]
    created: Annotated[_Seconds, Field(validation_alias="created_at_i")]
    author: Name = ""
    url: Words = ""
    comment: Annotated[Words, Field(validation_alias="comment_text")] = ""
    parent: Annotated[int | None, Field(validation_alias="parent_id")] = None
    points: Count = 0
    comments: Annotated[Count, Field(validation_alias="num_comments")] = 0


@dataclass(frozen=True, slots=True)
class _Page:
    hits: list[object]


@dataclass(frozen=True, slots=True)
class _Item:
    """An item as the site's own interface gives it."""

    id: int
    by: Name = ""
    time: _Seconds = 0
    url: Words = ""
    text: Words = ""
    parent: int | None = None
    score: Count = 0
    descendants: Count = 0
    kids: tuple[int, ...] = ()
    dead: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class _Node:
    """An item as the search engine gives it: with everything below it."""

    id: int
    created: Annotated[_Seconds, Field(validation_alias="created_at_i")]
    author: Name = ""
    url: Words = ""
    text: Words = ""
    parent: Annotated[int | None, Field(validation_alias="parent_id")] = None
    points: Count = 0
    children: tuple["_Node", ...] = ()


_PAGE = Reader(NAME, _Page)
_HIT = Reader(NAME, _Hit)
_ITEM = Reader(NAME, _Item)
_NODE = Reader(NAME, _Node)


def parse_hits(payload: object) -> Rows[Sighting]:
    """Read a page of search results; those without a paper have none in them.

    Raises SourceChanged.
    """
    rows = _HIT.rows(_PAGE.one(payload).hits)
    return Rows(tuple(map(_of_hit, rows.read)), rows.left_out)


def parse_item(payload: object) -> Sighting | None:
    """Read an item of the site's own interface; None when it was deleted or buried.

    Raises SourceChanged.
    """
    if payload is None:
        return None
    item = _ITEM.one(payload)
    if item.deleted or item.dead:
        return None
    replies = item.descendants if item.parent is None else len(item.kids)
    post = _Post(str(item.id), item.by, item.time, item.url, item.text, item.parent is not None)
    return post.sighting(Engagement(likes=item.score, comments=replies))


def parse_tree(payload: object) -> Sighting:
    """Read an item of the search engine, with the comments below it counted.

    Raises SourceChanged.
    """
    node = _NODE.one(payload)
    below = sum(1 for _ in _descendants(node))
    post = _Post(
        str(node.id), node.author, node.created, node.url, node.text, node.parent is not None
    )
    return post.sighting(Engagement(likes=node.points, comments=below))


def _of_hit(hit: _Hit) -> Sighting:
    post = _Post(hit.id, hit.author, hit.created, hit.url, hit.comment, hit.parent is not None)
    return post.sighting(Engagement(likes=hit.points, comments=hit.comments))


def _descendants(node: _Node) -> Iterator[_Node]:
    waiting = list(node.children)
    while waiting:
        child = waiting.pop()
        yield child
        waiting.extend(child.children)


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    author: str
    created: int
    url: str
    text: str
    is_comment: bool

    def sighting(self, engagement: Engagement) -> Sighting:
        posted_at = datetime.fromtimestamp(self.created, UTC)
        return Sighting(
            native_id=self.id,
            papers=tuple(self._papers()),
            url=f"https://news.ycombinator.com/item?id={self.id}",
            author=self.author,
            handle=self.author,
            account=self.author,
            posted_on=posted_at.date(),
            posted_at=posted_at,
            is_comment=self.is_comment,
            engagement=engagement,
        )

    def _papers(self) -> Iterable[PaperId]:
        if not self.is_comment:
            paper_id = paper_of(self.url)
            return (paper_id,) if paper_id else ()
        reading = read_markup(self.text)
        return papers_in("\n".join((*reading.links, reading.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNews:
    """Stories and comments that link to papers, found by Algolia's search of the site.

    https://hn.algolia.com/api: 10,000 calls an hour. Known posts are counted again at `items_url`,
    the site's own interface, or by Algolia where that is None.
    """

    fetch: Fetch
    url: str = URL
    items_url: str | None = ITEMS_URL
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)
    lacks: tuple[str, ...] = field(default=(), init=False)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Search for each address in stories and in comments, then count known posts again."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        searches = [("story", "url", words) for words in _STORIES]
        searches += [("comment", "comment_text", words) for words in _COMMENTS]
        for done, (kind, place, words) in enumerate(searches, 1):
            with parts.part(f"Hacker News {kind} search for {words}"):
                await self._search(catch, (("tags", kind), ("query", words), (_PLACE, place)))
            progress(done, len(searches))
        parts.settle()
        with parts.part("Hacker News's known posts"):
            await one_by_one(catch.unseen(), partial(self._recount, catch), catch)
        return catch.harvest()

    async def _search(self, catch: Catch, query: Params) -> None:
        """Read every hit of the errand's time, the newest first, window by window."""
        first, last = int(catch.errand.since.timestamp()), int(catch.errand.as_of.timestamp())
        for _ in range(_MOST_WINDOWS):
            window = f"created_at_i>={first},created_at_i<={last}"
            params = (*query, *_FIXED, ("numericFilters", window))
            payload = await self.fetch.get_json(f"{self.url}/api/v1/search_by_date", params=params)
            rows = parse_hits(payload)
            catch.add(rows.read)
            catch.warnings += rows.warnings("Hacker News search")
            if len(rows.read) + rows.left_out < _MOST_HITS:
                return
            # The oldest second is asked for again: more of it may lie beyond the last hit.
            oldest = min(int(hit.posted_at.timestamp()) for hit in rows.read if hit.posted_at)
            last = oldest if oldest < last else last - 1
        catch.warnings.append("Hacker News search: too many hits; the oldest were left out.")

    async def _recount(self, catch: Catch, native_id: str) -> None:
        seen = await self._item(native_id)
        if seen is None:
            catch.gone.add(native_id)
        else:
            catch.add((seen,))

    async def _item(self, native_id: str) -> Sighting | None:
        if self.items_url is not None:
            return parse_item(
                await self.fetch.get_json(f"{self.items_url}/v0/item/{native_id}.json")
            )
        try:
            return parse_tree(await self.fetch.get_json(f"{self.url}/api/v1/items/{native_id}"))
        except SourceError as failure:
            if answered(failure, 404):
                return None
            raise
