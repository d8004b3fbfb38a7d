"""Readings: the newest of each counter, as of a moment."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId

Readings = dict[tuple[str, str], Snapshot]
"""A paper's counters: by source and mention, the mention empty for a total of the source."""


def newest(
    snapshots: Iterable[Snapshot], listed: Collection[PaperId], as_of: datetime
) -> dict[PaperId, Readings]:
    """Keep the newest reading of each counter; papers without any are not in the answer."""
    papers: dict[PaperId, Readings] = {}
    for snapshot in snapshots:
        if snapshot.measured_at > as_of or snapshot.paper_id not in listed:
            continue
        readings = papers.setdefault(snapshot.paper_id, {})
        counter = (snapshot.source, snapshot.native_id)
        other = readings.setdefault(counter, snapshot)
        if other is not snapshot and _is_later(snapshot, other):
            readings[counter] = snapshot
    return papers


def _is_later(snapshot: Snapshot, other: Snapshot) -> bool:
    if snapshot.measured_at != other.measured_at:
        return snapshot.measured_at > other.measured_at
    # Two readings of one second that differ are told apart by their size: counters mostly grow.
    return _size(snapshot.engagement) > _size(other.engagement)


def _size(counters: Engagement) -> tuple[int, int, int, int]:
    return counters.reposts, counters.likes, counters.quotes, counters.comments


def total(readings: Iterable[Snapshot]) -> Engagement:
    """Add counters up."""
    counters = [reading.engagement for reading in readings]
    return Engagement(
        sum(one.reposts for one in counters),
        sum(one.likes for one in counters),
        sum(one.quotes for one in counters),
        sum(one.comments for one in counters),
    )
