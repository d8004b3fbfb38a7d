"""The papers that somebody saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.document.nodes import (
    Action,
    Buttons,
    Document,
    Heading,
    Link,
    Paragraph,
    Section,
    Text,
    text,
)
from bot.domain.pages import Page
from bot.domain.papers import Paper
from bot.domain.people import Bookmark
from bot.views import offers, papers
from bot.views.words import Words


@dataclass(frozen=True, slots=True)
class Saved:
    """A bookmark, and its paper; None where that is not known any more."""

    bookmark: Bookmark
    paper: Paper | None

    @property
    def title(self) -> str:
        """The paper's title without markup, or its identifier."""
        return offers.title_of(self.paper) if self.paper else str(self.bookmark.paper_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A page of what somebody saved."""

    page: Page[Saved]
    count: int


def document(shelf: Shelf, words: Words) -> Document:
    """Show a page of bookmarks, each of which can be taken out."""
    title = Heading(text(words("🔖 Saved papers")))
    if not shelf.count:
        sentence = words("You have saved no papers yet. /save and a paper's number saves one.")
        return Document(opening=(title, Paragraph(text(sentence)), Buttons((_today(words),))))
    count = words.plural("{count} paper", "{count} papers", shelf.count)
    numbered = tuple(enumerate(shelf.page.rows, shelf.page.begins_at + 1))
    export = Action(words("Export"), "export", is_new=True)
    return Document(
        opening=(title, Paragraph(text(count), is_small=True)),
        sections=tuple(_section(number, one, words) for number, one in numbered),
        closing=(
            *offers.closer_look(((n, one.paper) for n, one in numbered if one.paper), words),
            _takes_out(numbered, shelf.page.number, words),
            *offers.turns(shelf.page, Action("", "saved"), words, export),
        ),
    )


def added(paper: Paper, words: Words, *, is_new: bool) -> Document:
    """Say that a paper is saved."""
    link = Link(papers.words_of(paper), paper.id.abs_url)
    spans = (
        words.spans("Saved: {paper}", paper=link)
        if is_new
        else words.spans("You had saved it already: {paper}", paper=link)
    )
    take_out = Action(words("Take out"), "unsave", (("paper", str(paper.id)),), is_risky=True)
    return Document(opening=(Paragraph(spans), Buttons((_all(words), take_out))))


def exported(count: int, words: Words) -> Document:
    """Say what the file holds."""
    sentence = words.plural(
        "{count} saved paper, as a file.", "{count} saved papers, as a file.", count
    )
    formats = tuple(
        Action(label, "export", (("format", form),), is_new=True)
        for label, form in (("BibTeX", "bibtex"), ("JSON", "json"), ("CSV", "csv"))
    )
    return Document(opening=(Paragraph(text(sentence)), Buttons(formats)))


def _section(number: int, one: Saved, words: Words) -> Section:
    paper_id = one.bookmark.paper_id
    name = papers.words_of(one.paper) if one.paper else text(str(paper_id))
    saved = words("saved on {day}", day=words.short_date(one.bookmark.saved_at.date()))
    authors = (papers.authors(one.paper, words),) if one.paper and one.paper.authors else ()
    return Section(
        (
            Heading((Text(f"{number}. "), Link(name, paper_id.abs_url)), level=2),
            *authors,
            Paragraph(text(f"{paper_id} · {saved}"), is_small=True),
        )
    )


def _takes_out(numbered: Sequence[tuple[int, Saved]], page: int, words: Words) -> Buttons:
    """Offer a button for each paper of the page to take it out."""
    return Buttons(
        tuple(
            Action(
                words("✕ {number}", number=number),
                "unsave",
                (("paper", str(one.bookmark.paper_id)), ("page", str(page))),
                is_risky=True,
            )
            for number, one in numbered
        )
    )


def _today(words: Words) -> Action:
    return Action(words("Today's papers"), "hot", is_new=True)


def _all(words: Words) -> Action:
    return Action(words("Saved papers"), "saved")
