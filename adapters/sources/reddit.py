"""Reddit: links to papers, and texts that hold some."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from adapters.sources.fetch import Fetch, batches, bearer
from adapters.sources.http import Params
from adapters.sources.shapes import Count, Name, Reader, Rows, Words
from adapters.sources.sightings import Catch, Parts, Sighting
from bot.domain.engagement import Engagement
from bot.domain.links import paper_of, papers_in
from bot.domain.papers import PaperId
from bot.ports import Errand, Harvest, Progress

NAME = "reddit"
URL = "https://oauth.reddit.com"
LOGIN_URL = "https://www.reddit.com"

_PAGE = 100
_PAGES = 10  # a listing ends after 1,000 posts
_DELETED = frozenset({"[deleted]", "[removed]"})


@dataclass(frozen=True, slots=True)
class _Token:
    access_token: SecretStr


@dataclass(frozen=True, slots=True)
class _Post:
    name: Annotated[str, Field(pattern=r"^t3_[a-z0-9]{1,16}$")]
    permalink: Annotated[str, Field(pattern=r"^/[^\s]{1,400}$")]
    created: Annotated[float, Field(validation_alias="created_utc", ge=0, le=2**33)]
    score: Count
    author: Name = ""
    account: Annotated[Name, Field(validation_alias="author_fullname")] = ""
    url: Words = ""
    selftext: Words = ""
    num_comments: Count = 0
    num_crossposts: Count = 0
    removed_by: Annotated[Name, Field(validation_alias="removed_by_category")] = ""
    parents: Annotated[
        tuple["_Post", ...] | None, Field(validation_alias="crosspost_parent_list")
    ] = None

    @property
    def original(self) -> "_Post":
        """The post itself, or the one that it passes on."""
        return self.parents[0] if self.parents else self

    @property
    def is_gone(self) -> bool:
        return bool(self.removed_by) or self.author in _DELETED or self.selftext in _DELETED


@dataclass(frozen=True, slots=True)
class _Thing:
    kind: str
    data: object


@dataclass(frozen=True, slots=True)
class _Children:
    children: list[_Thing]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class _Listing:
    data: _Children


_TOKEN = Reader(NAME, _Token)
_LISTING = Reader(NAME, _Listing)
_POST = Reader(NAME, _Post)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a listing; a crosspost stands in it as the post that it passes on."""

    posts: Rows[Sighting]
    removed: tuple[str, ...] = ()
    """Posts that were deleted, by their author or by moderators."""

    after: str | None = None
    """Where the next page begins."""

    oldest: datetime | None = None


def parse_listing(payload: object) -> Page:
    """Read a page of submissions. Raises SourceChanged."""
    listing = _LISTING.one(payload).data
    rows = _POST.rows([thing.data for thing in listing.children if thing.kind == "t3"])
    originals = [post.original for post in rows.read]
    standing = tuple(_sighting(post) for post in originals if not post.is_gone)
    return Page(
        posts=Rows(standing, rows.left_out),
        removed=tuple(post.name for post in originals if post.is_gone),
        after=listing.after,
        oldest=min((_moment(post) for post in rows.read), default=None),
    )


def _sighting(post: _Post) -> Sighting:
    posted_at = _moment(post)
    return Sighting(
        native_id=post.name,
        papers=_papers(post),
        url=f"{LOGIN_URL}{post.permalink}",
        author=post.author,
        handle=post.author,
        account=post.account,
        posted_on=posted_at.date(),
        posted_at=posted_at,
        engagement=Engagement(
            reposts=post.num_crossposts, likes=post.score, comments=post.num_comments
        ),
    )


def _papers(post: _Post) -> tuple[PaperId, ...]:
    linked = paper_of(post.url)
    return (*((linked,) if linked else ()), *papers_in(post.selftext))


def _moment(post: _Post) -> datetime:
    return datetime.fromtimestamp(int(post.created), UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reddit:
    """Submissions that link to papers; crossposts count as reposts of their original.

    https://support.reddithelp.com/hc/en-us/articles/16160319875092: 100 calls a minute with a key.
    New keys need Reddit's approval since November 2025.
    """

    fetch: Fetch
    client_id: SecretStr | None = None
    client_secret: SecretStr | None = None
    url: str = URL
    login_url: str = LOGIN_URL
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the keys that are missing."""
        keys = (
            ("REDDIT_CLIENT_ID", self.client_id),
            ("REDDIT_CLIENT_SECRET", self.client_secret),
        )
        return tuple(name for name, key in keys if key is None or not key.get_secret_value())

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Read the newest links, search for texts with links, then count known posts again."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        headers = await self._log_in()
        listings = (
            ("Reddit's newest links", "/domain/arxiv.org/new", ()),
            ("Reddit's search", "/r/all/search", _search(errand)),
        )
        for done, (part, path, params) in enumerate(listings, 1):
            with parts.part(part):
                await self._read(path, params, headers, catch)
            progress(done, len(listings))
        parts.settle()
        with parts.part("Reddit's known posts"):
            await self._recount(headers, catch)
        return catch.harvest()

    async def _log_in(self) -> Mapping[str, str]:
        """Trade the keys for a token, which is good for a day.

        https://github.com/reddit-archive/reddit/wiki/OAuth2#application-only-oauth
        """
        keys = (self.client_id, self.client_secret)
        pair = ":".join(key.get_secret_value().strip() if key else "" for key in keys)
        basic = base64.b64encode(pair.encode()).decode()
        payload = await self.fetch.post_form(
            f"{self.login_url}/api/v1/access_token",
            fields=(("grant_type", "client_credentials"),),
            headers={"Authorization": f"Basic {basic}"},
        )
        return bearer(_TOKEN.one(payload, secret=True).access_token)

    async def _read(
        self, path: str, params: Params, headers: Mapping[str, str], catch: Catch
    ) -> None:
        after: str | None = None
        for _ in range(_PAGES):
            bounds = (
                ("limit", str(_PAGE)),
                ("raw_json", "1"),
                *((("after", after),) if after else ()),
            )
            payload = await self.fetch.get_json(
                f"{self.url}{path}", params=(*params, *bounds), headers=headers
            )
            page = parse_listing(payload)
            _keep(page, catch)
            after = page.after
            if after is None or page.oldest is None or page.oldest < catch.errand.since:
                return

    async def _recount(self, headers: Mapping[str, str], catch: Catch) -> None:
        for names in batches(catch.unseen(), _PAGE):
            payload = await self.fetch.get_json(
                f"{self.url}/api/info",
                params=(("id", ",".join(names)), ("raw_json", "1")),
                headers=headers,
            )
            page = parse_listing(payload)
            _keep(page, catch)
            if not page.posts.left_out:
                shown = {post.native_id for post in page.posts.read}
                catch.gone.update(name for name in names if name not in shown)


def _search(errand: Errand) -> Params:
    span = "day" if errand.as_of - errand.since <= timedelta(days=1) else "week"
    words = "url:arxiv.org OR selftext:arxiv.org"
    return (("q", words), ("type", "link"), ("sort", "new"), ("t", span))


def _keep(page: Page, catch: Catch) -> None:
    catch.add(page.posts.read)
    catch.lost(page.removed)
    catch.warnings += page.posts.warnings("Reddit")
