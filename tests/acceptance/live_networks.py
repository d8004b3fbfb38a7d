"""What each network answers, shaped as its servers shape it, about talk made up here."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from aiohttp import web

_WINDOW = re.compile(r"created_at_i>=(\d+),created_at_i<=(\d+)")


@dataclass(slots=True, kw_only=True)
class Talk:
    """A post about a paper; its counters may be changed at any time."""

    key: str
    paper: str
    at: datetime
    by: str = "grace"
    likes: int = 0
    reposts: int = 0
    comments: int = 0
    is_deleted: bool = False

    @property
    def link(self) -> str:
        return f"https://arxiv.org/abs/{self.paper}"

    @property
    def uri(self) -> str:
        return f"at://did:plc:{self.by}/app.bsky.feed.post/{self.key}"

    @property
    def on(self) -> date:
        return self.at.date()


Answer = Callable[[web.Request, Sequence[Talk]], object]
"""What a network answers to a question, from the posts that stand there."""


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def hugging_face(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`/api/daily_papers`: the papers of a day, a hundred a page."""
    first = 100 * int(asked.query.get("p", "0"))
    rows = [_hf_row(one) for one in talk if one.on == date.fromisoformat(asked.query["date"])]
    return rows[first : first + 100]


def _hf_row(talk: Talk) -> object:
    return {
        "paper": hf_paper(talk),
        "numComments": talk.comments,
        "submittedBy": {"name": talk.by, "fullname": talk.by.title(), "isHf": False},
    }


def hf_paper(talk: Talk) -> dict[str, object]:
    """`/api/papers/{id}`: one paper."""
    return {
        "id": talk.paper,
        "authors": [{"name": "Ada Lovelace", "hidden": False}],
        "publishedAt": stamp(talk.at),
        "submittedOnDailyAt": stamp(talk.at),
        "title": "Small Models Learn Quickly",
        "summary": "We show that small models learn quickly.",
        "upvotes": talk.likes,
        "numComments": talk.comments,
    }


