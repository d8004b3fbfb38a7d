"""Counters at moments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.engagement import Snapshot
from bot.domain.papers import PaperId
from storage.in_memory.contents import Contents
from storage.order import measured_order


@dataclass(frozen=True, slots=True)
class MemorySnapshots:
    """Answers `bot.repositories.Snapshots` in memory."""

    contents: Contents

    async def add(self, snapshots: Iterable[Snapshot]) -> int:
        """See the port."""
        known = self.contents.snapshots
        before = len(known)
        for snapshot in snapshots:
            known.setdefault((*_counter(snapshot), snapshot.measured_at), snapshot)
        return len(known) - before

    async def of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        wanted = set(papers)
        newest: dict[tuple[PaperId, str, str], Snapshot] = {}
        for snapshot in self.contents.snapshots.values():
            if snapshot.paper_id in wanted and snapshot.measured_at <= until:
                other = newest.setdefault(_counter(snapshot), snapshot)
                if other.measured_at < snapshot.measured_at:
                    newest[_counter(snapshot)] = snapshot
        return list(newest.values())

    async def all_of(self, papers: Collection[PaperId], *, until: datetime) -> list[Snapshot]:
        """See the port."""
        wanted = set(papers)
        readings = [
            snapshot
            for snapshot in self.contents.snapshots.values()
            if snapshot.paper_id in wanted and snapshot.measured_at <= until
        ]
        return sorted(readings, key=measured_order)


def _counter(snapshot: Snapshot) -> tuple[PaperId, str, str]:
    return snapshot.paper_id, snapshot.source, snapshot.native_id
