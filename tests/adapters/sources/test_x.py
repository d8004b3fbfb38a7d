"""X, recorded and over a real socket, and the money it costs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.sources.http import Params
from adapters.sources.x import X, manners, parse_posts, query
from bot.domain.engagement import Engagement, MentionKey
from bot.errors import SourceChanged, SourceUnavailable
from tests.adapters.sources.errands import (
    AS_OF,
    OTHER,
    PAPER,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
    recorded_body,
)
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

SEARCH, LOOKUP = "/2/tweets/search/recent", "/2/tweets"
SECRET = "bearer-secret"
EMPTY = {"meta": {"result_count": 0}}


@dataclass
class Book:
    """A ledger in memory, which remembers the most that was ever charged."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    most: Decimal = Decimal(0)

    async def spent(self, month: str) -> Decimal:
        return self.amounts.get(month, Decimal(0))

    async def charge(self, month: str, amount: Decimal) -> Decimal:
        self.amounts[month] = self.amounts.get(month, Decimal(0)) + amount
        self.most = max(self.most, self.amounts[month])
        return self.amounts[month]


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        running.serves(SEARCH, EMPTY)
        yield running


@pytest.fixture
async def source(server: Server, book: Book) -> AsyncIterator[X]:
    async with a_client() as client:
        yield X(
            fetch=client,
            ledger=book,
            token=SecretStr(SECRET),
            budget=Decimal(10),
            url=server.url(),
        )


def a_tweet(
    id: str = "2087654321098765432",  # noqa: A002
    *,
    link: str = f"https://arxiv.org/abs/{PAPER}",
    refers: str | None = None,
    author: str = "42",
) -> dict[str, object]:
    tweet: dict[str, object] = {
        "id": id,
        "edit_history_tweet_ids": [id],
        "text": "Worth reading https://t.co/abcdefghij",
        "author_id": author,
        "created_at": "2026-08-12T18:00:00.000Z",
        "lang": "en",
        "public_metrics": {
            "retweet_count": 40,
            "reply_count": 5,
            "like_count": 250,
            "quote_count": 6,
            "bookmark_count": 90,
            "impression_count": 41000,
        },
        "entities": {
            "urls": [
                {
                    "start": 14,
                    "end": 37,
                    "url": "https://t.co/abcdefghij",
                    "expanded_url": link,
                    "display_url": link.removeprefix("https://")[:24] + "…",
                }
            ]
        },
    }
    return tweet | ({"referenced_tweets": [{"type": refers, "id": "1"}]} if refers else {})


def an_answer(*tweets: dict[str, object], token: str | None = None) -> dict[str, object]:
    users = {str(tweet["author_id"]) for tweet in tweets}
    meta = {"result_count": len(tweets), **({"next_token": token} if token else {})}
    return {
        "data": list(tweets),
        "includes": {
            "users": [{"id": id_, "username": f"reader{id_}", "name": "A Reader"} for id_ in users]
        },
        "meta": meta,
    }


@pytest.mark.parametrize(
    "name",
    ["asyncclient_search_recent_tweets", "client_search_recent_tweets", "client_search_all_tweets"],
)
def test_recorded_searches_are_read_without_their_reposts(name: str) -> None:
    body = recorded_body(f"x_api_v2/tweepy_test_{name}.json")
    assert isinstance(body, dict)

    page = parse_posts(body)

    originals = [tweet["id"] for tweet in body["data"] if not tweet["text"].startswith("RT @")]
    assert originals == [post.native_id for post in page.posts.read]
    assert (0, body["meta"]["next_token"]) == (page.posts.left_out, page.next_token)
    assert {None} == {post.engagement for post in page.posts.read}
    assert Decimal("0.005") * len(body["data"]) == page.cost


def test_an_identifier_tells_when_it_was_posted() -> None:
    body = recorded_body("x_api_v2/tweepy_test_client_get_tweets.json")
    first = parse_posts(body).posts.read[0]

    assert first.posted_at is not None
    assert datetime(2020, 8, 12, 17, 1, tzinfo=UTC) == first.posted_at.replace(
        second=0, microsecond=0
    )
    assert "https://x.com/i/status/1293593516040269825" == first.url


