"""What the sources bring, as rows for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.runs import Run
from bot.views.words import age, counted, long_date, source_name

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


def rows(sources: Sequence[Network], runs: Sequence[Run], *, now: datetime) -> list[SourceRow]:
    """Sum up the visits to each source; `runs` are those of the last days, the oldest first."""
    return [
        _row(source, [run for run in runs if run.source == source.name], now) for source in sources
    ]


def _row(source: Network, runs: Sequence[Run], now: datetime) -> SourceRow:
    successes = [run for run in runs if run.is_success]
    recent = [run for run in runs if now - run.as_of <= DAY]
    last = successes[-1].as_of if successes else None
    return SourceRow(
        name=source_name(source.name),
        state="off" if source.lacks else "on",
        last_success=f"{age(now - last)} ago" if last else "never",
        papers=sum(run.papers for run in recent),
        mentions=sum(run.mentions for run in recent),
        remark=f"needs {', '.join(source.lacks)}" if source.lacks else _trouble(runs),
    )


def _trouble(runs: Sequence[Run]) -> str:
    return (runs[-1].problem or _warned(runs[-1])) if runs else ""


def _warned(run: Run) -> str:
    """Give the first warning, and say how many more there are."""
    if not run.warnings:
        return ""
    more = len(run.warnings) - 1
    rest = f" (and {counted(more, 'more warning', 'more warnings')})" if more else ""
    return f"{run.warnings[0]}{rest}"


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


def what_is_used(newest: date, runs: Sequence[Run]) -> str:
    """Say whether a day is what arXiv shows now, or what was known before it failed."""
    day = long_date(newest)
    if all(run.is_success for run in runs):
        return f"Everything is live; the newest mailing is that of {day}."
    if any(run.is_success for run in runs):
        return f"The newest mailing is that of {day}; what failed counts as it did before."
    return f"arXiv does not answer: this is {day}, the newest day that is known."


def sentence(run: Run) -> str:
    """Say in a line what came of a visit."""
    if run.problem:
        return f"{source_name(run.source)}: {run.problem}"
    brought = (
        (run.papers, "new paper", "new papers"),
        (run.mentions, "new mention", "new mentions"),
        (run.snapshots, "new count", "new counts"),
    )
    words = ", ".join(counted(count, one, many) for count, one, many in brought if count)
    parts = (f"{source_name(run.source)}: {words or 'nothing new'}.", _warned(run))
    return " ".join(filter(None, parts))
