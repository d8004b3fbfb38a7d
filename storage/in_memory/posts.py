"""The heads of published posts."""

from dataclasses import dataclass
from datetime import date

from bot.domain.posts import Post, PostHead
from storage.in_memory.contents import Contents
from storage.in_memory.mentions import MemoryMentions
from storage.in_memory.papers import MemoryPapers
from storage.in_memory.snapshots import MemorySnapshots


@dataclass(frozen=True, slots=True)
class MemoryPosts:
    """Answers `bot.repositories.Posts` in memory."""

    contents: Contents

    async def add(self, post: Post) -> bool:
        """See the port; of a post whose day is known nothing is taken."""
        if post.head.day in self.contents.posts:
            return False
        self.contents.posts[post.head.day] = post.head
        await MemoryPapers(self.contents).add(post.listings)
        await MemoryMentions(self.contents).add(post.mentions)
        await MemorySnapshots(self.contents).add(post.snapshots)
        return True

    async def find(self, day: date) -> PostHead | None:
        """See the port."""
        return self.contents.posts.get(day)
