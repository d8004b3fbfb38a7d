"""Collecting: ask each source what is new, count again what is due, remember it."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.horizons import HORIZONS, is_due
from bot.domain.runs import Run
from bot.errors import SourceChanged, SourceError
from bot.ports import Errand, Harvest, Progress, Source, Storage

log = logging.getLogger(__name__)

FIRST_LOOK_BACK = timedelta(days=2)
"""How far back a source is asked the first time."""

OVERLAP = timedelta(hours=6)
"""How much of the time before the last visit is asked for again: networks index late."""

_COUNTED_FOR = HORIZONS[-1] + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Collect:
    """Visits sources. One that fails costs its own line, and nothing of the others."""

    storage: Storage
    sources: Sequence[Source]
    looks_back: Mapping[str, timedelta] = field(default_factory=dict)
    """How far back a source is asked the first time, where it is not `FIRST_LOOK_BACK`."""

    async def collect(
        self,
        *,
        as_of: datetime,
        names: Collection[str] = (),
        since: datetime | None = None,
        progress: Callable[[str], Progress],
    ) -> list[Run]:
        """Visit the sources named, or all that lack no setting, and give what came of each.

        `since` is how far back to look; without it, to the visit before. Announcements come first,
        so that what is said of them finds them there.
        """
        chosen = [source for source in self.sources if _is_chosen(source, names)]
        first = [source for source in chosen if source.announces]
        others = [source for source in chosen if not source.announces]
        runs: list[Run] = []
        for together in (first, others):
            visits = (self._visit(source, as_of, since, progress) for source in together)
            runs += await asyncio.gather(*visits)
        return runs

    async def _visit(
        self,
        source: Source,
        as_of: datetime,
        since: datetime | None,
        progress: Callable[[str], Progress],
    ) -> Run:
        errand = await self._errand(source.name, as_of, since)
        try:
            harvest = await source.collect(errand, progress(source.name))
        except SourceError as failure:
            return await self._failed(source.name, as_of, failure)
        # A source that breaks in a way that nobody foresaw must not take the others with it.
        except Exception as mistake:
            log.exception("Source failed", extra={"action": "collect", "source": source.name})
            return await self._failed(source.name, as_of, mistake)
        return await self._remember(source.name, as_of, harvest)

    async def _errand(self, name: str, as_of: datetime, since: datetime | None) -> Errand:
        async with self.storage.transaction() as tx:
            last = await tx.runs.last_success(name, before=as_of)
            bookmark = await tx.runs.bookmark(name)
            counted = await tx.mentions.counted(name, since=(as_of - _COUNTED_FOR).date())
        first = as_of - self.looks_back.get(name, FIRST_LOOK_BACK)
        looked = last.as_of - OVERLAP if last else first
        due = [row.key for row in counted if is_due(row.listed_on, row.counted_at, now=as_of)]
        return Errand(
            since=since or looked,
            as_of=as_of,
            bookmark=None if since else bookmark,
            known=tuple(dict.fromkeys(due)),
        )

    async def _remember(self, name: str, as_of: datetime, harvest: Harvest) -> Run:
        run = Run(source=name, as_of=as_of, warnings=harvest.warnings)
        async with self.storage.transaction() as tx:
            papers = await tx.papers.add(harvest.listings)
            mentions = await tx.mentions.add(harvest.mentions)
            snapshots = await tx.snapshots.add(harvest.snapshots)
            await tx.mentions.forget(harvest.gone, gone_at=as_of)
            run = replace(run, papers=papers, mentions=mentions, snapshots=snapshots)
            await tx.runs.add(run)
            if harvest.bookmark is not None:
                await tx.runs.leave_bookmark(name, harvest.bookmark)
        log.info("Source collected", extra=_fields(run))
        for warning in run.warnings:
            log.warning(warning, extra={"action": "collect", "source": name})
        return run

    async def _failed(self, name: str, as_of: datetime, failure: Exception) -> Run:
        is_ours = isinstance(failure, SourceError)
        problem = str(failure) if is_ours else f"It failed with {type(failure).__name__}."
        payload = failure.payload if isinstance(failure, SourceChanged) else None
        run = Run(source=name, as_of=as_of, problem=problem, payload=payload or None)
        async with self.storage.transaction() as tx:
            await tx.runs.add(run)
        log.warning("Source failed", extra=_fields(run))
        return run


def _is_chosen(source: Source, names: Collection[str]) -> bool:
    return source.name in names if names else not source.lacks


def _fields(run: Run) -> dict[str, object]:
    return {
        "action": "collect",
        "source": run.source,
        "papers": run.papers,
        "mentions": run.mentions,
        "snapshots": run.snapshots,
        "problem": run.problem,
    }
