"""Papers in a few lines, for conversations that the bot is not part of."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    return Document(
        opening=(),
        sections=tuple(Section(_blocks(one, words)) for one in glances),
        closing=(*_unknown(unknown, words), *_offers(glances, unknown, words)),
    )


def _unknown(unknown: Sequence[PaperId], words: Words) -> Blocks:
    if not unknown:
        return ()
    named = words.listed([str(paper_id) for paper_id in unknown])
    return (Paragraph(text(words("Not among the papers that I know: {papers}", papers=named))),)


def _offers(glances: Sequence[Glance], unknown: Sequence[PaperId], words: Words) -> Blocks:
    """Lead on from a single paper, or let one of several be chosen."""
    match glances, unknown:
        case [glance], _:
            return (offers.pages_of(glance.paper.id), offers.about(glance.paper.id, words))
        case [], [paper_id]:
            return (offers.pages_of(paper_id),)
        case _:
            return offers.closer_look(enumerate((one.paper for one in glances), 1), words)


def summary(glance: Glance, words: Words) -> str:
    """Say in a line who wrote a paper, and how hot it is."""
    paper, place = glance.paper, glance.place
    lines = (
        *((papers.why(place, words),) if place else ()),
        *((papers.authors(paper, words),) if paper.authors else ()),
    )
    told = " · ".join(plain_spans(line.spans) for line in lines)
    return plain_spans(shorten(text(told), SUMMARY_LENGTH))


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
    day = words.short_date(paper.announced_on)
    return Paragraph(text(words("announced on {day}", day=day)), is_small=True)