@pytest.mark.parametrize("body", [{}, [], {"data": 5}, {"title": "Unauthorized"}])
def test_other_shapes_are_a_changed_source(body: object) -> None:
    with pytest.raises(SourceChanged):
        parse_posts(body)


def test_the_query_fits_and_asks_for_no_reposts() -> None:
    assert len(query(20)) <= 512
    assert query(20).endswith(" -is:retweet min_likes:20")


def test_a_paid_call_is_made_once() -> None:
    assert (1, ("api.x.com",)) == (manners().attempts, manners().hosts)


async def test_a_post_about_a_paper_is_a_mention(server: Server, source: X) -> None:
    server.serves(SEARCH, an_answer(a_tweet()))

    harvest = await source.collect(an_errand(), quietly)

    (mention,) = harvest.mentions
    assert "https://x.com/reader42/status/2087654321098765432" == mention.url
    assert ("A Reader", "reader42", "42") == (mention.author, mention.handle, mention.account)
    assert ("en", False, PAPER) == (mention.language, mention.is_comment, str(mention.paper_id))
    expected = Engagement(reposts=40, likes=250, quotes=6, comments=5)
    assert {("2087654321098765432", PAPER): expected} == counted(harvest)


async def test_reposts_are_left_out_and_answers_marked(server: Server, source: X) -> None:
    tweets = (
        a_tweet("2087654321098765432", refers="retweeted"),
        a_tweet("2087654321098765433", refers="replied_to"),
    )
    server.serves(SEARCH, an_answer(*tweets))

    harvest = await source.collect(an_errand(), quietly)

    assert [("2087654321098765433", True)] == [
        (mention.key.native_id, mention.is_comment) for mention in harvest.mentions
    ]


async def test_what_was_read_is_charged(server: Server, source: X, book: Book) -> None:
    server.serves(SEARCH, an_answer(a_tweet("1", author="1"), a_tweet("2", author="1")))

    await source.collect(an_errand(), quietly)

    assert {"2026-08": Decimal("0.020")} == book.amounts  # two posts and one account
    assert Decimal("1.500") == book.most  # the most that a hundred posts could have cost


async def test_a_used_up_budget_asks_nothing(server: Server, source: X, book: Book) -> None:
    book.amounts["2026-08"] = Decimal("9.90")

    harvest = await source.collect(an_errand(), quietly)

    assert [] == server.requests
    assert "X_MONTHLY_BUDGET_USD" in harvest.warnings[0]


async def test_the_end_of_the_budget_is_spent_on_fewer_posts(
    server: Server, source: X, book: Book
) -> None:
    book.amounts["2026-08"] = Decimal("9.80")

    await source.collect(an_errand(), quietly)

    assert ["13"] == [seen.query["max_results"] for seen in server.requests]


@given(
    budget=st.decimals("0.01", "20", places=2),
    spent=st.decimals("0", "20", places=3),
    answers=st.lists(st.sampled_from(["full", "few", "refused", "broken", "changed"]), max_size=30),
)
async def test_the_budget_is_never_exceeded(
    budget: Decimal, spent: Decimal, answers: list[str]
) -> None:
    book = Book({"2026-08": spent}, most=spent)
    cashier = Cashier(list(answers))
    source = X(fetch=cashier, ledger=book, token=SecretStr(SECRET), budget=budget)

    for _ in range(5):
        try:
            await source.collect(an_errand(), quietly)
        except (SourceUnavailable, SourceChanged):
            continue

    assert book.most <= max(budget, spent)
    assert spent + cashier.bill <= book.amounts["2026-08"]


