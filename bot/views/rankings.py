"""A ranking for somebody who asked: a few papers a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.document.nodes import Action, Blocks, Buttons, Document, Paragraph, text
from bot.domain.digests import Digest
from bot.domain.pages import Page
from bot.domain.ranking import RankedPaper
from bot.domain.topics import EVERYTHING
from bot.views import digests, offers, papers
from bot.views.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A page of a ranking, and what it is a page of."""

    digest: Digest
    """All that was asked for."""

    page: Page[RankedPaper]
    nearest: Sequence[RankedPaper] = ()
    """Papers that were not hot enough, the nearest first; shown where none is hot."""


def document(chart: Chart, here: Action, words: Words) -> Document:
    """Show a page of a ranking; `here` asks for it again."""
    frame = digests.frame(chart.digest, words)
    topic, style = chart.digest.request.topic, chart.digest.request.style
    if not chart.digest.papers:
        nearest = (Paragraph(text(words("These came nearest:"))),) if chart.nearest else ()
        return replace(
            frame,
            opening=(*frame.opening, *nearest),
            sections=tuple(papers.ranked(row, style, words) for row in chart.nearest),
            closing=(*frame.closing, *_ways_out(chart, words)),
        )
    closing = (
        *_counted(chart, words),
        *frame.closing,
        *offers.closer_look(((row.rank, row.paper) for row in chart.page.rows), words),
        *offers.turns(chart.page, here, words, offers.subscribe(topic, words)),
    )
    sections = tuple(papers.ranked(row, style, words) for row in chart.page.rows)
    return replace(frame, sections=sections, closing=closing)


def _counted(chart: Chart, words: Words) -> Blocks:
    """Say which of the papers these are, where there are others."""
    first, rows = chart.page.begins_at, len(chart.page.rows)
    if chart.page.is_last and not first:
        return ()
    sentence = words(
        "{first}–{last} of {all}", first=first + 1, last=first + rows, all=len(chart.digest.papers)
    )
    return (Paragraph(text(sentence), is_small=True),)


def _ways_out(chart: Chart, words: Words) -> Blocks:
    """Offer more days, more topics, and a closer look."""
    topic = chart.digest.request.topic
    buttons = [
        offers.hot(topic, words("This week"), day="week"),
        *([offers.hot(EVERYTHING, words("All topics"))] if topic != EVERYTHING else []),
        offers.subscribe(topic, words),
    ]
    look = offers.closer_look(((row.rank, row.paper) for row in chart.nearest), words)
    return (*look, Buttons(tuple(buttons)))
