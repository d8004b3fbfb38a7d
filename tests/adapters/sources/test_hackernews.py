"""Hacker News, recorded and over a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.sources.hackernews import HackerNews, parse_hits, parse_item, parse_tree
from adapters.sources.http import Web
from bot.domain.engagement import Engagement, MentionKey
from bot.errors import SourceChanged
from tests.adapters.sources.errands import (
    AS_OF,
    OTHER,
    PAPER,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
    recorded,
)
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

SEARCH = "/api/v1/search_by_date"
NOW = int(AS_OF.timestamp())
STORIES = {"tags": "story", "query": "arxiv.org"}
COMMENTS = {"tags": "comment", "query": "arxiv.org"}
LINKING = (
    'Compare <a href="https:&#x2F;&#x2F;arxiv.org&#x2F;abs&#x2F;2608.09949v2" rel="nofollow">'
    "https:&#x2F;&#x2F;arxiv.org&#x2F;abs&#x2F;2608.0...</a><p>and arXiv:2608.01234."
)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        running.serves(SEARCH, {"hits": []})
        yield running


@pytest.fixture
async def source(server: Server) -> AsyncIterator[HackerNews]:
    async with a_client() as client:
        yield a_source(client, server)


def a_source(client: Web, server: Server) -> HackerNews:
    return HackerNews(fetch=client, url=server.url(), items_url=server.url())


def a_story(
    id: str = "41000001",  # noqa: A002
    *,
    url: str = f"https://arxiv.org/abs/{PAPER}",
    points: int = 312,
    comments: int = 88,
    created: int = NOW - 3600,
) -> dict[str, object]:
    return {
        "objectID": id,
        "title": "A story",
        "url": url,
        "author": "pc",
        "points": points,
        "num_comments": comments,
        "created_at": "2026-08-12T20:00:00Z",
        "created_at_i": created,
        "story_text": None,
        "_tags": ["story", "author_pc", f"story_{id}"],
        "_highlightResult": {"title": {"value": "A story", "matchLevel": "none"}},
    }


def a_comment(id: str = "41000002", *, text: str = LINKING) -> dict[str, object]:  # noqa: A002
    return {
        "objectID": id,
        "title": None,
        "url": None,
        "author": "reader",
        "points": None,
        "num_comments": None,
        "comment_text": text,
        "parent_id": 41000000,
        "story_id": 41000000,
        "story_url": "https://example.org/",
        "created_at_i": NOW - 1800,
    }


@pytest.mark.parametrize("page", ["1.1", "1.2"])
def test_recorded_comments_without_papers_have_none(page: str) -> None:
    body = recorded(f"hackernews/algolia_python-hn_{page}.json")
    assert isinstance(body, dict)

    rows = parse_hits(body)

    assert (len(body["hits"]), 0) == (len(rows.read), rows.left_out)
    assert [hit["objectID"] for hit in body["hits"]] == [hit.native_id for hit in rows.read]
    assert all(hit.is_comment and not hit.papers for hit in rows.read)


def test_a_comment_below_a_paper_is_no_mention_by_itself() -> None:
    comment, story = parse_hits(
        recorded("hackernews/algolia_real_story_and_arxiv_comment_hits.json")
    ).read

    assert ((), True, "not-chatgpt") == (comment.papers, comment.is_comment, comment.handle)
    assert datetime(2023, 1, 27, 4, 35, 37, tzinfo=UTC) == comment.posted_at
    assert ((), False, Engagement(likes=1)) == (story.papers, story.is_comment, story.engagement)


def test_a_recorded_story_is_counted_with_everything_below_it() -> None:
    seen = parse_tree(recorded("hackernews/algolia_python-hn_item.json"))

    assert ("18562744", "santiagobasulto") == (seen.native_id, seen.author)
    assert "https://news.ycombinator.com/item?id=18562744" == seen.url
    assert seen.engagement is not None
    assert 11 == seen.engagement.likes
    assert seen.engagement.comments > 0


@pytest.mark.parametrize("item", [None, {"id": 5, "deleted": True}, {"id": 5, "dead": True}])
def test_a_deleted_item_is_none(item: object) -> None:
    assert parse_item(item) is None


@pytest.mark.parametrize("body", [{"hits": {}}, {}, [], {"hits": [{"objectID": "a'b"}]}])
def test_other_shapes_are_a_changed_source(body: object) -> None:
    with pytest.raises(SourceChanged):
        parse_hits(body)


async def test_a_story_about_a_paper_is_a_mention(server: Server, source: HackerNews) -> None:
    server.serves(SEARCH, {"hits": [a_story()]}, query=STORIES)

    harvest = await source.collect(an_errand(), quietly)

    (mention,) = harvest.mentions
    assert ("41000001", PAPER) == (mention.key.native_id, str(mention.paper_id))
    assert "https://news.ycombinator.com/item?id=41000001" == mention.url
    assert ("pc", "pc", False) == (mention.author, mention.account, mention.is_comment)
    assert {("41000001", PAPER): Engagement(likes=312, comments=88)} == counted(harvest)


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("alphaxiv.org", f"https://www.alphaxiv.org/abs/{PAPER}"),
        ("huggingface.co/papers", f"https://huggingface.co/papers/{PAPER}"),
    ],
)
async def test_stories_on_other_sites_about_papers_count(
    server: Server, source: HackerNews, words: str, url: str
) -> None:
    server.serves(SEARCH, {"hits": [a_story(url=url)]}, query={"tags": "story", "query": words})

    assert [("41000001", PAPER)] == posts(await source.collect(an_errand(), quietly))


async def test_each_submission_of_a_paper_is_a_mention(server: Server, source: HackerNews) -> None:
    again = a_story("41000009", url=f"https://arxiv.org/pdf/{PAPER}v2", points=3)
    server.serves(SEARCH, {"hits": [again, a_story()]}, query=STORIES)

    harvest = await source.collect(an_errand(), quietly)

    assert [("41000009", PAPER), ("41000001", PAPER)] == posts(harvest)


async def test_a_comment_may_name_several_papers(server: Server, source: HackerNews) -> None:
    server.serves(SEARCH, {"hits": [a_comment()]}, query=COMMENTS)

    harvest = await source.collect(an_errand(), quietly)

    assert [("41000002", PAPER), ("41000002", OTHER)] == posts(harvest)
    assert all(mention.is_comment for mention in harvest.mentions)


async def test_a_full_page_is_followed_by_the_window_before_it(
    server: Server, source: HackerNews
) -> None:
    full = [a_story(str(n), created=NOW - n) for n in range(1, 1001)]
    rest = [full[-1], a_story("2000", created=NOW - 1001)]
    first, last = NOW - 6 * 3600, NOW
    windows = {
        f"created_at_i>={first},created_at_i<={last}": full,
        f"created_at_i>={first},created_at_i<={last - 1000}": rest,
    }
    for window, hits in windows.items():
        server.serves(SEARCH, {"hits": hits}, query={**STORIES, "numericFilters": window})

    harvest = await source.collect(an_errand(), quietly)

    assert 1001 == len(harvest.mentions)


async def test_a_second_with_too_many_hits_is_passed(server: Server, source: HackerNews) -> None:
    crowd = [a_story(str(n), created=NOW) for n in range(1, 1001)]
    server.serves(SEARCH, {"hits": []}, query=STORIES)
    window = f"created_at_i>={NOW - 6 * 3600},created_at_i<={NOW}"
    server.serves(SEARCH, {"hits": crowd}, query={**STORIES, "numericFilters": window})

    assert 1000 == len((await source.collect(an_errand(), quietly)).mentions)


async def test_known_posts_are_counted_again_or_gone(server: Server, source: HackerNews) -> None:
    story = {
        "id": 7,
        "type": "story",
        "by": "pc",
        "time": NOW - 5 * 86400,
        "url": f"https://arxiv.org/abs/{PAPER}",
        "score": 500,
        "descendants": 120,
        "kids": [8, 9],
    }
    server.serves("/v0/item/7.json", story)
    server.serves("/v0/item/8.json", None)
    known = (MentionKey("hackernews", "7"), MentionKey("hackernews", "8"))

    harvest = await source.collect(an_errand(known=known), quietly)

    assert {("7", PAPER): Engagement(likes=500, comments=120)} == counted(harvest)
    assert (MentionKey("hackernews", "8"),) == harvest.gone


async def test_without_the_sites_own_interface_the_search_engine_counts(server: Server) -> None:
    tree = {
        "id": 7,
        "created_at_i": NOW - 86400 * 3,
        "author": "pc",
        "url": f"https://arxiv.org/abs/{PAPER}",
        "points": 41,
        "children": [{"id": 8, "created_at_i": NOW, "children": [{"id": 9, "created_at_i": NOW}]}],
    }
    server.serves("/api/v1/items/7", tree)
    known = (MentionKey("hackernews", "7"), MentionKey("hackernews", "6"))
    async with a_client() as client:
        source = HackerNews(fetch=client, url=server.url(), items_url=None)
        harvest = await source.collect(an_errand(known=known), quietly)

    assert {("7", PAPER): Engagement(likes=41, comments=2)} == counted(harvest)
    assert (MentionKey("hackernews", "6"),) == harvest.gone


async def test_a_known_post_that_cannot_be_read_is_not_gone(
    server: Server, source: HackerNews
) -> None:
    server.refuses("/v0/item/7.json", 503)
    harvest = await source.collect(an_errand(known=(MentionKey("hackernews", "7"),)), quietly)

    assert ((), 1) == (harvest.gone, len(harvest.warnings))


async def test_an_outage_ends_the_counting_of_known_posts(
    server: Server, source: HackerNews
) -> None:
    for number in range(1, 10):
        server.refuses(f"/v0/item/{number}.json", 503)
    known = tuple(MentionKey("hackernews", str(number)) for number in range(1, 10))

    await source.collect(an_errand(known=known), quietly)

    assert 1 == len([path for path in server.paths if path.startswith("/v0/item/")])


async def test_a_known_post_of_another_shape_does_not_stop_the_counting(
    server: Server, source: HackerNews
) -> None:
    server.serves("/v0/item/1.json", {"id": "one"})
    known = (MentionKey("hackernews", "1"), MentionKey("hackernews", "2"))
    server.serves("/v0/item/2.json", None)

    harvest = await source.collect(an_errand(known=known), quietly)

    assert (known[1:], 1) == (harvest.gone, len(harvest.warnings))


async def test_what_was_posted_later_or_long_before_is_left_out(
    server: Server, source: HackerNews
) -> None:
    hits = [
        a_story("1", created=NOW + 60),
        a_story("2", created=NOW - 60),
        a_story("3", created=NOW - int(timedelta(days=9).total_seconds())),
    ]
    server.serves(SEARCH, {"hits": hits}, query=STORIES)

    assert [("2", PAPER)] == posts(await source.collect(an_errand(), quietly))
