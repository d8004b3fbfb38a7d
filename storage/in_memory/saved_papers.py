"""The papers that people saved."""

from dataclasses import dataclass

from bot.domain.papers import PaperId
from bot.domain.people import Bookmark, PersonKey
from storage.in_memory.contents import Contents
from storage.order import saving_order


@dataclass(frozen=True, slots=True)
class MemorySavedPapers:
    """Answers `bot.repositories.Bookmarks` in memory."""

    contents: Contents

    async def add(self, person: PersonKey, bookmark: Bookmark) -> bool:
        """See the port; a paper that was saved already keeps its moment."""
        key = person, bookmark.paper_id
        if key in self.contents.saved_papers:
            return False
        self.contents.saved_papers[key] = bookmark
        return True

    async def remove(self, person: PersonKey, paper_id: PaperId) -> bool:
        """See the port."""
        return self.contents.saved_papers.pop((person, paper_id), None) is not None

    async def of(self, person: PersonKey) -> list[Bookmark]:
        """See the port."""
        saved = [each for (who, _), each in self.contents.saved_papers.items() if who == person]
        return sorted(saved, key=saving_order, reverse=True)