def hacker_news(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`/api/v1/search_by_date`: the stories of a window of time that link to a place."""
    found = _WINDOW.fullmatch(asked.query["numericFilters"])
    assert found is not None
    first, last = int(found[1]), int(found[2])
    hits = [
        {
            "objectID": one.key,
            "created_at_i": int(one.at.timestamp()),
            "author": one.by,
            "title": "Small Models Learn Quickly",
            "url": one.link,
            "points": one.likes,
            "num_comments": one.comments,
            "_tags": ["story"],
        }
        for one in talk
        if first <= one.at.timestamp() <= last
        and asked.query["tags"] == "story"
        and asked.query["query"] in one.link
    ]
    return {"hits": hits, "nbHits": len(hits), "page": 0, "nbPages": 1, "hitsPerPage": 1000}


def hn_item(talk: Talk) -> object:
    """`/v0/item/{id}.json`: one story; nothing where it was deleted."""
    if talk.is_deleted:
        return None
    return {
        "id": int(talk.key),
        "type": "story",
        "by": talk.by,
        "time": int(talk.at.timestamp()),
        "url": talk.link,
        "score": talk.likes,
        "descendants": talk.comments,
    }


def bluesky(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`app.bsky.feed.getPosts`: the posts asked for that still stand."""
    wanted = asked.query.getall("uris")
    return {"posts": [_bluesky_view(one) for one in talk if one.uri in wanted]}


def _bluesky_view(talk: Talk) -> object:
    return {
        "uri": talk.uri,
        "cid": "bafyreiapzyf65cmq55jklpnrihiygze2jmmdqvvkwqeiomd72pb",
        "author": {
            "did": f"did:plc:{talk.by}",
            "handle": f"{talk.by}.example.org",
            "displayName": talk.by.title(),
            "labels": [],
        },
        "record": bluesky_record(talk),
        "indexedAt": stamp(talk.at),
        "likeCount": talk.likes,
        "repostCount": talk.reposts,
        "replyCount": talk.comments,
        "quoteCount": 0,
    }


def bluesky_record(talk: Talk) -> dict[str, object]:
    return {
        "$type": "app.bsky.feed.post",
        "createdAt": stamp(talk.at),
        "langs": ["en"],
        "text": "Worth reading",
        "embed": {"$type": "app.bsky.embed.external", "external": {"uri": talk.link}},
    }


def lobsters(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`/domains/arxiv.org.json`: the newest stories; all of them stand on the first page."""
    if asked.path != "/domains/arxiv.org.json":
        return []
    return [
        {
            "short_id": one.key,
            "created_at": one.at.isoformat(),
            "title": "Small Models Learn Quickly",
            "url": one.link,
            "score": one.likes,
            "comment_count": one.comments,
            "submitter_user": one.by,
            "user_is_author": False,
        }
        for one in _newest_first(talk)
    ]


def x(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`/2/tweets/search/recent`: the newest posts, at most as many as were asked for."""
    since = datetime.fromisoformat(asked.query["start_time"])
    found = [one for one in _newest_first(talk) if one.at >= since]
    shown = found[: int(asked.query["max_results"])]
    users = {one.by: {"id": one.by, "username": one.by, "name": one.by.title()} for one in shown}
    return {
        "data": [_tweet(one) for one in shown],
        "includes": {"users": list(users.values())},
        "meta": {"result_count": len(shown)},
    }


def _tweet(talk: Talk) -> object:
    return {
        "id": talk.key,
        "text": "Worth reading",
        "author_id": talk.by,
        "created_at": stamp(talk.at),
        "lang": "en",
        "entities": {"urls": [{"expanded_url": talk.link}]},
        "public_metrics": {
            "retweet_count": talk.reposts,
            "like_count": talk.likes,
            "reply_count": talk.comments,
            "quote_count": 0,
        },
    }


def reddit(asked: web.Request, talk: Sequence[Talk]) -> object:
    """Any listing: the newest links, or those asked for by name; the search finds texts only."""
    if asked.path == "/r/all/search":
        return _things(())
    names = asked.query.get("id")
    return _things(one for one in _newest_first(talk) if names is None or one.key in names)


def _things(talk: Iterable[Talk]) -> object:
    posts = [
        {
            "name": one.key,
            "permalink": f"/r/papers/comments/{one.key}/",
            "created_utc": one.at.timestamp(),
            "score": one.likes,
            "author": one.by,
            "author_fullname": f"t2_{one.by}",
            "url": one.link,
            "num_comments": one.comments,
        }
        for one in talk
    ]
    children = [{"kind": "t3", "data": post} for post in posts]
    return {"kind": "Listing", "data": {"after": None, "children": children}}


def mastodon(asked: web.Request, talk: Sequence[Talk]) -> object:
    """`/api/v1/timelines/tag/{tag}`: everybody here uses the tag #arxiv."""
    since = int(asked.query.get("since_id", "0"))
    fresh = [one for one in _newest_first(talk) if int(one.key) > since]
    return [mastodon_status(one) for one in fresh] if asked.path.endswith("/arxiv") else []


def mastodon_status(talk: Talk) -> object:
    """`/api/v1/statuses/{id}`: one post."""
    return {
        "id": talk.key,
        "created_at": stamp(talk.at),
        "uri": f"https://example.social/users/{talk.by}/statuses/{talk.key}",
        "account": {"acct": talk.by, "display_name": talk.by.title(), "bot": False},
        "content": f'<p>Worth reading: <a href="{talk.link}">a paper</a></p>',
        "reblog": None,
        "favourites_count": talk.likes,
        "reblogs_count": talk.reposts,
        "replies_count": talk.comments,
    }


def _newest_first(talk: Sequence[Talk]) -> list[Talk]:
    return sorted(talk, key=lambda one: one.at, reverse=True)


ANSWERS: dict[str, Answer] = {
    "huggingface": hugging_face,
    "hackernews": hacker_news,
    "bluesky": bluesky,
    "lobsters": lobsters,
    "x": x,
    "reddit": reddit,
    "mastodon": mastodon,
}
ITEMS: dict[str, tuple[str, Callable[[Talk], object]]] = {
    "huggingface": ("/api/papers/{0.paper}", hf_paper),
    "hackernews": ("/v0/item/{0.key}.json", hn_item),
    "mastodon": ("/api/v1/statuses/{0.key}", mastodon_status),
}
"""Where one post stands by itself, on networks that have such a place."""
