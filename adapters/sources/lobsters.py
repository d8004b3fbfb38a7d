"""Lobsters: stories on arxiv.org."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator, Field

from adapters.sources.fetch import Fetch
from adapters.sources.shapes import Count, Instant, Name, Reader, Rows, Words
from adapters.sources.sightings import Catch, Parts, Sighting
from bot.domain.engagement import Engagement
from bot.domain.links import paper_of
from bot.ports import Errand, Harvest, Progress

NAME = "lobsters"
URL = "https://lobste.rs"

_PAGES = ("/domains/arxiv.org.json", "/domains/arxiv.org/page/2.json")


def _username(submitter: object) -> object:
    """Take the submitter's name; some versions of the site wrap it in an object."""
    return submitter.get("username") if isinstance(submitter, dict) else submitter


@dataclass(frozen=True, slots=True)
class _Story:
    id: Annotated[str, Field(validation_alias="short_id", pattern=r"^[a-z0-9]{1,20}$")]
    created_at: Instant
    url: Words
    score: Count
    comment_count: Count = 0
    submitter: Annotated[
        Name, BeforeValidator(_username), Field(validation_alias="submitter_user")
    ] = ""
    user_is_author: bool = False


_STORY = Reader(NAME, _Story)


def parse_stories(payload: object) -> Rows[Sighting]:
    """Read a page of stories. Raises SourceChanged."""
    rows = _STORY.rows(payload)
    return Rows(tuple(map(_sighting, rows.read)), rows.left_out)


def _sighting(story: _Story) -> Sighting:
    paper_id = paper_of(story.url)
    return Sighting(
        native_id=story.id,
        papers=(paper_id,) if paper_id else (),
        url=f"{URL}/s/{story.id}",
        author=story.submitter,
        handle=story.submitter,
        posted_on=story.created_at.date(),
        posted_at=story.created_at,
        is_own=story.user_is_author,
        engagement=Engagement(likes=story.score, comments=story.comment_count),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lobsters:
    """The two newest pages of stories, 25 each: more than a month of papers."""

    fetch: Fetch
    url: str = URL
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)
    lacks: tuple[str, ...] = field(default=(), init=False)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Read the newest page, and the second when the first does not reach far enough."""
        catch = Catch(NAME, errand)
        parts = Parts(catch)
        for done, page in enumerate(_PAGES, 1):
            rows: Rows[Sighting] = Rows(())
            with parts.part(f"Lobsters page {done}"):
                rows = parse_stories(await self.fetch.get_json(f"{self.url}{page}"))
            catch.add(rows.read)
            catch.warnings += rows.warnings("Lobsters")
            progress(done, len(_PAGES))
            if not _reaches_on(rows, catch):
                break
        parts.settle()
        return catch.harvest()


def _reaches_on(rows: Rows[Sighting], catch: Catch) -> bool:
    """Say whether an older page may hold something that is wanted."""
    oldest = min((story.posted_on for story in rows.read), default=None)
    is_wanted = oldest is not None and oldest >= catch.errand.since.date()
    return is_wanted or (oldest is not None and bool(catch.unseen()))
