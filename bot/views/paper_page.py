"""One paper, in full."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.document.latex import to_unicode
from bot.document.nodes import (
    Blocks,
    Bullets,
    Details,
    Document,
    Heading,
    Link,
    LinkButton,
    Paragraph,
    Section,
    Spans,
    text,
)
from bot.document.shorten import shorten
from bot.domain.engagement import Mention
from bot.domain.papers import Paper, PaperId
from bot.domain.ranking import RankedPaper
from bot.domain.standings import Standing
from bot.views import offers, papers, tex
from bot.views.words import Words, source_name

MOST_AUTHORS = 20
MENTIONS_SHOWN = 5
_HUGGING_FACE = "huggingface"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is known of a paper."""

    paper: Paper
    listed_on: date
    """The last day that it was listed on."""

    place: RankedPaper | None = None
    """Among the papers of that day; None where nobody talks about it."""

    candidates: int = 0
    """How many papers that day had."""

    history: Sequence[Standing] = ()
    """The oldest first."""


def document(sheet: Sheet, words: Words) -> Document:
    """Show everything that is known of a paper."""
    paper = sheet.paper
    abstract = tex.spans(paper.abstract)
    folded = Details(shorten(abstract, papers.SNIPPET_LENGTH), abstract)
    return Document(
        opening=(
            Heading((Link(papers.words_of(paper), paper.id.abs_url),)),
            *_authors(paper, words),
            Paragraph((*text(_dates(sheet, words)), *papers.tags(paper)), is_small=True),
        ),
        sections=(
            Section(tuple(_attention(sheet, words))),
            *((Section((folded,)),) if abstract else ()),
            *_mentions(sheet.place, words),
        ),
        closing=(offers.pages_of(paper.id, *_elsewhere(sheet)), offers.about(paper.id, words)),
        accent=paper.categories[0].partition(".")[0] if paper.categories else None,
    )


def unknown(paper_id: PaperId, words: Words) -> Document:
    """Say that a paper is not known here, and where it is."""
    sentence = words("{paper} is not among the papers that I know. arXiv has it:", paper=paper_id)
    return Document(opening=(Paragraph(text(sentence)), offers.pages_of(paper_id)))


def _authors(paper: Paper, words: Words) -> Blocks:
    names = [to_unicode(name) for name in paper.authors[:MOST_AUTHORS]]
    if not names:
        return ()
    shown, more = ", ".join(names), len(paper.authors) - len(names)
    line = words("{names} +\u00a0{more}\u00a0more", names=shown, more=more) if more else shown
    return (Paragraph(text(line), is_small=True),)


def _dates(sheet: Sheet, words: Words) -> str:
    paper = sheet.paper
    notes = [words("announced on {day}", day=words.short_date(paper.announced_on))]
    if paper.submitted_at:
        notes.append(words("submitted on {day}", day=words.short_date(paper.submitted_at.date())))
    if sheet.listed_on != paper.announced_on:
        notes.append(words("listed again on {day}", day=words.short_date(sheet.listed_on)))
    return " · ".join(notes)


def _attention(sheet: Sheet, words: Words) -> Iterator[Paragraph]:
    if sheet.place is None:
        yield Paragraph(text(words("Nobody has been heard to talk about it yet.")))
    else:
        yield papers.why(sheet.place, words)
        place = words.plural(
            "Place {place} of {count} paper of {day}",
            "Place {place} of {count} papers of {day}",
            sheet.candidates,
            place=sheet.place.rank,
            day=words.short_date(sheet.listed_on),
        )
        yield Paragraph(text(place))
    if sheet.history:
        yield Paragraph(text(_history(sheet.history, words)), is_small=True)


def _history(history: Sequence[Standing], words: Words) -> str:
    """Tell the places it had, each with the age of the paper at the time."""
    steps = (
        words(
            "after {age}: {place} of {candidates}",
            age=words.age(step.horizon),
            place=step.place,
            candidates=step.candidates,
        )
        for step in history
    )
    return " · ".join(steps)


def _mentions(place: RankedPaper | None, words: Words) -> tuple[Section, ...]:
    if place is None or not place.mentions:
        return ()
    rows = tuple(_said(mention, words) for mention in _one_a_network(place.mentions))
    more = len(place.mentions) - len(rows)
    note = words.plural("{count} more post", "{count} more posts", more) if more else ""
    rest = (Paragraph(text(note), is_small=True),) if note else ()
    return (Section((Heading(text(words("Who talks about it")), level=2), Bullets(rows), *rest)),)


def _one_a_network(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Keep the strongest of each network, as far as there is room."""
    strongest: dict[str, Mention] = {}
    for mention in mentions:
        strongest.setdefault(mention.key.source, mention)
    return tuple(strongest.values())[:MENTIONS_SHOWN]


def _said(mention: Mention, words: Words) -> Spans:
    author = Link(text(papers.author_of(mention, words)), mention.url)
    return words.spans(
        "{author} on {source}", author=author, source=source_name(mention.key.source)
    )


def _elsewhere(sheet: Sheet) -> tuple[LinkButton, ...]:
    mentions = sheet.place.mentions if sheet.place else ()
    if not any(mention.key.source == _HUGGING_FACE for mention in mentions):
        return ()
    url = f"https://huggingface.co/papers/{sheet.paper.id}"
    return (LinkButton(source_name(_HUGGING_FACE), url),)
