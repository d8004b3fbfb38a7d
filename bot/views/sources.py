"""What the sources bring, as rows for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.runs import Run
from bot.views.words import age, number, source_name

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
    problem: str


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
        state=f"needs {', '.join(source.lacks)}" if source.lacks else "on",
        last_success=f"{age(now - last)} ago" if last else "never",
        papers=sum(run.papers for run in recent),
        mentions=sum(run.mentions for run in recent),
        problem=_problem(runs),
    )


def _problem(runs: Sequence[Run]) -> str:
    if not runs:
        return ""
    newest = runs[-1]
    return newest.problem or " ".join(newest.warnings)


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


def sentence(run: Run) -> str:
    """Say in a line what came of a visit."""
    if run.problem:
        return f"{source_name(run.source)}: {run.problem}"
    brought = (
        (run.papers, "papers"),
        (run.mentions, "mentions"),
        (run.snapshots, "counts"),
    )
    words = ", ".join(f"{number(count)} new {noun}" for count, noun in brought if count)
    return f"{source_name(run.source)}: {words or 'nothing new'}."
