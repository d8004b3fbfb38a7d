"""What stands under a list of papers: its other pages, and a closer look at one of them."""

from collections.abc import Iterable
from dataclasses import replace

from bot.document.nodes import Action, Arguments, Blocks, Button, Buttons, LinkButton, Menu
from bot.document.plain import plain_spans
from bot.document.shorten import shorten
from bot.domain.pages import Page
from bot.domain.papers import Paper, PaperId
from bot.domain.topics import EVERYTHING, Topic
from bot.views import papers
from bot.views.words import Words

LABEL_LENGTH = 60
"""Characters of a title on a button; on a telephone there is room for fewer."""


def turns(page: Page[object], here: Action, words: Words, *others: Action) -> Blocks:
    """Lead to the pages before and behind, which `here` asks for, and elsewhere."""
    buttons = [
        *([_turned(here, words("◂ Previous"), page.number - 1)] if page.number > 1 else []),
        *([] if page.is_last else [_turned(here, words("Next ▸"), page.number + 1)]),
        *others,
    ]
    return (Buttons(tuple(buttons)),) if buttons else ()


def _turned(here: Action, label: str, number: int) -> Action:
    return replace(here, label=label, arguments=(*here.arguments, ("page", str(number))))


def closer_look(shown: Iterable[tuple[int, Paper]], words: Words) -> Blocks:
    """Let one of the papers be chosen, each with its number; the whole of it is shown."""
    choices = tuple(
        Action(f"{number}. {title_of(paper)}", "details", (("paper", str(paper.id)),), is_new=True)
        for number, paper in shown
    )
    return (Menu(words("Details of a paper"), choices),) if choices else ()


def title_of(paper: Paper, length: int = LABEL_LENGTH) -> str:
    """Give a title without markup, for a label."""
    return plain_spans(shorten(papers.words_of(paper), length))


def pages_of(paper_id: PaperId, *others: Button) -> Buttons:
    """Lead to the paper itself."""
    return Buttons(
        (LinkButton("arXiv", paper_id.abs_url), LinkButton("PDF", paper_id.pdf_url), *others)
    )


def about(paper_id: PaperId, words: Words) -> Buttons:
    """Offer what else can be asked about a paper."""
    argument = (("paper", str(paper_id)),)
    return Buttons(
        (
            Action(words("Why"), "why", argument, is_new=True),
            Action(words("Save"), "save", argument, is_new=True),
            Action(words("Cite"), "cite", argument, is_new=True),
        )
    )


def topic_argument(topic: Topic) -> Arguments:
    """Write a topic as an argument; none for everything."""
    return () if topic == EVERYTHING else (("topic", str(topic)),)


def subscribe(topic: Topic, words: Words) -> Action:
    """Offer to send a topic's papers here."""
    return Action(words("Subscribe"), "subscribe", topic_argument(topic), is_new=True)


def hot(topic: Topic, label: str, *, day: str = "", is_new: bool = False) -> Action:
    """Lead to a ranking."""
    days = (("day", day),) if day else ()
    return Action(label, "hot", (*topic_argument(topic), *days), is_new=is_new)
