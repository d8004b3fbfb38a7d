"""Reddit, recorded and over a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from adapters.sources.reddit import Reddit, parse_listing
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

NEW, SEARCH, INFO = "/domain/arxiv.org/new", "/r/all/search", "/api/info"
TOKEN = "/api/v1/access_token"
SECRETS = ("id-secret", "key-secret", "token-secret")


def a_listing(*children: dict[str, object], after: str | None = None) -> dict[str, object]:
    things = [{"kind": "t3", "data": child} for child in children]
    data = {"after": after, "before": None, "dist": len(things), "children": things}
    return {"kind": "Listing", "data": data}


def a_submission(
    id: str = "1abcde",  # noqa: A002
    *,
    url: str = f"https://arxiv.org/abs/{PAPER}",
    created_at: datetime = AS_OF - timedelta(hours=3),
    author: str = "reader",
    selftext: str = "",
    removed_by: str | None = None,
    parents: tuple[dict[str, object], ...] = (),
) -> dict[str, object]:
    submission: dict[str, object] = {
        "id": id,
        "name": f"t3_{id}",
        "title": "A title",
        "url": url,
        "domain": "arxiv.org",
        "permalink": f"/r/MachineLearning/comments/{id}/a_title/",
        "subreddit": "MachineLearning",
        "author": author,
        "author_fullname": "t2_9z",
        "created_utc": created_at.timestamp(),
        "score": 214,
        "ups": 214,
        "upvote_ratio": 0.97,
        "num_comments": 33,
        "num_crossposts": 2,
        "is_self": bool(selftext),
        "selftext": selftext,
        "over_18": False,
        "stickied": False,
        "removed_by_category": removed_by,
    }
    return submission | ({"crosspost_parent_list": list(parents)} if parents else {})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        running.serves(TOKEN, {"access_token": SECRETS[2], "expires_in": 86400}, method="POST")
        for path in (NEW, SEARCH, INFO):
            running.serves(path, a_listing())
        yield running


@pytest.fixture
async def source(server: Server) -> AsyncIterator[Reddit]:
    async with a_client() as client:
        yield Reddit(
            fetch=client,
            client_id=SecretStr(SECRETS[0]),
            client_secret=SecretStr(SECRETS[1]),
            url=server.url(),
            login_url=server.url(),
        )


@pytest.mark.parametrize(
    "name",
    ["DomainListing_hot", "Reddit_info_url", "SubredditListings_new", "Subreddit_search"],
)
def test_recorded_listings_are_read_to_the_last_post(name: str) -> None:
    body = recorded_body(f"reddit/praw_{name}.json")
    assert isinstance(body, dict)
    children = [child["data"] for child in body["data"]["children"]]

    page = parse_listing(body)

    assert (0, body["data"]["after"]) == (page.posts.left_out, page.after)
    assert [child["name"] for child in children if child["author"] != "[deleted]"] == [
        post.native_id for post in page.posts.read
    ]
    assert [(c["score"], c["num_comments"]) for c in children if c["author"] != "[deleted]"] == [
        (post.engagement.likes, post.engagement.comments)
        for post in page.posts.read
        if post.engagement
    ]


def test_recorded_duplicates_are_two_listings() -> None:
    body = recorded_body("reddit/praw_Submission_duplicates.json")
    assert isinstance(body, list)
    original, others = (parse_listing(listing).posts.read for listing in body)

    assert "https://www.reddit.com/r/science/comments/avj2v/xkcd_spirit/" == original[0].url
    assert datetime(2010, 1, 29, 5, 32, 37, tzinfo=UTC) == original[0].posted_at
    assert Engagement(likes=2412, comments=643) == original[0].engagement
    assert "t3_avj32" == others[0].native_id


async def test_a_link_to_a_paper_is_a_mention(server: Server, source: Reddit) -> None:
    server.serves(NEW, a_listing(a_submission()))

    harvest = await source.collect(an_errand(), quietly)

    expected = Engagement(reposts=2, likes=214, comments=33)
    assert {("t3_1abcde", PAPER): expected} == counted(harvest)
    assert (
        "https://www.reddit.com/r/MachineLearning/comments/1abcde/a_title/"
    ) == harvest.mentions[0].url
    assert ("reader", "t2_9z") == (harvest.mentions[0].handle, harvest.mentions[0].account)


async def test_a_text_may_hold_several_papers(server: Server, source: Reddit) -> None:
    text = f"See [this](https://arxiv.org/abs/{PAPER}) and arXiv:{OTHER}."
    server.serves(SEARCH, a_listing(a_submission(url="https://www.reddit.com/x", selftext=text)))

    harvest = await source.collect(an_errand(), quietly)

    assert [("t3_1abcde", PAPER), ("t3_1abcde", OTHER)] == posts(harvest)


async def test_a_crosspost_is_its_original(server: Server, source: Reddit) -> None:
    crosspost = a_submission("2bcdef", author="other", parents=(a_submission(),))
    server.serves(NEW, a_listing(crosspost, a_submission()))

    harvest = await source.collect(an_errand(), quietly)

    assert [("t3_1abcde", PAPER)] == posts(harvest)


async def test_pages_are_read_back_to_the_beginning(server: Server, source: Reddit) -> None:
    late = a_submission("3", created_at=AS_OF - timedelta(days=2))
    server.serves(NEW, a_listing(a_submission("1"), after="t3_1"), times=1)
    server.serves(NEW, a_listing(a_submission("2"), late, after="t3_3"), query={"after": "t3_1"})

    harvest = await source.collect(an_errand(), quietly)

    assert [("t3_1", PAPER), ("t3_2", PAPER)] == posts(harvest)
    assert 2 == server.paths.count(NEW)


async def test_deleted_posts_are_gone(server: Server, source: Reddit) -> None:
    old = AS_OF - timedelta(days=4)
    info = a_listing(
        a_submission("1", created_at=old),
        a_submission("2", created_at=old, author="[deleted]"),
        a_submission("3", created_at=old, removed_by="moderator"),
    )
    server.serves(INFO, info)
    known = tuple(MentionKey("reddit", f"t3_{number}") for number in "1234")

    harvest = await source.collect(an_errand(known=known), quietly)

    assert [("t3_1", PAPER)] == posts(harvest)
    assert known[1:] == harvest.gone
    assert "t3_1,t3_2,t3_3,t3_4" == server.requests[-1].query["id"]


async def test_one_listing_that_fails_leaves_the_other(server: Server, source: Reddit) -> None:
    server.refuses(SEARCH, 503)
    server.serves(NEW, a_listing(a_submission()))

    harvest = await source.collect(an_errand(), quietly)

    assert ([("t3_1abcde", PAPER)], 1) == (posts(harvest), len(harvest.warnings))


async def test_the_keys_are_traded_for_a_token(server: Server, source: Reddit) -> None:
    await source.collect(an_errand(), quietly)

    login, *others = server.requests
    assert (b"grant_type=client_credentials", "POST") == (login.body, login.method)
    assert login.headers["Authorization"].startswith("Basic ")
    assert {f"Bearer {SECRETS[2]}"} == {seen.headers["Authorization"] for seen in others}


async def test_keys_and_tokens_are_never_shown(server: Server, source: Reddit) -> None:
    server.serves(TOKEN, {"token": SECRETS[2]}, method="POST")
    with pytest.raises(SourceChanged) as caught:
        await source.collect(an_errand(), quietly)

    shown = f"{source!r} {caught.value} {caught.value.payload!r} {caught.value.__cause__}"
    assert not [secret for secret in SECRETS if secret in shown]


async def test_refused_keys_are_unavailable(server: Server, source: Reddit) -> None:
    server.refuses(TOKEN, 401)
    with pytest.raises(SourceUnavailable, match="401"):
        await source.collect(an_errand(), quietly)


async def test_without_keys_it_lacks_both(source: Reddit) -> None:
    bare = Reddit(fetch=source.fetch, client_id=SecretStr(""))

    assert ((), ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")) == (source.lacks, bare.lacks)
