"""The tables. Rows never leave the storage: repositories turn them into domain values.

SQLModel does not validate rows of tables; what goes in are domain values, which are sound.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from bot.domain.papers import Wording
from storage.columns import Prose, UtcDateTime, WordingJson

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Migrations drop constraints by name, so none is left for a database to choose."""

# SQLite counts rows by itself only in a column whose type is spelled INTEGER.
_COUNTED = BigInteger().with_variant(Integer, "sqlite")


class Row(SQLModel):
    """What all tables share: the metadata that migrations are compared with."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class PaperRow(Row, table=True):
    """A paper, as its newest listing described it."""

    __tablename__ = "papers"

    id: str = Field(primary_key=True)
    title: str = Field(sa_type=Prose)
    abstract: str = Field(sa_type=Prose)
    authors: list[str] = Field(sa_type=JSON)
    categories: list[str] = Field(sa_type=JSON)
    announced_on: date
    submitted_at: datetime | None = Field(sa_type=UtcDateTime)
    described_on: date
    """The listing day that the description was taken from."""


class ListingRow(Row, table=True):
    """A paper's place in the papers of a day."""

    __tablename__ = "listings"
    __table_args__ = (Index(None, "paper_id"),)

    listed_on: date = Field(primary_key=True)
    paper_id: str = Field(primary_key=True, foreign_key="papers.id")
    position: int | None
    wording: Wording | None = Field(sa_type=WordingJson)


class MentionRow(Row, table=True):
    """A post that talks about a paper; rows are numbered in the order they came in."""

    __tablename__ = "mentions"
    __table_args__ = (
        UniqueConstraint("source", "native_id", "paper_id"),
        Index(None, "paper_id", "number"),
        Index(None, "posted_on", "source", "voice", "paper_id"),
    )

    number: int = Field(primary_key=True, sa_type=_COUNTED)
    source: str
    native_id: str
    paper_id: str
    url: str = Field(sa_type=Prose)
    author: str = Field(sa_type=Prose)
    handle: str = Field(sa_type=Prose)
    posted_on: date
    posted_at: datetime | None = Field(sa_type=UtcDateTime)
    account: str = Field(sa_type=Prose)
    is_comment: bool
    is_automated: bool
    is_own: bool
    voice: str = Field(sa_type=Prose)
    """Who speaks, as the domain has it; a database's idea of lower case is another one."""

    gone_at: datetime | None = Field(sa_type=UtcDateTime)
    language: str | None = Field(sa_type=Prose)
    embed: str | None = Field(sa_type=Prose)


class SnapshotRow(Row, table=True):
    """Counters at a moment. The key is in the order in which the newest readings are sought."""

    __tablename__ = "snapshots"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    paper_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    native_id: str = Field(primary_key=True)
    measured_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    reposts: int = Field(sa_type=BigInteger)
    likes: int = Field(sa_type=BigInteger)
    quotes: int = Field(sa_type=BigInteger)
    comments: int = Field(sa_type=BigInteger)


class PostRow(Row, table=True):
    """The head of a published post."""

    __tablename__ = "posts"

    day: date = Field(primary_key=True)
    published_at: datetime = Field(sa_type=UtcDateTime)
    counted_at: datetime = Field(sa_type=UtcDateTime)
    timezone: str
    blank_lines: int


class DigestRow(Row, table=True):
    """What was chosen for whom, and why."""

    __tablename__ = "digests"

    audience: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    edition: int = Field(primary_key=True)
    destination: str
    topic: list[str] = Field(sa_type=JSON)
    style: str
    top: int | None
    policy: str
    as_of: datetime = Field(sa_type=UtcDateTime)
    composed_at: datetime = Field(sa_type=UtcDateTime)
    is_sample: bool
    candidates: int
    sources: list[str] = Field(sa_type=JSON)
    evidence: list[dict[str, object]] = Field(sa_type=JSON)
    """The papers in their order, each with its score, the score's parts and its counters."""


class DigestPaperRow(Row, table=True):
    """A paper that an audience had in a period, in whichever edition."""

    __tablename__ = "digest_papers"
    __table_args__ = (Index(None, "paper_id"),)

    audience: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    paper_id: str = Field(primary_key=True)


