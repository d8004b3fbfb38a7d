"""How the bot is doing, for those who run it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.document.nodes import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Section,
    Spans,
    Strong,
    Text,
    text,
)
from bot.domain.runs import Run
from bot.domain.subscriptions import State
from bot.views.sources import SourceRow
from bot.views.words import Words, phrases, source_name

FAILURES_SHOWN = 5

_STATES = {
    State.ACTIVE: phrases("{count} active", "{count} active"),
    State.PAUSED: phrases("{count} paused", "{count} paused"),
    State.SHUT_OUT: phrases("{count} shut out", "{count} shut out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What there is to know."""

    sources: Sequence[SourceRow]
    failures: Sequence[Run]
    """Visits of the last day that failed, the newest first."""

    waiting: int
    """Messages that are not sent yet."""

    subscriptions: Mapping[State, int]
    newest: date | None


def document(health: Health, words: Words) -> Document:
    """Show how the bot is doing."""
    return Document(
        opening=(Heading(text(words("Status"))), Bullets(_facts(health, words))),
        sections=(
            Section((Heading(text(words("Sources")), level=2), _sources(health.sources, words))),
            *_failures(health.failures, words),
        ),
    )


def _facts(health: Health, words: Words) -> tuple[Spans, ...]:
    newest = words.long_date(health.newest) if health.newest else words("none yet")
    waiting = words.plural(
        "{count} message is waiting to be sent",
        "{count} messages are waiting to be sent",
        health.waiting,
    )
    return (
        text(words("Newest mailing: {day}", day=newest)),
        text(waiting),
        text(words("Subscriptions: {states}", states=_states(health.subscriptions, words))),
    )


def _states(counted: Mapping[State, int], words: Words) -> str:
    told = [words.plural(*_STATES[state], counted[state]) for state in State if counted.get(state)]
    return ", ".join(told) or words("none yet")


def _sources(rows: Sequence[SourceRow], words: Words) -> Bullets | Paragraph:
    if not rows:
        return Paragraph(text(words("Nothing is collected.")))
    return Bullets(tuple(_source(row, words) for row in rows))


def _source(row: SourceRow, words: Words) -> Spans:
    brought = (
        words.plural("{count} paper", "{count} papers", row.papers) if row.papers else "",
        words.plural("{count} mention", "{count} mentions", row.mentions) if row.mentions else "",
        row.remark,
    )
    notes = " · ".join(filter(None, (row.last_success, *brought)))
    return (Strong(text(row.name)), Text(f" · {notes}"))


def _failures(failures: Sequence[Run], words: Words) -> tuple[Section, ...]:
    if not failures:
        return ()
    rows = tuple(
        words.spans(
            "{source}, {at}: {problem}",
            source=source_name(run.source),
            at=words.moment(run.as_of),
            problem=run.problem or "",
        )
        for run in failures[:FAILURES_SHOWN]
    )
    count = words.plural("{count} failure in a day", "{count} failures in a day", len(failures))
    by_source = Counter(source_name(run.source) for run in failures)
    names = words.listed(list(by_source))
    title = Heading(text(f"{count} · {names}"), level=2)
    return (Section((title, Bullets(rows))),)
