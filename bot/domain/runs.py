"""Runs: one visit to a source each, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH_FOR = timedelta(hours=24)
"""Counters older than this say nothing about a day any more: their source is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A visit to a source; append-only, like everything that was measured."""

    source: str
    as_of: datetime
    """The moment the visit stands for, in UTC."""

    papers: int = 0
    mentions: int = 0
    snapshots: int = 0
    problem: str | None = None
    """Why nothing came of it, in a sentence; none where it went well."""

    warnings: tuple[str, ...] = ()
    payload: bytes | None = None
    """The start of an answer in a shape that nobody knew, for a bug report."""

    @property
    def is_success(self) -> bool:
        """Say whether the source answered."""
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old what we know from a source is."""

    source: str
    counted_at: datetime | None
    """The last visit that went well; none where no visit ever did."""

    problem: str | None = None
    """What the newest visit failed with, if it did."""

    def is_missing(self, at: datetime) -> bool:
        """Say whether the source was not read in the day before a moment, nor since."""
        return self.counted_at is None or at - self.counted_at > FRESH_FOR


def freshness(runs: Iterable[Run], as_of: datetime) -> tuple[Freshness, ...]:
    """Work out how fresh each source is from its visits up to a moment, sources in order."""
    newest: dict[str, Run] = {}
    succeeded: dict[str, datetime] = {}
    for run in runs:
        if run.as_of > as_of:
            continue
        if run.source not in newest or run.as_of >= newest[run.source].as_of:
            newest[run.source] = run
        if run.is_success:
            succeeded[run.source] = max(run.as_of, succeeded.get(run.source, run.as_of))
    return tuple(_freshness(newest[source], succeeded) for source in sorted(newest))


def _freshness(newest: Run, succeeded: Mapping[str, datetime]) -> Freshness:
    return Freshness(newest.source, succeeded.get(newest.source), newest.problem)