class DocumentRow(Row, table=True):
    """A message by its content; deliveries that say the same share it."""

    __tablename__ = "documents"

    key: str = Field(primary_key=True)
    body: str


class DeliveryRow(Row, table=True):
    """A message on its way to a destination."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "audience", "period", "edition", "part"),
    )

    id: str = Field(primary_key=True)
    audience: str
    period: str
    edition: int
    part: int
    parts: int
    platform: str
    channel: str
    thread: str | None
    form: str
    document_key: str = Field(foreign_key="documents.key")
    state: str
    attempts: int
    due_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(sa_type=UtcDateTime)
    reply_to: str | None
    receipt: str | None
    problem: str | None = Field(sa_type=Prose)


class RunRow(Row, table=True):
    """A visit to a source, and what came of it."""

    __tablename__ = "runs"
    __table_args__ = (Index(None, "as_of"),)

    source: str = Field(primary_key=True)
    as_of: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    papers: int
    mentions: int
    snapshots: int
    problem: str | None = Field(sa_type=Prose)
    warnings: list[str] = Field(sa_type=JSON)
    payload: bytes | None = Field(sa_type=LargeBinary)


class BookmarkRow(Row, table=True):
    """Where a source wants to go on."""

    __tablename__ = "bookmarks"

    source: str = Field(primary_key=True)
    bookmark: str


class SpendingRow(Row, table=True):
    """What an account spent in a month."""

    __tablename__ = "ledger"

    account: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    micros: int = Field(sa_type=BigInteger)
    """In millionths of a dollar: SQLite has no exact decimals."""


class SubscriptionRow(Row, table=True):
    """A series of digests to one destination; the audience is what makes it the only one."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("audience"),
        Index(None, "state", "due_at"),
        Index(None, "platform", "channel"),
        Index(None, "owner_platform", "owner_id"),
        # Without it SQLite gives the number of a row that was removed to the next one.
        {"sqlite_autoincrement": True},
    )

    id: int = Field(primary_key=True, sa_type=_COUNTED)
    audience: str
    platform: str
    channel: str
    thread: str
    """Empty for the channel itself, here and in the tables below."""

    topic: str
    at: str
    """The clock time, such as `09:00`."""

    zone: str
    days: str
    """The days of the week as digits, Monday being 0."""

    style: str
    top: int | None
    minimum: float | None
    locale: str
    lag: int
    quiet: str
    kind: str
    name: str = Field(sa_type=Prose)
    owner_platform: str | None
    owner_id: str | None
    state: str
    reason: str = Field(sa_type=Prose)
    done: date | None
    due_at: datetime | None = Field(sa_type=UtcDateTime)


class PersonRow(Row, table=True):
    """What somebody has chosen."""

    __tablename__ = "people"

    platform: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    locale: str | None
    zone: str | None


class PlaceRow(Row, table=True):
    """What was chosen for a place."""

    __tablename__ = "places"

    platform: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    thread: str = Field(primary_key=True)
    locale: str | None
    zone: str | None
    answers_links: bool


class SavedPaperRow(Row, table=True):
    """A paper that somebody saved."""

    __tablename__ = "saved_papers"

    platform: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    paper_id: str = Field(primary_key=True)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class MuteRow(Row, table=True):
    """What the digests of a place leave out; rows are numbered in the order they came in."""

    __tablename__ = "mutes"
    __table_args__ = (UniqueConstraint("platform", "channel", "thread", "kind", "fingerprint"),)

    number: int = Field(primary_key=True, sa_type=_COUNTED)
    platform: str
    channel: str
    thread: str
    kind: str
    what: str = Field(sa_type=Prose)
    fingerprint: str
    """The digest of `what`: databases bound the length of what an index holds."""


class TokenRow(Row, table=True):
    """What a button says that has too little room for it."""

    __tablename__ = "tokens"
    __table_args__ = (Index(None, "used_at"),)

    name: str = Field(primary_key=True)
    whole: str = Field(sa_type=Prose)
    used_at: datetime = Field(sa_type=UtcDateTime)


class StandingRow(Row, table=True):
    """A paper's place in the ranking of its day."""

    __tablename__ = "standings"
    __table_args__ = (Index(None, "day", "horizon"),)

    paper_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    horizon: int = Field(primary_key=True)
    """Seconds after the mailing."""

    place: int
    score: float
    candidates: int
