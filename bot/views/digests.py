"""A digest as a document: header, papers, footer."""

from collections import Counter
from datetime import timedelta

from bot.document.nodes import Blocks, Document, Heading, Moment, Paragraph, Text, text
from bot.domain.digests import Digest
from bot.domain.ranking import RankedPaper
from bot.domain.topics import EVERYTHING, Topic
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
    notes = [_subject(digest), _count(digest)]
    if digest.is_sample:
        notes.append("a sample day, to try the bot out")
    return (title, Paragraph(text(" · ".join(notes)), is_small=True))


def _nothing_hot(digest: Digest) -> str:
    seen = digest.ranking.candidates
    about = _within(digest.request.topic)
    if seen and _is_deaf(digest):
        return f"No network could be asked about the {counted(seen, 'paper', 'papers')}{about}."
    if not seen:
        return f"No papers{about} were announced for this day. The next mailing brings new ones."
    whom = "the one paper" if seen == 1 else f"none of the {number(seen)} papers"
    verb = "did not draw" if seen == 1 else "drew"
    return f"A quiet day: {whom}{about} {verb} enough attention. Tomorrow is another one."


def _within(topic: Topic) -> str:
    """Say what the papers are limited to, as a part of a sentence."""
    if topic == EVERYTHING:
        return ""
    return f" in {_named(topic)}" if _is_categories(topic) else f" on “{topic}”"


def _named(topic: Topic) -> str:
    """Name categories as a sentence does, and any other topic as it is written."""
    return listed(topic.patterns) if _is_categories(topic) else str(topic)


def _is_categories(topic: Topic) -> bool:
    return topic == Topic.of(topic.patterns)


def _is_deaf(digest: Digest) -> bool:
    """Say whether every source that is used is missing."""
    ranking = digest.ranking
    return bool(ranking.freshness) and len(ranking.missing) == len(ranking.freshness)


def _subject(digest: Digest) -> str:
    """Name the topic, or the categories that most of the papers are in."""
    if digest.request.topic != EVERYTHING:
        return _named(digest.request.topic)
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
    late = sum(paper.is_late for paper in digest.ranking.papers)
    if seen > hot - late:
        risers = f", {counted(late, 'late riser', 'late risers')}" if late else ""
        return f"{number(hot - late)} hot of {number(seen)} new{risers}"
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
    """Name the sources, those read at the same time together, with the age of what they said."""
    ranking = digest.ranking
    read_at = {row.source: row.counted_at for row in ranking.freshness}
    together: dict[str, list[str]] = {}
    for source in ranking.sources:
        at = read_at.get(source)
        if source not in ranking.missing:
            when = f" ({_ago(ranking.as_of - at)})" if at else ""
            together.setdefault(when, []).append(source_name(source))
    return ", ".join(f"on {listed(names)}{when}" for when, names in together.items())


def _ago(length: timedelta) -> str:
    return f"{age(length)} ago" if length >= timedelta(minutes=1) else "just now"


def _missing(digest: Digest) -> str:
    names = [source_name(source) for source in digest.ranking.missing]
    return f"missing today: {listed(names)}" if names else ""


def _accent(digest: Digest) -> str | None:
    leading = _leading(digest.papers)
    return leading[0][0].partition(".")[0] if leading else None


def _leading(ranked: tuple[RankedPaper, ...]) -> list[tuple[str, int]]:
    """Count primary categories, the most frequent first."""
    primary = Counter(paper.paper.categories[0] for paper in ranked if paper.paper.categories)
    return sorted(primary.items(), key=lambda row: (-row[1], row[0]))
