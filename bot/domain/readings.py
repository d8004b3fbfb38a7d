"""Readings: the newest of each counter, as of a moment."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId

Readings = dict[tuple[str, str], Snapshot]
"""A paper's counters: by source and mention, the mention empty for a total of the source."""


def newest(
    snapshots: Iterable[Snapshot], listed: Collection[PaperId], as_of: datetime
) -> dict[PaperId, Readings]:
    """Keep the newest reading of each counter; papers without any are not in the answer."""
    return dict(newest_by_paper(snapshots, listed, as_of))


def newest_by_paper(
    snapshots: Iterable[Snapshot], listed: Collection[PaperId], as_of: datetime
) -> Iterator[tuple[PaperId, Readings]]:
    """Give the same as `newest`, one paper after the other."""
    papers: dict[PaperId, list[Snapshot]] = {paper_id: [] for paper_id in listed}
    for snapshot in snapshots:
        rows = papers.get(snapshot.paper_id)
        if rows is not None and snapshot.measured_at <= as_of:
            rows.append(snapshot)
    while papers:
        paper_id, rows = papers.popitem()
        if rows:
            yield paper_id, _newest(rows)


def _newest(snapshots: Iterable[Snapshot]) -> Readings:
    readings: Readings = {}
    for snapshot in snapshots:
        counter = (snapshot.source, snapshot.native_id)
        other = readings.get(counter)
        if other is None or _is_later(snapshot, other):
            readings[counter] = snapshot
    return readings


def _is_later(snapshot: Snapshot, other: Snapshot) -> bool:
    if snapshot.measured_at != other.measured_at:
        return snapshot.measured_at > other.measured_at
    # Two readings of one second that differ are told apart by their size: counters mostly grow.
    return _size(snapshot.engagement) > _size(other.engagement)


def _size(counters: Engagement) -> tuple[int, int, int, int]:
    return counters.reposts, counters.likes, counters.quotes, counters.comments


def total(readings: Collection[Snapshot]) -> tuple[Engagement, datetime]:
    """Add the counters of one reading or more up, and give the moment of the newest."""
    reposts = likes = quotes = comments = 0
    for reading in readings:
        counters = reading.engagement
        reposts += counters.reposts
        likes += counters.likes
        quotes += counters.quotes
        comments += counters.comments
    measured_at = max(reading.measured_at for reading in readings)
    return Engagement(reposts, likes, quotes, comments), measured_at
