"""Papers for conversations that the bot is not part of: inline results, and what is linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.commands.asking import paper_named
from bot.commands.spec import Card, Reply
from bot.domain.links import papers_in
from bot.domain.papers import PaperId
from bot.domain.subscriptions import Window
from bot.domain.topics import Topic
from bot.ports import Clock, Storage
from bot.services.boards import Boards
from bot.views import cards, offers
from bot.views.cards import Glance
from bot.views.words import Words

CARDS_AT_ONCE = 10
MOST_LINKED = 5

_STILL_MOVING = timedelta(days=8)
"""How old a paper may be for its place to be shown: to rank a day takes a moment."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Finds papers by words or by links."""

    storage: Storage
    boards: Boards
    clock: Clock

    async def find(self, query: str, words: Words, *, offset: int = 0) -> Sequence[Card]:
        """Give the papers that a query finds, ten at a time; without a query, the newest hot ones.

        Raises UserMistake for a query that cannot be read.
        """
        start = max(0, offset)
        named = paper_named(query)
        if named:
            glances = await self._glances([named][start:])
        elif query.strip():
            glances = await self._search(Topic.parse(query), start)
        else:
            glances = await self._hottest(start)
        return [_card(glance, words) for glance in glances]

    async def linked(self, text: str, words: Words, *, unasked: bool = False) -> Reply | None:
        """Show the papers that a text links to, the first five; None where there are none.

        Unasked, papers that are not known are not spoken of.
        """
        linked = papers_in(text, until=self.clock.now().date())[:MOST_LINKED]
        glances = await self._glances(linked)
        known = {glance.paper.id for glance in glances}
        unknown = [] if unasked else [one for one in linked if one not in known]
        if not glances and not unknown:
            return None
        return Reply(document=cards.together(glances, unknown, words), is_private=not unasked)

    async def _search(self, topic: Topic, offset: int) -> list[Glance]:
        async with self.storage.transaction() as tx:
            found = await tx.search.find(topic, limit=CARDS_AT_ONCE, offset=offset)
        return [Glance(paper) for paper in found]

    async def _hottest(self, offset: int) -> list[Glance]:
        days = await self.boards.days()
        if not days:
            return []
        board = await self.boards.board(Window(days[-1], days[-1]), late=True)
        rows = board.hot().papers[offset : offset + CARDS_AT_ONCE]
        return [Glance(row.paper, row) for row in rows]

    async def _glances(self, wanted: Sequence[PaperId]) -> list[Glance]:
        glances = [await self._glance(paper_id) for paper_id in wanted]
        return [glance for glance in glances if glance]

    async def _glance(self, wanted: PaperId) -> Glance | None:
        async with self.storage.transaction() as tx:
            paper = await tx.papers.find(wanted)
            days = await tx.papers.days_of(wanted) if paper else []
        if paper is None or not days:
            return Glance(paper) if paper else None
        if self.clock.now().date() - days[-1] > _STILL_MOVING:
            return Glance(paper)
        board = await self.boards.board(Window(days[-1], days[-1]))
        return Glance(paper, board.place_of(wanted))


def _card(glance: Glance, words: Words) -> Card:
    paper = glance.paper
    return Card(
        id=str(paper.id),
        title=offers.title_of(paper),
        summary=cards.summary(glance, words),
        url=paper.id.abs_url,
        document=cards.alone(glance, words),
    )
