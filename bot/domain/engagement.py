"""Attention: who talks about a paper, and how many listen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.papers import PaperId


@dataclass(frozen=True, slots=True)
class Engagement:
    """A mention's counters. They add, and a later one minus an earlier one is growth."""

    reposts: int = 0
    likes: int = 0
    """Likes, favourites, upvotes or points: whatever one click of approval is called there."""

    quotes: int = 0
    comments: int = 0

    def __add__(self, other: "Engagement") -> "Engagement":
        return Engagement(
            self.reposts + other.reposts,
            self.likes + other.likes,
            self.quotes + other.quotes,
            self.comments + other.comments,
        )

    def __sub__(self, other: "Engagement") -> "Engagement":
        return Engagement(
            self.reposts - other.reposts,
            self.likes - other.likes,
            self.quotes - other.quotes,
            self.comments - other.comments,
        )


class MentionKey(NamedTuple):
    """What makes a mention unique: its network and the post's identifier there."""

    source: str
    native_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A post that talks about a paper.

    A native repost is not a mention of its own: it is engagement of the original.
    """

    key: MentionKey
    paper_id: PaperId
    url: str
    author: str
    """The name its author shows; hostile text like every name."""

    handle: str
    posted_on: date
    """The day in UTC, or the day that the network's own page prints."""

    posted_at: datetime | None = None
    """The instant in UTC, where the source gives it."""

    account: str = ""
    """The network's lasting identifier of the author; empty where only the handle is known."""

    is_comment: bool = False
    """It answers another post, rather than opening a conversation."""

    is_automated: bool = False
    """The network says that a program posts for this account."""

    is_own: bool = False
    """An author of the paper posted it."""

    gone_at: datetime | None = None
    """When it was found deleted, in UTC; who wrote it is forgotten then."""

    language: str | None = None
    """A BCP 47 tag, where the network gives one."""

    embed: str | None = None
    """The network's own HTML for showing the post elsewhere, where it gave us one."""

    @property
    def voice(self) -> str:
        """Who speaks: the same for every post of an account on its network."""
        return self.account or self.handle.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Counters at a moment: of one mention, or of all posts of a source about the paper."""

    paper_id: PaperId
    source: str
    measured_at: datetime
    engagement: Engagement
    native_id: str = ""
    """The mention's identifier; empty where the source only gave the paper's total."""
