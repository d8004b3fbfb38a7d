from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from adapters.markdown.render import markdown_post
from adapters.sources.archive import parse
from bot.domain.policies import ClassicPolicy
from bot.domain.posts import Post
from bot.domain.ranking import Evidence, rank
from tests.adapters.markdown.posts import posts, ranked

ARCHIVE = Path(__file__).parents[3] / "../shared/data/archive"
TOKYO = ZoneInfo("Asia/Tokyo")
PAGES = sorted(ARCHIVE.glob("*.md"))


@given(posts())
@settings(max_examples=200, deadline=None)
def test_a_printed_post_reads_as_the_same_post(post: Post) -> None:
    page = markdown_post(post.head, ranked(post))
    assert post == parse(page.encode(), name="post.md", zone=ZoneInfo(post.head.timezone))


@given(posts())
@settings(max_examples=50, deadline=None)
def test_printing_what_was_read_gives_the_same_bytes(post: Post) -> None:
    page = markdown_post(post.head, ranked(post)).encode()
    again = parse(page, name="post.md", zone=ZoneInfo(post.head.timezone))
    assert page == markdown_post(again.head, ranked(again)).encode()


@pytest.mark.skipif(not PAGES, reason="the old blog's archive is not at ../shared/data/archive")
def test_every_published_day_comes_back_byte_for_byte_in_its_published_order() -> None:
    for page in PAGES:
        published = page.read_bytes()
        post = parse(published, name=page.name, zone=TOKYO)
        evidence = Evidence(
            day=post.head.day,
            # Evidence has no order, so this must not matter.
            listings=post.listings[::-1],
            snapshots=post.snapshots[::-1],
            mentions=post.mentions,
        )
        ranking = rank(evidence, ClassicPolicy(), as_of=post.head.counted_at)
        assert published == markdown_post(post.head, ranking).encode(), page.name
        assert [
            (listing.position, listing.paper.id, snapshot.engagement)
            for listing, snapshot in zip(post.listings, post.snapshots, strict=True)
        ] == [(paper.rank, paper.paper.id, paper.engagement) for paper in ranking.papers]
