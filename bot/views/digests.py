"""A digest as a document: header, papers, footer."""

from collections import Counter

from bot.document.nodes import Blocks, Document, Heading, Moment, Paragraph, Text, text
from bot.domain.digests import Digest
from bot.domain.ranking import RankedPaper
from bot.views import papers
from bot.views.words import age, counted, listed, long_date, moment, number, source_name

CATEGORIES_NAMED = 3


def page(digest: Digest, *, zone: str = "UTC") -> Document:
    """Show a digest; `zone` is the clock for readers whose platform knows no other."""
    return Document(
        opening=_opening(digest),
        sections=tuple(papers.ranked(paper, digest.request.style) for paper in digest.papers),
        closing=_closing(digest, zone),
        accent=_accent(digest),
    )


def _opening(digest: Digest) -> Blocks:
    title = Heading(text(f"🔥 Hot papers · {long_date(digest.ranking.day)}"))
    if not digest.papers:
        return (title, Paragraph(text(_nothing_hot(digest))))
    return (title, Paragraph(text(f"{_subject(digest)} · {_count(digest)}"), is_small=True))


def _nothing_hot(digest: Digest) -> str:
    seen = digest.ranking.candidates
    about = f" in {listed(digest.request.topic.patterns)}" if digest.request.topic.patterns else ""
    if not seen:
        return f"No papers{about} were announced for this day. The next mailing brings new ones."
    whom = "the one paper" if seen == 1 else f"none of the {number(seen)} papers"
    verb = "did not draw" if seen == 1 else "drew"
    return f"A quiet day: {whom}{about} {verb} enough attention. Tomorrow is another one."


def _subject(digest: Digest) -> str:
    """Name the topic, or the categories that most of the papers are in."""
    if digest.request.topic.patterns:
        return listed(digest.request.topic.patterns)
    names = _most(digest.papers)
    return f"mostly {listed(names)}" if names else "all categories"


def _most(ranked: tuple[RankedPaper, ...]) -> list[str]:
    """Name the fewest categories that more than half of the papers are in; too many are none."""
    names: list[str] = []
    covered = 0
    for category, count in _leading(ranked)[:CATEGORIES_NAMED]:
        names.append(category)
        covered += count
        if 2 * covered > len(ranked):
            return names
    return []


def _count(digest: Digest) -> str:
    shown, seen = len(digest.papers), digest.ranking.candidates
    hot = len(digest.ranking.papers)
    if shown < hot:
        first = "the first" if shown == 1 else f"the first {number(shown)}"
        return f"{first} of {number(hot)} hot papers"
    if seen > hot:
        return f"{number(hot)} hot of {number(seen)} new"
    return counted(shown, "paper", "papers")


def _closing(digest: Digest, zone: str) -> Blocks:
    """Say when and where it was measured, and what is missing."""
    missing = _missing(digest)
    if not digest.papers:
        return (Paragraph(text(missing), is_small=True),) if missing else ()
    at = max(paper.measured_at for paper in digest.papers)
    notes = [_origin(digest), missing, "a sample day" if digest.is_sample else ""]
    rest = " · ".join(filter(None, (*notes, "papers from arXiv.org")))
    spans = (Text("Measured "), Moment(at, moment(at, zone)), Text(f" {rest}"))
    return (Paragraph(spans, is_small=True),)


def _origin(digest: Digest) -> str:
    """Name the sources, with the age of what they said where we visit them."""
    ranking = digest.ranking
    ages = {
        row.source: age(ranking.as_of - row.counted_at)
        for row in ranking.freshness
        if row.counted_at
    }
    present = [source for source in ranking.sources if source not in _missing_sources(digest)]
    names = [
        f"{source_name(source)} ({ages[source]} ago)" if source in ages else source_name(source)
        for source in present
    ]
    return f"on {listed(names)}" if names else ""


def _missing(digest: Digest) -> str:
    names = [source_name(source) for source in _missing_sources(digest)]
    return f"missing today: {listed(names)}" if names else ""


def _missing_sources(digest: Digest) -> list[str]:
    ranking = digest.ranking
    return [row.source for row in ranking.freshness if row.is_missing(ranking.as_of)]


def _accent(digest: Digest) -> str | None:
    leading = _leading(digest.papers)
    return leading[0][0].partition(".")[0] if leading else None


def _leading(ranked: tuple[RankedPaper, ...]) -> list[tuple[str, int]]:
    """Count primary categories, the most frequent first."""
    primary = Counter(paper.paper.categories[0] for paper in ranked if paper.paper.categories)
    return sorted(primary.items(), key=lambda row: (-row[1], row[0]))
