"""Papers in a few lines, for conversations that the bot is not part of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.document.nodes import Blocks, Document, Heading, Link, Paragraph, Quote, Section, text
from bot.document.plain import plain_spans
from bot.document.shorten import first_sentence, shorten
from bot.domain.papers import Paper, PaperId
from bot.domain.ranking import RankedPaper
from bot.views import offers, papers, tex
from bot.views.words import Words

SUMMARY_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Glance:
    """A paper, and its place among those of its day where it is known."""

    paper: Paper
    place: RankedPaper | None = None


def alone(glance: Glance, words: Words) -> Document:
    """Show one paper."""
    return Document(
        opening=_blocks(glance, words),
        closing=(offers.pages_of(glance.paper.id),),
    )


def together(glances: Sequence[Glance], unknown: Sequence[PaperId], words: Words) -> Document:
    """Show papers below each other, and name those that are not known."""
    numbered = tuple(enumerate((one.paper for one in glances), 1))
    named = words.listed([str(paper_id) for paper_id in unknown])
    sentence = words("Not among the papers that I know: {papers}", papers=named)
    return Document(
        opening=(Paragraph(text(sentence)),) if unknown and not glances else (),
        sections=tuple(Section(_blocks(one, words)) for one in glances),
        closing=(
            *((Paragraph(text(sentence), is_small=True),) if unknown and glances else ()),
            *(
                _offers(glances, words)
                if len(glances) == 1
                else offers.closer_look(numbered, words)
            ),
            *((offers.pages_of(unknown[0]),) if len(unknown) == 1 and not glances else ()),
        ),
    )


def summary(glance: Glance, words: Words) -> str:
    """Say in a line who wrote a paper, and how hot it is."""
    authors = (papers.authors(glance.paper, words),) if glance.paper.authors else ()
    spans = (*(papers.why(glance.place, words).spans if glance.place else ()),)
    notes = (plain_spans(spans), *(plain_spans(one.spans) for one in authors))
    return plain_spans(shorten(text(" · ".join(filter(None, notes))), SUMMARY_LENGTH))


def _blocks(glance: Glance, words: Words) -> Blocks:
    paper = glance.paper
    sentence = first_sentence(tex.spans(paper.abstract), papers.SENTENCE_LENGTH)
    return (
        Heading((Link(papers.words_of(paper), paper.id.abs_url),), level=2),
        *((papers.authors(paper, words),) if paper.authors else ()),
        *((papers.why(glance.place, words),) if glance.place else (_day(paper, words),)),
        *((Quote(sentence),) if sentence else ()),
    )


def _day(paper: Paper, words: Words) -> Paragraph:
    day: date = paper.announced_on
    return Paragraph(text(words("announced on {day}", day=words.short_date(day))), is_small=True)


def _offers(glances: Sequence[Glance], words: Words) -> Blocks:
    (glance,) = glances
    paper_id = glance.paper.id
    return (offers.pages_of(paper_id), offers.about(paper_id, words))
