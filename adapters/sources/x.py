"""X: posts that link to papers, paid for one by one within a monthly budget."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Protocol
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from adapters.sources.fetch import Fetch, bearer
from adapters.sources.http import Params
from adapters.sources.pace import Manners
from adapters.sources.shapes import Count, Instant, Name, Reader, Rows, Words, changed, language_of
from adapters.sources.sightings import Catch, Parts, Sighting
from adapters.sources.trouble import Refused, Unexpected
from bot.domain.engagement import Engagement
from bot.domain.links import papers_in
from bot.ports import Errand, Harvest, Progress

NAME = "x"
URL = "https://api.x.com"

# https://docs.x.com/x-api/getting-started/pricing, February 2026: each post and each account that
# an answer holds is paid for; the accounts come with the names of the authors.
POST_READ = Decimal("0.005")
ACCOUNT_READ = Decimal("0.010")
_READ = POST_READ + ACCOUNT_READ

# https://docs.x.com/x-api/posts/search-recent-posts: 10 to 100 posts a call, of seven days, and a
# query of at most 512 characters.
_FEWEST = 10
_MOST = 100
_REACH = timedelta(days=7) - timedelta(minutes=5)
_PAGES = 50
_NO_LANGUAGE = frozenset({"und", "qam", "qct", "qht", "qme", "qst", "zxx"})
_SPENT = "X: this month's budget is used up; set X_MONTHLY_BUDGET_USD higher to read more."
_PLACES = (
    "arxiv.org/abs",
    "arxiv.org/pdf",
    "arxiv.org/html",
    "huggingface.co/papers",
    "alphaxiv.org",
)
_FIELDS = (
    ("tweet.fields", "created_at,public_metrics,entities,author_id,referenced_tweets,lang"),
    ("expansions", "author_id"),
    ("user.fields", "username,name"),
)


class Ledger(Protocol):
    """What was spent at X, in US dollars, by calendar month in UTC such as `2026-11`."""

    async def spent(self, month: str) -> Decimal:
        """Give what is charged for a month so far."""

    async def charge(self, month: str, amount: Decimal) -> Decimal:
        """Add to a month, durably before it returns, and give the new sum.

        A negative amount gives back. Two processes that charge at once are both counted.
        """


def manners(url: str = URL) -> Manners:
    """Give the manners that X is read with: a call that is made twice is paid twice."""
    return Manners(name="X", hosts=(urlsplit(url).netloc,), attempts=1)


def query(min_likes: int) -> str:
    """Ask for posts that link to papers, without reposts and without those that nobody liked."""
    places = " OR ".join(f'url:"{place}"' for place in _PLACES)
    return f"({places}) -is:retweet min_likes:{min_likes}"


@dataclass(frozen=True, slots=True)
class _Metrics:
    retweet_count: Count = 0
    like_count: Count = 0
    quote_count: Count = 0
    reply_count: Count = 0


@dataclass(frozen=True, slots=True)
class _Url:
    expanded_url: Words = ""
    unwound_url: Words = ""


@dataclass(frozen=True, slots=True)
class _Entities:
    urls: tuple[_Url, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reference:
    type: str


@dataclass(frozen=True, slots=True)
class _Tweet:
    id: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
    text: Words
    created_at: Instant | None = None
    author_id: Name = ""
    public_metrics: _Metrics | None = None
    entities: _Entities = _Entities()
    referenced_tweets: tuple[_Reference, ...] = ()
    lang: Name = ""

    @property
    def posted_at(self) -> datetime:
        """When it was posted; where that is not told, the identifier tells."""
        return self.created_at or _moment_of(int(self.id))

    @property
    def is_repost(self) -> bool:
        return self.refers("retweeted") or self.text.startswith("RT @")

    def refers(self, kind: str) -> bool:
        return any(reference.type == kind for reference in self.referenced_tweets)


@dataclass(frozen=True, slots=True)
class _User:
    id: Name
    username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
    name: Name = ""


@dataclass(frozen=True, slots=True)
class _Problem:
    resource_id: Name = ""
    type: Name = ""

    @property
    def is_missing_post(self) -> bool:
        """Whether it is about a post that exists no more, or never did."""
        return self.type.endswith("/resource-not-found")


@dataclass(frozen=True, slots=True)
class _Includes:
    users: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Meta:
    result_count: Count = 0
    next_token: str | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    data: list[object] | None = None
    includes: _Includes = field(default_factory=_Includes)
    meta: _Meta | None = None
    errors: tuple[_Problem, ...] = ()


_ANSWER = Reader(NAME, _Answer)
_TWEET = Reader(NAME, _Tweet)
_USER = Reader(NAME, _User)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of posts, and what it cost."""

    posts: Rows[Sighting]
    cost: Decimal
    missing: tuple[str, ...] = ()
    """Posts that were asked for by their identifier and exist no more."""

    next_token: str | None = None


def parse_posts(payload: object) -> Page:
    """Read found posts, native reposts left out. Raises SourceChanged."""
    answer = _ANSWER.one(payload)
    if answer.data is None and answer.meta is None and not answer.errors:
        raise changed(NAME, "neither posts nor a reason", payload)
    tweets, users = _TWEET.rows(answer.data or []), _USER.rows(answer.includes.users)
    named = {user.id: user for user in users.read}
    posts = (
        _sighting(tweet, named.get(tweet.author_id)) for tweet in tweets.read if not tweet.is_repost
    )
    return Page(
        posts=Rows(tuple(posts), tweets.left_out),
        cost=POST_READ * len(answer.data or []) + ACCOUNT_READ * len(answer.includes.users),
        missing=tuple(fault.resource_id for fault in answer.errors if fault.is_missing_post),
        next_token=answer.meta.next_token if answer.meta else None,
    )


