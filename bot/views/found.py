"""What a search found."""

from dataclasses import dataclass

from bot.document.nodes import (
    Action,
    Buttons,
    Document,
    Heading,
    Link,
    Paragraph,
    Quote,
    Section,
    Text,
    text,
)
from bot.document.shorten import first_sentence
from bot.domain.pages import Page
from bot.domain.papers import Paper
from bot.domain.topics import Topic
from bot.views import offers, papers, tex
from bot.views.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """Papers that a search found, and what was looked for."""

    topic: Topic
    written: str
    """The topic as it was asked for."""

    page: Page[Paper]
    wider: Topic | None = None
    """What may be looked for instead, where it found nothing."""


def document(finds: Finds, here: Action, words: Words) -> Document:
    """Show a page of what was found; `here` asks for it again."""
    title = Heading(text(words("🔎 {query}", query=finds.written)))
    if not finds.page.rows:
        return Document(opening=(title, *_nothing(finds, here, words)))
    numbered = tuple(enumerate(finds.page.rows, finds.page.begins_at + 1))
    return Document(
        opening=(title,),
        sections=tuple(section(number, paper, words) for number, paper in numbered),
        closing=(
            *offers.closer_look(numbered, words),
            *offers.turns(finds.page, here, words, offers.subscribe(finds.topic, words)),
        ),
    )


def section(number: int, paper: Paper, words: Words) -> Section:
    """Show a paper in a few lines."""
    link = Link(papers.words_of(paper), paper.id.abs_url)
    sentence = first_sentence(tex.spans(paper.abstract), papers.SENTENCE_LENGTH)
    day = words.short_date(paper.announced_on)
    return Section(
        (
            Heading((Text(f"{number}. "), link), level=2),
            *((papers.authors(paper, words),) if paper.authors else ()),
            *((Quote(sentence),) if sentence else ()),
            Paragraph((Text(day), *papers.tags(paper)), is_small=True),
        )
    )


def _nothing(finds: Finds, here: Action, words: Words) -> tuple[Paragraph | Buttons, ...]:
    if finds.page.number > 1:
        sentence = words("There are no more papers. Turn back, or look for something else.")
        return (Paragraph(text(sentence)), *_first_page(here, words))
    sentence = words(
        "No paper that I know has all of that. Use fewer words, try another form of a word, or"
        " write @ in front of an author's name."
    )
    if finds.wider is None:
        return (Paragraph(text(sentence)),)
    wider = Action(words("Any of these words"), here.command, (("query", str(finds.wider)),))
    return (Paragraph(text(sentence)), Buttons((wider,)))


def _first_page(here: Action, words: Words) -> tuple[Buttons, ...]:
    return (Buttons((Action(words("First page"), here.command, here.arguments),)),)
