"""What several commands are told, and how they read it."""

from bot.commands.kinds import PAPER, TOPIC
from bot.commands.spec import Call, Param
from bot.domain.links import paper_of
from bot.domain.papers import PaperId
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import UnknownPaper
from bot.views.words import phrase

PAPERS_ON_A_PAGE = 5

MOST_PAGES = 100
"""Pages behind this one are not turned to, whatever a forged button says."""

TOPIC_WANTED: Param[Topic] = Param(
    name="topic",
    summary=phrase("a category such as cs.CL, a word, a “phrase” or an @author"),
    kind=TOPIC,
)
PAPER_WANTED: Param[PaperId] = Param(
    name="paper",
    summary=phrase("an arXiv number or address, such as 2104.11178"),
    kind=PAPER,
    is_required=True,
)


def topic_asked(call: Call) -> Topic:
    """Give the topic that is asked for; everything if none is."""
    return call.value(TOPIC_WANTED) or EVERYTHING


def page_asked(call: Call) -> int:
    """Give the page that a button turns to, from 1; people do not write it."""
    written = call.invocation.get("page") or ""
    is_number = written.isascii() and written.isdecimal() and len(written) < 6
    return min(max(1, int(written)), MOST_PAGES) if is_number else 1


def paper_named(text: str) -> PaperId | None:
    """Give the paper that a whole text stands for, be it a number or an address."""
    try:
        return PaperId.parse(text)
    except UnknownPaper:
        return paper_of(text)