def _sighting(tweet: _Tweet, user: _User | None) -> Sighting:
    handle = user.username if user else ""
    links = (link for url in tweet.entities.urls for link in (url.unwound_url, url.expanded_url))
    return Sighting(
        native_id=tweet.id,
        papers=tuple(papers_in("\n".join((*links, tweet.text)))),
        url=f"https://x.com/{handle or 'i'}/status/{tweet.id}",
        author=user.name if user else tweet.author_id,
        handle=handle,
        account=tweet.author_id,
        posted_on=tweet.posted_at.date(),
        posted_at=tweet.posted_at,
        is_comment=tweet.refers("replied_to"),
        language=None if tweet.lang in _NO_LANGUAGE else language_of(tweet.lang),
        engagement=_engagement(tweet.public_metrics),
    )


def _engagement(metrics: _Metrics | None) -> Engagement | None:
    if metrics is None:
        return None
    return Engagement(
        reposts=metrics.retweet_count,
        likes=metrics.like_count,
        quotes=metrics.quote_count,
        comments=metrics.reply_count,
    )


def _moment_of(tweet_id: int) -> datetime:
    """Read the time out of an identifier: https://docs.x.com/resources/fundamentals/x-ids."""
    milliseconds = (tweet_id >> 22) + 1_288_834_974_657
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class X:
    """Posts of the last seven days, the newest first, as far as the month's budget goes.

    Each call is charged to the ledger before it is made, for the most that it could cost, and
    settled afterwards. Give it a client with `manners`, which asks once.
    """

    fetch: Fetch
    ledger: Ledger
    token: SecretStr | None = None
    budget: Decimal = Decimal(0)
    """US dollars a month."""

    min_likes: int = 20
    recounts: bool = False
    """Whether known posts are read, and paid, again."""

    url: str = URL
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the key and the budget, where they are missing."""
        missing = []
        if self.token is None or not self.token.get_secret_value():
            missing.append("X_BEARER_TOKEN")
        if self.budget <= 0:
            missing.append("X_MONTHLY_BUDGET_USD")
        return tuple(missing)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Search as far back as is asked for, and as the budget allows."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        with parts.part("X's search"):
            await self._search(catch, progress)
        parts.settle()
        if self.recounts:
            with parts.part("X's known posts"):
                await self._recount(catch)
        return catch.harvest()

    async def _search(self, catch: Catch, progress: Progress) -> None:
        since = max(catch.errand.since, catch.errand.as_of - _REACH)
        params: Params = (
            ("query", query(self.min_likes)),
            ("start_time", since.strftime("%Y-%m-%dT%H:%M:%SZ")),
            *_FIELDS,
        )
        after: str | None = None
        for _ in range(_PAGES):
            most = await self._affordable(catch)
            if most < _FEWEST:
                catch.warnings.append(_SPENT)
                return
            bounds = (("max_results", str(most)), *((("next_token", after),) if after else ()))
            page = await self._buy("/2/tweets/search/recent", (*params, *bounds), most, catch)
            if page is None:
                return
            progress(len(catch.sightings), None)
            after = page.next_token
            if after is None:
                return

    async def _recount(self, catch: Catch) -> None:
        waiting = catch.unseen()
        while waiting:
            most = await self._affordable(catch)
            if most < 1:
                catch.warnings.append(_SPENT)
                return
            now, waiting = waiting[:most], waiting[most:]
            params = (("ids", ",".join(now)), *_FIELDS)
            if await self._buy("/2/tweets", params, len(now), catch) is None:
                return

    async def _affordable(self, catch: Catch) -> int:
        """Give how many posts the rest of the month's budget buys, at most what a call takes."""
        rest = self.budget - await self.ledger.spent(_month(catch))
        return min(_MOST, int(rest // _READ)) if rest > 0 else 0

    async def _buy(self, path: str, params: Params, most: int, catch: Catch) -> Page | None:
        """Make a call that gives at most so many posts, and keep what it brings.

        Gives None when another process spends the same money at this moment.
        """
        month, reserved = _month(catch), _READ * most
        if await self.ledger.charge(month, reserved) > self.budget:
            await self.ledger.charge(month, -reserved)
            catch.warnings.append(_SPENT)
            return None
        try:
            payload = await self.fetch.get_json(
                f"{self.url}{path}", params=params, headers=bearer(self.token or SecretStr(""))
            )
        except (Refused, Unexpected):
            # A refusal brings no posts, and costs nothing. After anything else the charge stays:
            # nobody knows what X has counted.
            await self.ledger.charge(month, -reserved)
            raise
        page = parse_posts(payload)
        await self.ledger.charge(month, page.cost - reserved)
        catch.add(page.posts.read)
        catch.lost(page.missing)
        catch.warnings += page.posts.warnings("X")
        return page


def _month(catch: Catch) -> str:
    return catch.errand.as_of.strftime("%Y-%m")
