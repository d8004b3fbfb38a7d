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
from bot.views.words import number, source_name

AUTHORS_SHOWN = 3
TITLE_LENGTH = 300
SENTENCE_LENGTH = 240
SNIPPET_LENGTH = 320
NAME_LENGTH = 60

_GAP = Text(" · ")


def ranked(paper: RankedPaper, style: Style) -> Section:
    """Show a paper in its place, as a style wants it."""
    if style is Style.COMPACT:
        return Section((title(paper), why(paper), *_sentence(paper.paper), Paragraph(links(paper))))
    return Section(
        (
            title(paper),
            *((authors(paper.paper),) if paper.paper.authors else ()),
            why(paper),
            *_abstract(paper.paper),
            Paragraph((*links(paper), *tags(paper.paper)), is_small=True),
        )
    )


def title(paper: RankedPaper) -> Heading:
    """Show the rank and the title, which leads to the paper's page."""
    words = words_of(paper.paper)
    return Heading((Text(f"{paper.rank}. "), Link(words, paper.paper.id.abs_url)), level=2)


def words_of(paper: Paper) -> Spans:
    """Give the title's words, fit for a link."""
    # A link needs words, even if the title should have none.
    return shorten(tex.spans(paper.title or str(paper.id)), TITLE_LENGTH)


def authors(paper: Paper) -> Paragraph:
    """Name the first authors, and say how many more there are."""
    names = [_name(author) for author in paper.authors]
    more = len(names) - AUTHORS_SHOWN
    # “+ 1 more” would take as much room as the name itself.
    shown = names[:AUTHORS_SHOWN] if more > 1 else names
    rest = f" +\u00a0{number(more)}\u00a0more" if more > 1 else ""
    return Paragraph(text(", ".join(shown) + rest), is_small=True)


def _name(author: str) -> str:
    return plain_spans(shorten(text(to_unicode(author).strip()), NAME_LENGTH))


def why(paper: RankedPaper) -> Paragraph:
    """Say in one line why it is hot: the score and its parts."""
    reasons = [f"▲ {number(paper.score.total)}", *_parts(paper)]
    if paper.is_late:
        reasons.append("late riser")
    return Paragraph(text(" · ".join(reasons)))


def _parts(paper: RankedPaper) -> list[str]:
    likes = {tally.source: _likes(tally) for tally in paper.tallies}
    return [_part(part, likes) for part in paper.score.parts if part.name != AGREEMENT]


def _likes(tally: Tally) -> int:
    """Add up what a reader sees when following the links: likes, points or upvotes."""
    return sum(voice.engagement.likes for voice in tally.voices if voice.worth)


def _part(part: Part, likes: Mapping[str, int]) -> str:
    if part.count is not None:
        return f"{source_name(part.name)} {number(likes.get(part.name, round(part.count)))}"
    name = part.name.removesuffix("s") if part.value == 1 else part.name
    return f"{number(part.value)} {name}"


def _sentence(paper: Paper) -> Blocks:
    abstract = tex.spans(paper.abstract)
    return (Quote(first_sentence(abstract, SENTENCE_LENGTH)),) if abstract else ()


def _abstract(paper: Paper) -> Blocks:
    abstract = tex.spans(paper.abstract)
    return (Details(shorten(abstract, SNIPPET_LENGTH), abstract),) if abstract else ()


def links(paper: RankedPaper) -> Spans:
    """Lead to the paper's pages and to the strongest post about it."""
    paper_id = paper.paper.id
    spans: Spans = (
        Link(text("abs"), paper_id.abs_url),
        _GAP,
        Link(text("pdf"), paper_id.pdf_url),
    )
    if paper.mentions:
        spans = (*spans, _GAP, _mention(paper.mentions[0]))
    return spans


def _mention(mention: Mention) -> Link:
    return Link(text(f"{author_of(mention)} on {source_name(mention.key.source)}"), mention.url)


def author_of(mention: Mention) -> str:
    """Name who posted, by the name that they show or by their handle."""
    return _name(mention.author) or (f"@{mention.handle}" if mention.handle else "somebody")


def tags(paper: Paper) -> Spans:
    """Name the categories, each a tag or a link."""
    spans: Spans = ()
    for category in paper.categories:
        spans = (*spans, _GAP, Tag(category, f"https://arxiv.org/list/{category}/recent"))
    return spans
