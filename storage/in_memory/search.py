"""Finding papers among all that are known."""

from dataclasses import dataclass

from bot.domain.papers import Paper
from bot.domain.relevance import Prose, Wish, answers_by_title, best_first
from bot.domain.topics import Topic
from storage.in_memory.contents import Contents
from storage.search_words import number_of


@dataclass(frozen=True, slots=True)
class MemorySearch:
    """Answers `bot.repositories.Search` in memory, by looking at every paper."""

    contents: Contents

    async def find(self, topic: Topic, *, limit: int, offset: int = 0) -> list[Paper]:
        """See the port; papers whose titles hold what is wanted come in front of all others."""
        papers = [known.paper for known in self.contents.papers.values()]
        found = sorted(filter(topic.matches, papers), key=number_of, reverse=True)
        wish = Wish.of(topic)
        if wish.terms:
            by_title = {paper.id: answers_by_title(topic, paper) for paper in found}
            found = [
                paper
                for is_by_title in (True, False)
                for paper in best_first(
                    [each for each in found if by_title[each.id] is is_by_title],
                    lambda each: wish.relevance(Prose.of(each)),
                )
            ]
        return found[offset : offset + limit]
