"""Readings: the newest of each counter, as of a moment."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import PaperId

Readings = dict[str, dict[str, Snapshot]]
"""A paper's counters: by source, then by mention, which is empty for a total of the source."""


def newest(
    snapshots: Iterable[Snapshot], listed: Collection[PaperId], as_of: datetime
) -> dict[PaperId, Readings]:
    """Keep the newest reading of each counter; papers without any are not in the answer."""
    papers: dict[PaperId, Readings] = {paper_id: {} for paper_id in listed}
    for snapshot in snapshots:
        readings = papers.get(snapshot.paper_id)
        if readings is None or snapshot.measured_at > as_of:
            continue
        mentions = readings.get(snapshot.source)
        if mentions is None:
            mentions = readings[snapshot.source] = {}
        other = mentions.setdefault(snapshot.native_id, snapshot)
        if other is not snapshot and _is_later(snapshot, other):
            mentions[snapshot.native_id] = snapshot
    return {paper_id: readings for paper_id, readings in papers.items() if readings}


def _is_later(snapshot: Snapshot, other: Snapshot) -> bool:
    if snapshot.measured_at != other.measured_at:
        return snapshot.measured_at > other.measured_at
    # Two readings of one second that differ are told apart by their size: counters mostly grow.
    return _size(snapshot.engagement) > _size(other.engagement)


def _size(counters: Engagement) -> tuple[int, int, int, int]:
    return counters.reposts, counters.likes, counters.quotes, counters.comments


def total(readings: Readings) -> tuple[Engagement, datetime]:
    """Add the counters of one reading or more up, and give the moment of the newest."""
    rows = [row for mentions in readings.values() for row in mentions.values()]
    reposts = likes = quotes = comments = 0
    for row in rows:
        counters = row.engagement
        reposts += counters.reposts
        likes += counters.likes
        quotes += counters.quotes
        comments += counters.comments
    moments = [row.measured_at for row in rows]
    return Engagement(reposts, likes, quotes, comments), max(moments)
