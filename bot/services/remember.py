"""Remembering published posts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.posts import Post
from bot.ports import Storage


@dataclass(frozen=True, slots=True)
class Remembered:
    """How much was in the posts, and how many posts were new."""

    posts: int = 0
    new_posts: int = 0
    papers: int = 0
    mentions: int = 0

    def __add__(self, other: "Remembered") -> "Remembered":
        return Remembered(
            self.posts + other.posts,
            self.new_posts + other.new_posts,
            self.papers + other.papers,
            self.mentions + other.mentions,
        )


async def remember(storage: Storage, posts: Sequence[Post]) -> Remembered:
    """Remember posts, all of them or none; those known already change nothing."""
    async with storage.transaction() as tx:
        new = [await tx.posts.add(post) for post in posts]
    return Remembered(
        posts=len(posts),
        new_posts=sum(new),
        papers=sum(len(post.listings) for post in posts),
        mentions=sum(len(post.mentions) for post in posts),
    )
