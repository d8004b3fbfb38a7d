"""A paper as blocks: its title first, everything else smaller."""

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
from bot.domain.digests import Style
from bot.domain.engagement import Mention
from bot.domain.papers import Paper
from bot.domain.ranking import Part, RankedPaper, Score
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
        return Section((title(paper), why(paper), *_sentence(paper.paper), links(paper)))
    return Section(
        (
            title(paper),
            *((authors(paper.paper),) if paper.paper.authors else ()),
            why(paper),
            *_abstract(paper.paper, style),
            links(paper),
            *((tags(paper.paper),) if paper.paper.categories else ()),
        )
    )


def title(paper: RankedPaper) -> Heading:
    """Show the rank and the title, which leads to the paper's page."""
    # A link needs words, even if the title should have none.
    source = paper.paper.title or str(paper.paper.id)
    words = shorten(tex.spans(source), TITLE_LENGTH)
    return Heading((Text(f"{paper.rank}. "), Link(words, paper.paper.id.abs_url)), level=2)


def authors(paper: Paper) -> Paragraph:
    """Name the first authors, and say how many more there are."""
    names = [_name(author) for author in paper.authors]
    more = len(names) - AUTHORS_SHOWN
    # “+ 1 more” would take as much room as the name itself.
    shown = names[:AUTHORS_SHOWN] if more > 1 else names
    rest = f" + {more} more" if more > 1 else ""
    return Paragraph(text(", ".join(shown) + rest), is_small=True)


def _name(author: str) -> str:
    return plain_spans(shorten(text(to_unicode(author)), NAME_LENGTH))


def why(paper: RankedPaper) -> Paragraph:
    """Say in one line why it is hot: the score and its parts."""
    return Paragraph(text(" · ".join((f"▲ {number(paper.score.total)}", *_parts(paper.score)))))


def _parts(score: Score) -> list[str]:
    return [_part(part) for part in score.parts]


def _part(part: Part) -> str:
    name = part.name.removesuffix("s") if part.value == 1 else part.name
    return f"{number(part.value)} {name}"


def _sentence(paper: Paper) -> Blocks:
    abstract = tex.spans(paper.abstract)
    return (Quote(first_sentence(abstract, SENTENCE_LENGTH)),) if abstract else ()


def _abstract(paper: Paper, style: Style) -> Blocks:
    abstract = tex.spans(paper.abstract)
    if not abstract:
        return ()
    snippet = shorten(abstract, SNIPPET_LENGTH)
    if style is Style.RICH and snippet != abstract:
        return (Paragraph(snippet), Details(text("Abstract"), abstract))
    return (Details(snippet, abstract),)


def links(paper: RankedPaper) -> Paragraph:
    """Lead to the paper's pages and to the strongest post about it."""
    paper_id = paper.paper.id
    spans: Spans = (
        Link(text("abs"), paper_id.abs_url),
        _GAP,
        Link(text("pdf"), paper_id.pdf_url),
    )
    if paper.mentions:
        spans = (*spans, _GAP, _mention(paper.mentions[0]))
    return Paragraph(spans)


def _mention(mention: Mention) -> Link:
    author = _name(mention.author) or f"@{mention.handle}"
    return Link(text(f"{author} on {source_name(mention.key.source)}"), mention.url)


def tags(paper: Paper) -> Paragraph:
    """Name the categories, each a tag or a link."""
    spans: list[Text | Tag] = []
    for category in paper.categories:
        spans += [Text(" ")] if spans else []
        spans.append(Tag(category, f"https://arxiv.org/list/{category}/recent"))
    return Paragraph(tuple(spans), is_small=True)
