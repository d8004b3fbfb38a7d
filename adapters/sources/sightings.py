"""Posts as the networks show them, and what a source brings home of them."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import PaperId
from bot.errors import SourceChanged, SourceError
from bot.ports import Errand, Harvest

_FORGIVEN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A post, the papers that it talks about, and its counters as they were seen."""

    native_id: str
    papers: tuple[PaperId, ...]
    url: str
    author: str
    handle: str
    posted_on: date
    """The day in UTC, or the day that the network files it under."""

    engagement: Engagement | None
    """None where the counters were not seen: that is not the same as zero."""

    posted_at: datetime | None = None
    account: str = ""
    is_comment: bool = False
    is_automated: bool = False
    is_own: bool = False
    language: str | None = None


@dataclass(slots=True)
class Catch:
    """What a source has gathered so far; each post is kept once, as it was first seen."""

    source: str
    errand: Errand
    sightings: dict[str, Sighting] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    _known: dict[str, None] = field(init=False)
    _latest: int = field(init=False)

    def __post_init__(self) -> None:
        keys = (key for key in self.errand.known if key.source == self.source)
        self._known = dict.fromkeys(key.native_id for key in keys)
        # An identifier of a month to come is a slip of somebody's finger.
        self._latest = self.errand.as_of.year * 12 + self.errand.as_of.month - 1

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Keep posts that talk about a paper, of the time asked for or known already."""
        for sighting in sightings:
            possible = tuple(paper for paper in sighting.papers if paper.month <= self._latest)
            if possible and self.wants(sighting):
                kept = replace(sighting, papers=possible)
                self.sightings.setdefault(sighting.native_id, kept)

    def wants(self, sighting: Sighting) -> bool:
        """Say whether a post is of the time asked for, or known already."""
        return sighting.native_id in self._known or self._is_timely(sighting)

    def lost(self, native_ids: Iterable[str]) -> None:
        """Note posts that were deleted; only those known before are worth reporting."""
        self.gone.update(native_id for native_id in native_ids if native_id in self._known)

    def unseen(self) -> list[str]:
        """Give the known posts that were not met yet, in the order of the errand."""
        met = self.sightings.keys() | self.gone
        return [native_id for native_id in self._known if native_id not in met]

    def harvest(self, bookmark: str | None = None) -> Harvest:
        """Give mentions and counters, and the bookmark to go on from; the errand's by default."""
        return Harvest(
            mentions=tuple(self._mentions()),
            snapshots=tuple(self._snapshots()),
            bookmark=bookmark if bookmark is not None else self.errand.bookmark,
            gone=tuple(MentionKey(self.source, native_id) for native_id in sorted(self.gone)),
            warnings=tuple(dict.fromkeys(self.warnings)),
        )

    def _is_timely(self, sighting: Sighting) -> bool:
        since, as_of = self.errand.since, self.errand.as_of
        if sighting.posted_at is None:
            return since.date() <= sighting.posted_on <= as_of.date()
        return since <= sighting.posted_at <= as_of

    def _mentions(self) -> Iterator[Mention]:
        for seen in self.sightings.values():
            for paper_id in dict.fromkeys(seen.papers):
                yield Mention(
                    key=MentionKey(self.source, seen.native_id),
                    paper_id=paper_id,
                    url=seen.url,
                    author=seen.author or seen.handle,
                    handle=seen.handle,
                    posted_on=seen.posted_on,
                    posted_at=seen.posted_at,
                    account=seen.account,
                    is_comment=seen.is_comment,
                    is_automated=seen.is_automated,
                    is_own=seen.is_own,
                    language=seen.language,
                )

    def _snapshots(self) -> Iterator[Snapshot]:
        for seen in self.sightings.values():
            if seen.engagement is None:
                continue
            for paper_id in dict.fromkeys(seen.papers):
                yield Snapshot(
                    paper_id=paper_id,
                    source=self.source,
                    measured_at=self.errand.as_of,
                    engagement=seen.engagement,
                    native_id=seen.native_id,
                )


async def one_by_one(
    native_ids: Iterable[str], read: Callable[[str], Awaitable[None]], catch: Catch
) -> None:
    """Read posts that have to be asked for one at a time.

    A few answers of an unknown shape become warnings. Raises SourceUnavailable at the first failure
    that the next post would meet too, and SourceChanged when the shapes stay unknown.
    """
    forgiven = 0
    for native_id in native_ids:
        try:
            await read(native_id)
        except SourceChanged as failure:
            if forgiven == _FORGIVEN:
                raise
            forgiven += 1
            catch.warnings.append(str(failure))


@dataclass(slots=True)
class Parts:
    """The parts of an errand that fail on their own: the source fails when none succeeded."""

    catch: Catch
    succeeded: int = 0
    failures: list[SourceError] = field(default_factory=list)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Turn the failure of a part into a warning."""
        try:
            yield
        except SourceError as failure:
            self.failures.append(failure)
            self.catch.warnings.append(f"{name}: {failure}")
        else:
            self.succeeded += 1

    def settle(self) -> None:
        """Raise a failure when nothing succeeded; one with a payload to look at comes first."""
        if self.failures and not self.succeeded:
            raise min(self.failures, key=lambda failure: not isinstance(failure, SourceChanged))
