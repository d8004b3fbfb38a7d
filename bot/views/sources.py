"""What the sources bring, as rows for a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.runs import Run
from bot.views.words import Words, source_name

DAY = timedelta(days=1)


class Network(Protocol):
    """What a row needs to know of a source."""

    @property
    def name(self) -> str:
        """The source's name in the storage."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """The settings that it needs and does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source: whether it is used, when it last answered, and what it brought in a day."""

    name: str
    state: str
    last_success: str
    papers: int
    mentions: int
    remark: str
    """What it lacks, or what went wrong at the last visit."""


def rows(
    sources: Sequence[Network], runs: Sequence[Run], words: Words, *, now: datetime
) -> list[SourceRow]:
    """Sum up the visits to each source; `runs` are those of the last days, the oldest first."""
    return [
        _row(source, [run for run in runs if run.source == source.name], words, now)
        for source in sources
    ]


def _row(source: Network, runs: Sequence[Run], words: Words, now: datetime) -> SourceRow:
    successes = [run for run in runs if run.is_success]
    recent = [run for run in runs if now - run.as_of <= DAY]
    age = words.age(now - successes[-1].as_of) if successes else ""
    lacks = ", ".join(source.lacks)
    return SourceRow(
        name=source_name(source.name),
        state=words("off") if lacks else words("on"),
        last_success=words("{age} ago", age=age) if successes else words("never"),
        papers=sum(run.papers for run in recent),
        mentions=sum(run.mentions for run in recent),
        remark=words("needs {settings}", settings=lacks) if lacks else _trouble(runs, words),
    )


def _trouble(runs: Sequence[Run], words: Words) -> str:
    return (runs[-1].problem or _warned(runs[-1], words)) if runs else ""


def _warned(run: Run, words: Words) -> str:
    """Give the first warning, and say how many more there are."""
    if len(run.warnings) < 2:
        return "".join(run.warnings)
    return words.plural(
        "{warning} (and {count} more warning)",
        "{warning} (and {count} more warnings)",
        len(run.warnings) - 1,
        warning=run.warnings[0],
    )


def summary(runs: Sequence[Run]) -> list[dict[str, object]]:
    """Write visits as plain values, for JSON."""
    return [
        {
            "source": run.source,
            "as_of": run.as_of.isoformat(),
            "ok": run.is_success,
            "papers": run.papers,
            "mentions": run.mentions,
            "snapshots": run.snapshots,
            "problem": run.problem,
            "warnings": list(run.warnings),
        }
        for run in runs
    ]


def what_is_used(newest: date, runs: Sequence[Run], words: Words) -> str:
    """Say whether a day is what arXiv shows now, or what was known before it failed."""
    day = words.long_date(newest)
    if all(run.is_success for run in runs):
        return words("Everything is live; the newest mailing is that of {day}.", day=day)
    if any(run.is_success for run in runs):
        return words(
            "The newest mailing is that of {day}; what failed counts as it did before.", day=day
        )
    return words("arXiv does not answer: this is {day}, the newest day that is known.", day=day)


def sentence(run: Run, words: Words) -> str:
    """Say in a line what came of a visit."""
    source = source_name(run.source)
    if run.problem:
        return f"{source}: {run.problem}"
    news = ", ".join(_news(run, words)) or words("nothing new")
    told = words("{source}: {news}.", source=source, news=news)
    return " ".join(filter(None, (told, _warned(run, words))))


def _news(run: Run, words: Words) -> Iterator[str]:
    if run.papers:
        yield words.plural("{count} new paper", "{count} new papers", run.papers)
    if run.mentions:
        yield words.plural("{count} new mention", "{count} new mentions", run.mentions)
    if run.snapshots:
        yield words.plural("{count} new count", "{count} new counts", run.snapshots)
