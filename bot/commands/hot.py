"""/hot: the ranking of a day, or of several."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.commands.asking import PAPERS_ON_A_PAGE, TOPIC_WANTED, page_asked, topic_asked
from bot.commands.kinds import PERIOD, number
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.document.nodes import Action
from bot.domain.boards import Board
from bot.domain.digests import Request, Style, compose
from bot.domain.pages import cut
from bot.domain.periods import Period, Span
from bot.domain.ranking import RankedPaper
from bot.domain.subscriptions import Window
from bot.domain.topics import Topic
from bot.services.boards import Boards
from bot.views import offers, rankings
from bot.views.words import phrase

MOST_PAPERS = 50
NEAREST_SHOWN = 3

DAY: Param[Period] = Param(
    name="day",
    summary=phrase("today, yesterday, week, month, or a day such as 2021-04-23"),
    kind=PERIOD,
)
COUNT: Param[int] = Param(
    name="count",
    summary=phrase("how many papers at most"),
    kind=number(1, MOST_PAPERS),
)


def hot(boards: Boards) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        topic, count = topic_asked(call), call.value(COUNT)
        period = call.value(DAY) or Period(Span.TODAY)
        window = period.window(await boards.days())
        # One day is ranked as its digest is, late risers included.
        board, ranking = await boards.hot(window, topic, late=window.first == window.last)
        request = Request(
            destination=call.caller.place.destination,
            topic=topic,
            style=Style.COMPACT,
            top=count or MOST_PAPERS,
        )
        digest = compose(ranking, request, composed_at=call.now)
        chart = rankings.Chart(
            digest=digest,
            page=cut(digest.papers, page_asked(call), PAPERS_ON_A_PAGE),
            nearest=() if digest.papers else _nearest(board, topic),
        )
        here = _again(topic, _pinned(period, window), count)
        return Reply(document=rankings.document(chart, here, call.words))

    return Command(
        name="hot",
        summary=phrase("The hottest papers of a day"),
        handler=answer,
        params=(TOPIC_WANTED, DAY, COUNT),
        examples=("", "cs.CL", "cs.CL yesterday 5", '"language model" week'),
    )


def _nearest(board: Board, topic: Topic) -> Sequence[RankedPaper]:
    """Give the papers of a topic that come nearest to being hot."""
    rows = (row for row in board.ranking.papers if topic.matches(row.paper))
    return [replace(row, rank=place) for place, row in enumerate(islice(rows, NEAREST_SHOWN), 1)]


def _pinned(period: Period, window: Window) -> str:
    """Name the days so that the next page is one of the same ranking tomorrow, too."""
    return str(period) if period.of in {Span.WEEK, Span.MONTH} else window.last.isoformat()


def _again(topic: Topic, day: str, count: int | None) -> Action:
    counted = (("count", str(count)),) if count else ()
    return Action("", "hot", (*offers.topic_argument(topic), ("day", day), *counted))
