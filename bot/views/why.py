"""Why a paper stands where it does, as a document."""

from collections.abc import Iterator
from typing import assert_never

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
from bot.views.words import Words, source_name

VOICES_SHOWN = 3


def page(paper_id: PaperId, explanation: Explanation, words: Words) -> Document:
    """Show a paper's score with its parts, what changed, and who talks about it."""
    paper = explanation.now.paper
    if paper is None:
        return _silence(paper_id, explanation.now, words)
    link = Link(papers.words_of(paper.paper), paper_id.abs_url)
    opening = (
        Heading(words.spans("Why {paper}?", paper=link)),
        Paragraph(text(_verdict(paper, explanation, words))),
    )
    sections = (
        Section((Heading(text(words("Its score")), level=2), _parts(paper, words))),
        *_change(explanation, words),
        *_talk(paper, words),
    )
    return Document(opening=opening, sections=sections)


def _silence(paper_id: PaperId, now: Standing, words: Words) -> Document:
    sentence = words(
        "Nobody has been heard to talk about {paper} yet. It was listed on {day}.",
        paper=paper_id,
        day=words.long_date(now.ranking.day),
    )
    title = Heading(words.spans("Why {paper}?", paper=paper_id))
    return Document(opening=(title, Paragraph(text(sentence))))


def _verdict(paper: RankedPaper, explanation: Explanation, words: Words) -> str:
    ranking = explanation.now.ranking
    values: dict[str, object] = {
        "rank": paper.rank,
        "day": words.long_date(ranking.day),
        "policy": ranking.policy,
        "score": paper.score.total,
        "threshold": explanation.threshold,
    }
    if explanation.is_hot:
        return words.plural(
            "Place {rank} of {count} paper of {day}, by the {policy} rule: a score of {score}, over"
            " the {threshold} that make a paper hot.",
            "Place {rank} of {count} papers of {day}, by the {policy} rule: a score of {score},"
            " over the {threshold} that make a paper hot.",
            ranking.candidates,
            **values,
        )
    return words.plural(
        "Place {rank} of {count} paper of {day}, by the {policy} rule: a score of {score}, under"
        " the {threshold} that make a paper hot.",
        "Place {rank} of {count} papers of {day}, by the {policy} rule: a score of {score}, under"
        " the {threshold} that make a paper hot.",
        ranking.candidates,
        **values,
    )


def _parts(paper: RankedPaper, words: Words) -> Bullets:
    return Bullets(tuple(text(_part(part, words)) for part in paper.score.parts))


def _part(part: Part, words: Words) -> str:
    if part.count is None:
        return papers.counter(part, words)
    if part.name == AGREEMENT:
        return words.plural(
            "{value} for the agreement of {count} network",
            "{value} for the agreement of {count} networks",
            part.count,
            value=part.value,
        )
    return words(
        "{value} from {source}, with {number} counted there",
        value=part.value,
        source=source_name(part.name),
        number=round(part.count),
    )


def _change(explanation: Explanation, words: Words) -> tuple[Section, ...]:
    before, growth = explanation.before, explanation.growth
    if before is None or before.paper is None or growth is None:
        return ()
    at = before.ranking.as_of
    values: dict[str, object] = {
        "rank": before.paper.rank,
        "score": before.paper.score.total,
        "at": Moment(at, words.moment(at)),
    }
    gains = ", ".join(_reactions(growth, words))
    spans = (
        words.spans(
            "It was in place {rank} with {score} on {at}, and has gained {gains} since.",
            gains=gains,
            **values,
        )
        if gains
        else words.spans(
            "It was in place {rank} with {score} on {at}, and has gained nothing since.", **values
        )
    )
    return (Section((Heading(text(words("Before")), level=2), Paragraph(spans))),)


def _reactions(counters: Engagement, words: Words) -> Iterator[str]:
    """Write each counter that is not nought."""
    if counters.likes:
        yield words.plural("{count} like", "{count} likes", counters.likes)
    if counters.reposts:
        yield words.plural("{count} repost", "{count} reposts", counters.reposts)
    if counters.quotes:
        yield words.plural("{count} quote", "{count} quotes", counters.quotes)
    if counters.comments:
        yield words.plural("{count} comment", "{count} comments", counters.comments)


def _talk(paper: RankedPaper, words: Words) -> tuple[Section, ...]:
    if paper.tallies:
        return tuple(_network(tally, words) for tally in paper.tallies)
    if not paper.mentions:
        return ()
    rows = tuple((_link(mention, words),) for mention in paper.mentions[:VOICES_SHOWN])
    title = Heading(text(words("Who talks about it")), level=2)
    return (Section((title, Bullets(rows))),)


def _network(tally: Tally, words: Words) -> Section:
    title = words.plural(
        "{source}: {count} post",
        "{source}: {count} posts",
        len(tally.voices),
        source=source_name(tally.source),
    )
    blocks: Blocks = (
        Heading(text(title), level=2),
        Bullets(tuple(_voice(voice, words) for voice in tally.voices[:VOICES_SHOWN])),
    )
    notes = " ".join(_notes(tally, words))
    return Section((*blocks, Paragraph(text(notes), is_small=True)) if notes else blocks)


def _notes(tally: Tally, words: Words) -> Iterator[str]:
    """Say how many posts are not shown, and why the posts count for less than they are worth."""
    if (more := len(tally.voices) - VOICES_SHOWN) > 0:
        yield words.plural(
            "{count} more post is not shown.", "{count} more posts are not shown.", more
        )
    if left_out := sum(not voice.worth for voice in tally.voices):
        yield words.plural(
            "{count} post counts for nothing.", "{count} posts count for nothing.", left_out
        )
    value = round(tally.value)
    heard = [voice.worth for voice in tally.voices if voice.worth]
    if value < round(sum(heard)):
        yield (
            words(
                "Together they count {value}: no post may be most of it, and further ones of the"
                " same link are worth less.",
                value=value,
            )
            if len(heard) > 1
            else words("It counts {value}: a single post is never all that is said.", value=value)
        )


def _voice(voice: Voice, words: Words) -> Spans:
    worth = round(voice.worth)
    values: dict[str, object] = {
        "author": _link(voice.mention, words),
        "reactions": ", ".join(_reactions(voice.engagement, words)) or words("no reaction"),
        "worth": worth,
        "reason": _reason(voice.verdict, words),
    }
    is_plain = worth == voice.engagement.likes
    if voice.verdict is Verdict.COUNTED:
        if is_plain:
            return words.spans("{author}: {reactions}", **values)
        return words.spans("{author}: {reactions}, worth {worth}", **values)
    if is_plain:
        return words.spans("{author}: {reactions} ({reason})", **values)
    return words.spans("{author}: {reactions}, worth {worth} ({reason})", **values)


def _reason(verdict: Verdict, words: Words) -> str:
    """Say why a post does not count, or not fully."""
    match verdict:
        case Verdict.COUNTED:
            return ""
        case Verdict.OWN:
            return words("an author's own, counts half")
        case Verdict.REPEATED:
            return words("the same voice again")
        case Verdict.AUTOMATED:
            return words("posted by a program")
        case Verdict.PROLIFIC:
            return words("posts about everything")
        case _:
            assert_never(verdict)


def _link(mention: Mention, words: Words) -> Link:
    return Link(text(papers.author_of(mention, words)), mention.url)
