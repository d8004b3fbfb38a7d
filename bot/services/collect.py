"""Collecting: ask each source what is new, count again what is due, remember it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.counting import is_own
from bot.domain.engagement import Mention
from bot.domain.horizons import HORIZONS, is_due
from bot.domain.papers import Paper, PaperId
from bot.domain.runs import Run
from bot.errors import HotPapersError, SourceChanged
from bot.ports import Errand, Harvest, Progress, Source, Storage, Transaction

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
            runs += await _all_of(visits)
        return runs

    async def _visit(
        self,
        source: Source,
        as_of: datetime,
        since: datetime | None,
        progress: Callable[[str], Progress],
    ) -> Run:
        try:
            errand = await self._errand(source.name, as_of, since)
            harvest = await source.collect(errand, progress(source.name))
            return await self._remember(source.name, as_of, harvest)
        except HotPapersError as failure:
            run = _failure(source.name, as_of, failure)
            log.warning("Source failed", extra=_fields(run))
        # A source that breaks in a way that nobody foresaw must not take the others with it.
        except Exception as mistake:
            run = _failure(source.name, as_of, mistake)
            log.exception("Source failed", extra=_fields(run))
        async with self.storage.transaction() as tx:
            await tx.runs.add(run)
        return run

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
            mentions = await tx.mentions.add(await _with_authors_known(tx, harvest.mentions))
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


def _failure(name: str, as_of: datetime, failure: Exception) -> Run:
    is_ours = isinstance(failure, HotPapersError)
    problem = str(failure) if is_ours else f"It failed with {type(failure).__name__}."
    payload = failure.payload if isinstance(failure, SourceChanged) else None
    return Run(source=name, as_of=as_of, problem=problem, payload=payload or None)


async def _all_of(visits: Iterable[Awaitable[Run]]) -> list[Run]:
    """Wait for every visit, even where the storage fails one of them."""
    outcomes = await asyncio.gather(*visits, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in outcomes if isinstance(outcome, Run)]


async def _with_authors_known(tx: Transaction, mentions: Iterable[Mention]) -> list[Mention]:
    """Mark the posts of the papers' own authors, while their names are known.

    A name is forgotten with its post, and a past moment must not be counted otherwise then.
    """
    marked: list[Mention] = []
    papers: dict[PaperId, Paper | None] = {}
    for mention in mentions:
        if mention.paper_id not in papers:
            papers[mention.paper_id] = await tx.papers.find(mention.paper_id)
        paper = papers[mention.paper_id]
        is_by_author = paper is not None and is_own(mention, paper)
        marked.append(replace(mention, is_own=is_by_author or mention.is_own))
    return marked


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
