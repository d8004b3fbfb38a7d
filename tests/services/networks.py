"""Sources that bring what a test tells them to, and posts for them to bring."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.calendar import mailed_at
from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, PaperId
from bot.domain.runs import Run
from bot.ports import Errand, Harvest, Progress, Storage
from bot.services.collect import Collect
from tests.builders import a_listing, a_paper

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class FakeSource:
    """A source that nobody told anything brings nothing."""

    name: str = "bluesky"
    announces: bool = False
    lacks: tuple[str, ...] = ()
    errands: list[Errand] = field(default_factory=list)
    _next: deque[Callable[[], Harvest]] = field(default_factory=deque)
    _shown: dict[MentionKey, tuple[Mention, int]] = field(default_factory=dict)

    def shows(self, post: Mention, *, likes: int) -> None:
        """Count this post from now on whenever it is asked for."""
        self._shown[post.key] = post, likes

    def brings(
        self,
        *posts: Mention,
        listings: Sequence[Listing] = (),
        counts: Sequence[Snapshot] = (),
        gone: Sequence[MentionKey] = (),
        bookmark: str | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """Bring this at the next visit."""
        harvest = Harvest(
            listings=tuple(listings),
            mentions=posts,
            snapshots=tuple(counts),
            gone=tuple(gone),
            bookmark=bookmark,
            warnings=tuple(warnings),
        )
        self._next.append(lambda: harvest)

    def fails(self, failure: Exception) -> None:
        """Fail at the next visit."""

        def fail() -> Harvest:
            raise failure

        self._next.append(fail)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        self.errands.append(errand)
        progress(1, 1)
        if self._next:
            return self._next.popleft()()
        shown = [self._shown[key] for key in errand.known if key in self._shown]
        return Harvest(snapshots=tuple(a_count(*each, errand.as_of) for each in shown))


def at(hours: float, day: date = TUESDAY) -> datetime:
    """So many hours after the mailing of a day."""
    return mailed_at(day) + hours * HOUR


def a_post(
    paper: str,
    post: str,
    *,
    posted_at: datetime,
    source: str = "bluesky",
    by: str = "",
    name: str = "Grace Hopper",
) -> Mention:
    handle = by or f"account-of-{post}"
    return Mention(
        key=MentionKey(source, post),
        paper_id=PaperId.parse(paper),
        url=f"https://example.org/{post}",
        author=name,
        handle=handle,
        account=handle,
        posted_on=posted_at.astimezone(UTC).date(),
        posted_at=posted_at,
    )


def a_count(post: Mention, likes: int, measured_at: datetime) -> Snapshot:
    return Snapshot(
        paper_id=post.paper_id,
        source=post.key.source,
        measured_at=measured_at,
        engagement=Engagement(likes=likes),
        native_id=post.key.native_id,
    )


def listed(*papers: str, on: date = TUESDAY, announced_on: date | None = None) -> list[Listing]:
    """Papers of the mailing of a day; with another day those that were announced before."""
    first = announced_on or on
    return [
        replace(a_listing(paper=a_paper(paper, announced_on=first)), listed_on=on)
        for paper in papers
    ]


async def visit(
    storage: Storage, *sources: FakeSource, as_of: datetime, since: datetime | None = None
) -> list[Run]:
    """Visit the sources now."""
    return await Collect(storage, sources).collect(as_of=as_of, since=since, progress=unwatched)


def unwatched(_name: str) -> Progress:
    return lambda _done, _total: None
