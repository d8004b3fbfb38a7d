"""A day that comes with the package, so that the bot has something to show before it knows more.

`sample.json` holds facts of a published day: papers, counts, and who posted about them. Where the
abstracts would stand it describes each paper in words of our own.
"""

from dataclasses import dataclass
from datetime import UTC, date
from importlib.resources import files
from typing import Annotated

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId
from bot.domain.posts import Post, PostHead
from bot.errors import SourceChanged, UnknownPaper

SOURCE = "x"


def sample_day() -> Post:
    """Read the sample day; its listings have a position and no wording, its mentions no embed.

    Raises SourceChanged when the file in the package is not what it was.
    """
    return read_sample((files("adapters.sources") / "sample.json").read_bytes())


def read_sample(payload: bytes) -> Post:
    """Read a day of the form that the sample has.

    Raises SourceChanged, naming the first thing that is not as it should be.
    """
    try:
        return _post(TypeAdapter(_Day).validate_json(payload, strict=True))
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        message = f"The sample day cannot be read: {place}: {first['msg']}."
        raise SourceChanged(message, payload=payload[:200]) from fault
    except UnknownPaper as fault:
        message = f"The sample day cannot be read: {fault}"
        raise SourceChanged(message, payload=payload[:200]) from fault


_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    id: str
    url: str
    author: str
    handle: str
    posted_on: date
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    id: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    reposts: _Count
    likes: _Count
    measured_at: AwareDatetime
    mentions: tuple[_Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    day: date
    published_at: AwareDatetime
    timezone: str
    papers: tuple[_Paper, ...]


def _post(day: _Day) -> Post:
    snapshots = tuple(map(_snapshot, day.papers))
    published_at = day.published_at.astimezone(UTC)
    return Post(
        head=PostHead(
            day=day.day,
            published_at=published_at,
            counted_at=max((one.measured_at for one in snapshots), default=published_at),
            timezone=day.timezone,
        ),
        listings=tuple(
            Listing(paper=_paper(paper, day.day), listed_on=day.day, position=position)
            for position, paper in enumerate(day.papers, 1)
        ),
        mentions=tuple(
            _mention(mention, PaperId.parse(paper.id))
            for paper in day.papers
            for mention in paper.mentions
        ),
        snapshots=snapshots,
    )


def _paper(paper: _Paper, day: date) -> Paper:
    return Paper(
        id=PaperId.parse(paper.id),
        title=paper.title,
        abstract=paper.summary,
        authors=paper.authors,
        categories=paper.categories,
        announced_on=day,
    )


def _snapshot(paper: _Paper) -> Snapshot:
    return Snapshot(
        paper_id=PaperId.parse(paper.id),
        source=SOURCE,
        measured_at=paper.measured_at.astimezone(UTC),
        engagement=Engagement(reposts=paper.reposts, likes=paper.likes),
    )


def _mention(mention: _Mention, paper_id: PaperId) -> Mention:
    return Mention(
        key=MentionKey(SOURCE, mention.id),
        paper_id=paper_id,
        url=mention.url,
        author=mention.author,
        handle=mention.handle,
        posted_on=mention.posted_on,
        language=mention.language,
    )
