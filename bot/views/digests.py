"""A digest as a document: header, papers, footer."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from bot.document.nodes import Blocks, Document, Heading, Moment, Paragraph, Strong, Text, text
from bot.domain.digests import Digest, Request
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import EVERYTHING
from bot.views import papers
from bot.views.quiet_days import named_topic, nothing_hot
from bot.views.words import Words, source_name

CATEGORIES_NAMED = 3


def page(digest: Digest, words: Words) -> Document:
    """Show a digest to its readers."""
    style = digest.request.style
    sections = tuple(papers.ranked(paper, style, words) for paper in digest.papers)
    return replace(frame(digest, words), sections=sections)


def frame(digest: Digest, words: Words) -> Document:
    """Give what stands around the papers of a digest."""
    return Document(
        opening=_opening(digest, words),
        closing=_closing(digest, words),
        accent=_accent(digest),
    )


def quiet(request: Request, day: date, words: Words, *, is_mailed: bool = False) -> Document:
    """Say in a line that a day has nothing to show.

    There was no mailing, or with `is_mailed` there was one, without a hot paper in it.
    """
    notes = [words.long_date(day)]
    if request.topic != EVERYTHING:
        notes.append(named_topic(request.topic, words))
    reason = (
        words("No hot paper today. Tomorrow is another day.")
        if is_mailed
        else words("No mailing today. The next digest comes with the next mailing.")
    )
    line = (Strong(text(" · ".join(notes))), Text(f" · {reason}"))
    return Document(opening=(Paragraph(line),))


def _opening(digest: Digest, words: Words) -> Blocks:
    title = Heading(text(words("🔥 Hot papers · {day}", day=_days(digest.ranking, words))))
    if not digest.papers:
        return (title, Paragraph(text(nothing_hot(digest, words))))
    notes = [_subject(digest, words), _count(digest, words)]
    if digest.is_sample:
        notes.append(words("a sample day, to try the bot out"))
    return (title, Paragraph(text(" · ".join(notes)), is_small=True))


def _days(ranking: Ranking, words: Words) -> str:
    if ranking.since is None:
        return words.long_date(ranking.day)
    return words.days(ranking.since, ranking.day)


def _subject(digest: Digest, words: Words) -> str:
    """Name the topic, or the categories that most of the papers are in."""
    if digest.request.topic != EVERYTHING:
        return named_topic(digest.request.topic, words)
    names = _most(digest.papers)
    if not names:
        return words("all categories")
    return words("mostly {categories}", categories=words.listed(names))


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


def _count(digest: Digest, words: Words) -> str:
    """Say how many papers there are, of how many."""
    shown, seen = len(digest.papers), digest.ranking.candidates
    hot = len(digest.ranking.papers)
    if shown < hot:
        return words.plural(
            "the first of {hot} hot papers", "the first {count} of {hot} hot papers", shown, hot=hot
        )
    late = sum(paper.is_late for paper in digest.ranking.papers)
    if seen <= hot - late:
        return words.plural("{count} paper", "{count} papers", shown)
    if not late:
        return words("{hot} hot of {seen} new", hot=hot, seen=seen)
    return words.plural(
        "{hot} hot of {seen} new, {count} late riser",
        "{hot} hot of {seen} new, {count} late risers",
        late,
        hot=hot - late,
        seen=seen,
    )


def _closing(digest: Digest, words: Words) -> Blocks:
    """Say when and where it was measured, and what is missing."""
    missing = _missing(digest, words)
    if not digest.papers:
        return (Paragraph(text(missing), is_small=True),) if missing else ()
    at = max(paper.measured_at for paper in digest.papers)
    moment, origin = Moment(at, words.moment(at)), _origin(digest.ranking, words)
    measured = (
        words.spans("Measured {at} {origin}", at=moment, origin=origin)
        if origin
        else words.spans("Measured {at}", at=moment)
    )
    sample = words("a sample day") if digest.is_sample else ""
    notes = filter(None, (missing, sample, words("papers from arXiv.org")))
    rest = Text("".join(f" · {note}" for note in notes))
    return (Paragraph((*measured, rest), is_small=True),)


def _origin(ranking: Ranking, words: Words) -> str:
    """Name the sources, those read at the same time together, with the age of what they said."""
    read_at = {row.source: row.counted_at for row in ranking.freshness}
    together: dict[str, list[str]] = {}
    for source in ranking.sources:
        at = read_at.get(source)
        if source not in ranking.missing:
            age = _ago(ranking.as_of - at, words) if at else ""
            together.setdefault(age, []).append(source_name(source))
    return ", ".join(_heard(words.listed(names), age, words) for age, names in together.items())


def _heard(sources: str, age: str, words: Words) -> str:
    if not age:
        return words("on {sources}", sources=sources)
    return words("on {sources} ({age})", sources=sources, age=age)


def _ago(length: timedelta, words: Words) -> str:
    if length < timedelta(minutes=1):
        return words("just now")
    return words("{age} ago", age=words.age(length))


def _missing(digest: Digest, words: Words) -> str:
    names = [source_name(source) for source in digest.ranking.missing]
    return words("missing today: {sources}", sources=words.listed(names)) if names else ""


def _accent(digest: Digest) -> str | None:
    leading = _leading(digest.papers)
    return leading[0][0].partition(".")[0] if leading else None


def _leading(ranked: tuple[RankedPaper, ...]) -> list[tuple[str, int]]:
    """Count primary categories, the most frequent first."""
    primary = Counter(paper.paper.categories[0] for paper in ranked if paper.paper.categories)
    return sorted(primary.items(), key=lambda row: (-row[1], row[0]))
