"""Lobsters over a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.sources.lobsters import Lobsters, parse_stories
from bot.domain.engagement import Engagement, MentionKey
from tests.adapters.sources.errands import (
    AS_OF,
    PAPER,
    a_client,
    an_errand,
    counted,
    posts,
    quietly,
)
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web

FIRST, SECOND = "/domains/arxiv.org.json", "/domains/arxiv.org/page/2.json"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        running.serves(SECOND, [])
        yield running


@pytest.fixture
async def source(server: Server) -> AsyncIterator[Lobsters]:
    async with a_client() as client:
        yield Lobsters(fetch=client, url=server.url())


def a_story(
    id: str = "abc123",  # noqa: A002
    *,
    created_at: datetime = AS_OF - timedelta(hours=2),
    score: int = 24,
    submitter: object = "pushcx",
    is_own: bool = False,
) -> dict[str, object]:
    return {
        "short_id": id,
        "created_at": created_at.isoformat(),
        "title": "A story",
        "url": f"https://arxiv.org/pdf/{PAPER}",
        "score": score,
        "flags": 0,
        "comment_count": 6,
        "description": "",
        "submitter_user": submitter,
        "user_is_author": is_own,
        "tags": ["ai"],
        "short_id_url": f"https://lobste.rs/s/{id}",
        "comments_url": f"https://lobste.rs/s/{id}/a_story",
    }


def test_a_story_is_read_with_its_moment_in_utc() -> None:
    story = a_story() | {"created_at": "2026-08-12T14:30:00.000-05:00"}
    (seen,) = parse_stories([story]).read

    assert datetime(2026, 8, 12, 19, 30, tzinfo=UTC) == seen.posted_at
    assert "https://lobste.rs/s/abc123" == seen.url
    assert ("pushcx", False) == (seen.author, seen.is_own)


@pytest.mark.parametrize("submitter", ["pushcx", {"username": "pushcx", "karma": 5}])
def test_the_submitter_is_read_in_both_forms(submitter: object) -> None:
    assert "pushcx" == parse_stories([a_story(submitter=submitter)]).read[0].handle


def test_an_authors_own_story_and_a_sunken_score_are_read_as_such() -> None:
    (seen,) = parse_stories([a_story(is_own=True, score=-3)]).read

    assert (True, Engagement(likes=0, comments=6)) == (seen.is_own, seen.engagement)


async def test_one_page_is_enough_when_it_reaches_far_enough(
    server: Server, source: Lobsters
) -> None:
    server.serves(FIRST, [a_story(), a_story("old1", created_at=AS_OF - timedelta(days=9))])

    harvest = await source.collect(an_errand(), quietly)

    assert {("abc123", PAPER): Engagement(likes=24, comments=6)} == counted(harvest)
    assert [FIRST] == server.paths


async def test_known_stories_are_looked_for_on_the_second_page(
    server: Server, source: Lobsters
) -> None:
    server.serves(FIRST, [a_story(created_at=AS_OF - timedelta(days=2))])
    server.serves(SECOND, [a_story("old1", created_at=AS_OF - timedelta(days=9), score=80)])
    known = (MentionKey("lobsters", "old1"),)

    harvest = await source.collect(an_errand(known=known), quietly)

    assert [("old1", PAPER)] == posts(harvest)


async def test_a_second_page_that_fails_is_only_a_warning(server: Server, source: Lobsters) -> None:
    server.serves(FIRST, [a_story()])
    server.refuses(SECOND, 503)

    harvest = await source.collect(an_errand(), quietly)

    assert (1, 1) == (len(harvest.mentions), len(harvest.warnings))