@dataclass
class Cashier:
    """X as the one who writes the bill."""

    answers: list[str]
    bill: Decimal = Decimal(0)

    async def get_json(self, url: str, *, params: Params = (), headers: object = None) -> object:
        most = int(dict(params)["max_results"])
        match self.answers.pop() if self.answers else "none":
            case "full":
                return self._sells(most)
            case "few":
                return self._sells(3)
            case "broken":
                self._sells(most)
                raise SourceUnavailable("cut")
            case "changed":
                self._sells(most)
                return {"posts": []}
            case "refused":
                raise SourceUnavailable("busy")
        return EMPTY

    async def post_json(self, url: str, *, body: object, headers: object = None) -> object:
        raise SourceUnavailable(url)

    async def post_form(self, url: str, *, fields: Params, headers: object = None) -> object:
        raise SourceUnavailable(url)

    def _sells(self, number: int) -> object:
        self.bill += Decimal("0.015") * number
        tweets = (a_tweet(str(n), author=str(n)) for n in range(1, number + 1))
        return an_answer(*tweets, token="more")


class Outdated(Book):
    """A ledger that another process has written to since it was read."""

    async def spent(self, month: str) -> Decimal:
        return Decimal(0)


async def test_two_processes_do_not_spend_the_same_money(server: Server, source: X) -> None:
    book = Outdated({"2026-08": Decimal("9.50")})

    harvest = await replace(source, ledger=book).collect(an_errand(), quietly)

    assert ([], Decimal("9.50")) == (server.requests, book.amounts["2026-08"])
    assert "X_MONTHLY_BUDGET_USD" in harvest.warnings[0]


async def test_a_refusal_costs_nothing(server: Server, source: X, book: Book) -> None:
    server.refuses(SEARCH, 503)
    with pytest.raises(SourceUnavailable):
        await source.collect(an_errand(), quietly)

    assert {"2026-08": Decimal(0)} == book.amounts


async def test_a_broken_answer_is_charged_in_full(server: Server, source: X, book: Book) -> None:
    server.breaks_off(SEARCH, an_answer(a_tweet()))
    with pytest.raises(SourceUnavailable):
        await source.collect(an_errand(), quietly)

    assert {"2026-08": Decimal("1.500")} == book.amounts


async def test_pages_are_followed(server: Server, source: X) -> None:
    server.serves(SEARCH, an_answer(a_tweet("1"), token="second"), times=1)
    server.serves(SEARCH, an_answer(a_tweet("2")), query={"next_token": "second"})

    assert [("1", PAPER), ("2", PAPER)] == posts(await source.collect(an_errand(), quietly))


async def test_a_week_is_the_furthest_that_is_asked_for(server: Server, source: X) -> None:
    await source.collect(an_errand(since=AS_OF - timedelta(days=30)), quietly)

    assert "2026-08-05T21:05:00Z" == server.requests[0].query["start_time"]


async def test_known_posts_are_read_again_only_when_asked(server: Server, source: X) -> None:
    known = (MentionKey("x", "7"), MentionKey("x", "8"))
    missing = {
        "resource_id": "8",
        "resource_type": "tweet",
        "type": "https://api.x.com/2/problems/resource-not-found",
    }
    body = an_answer(a_tweet("7", link=f"https://arxiv.org/pdf/{OTHER}"))
    server.serves(LOOKUP, body | {"errors": [missing]})
    thorough = replace(source, recounts=True)

    frugal = await source.collect(an_errand(known=known), quietly)
    harvest = await thorough.collect(an_errand(known=known), quietly)

    assert ((), ()) == (frugal.mentions, frugal.gone)
    assert [("7", OTHER)] == posts(harvest)
    assert (known[1],) == harvest.gone


async def test_the_token_is_sent_and_never_shown(server: Server, source: X) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response({"title": request.headers["Authorization"][:6]}, status=402)

    server.answers(SEARCH, answer)
    with pytest.raises(SourceChanged) as caught:
        await source.collect(an_errand(), quietly)

    assert f"Bearer {SECRET}" == server.requests[0].headers["Authorization"]
    assert SECRET not in f"{source!r} {caught.value!r} {caught.value.payload!r}"


async def test_without_a_token_and_a_budget_it_lacks_both(source: X) -> None:
    bare = X(fetch=source.fetch, ledger=source.ledger)

    assert ((), ("X_BEARER_TOKEN", "X_MONTHLY_BUDGET_USD")) == (source.lacks, bare.lacks)
