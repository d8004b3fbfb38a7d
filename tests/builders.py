"""Builders: domain values of which a test names only what matters."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.document.nodes import Document, Heading, Paragraph, text
from bot.domain.cadence import EVERY_DAY, Cadence
from bot.domain.deliveries import Delivery, Form, delivery_id
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest, DigestKey, Request, Style, compose
from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId, Wording
from bot.domain.people import Caller, Person, PersonKey, Place, PlaceKind
from bot.domain.policies import ClassicPolicy
from bot.domain.posts import Post, PostHead
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.standings import Standing
from bot.domain.subscriptions import Subscription
from bot.domain.topics import EVERYTHING, Topic

DAY = date(2024, 1, 17)
NOW = datetime(2024, 1, 18, 9, 0, tzinfo=UTC)
CHANNEL = Destination(Platform.TELEGRAM, "@papers")
PERSON = PersonKey(Platform.TELEGRAM, "4711")
KEY = DigestKey("telegram:@papers", "2024-01-17")
ABSTRACT = (
    "We show that small models learn quickly. They need 10% of the data. "
    "Experiments on three tasks agree with this."
)


def a_paper(
    id: str = "2401.00001",  # noqa: A002
    *,
    title: str = "Small Models Learn Quickly",
    abstract: str = ABSTRACT,
    authors: tuple[str, ...] = ("Ada Lovelace", "Emmy Noether"),
    categories: tuple[str, ...] = ("cs.LG", "stat.ML"),
    announced_on: date = DAY,
) -> Paper:
    return Paper(
        id=PaperId.parse(id),
        title=title,
        abstract=abstract,
        authors=authors,
        categories=categories,
        announced_on=announced_on,
    )


def a_listing(
    id: str = "2401.00001",  # noqa: A002
    *,
    position: int | None = None,
    listed_on: date = DAY,
    paper: Paper | None = None,
    wording: Wording | None = None,
) -> Listing:
    return Listing(
        paper=paper or a_paper(id, announced_on=listed_on),
        listed_on=listed_on,
        position=position,
        wording=wording,
    )


def a_wording(paper: Paper, *, embeds: tuple[str, ...] = ()) -> Wording:
    return Wording(
        title=paper.title,
        authors=", ".join(paper.authors),
        categories=paper.categories,
        abstract=paper.abstract,
        embeds=embeds,
    )


def a_snapshot(
    id: str = "2401.00001",  # noqa: A002
    *,
    reposts: int = 40,
    likes: int = 60,
    source: str = "x",
    native_id: str = "",
    measured_at: datetime = NOW,
) -> Snapshot:
    return Snapshot(
        paper_id=PaperId.parse(id),
        source=source,
        measured_at=measured_at,
        engagement=Engagement(reposts=reposts, likes=likes),
        native_id=native_id,
    )


def a_mention(
    id: str = "2401.00001",  # noqa: A002
    *,
    native_id: str = "1",
    source: str = "x",
    author: str = "Grace Hopper",
    handle: str = "grace",
    posted_on: date = DAY,
    embed: str | None = None,
) -> Mention:
    return Mention(
        key=MentionKey(source, native_id),
        paper_id=PaperId.parse(id),
        url=f"https://twitter.com/{handle}/status/{native_id}",
        author=author,
        handle=handle,
        posted_on=posted_on,
        language="en",
        embed=embed,
    )


def a_post(day: date = DAY, *, papers: int = 2) -> Post:
    ids = [f"2401.{number:05}" for number in range(1, papers + 1)]
    published_at = datetime.combine(day + timedelta(days=1), NOW.timetz())
    listings = []
    for position, id_ in enumerate(ids, 1):
        paper = a_paper(id_, announced_on=day)
        wording = a_wording(paper)
        listings.append(a_listing(paper=paper, listed_on=day, position=position, wording=wording))
    return Post(
        head=PostHead(
            day=day,
            published_at=published_at,
            counted_at=published_at,
            timezone="Asia/Tokyo",
        ),
        listings=tuple(listings),
        mentions=tuple(a_mention(id_, native_id=id_[5:]) for id_ in ids),
        snapshots=tuple(a_snapshot(id_, measured_at=published_at) for id_ in ids),
    )


def a_ranking(*papers: Paper, day: date = DAY, as_of: datetime = NOW) -> Ranking:
    """A ranking of these papers in this order, the first with the highest score."""
    chosen = papers or (a_paper(),)
    evidence = Evidence(
        day=day,
        listings=[a_listing(paper=paper, listed_on=day) for paper in chosen],
        snapshots=[
            a_snapshot(str(paper.id), reposts=1000 * (len(chosen) - place), measured_at=as_of)
            for place, paper in enumerate(chosen)
        ],
        mentions=[a_mention(str(paper.id)) for paper in chosen],
    )
    return rank(evidence, ClassicPolicy(), as_of=as_of)


def a_digest(
    *papers: Paper,
    style: Style = Style.FULL,
    to: Destination = CHANNEL,
    topic: Topic = EVERYTHING,
    top: int | None = None,
) -> Digest:
    request = Request(destination=to, topic=topic, style=style, top=top)
    return compose(a_ranking(*papers), request, composed_at=NOW)


def a_document(words: str = "Hello") -> Document:
    return Document(opening=(Heading(text("A title")), Paragraph(text(words))))


def a_delivery(
    *,
    digest: DigestKey = KEY,
    part: int = 1,
    parts: int = 1,
    to: Destination = CHANNEL,
    form: Form = Form.PLAIN,
    document_key: str = "",
    due_at: datetime = NOW,
) -> Delivery:
    return Delivery(
        id=delivery_id(digest, part, form),
        digest=digest,
        part=part,
        parts=parts,
        destination=to,
        form=form,
        document_key=document_key,
        due_at=due_at,
    )


def a_subscription(
    topic: str = "",
    *,
    to: Destination = CHANNEL,
    at: time = time(9),
    zone: str = "UTC",
    days: frozenset[int] = EVERY_DAY,
    kind: PlaceKind = PlaceKind.CHANNEL,
    owner: PersonKey | None = None,
    due_at: datetime | None = NOW,
) -> Subscription:
    """A subscription that is active, and not stored yet."""
    return Subscription(
        destination=to,
        topic=Topic.parse(topic),
        cadence=Cadence(at, ZoneInfo(zone), days),
        kind=kind,
        owner=owner,
        due_at=due_at,
    )


def a_person(
    key: PersonKey = PERSON, *, locale: str | None = None, zone: str | None = None
) -> Person:
    return Person(key=key, locale=locale, zone=zone)


def a_place(
    destination: Destination = CHANNEL, *, kind: PlaceKind = PlaceKind.CHANNEL, name: str = ""
) -> Place:
    return Place(destination=destination, kind=kind, name=name)


def a_caller(person: PersonKey = PERSON, *, place: Place | None = None, locale: str = "") -> Caller:
    return Caller(person=person, place=place or a_place(), locale=locale)


def a_standing(
    id: str = "2401.00001",  # noqa: A002
    *,
    day: date = DAY,
    horizon: timedelta = timedelta(hours=21),
    place: int = 1,
    score: float = 46.5,
    candidates: int = 600,
) -> Standing:
    return Standing(
        paper_id=PaperId.parse(id),
        day=day,
        horizon=horizon,
        place=place,
        score=score,
        candidates=candidates,
    )
