"""A paper as blocks: its title first, everything else smaller."""

from collections.abc import Mapping

from bot.document.latex import to_unicode
from bot.document.nodes import (
    Blocks,
    Details,
    Heading,
    Link,
    Paragraph,
    Quote,
    Section,
    Spans,
    Tag,
    Text,
    text,
)
from bot.document.plain import plain_spans
from bot.document.shorten import first_sentence, shorten
from bot.domain.balanced import AGREEMENT
from bot.domain.counting import Tally
from bot.domain.digests import Style
from bot.domain.engagement import Mention
from bot.domain.papers import Paper
from bot.domain.ranking import RankedPaper
from bot.domain.scores import Part
from bot.views import tex
from bot.views.words import Words, phrases, source_name

AUTHORS_SHOWN = 3
TITLE_LENGTH = 300
SENTENCE_LENGTH = 240
SNIPPET_LENGTH = 320
NAME_LENGTH = 60

_GAP = Text(" · ")
_COUNTERS = {
    "reposts": phrases("{count} repost", "{count} reposts"),
    "likes": phrases("{count} like", "{count} likes"),
}
"""The parts of a score that are counters, by their names."""


def ranked(paper: RankedPaper, style: Style, words: Words) -> Section:
    """Show a paper in its place, as a style wants it."""
    reasons, leads = why(paper, words), links(paper, words)
    if style is Style.COMPACT:
        return Section((title(paper), reasons, *_sentence(paper.paper), Paragraph(leads)))
    return Section(
        (
            title(paper),
            *((authors(paper.paper, words),) if paper.paper.authors else ()),
            reasons,
            *_abstract(paper.paper),
            Paragraph((*leads, *tags(paper.paper)), is_small=True),
        )
    )


def title(paper: RankedPaper) -> Heading:
    """Show the rank and the title, which leads to the paper's page."""
    link = Link(words_of(paper.paper), paper.paper.id.abs_url)
    return Heading((Text(f"{paper.rank}. "), link), level=2)


def words_of(paper: Paper) -> Spans:
    """Give the title's words, fit for a link."""
    # A link needs words, even if the title should have none.
    return shorten(tex.spans(paper.title or str(paper.id)), TITLE_LENGTH)


def authors(paper: Paper, words: Words) -> Paragraph:
    """Name the first authors, and say how many more there are."""
    names = [_name(author) for author in paper.authors]
    more = len(names) - AUTHORS_SHOWN
    # “+ 1 more” would take as much room as the name itself.
    if more <= 1:
        return Paragraph(text(", ".join(names)), is_small=True)
    shown = ", ".join(names[:AUTHORS_SHOWN])
    return Paragraph(
        text(words("{names} +\u00a0{more}\u00a0more", names=shown, more=more)), is_small=True
    )


def _name(author: str) -> str:
    return plain_spans(shorten(text(to_unicode(author).strip()), NAME_LENGTH))


def why(paper: RankedPaper, words: Words) -> Paragraph:
    """Say in one line why it is hot: the score and its parts."""
    reasons = [f"▲ {words.number(paper.score.total)}", *_parts(paper, words)]
    if paper.is_late:
        reasons.append(words("late riser"))
    return Paragraph(text(" · ".join(reasons)))


def _parts(paper: RankedPaper, words: Words) -> list[str]:
    likes = {tally.source: _likes(tally) for tally in paper.tallies}
    return [_part(part, likes, words) for part in paper.score.parts if part.name != AGREEMENT]


def _likes(tally: Tally) -> int:
    """Add up what a reader sees when following the links: likes, points or upvotes."""
    return sum(voice.engagement.likes for voice in tally.voices if voice.worth)


def _part(part: Part, likes: Mapping[str, int], words: Words) -> str:
    if part.count is None:
        return counter(part, words)
    count = likes.get(part.name, round(part.count))
    return f"{source_name(part.name)} {words.number(count)}"


def counter(part: Part, words: Words) -> str:
    """Write a part of a score that counts something, such as `12 reposts`."""
    return words.plural(*_COUNTERS[part.name], part.value)


def _sentence(paper: Paper) -> Blocks:
    abstract = tex.spans(paper.abstract)
    return (Quote(first_sentence(abstract, SENTENCE_LENGTH)),) if abstract else ()


def _abstract(paper: Paper) -> Blocks:
    abstract = tex.spans(paper.abstract)
    return (Details(shorten(abstract, SNIPPET_LENGTH), abstract),) if abstract else ()


def links(paper: RankedPaper, words: Words) -> Spans:
    """Lead to the paper's pages and to the strongest post about it."""
    paper_id = paper.paper.id
    spans: Spans = (
        Link(text("abs"), paper_id.abs_url),
        _GAP,
        Link(text("pdf"), paper_id.pdf_url),
    )
    if paper.mentions:
        spans = (*spans, _GAP, _mention(paper.mentions[0], words))
    return spans


def _mention(mention: Mention, words: Words) -> Link:
    source = source_name(mention.key.source)
    label = words("{author} on {source}", author=author_of(mention, words), source=source)
    return Link(text(label), mention.url)


def author_of(mention: Mention, words: Words) -> str:
    """Name who posted, by the name that they show or by their handle."""
    handle = f"@{mention.handle}" if mention.handle else ""
    return _name(mention.author) or handle or words("somebody")


def tags(paper: Paper) -> Spans:
    """Name the categories, each a tag or a link."""
    spans: Spans = ()
    for category in paper.categories:
        spans = (*spans, _GAP, Tag(category, f"https://arxiv.org/list/{category}/recent"))
    return spans
