"""Why a paper stands where it does, as a document."""

from collections.abc import Iterator

from bot.document.nodes import (
    Blocks,
    Bullets,
    Document,
    Heading,
    Link,
    Moment,
    Paragraph,
    Section,
    Spans,
    Text,
    text,
)
from bot.domain.balanced import AGREEMENT
from bot.domain.counting import Tally, Verdict, Voice
from bot.domain.engagement import Engagement, Mention
from bot.domain.explanation import Explanation, Standing
from bot.domain.papers import PaperId
from bot.domain.ranking import RankedPaper
from bot.domain.scores import Part
from bot.views import papers
from bot.views.words import counted, long_date, moment, number, source_name

VOICES_SHOWN = 3


def page(paper_id: PaperId, explanation: Explanation, *, zone: str) -> Document:
    """Show a paper's score with its parts, what changed, and who talks about it."""
    paper = explanation.now.paper
    if paper is None:
        return _silence(paper_id, explanation.now)
    opening = (
        Heading((Text("Why "), Link(papers.words_of(paper.paper), paper_id.abs_url), Text("?"))),
        Paragraph(text(_verdict(paper, explanation))),
    )
    sections = (
        Section((Heading(text("Its score"), level=2), _parts(paper))),
        *_change(explanation, zone),
        *_talk(paper),
    )
    return Document(opening=opening, sections=sections)


def _silence(paper_id: PaperId, now: Standing) -> Document:
    day = long_date(now.ranking.day)
    sentence = f"Nobody has been heard to talk about {paper_id} yet. It was listed on {day}."
    return Document(opening=(Heading(text(f"Why {paper_id}?")), Paragraph(text(sentence))))


def _verdict(paper: RankedPaper, explanation: Explanation) -> str:
    ranking = explanation.now.ranking
    total, threshold = number(paper.score.total), number(explanation.threshold)
    hot = "over" if explanation.is_hot else "under"
    return (
        f"Place {number(paper.rank)} of {counted(ranking.candidates, 'paper', 'papers')} of"
        f" {long_date(ranking.day)}, by the {ranking.policy} rule: a score of {total}, {hot} the"
        f" {threshold} that make a paper hot."
    )


def _parts(paper: RankedPaper) -> Bullets:
    return Bullets(tuple(text(_part(part)) for part in paper.score.parts))


def _part(part: Part) -> str:
    if part.name == AGREEMENT:
        return f"{number(part.value)} for the agreement of {number(part.count or 0)} networks"
    if part.count is not None:
        counted_there = f"{number(round(part.count))} counted there"
        return f"{number(part.value)} from {source_name(part.name)}, with {counted_there}"
    return f"{number(part.value)} {part.name}"


def _change(explanation: Explanation, zone: str) -> tuple[Section, ...]:
    before, growth = explanation.before, explanation.growth
    if before is None or before.paper is None or growth is None:
        return ()
    at = before.ranking.as_of
    gained = _gained(growth)
    spans: Spans = (
        Text(
            f"It was in place {number(before.paper.rank)} with {number(before.paper.score.total)}"
        ),
        Text(" on "),
        Moment(at, moment(at, zone)),
        Text(f", and has gained {gained} since." if gained else ", and has gained nothing since."),
    )
    return (Section((Heading(text("Before"), level=2), Paragraph(spans))),)


def _gained(growth: Engagement) -> str:
    gains = (
        (growth.likes, "like", "likes"),
        (growth.reposts, "repost", "reposts"),
        (growth.quotes, "quote", "quotes"),
        (growth.comments, "comment", "comments"),
    )
    return ", ".join(counted(count, one, many) for count, one, many in gains if count)


def _talk(paper: RankedPaper) -> tuple[Section, ...]:
    if paper.tallies:
        return tuple(_network(tally) for tally in paper.tallies)
    if not paper.mentions:
        return ()
    rows = tuple((_link(mention),) for mention in paper.mentions[:VOICES_SHOWN])
    return (Section((Heading(text("Who talks about it"), level=2), Bullets(rows))),)


def _network(tally: Tally) -> Section:
    title = f"{source_name(tally.source)}: {counted(len(tally.voices), 'post', 'posts')}"
    blocks: Blocks = (
        Heading(text(title), level=2),
        Bullets(tuple(_voice(voice) for voice in tally.voices[:VOICES_SHOWN])),
    )
    notes = " ".join(_notes(tally))
    return Section((*blocks, Paragraph(text(notes), is_small=True)) if notes else blocks)


def _notes(tally: Tally) -> Iterator[str]:
    """Say how many posts are not shown, and why the posts count for less than they are worth."""
    if (more := len(tally.voices) - VOICES_SHOWN) > 0:
        yield f"{counted(more, 'more post is', 'more posts are')} not shown."
    if left_out := sum(not voice.worth for voice in tally.voices):
        yield f"{counted(left_out, 'post counts', 'posts count')} for nothing."
    count = number(round(tally.value))
    heard = [voice.worth for voice in tally.voices if voice.worth]
    if round(tally.value) < round(sum(heard)):
        yield (
            f"Together they count {count}: no post may be most of it, and further ones of the same"
            " link are worth less."
            if len(heard) > 1
            else f"It counts {count}: a single post is never all that is said."
        )


def _voice(voice: Voice) -> Spans:
    counters = _gained(voice.engagement) or "no reaction"
    worth = round(voice.worth)
    notes = (
        f", worth {number(worth)}" if worth != voice.engagement.likes else "",
        f" ({voice.verdict})" if voice.verdict is not Verdict.COUNTED else "",
    )
    return (_link(voice.mention), Text(f": {counters}{''.join(notes)}"))


def _link(mention: Mention) -> Link:
    return Link(text(papers.author_of(mention)), mention.url)
