"""Visits to sources, and where each source wants to go on."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.runs import Run
from storage.in_memory.contents import Contents
from storage.limits import cut
from storage.order import visiting_order


@dataclass(frozen=True, slots=True)
class MemoryRuns:
    """Answers `bot.repositories.Runs` in memory."""

    contents: Contents

    async def add(self, run: Run) -> None:
        """See the port; of a payload the first 64 KiB are kept."""
        self.contents.runs[run.source, run.as_of] = replace(run, payload=cut(run.payload))

    async def between(self, first: datetime, last: datetime) -> list[Run]:
        """See the port."""
        runs = [
            replace(run, payload=None)
            for run in self.contents.runs.values()
            if first <= run.as_of <= last
        ]
        return sorted(runs, key=visiting_order)

    async def last_success(self, source: str, *, before: datetime) -> Run | None:
        """See the port."""
        runs = [run for run in self._of(source) if run.is_success and run.as_of < before]
        return max(runs, key=visiting_order, default=None)

    async def payload(self, source: str) -> bytes | None:
        """See the port."""
        runs = [run for run in self._of(source) if run.payload is not None]
        newest = max(runs, key=visiting_order, default=None)
        return None if newest is None else newest.payload

    async def bookmark(self, source: str) -> str | None:
        """See the port."""
        return self.contents.bookmarks.get(source)

    async def leave_bookmark(self, source: str, bookmark: str) -> None:
        """See the port."""
        self.contents.bookmarks[source] = bookmark

    def _of(self, source: str) -> list[Run]:
        return [run for run in self.contents.runs.values() if run.source == source]
