"""People: who asks, and the little that is remembered of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, assert_never

from bot.domain.destinations import Destination, Platform
from bot.domain.papers import PaperId


class PersonKey(NamedTuple):
    """Somebody on a platform, by the platform's own id."""

    platform: Platform
    id: str

    @property
    def private(self) -> Destination:
        """The private conversation with this person.

        Telegram's has the person's own id; Discord's has to be asked for, so that `@` and the id
        stand for it.
        """
        match self.platform:
            case Platform.DISCORD:
                return Destination(self.platform, f"@{self.id}")
            case Platform.TELEGRAM:
                return Destination(self.platform, self.id)
            case Platform.TERMINAL:
                return Destination(self.platform)
            case _:
                assert_never(self.platform)

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What somebody has chosen. Names are not kept."""

    key: PersonKey
    locale: str | None = None
    """One of `bot.domain.languages.LANGUAGES`; without it, what their platform says."""

    zone: str | None = None
    """An IANA time zone."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A paper that somebody saved."""

    paper_id: PaperId
    saved_at: datetime


class PlaceKind(StrEnum):
    """Who reads what is said in a place."""

    PRIVATE = "private"
    """One person."""

    GROUP = "group"
    """Everybody there, and everybody may ask."""

    CHANNEL = "channel"
    """Everybody there; only who runs it speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody asks, or where they ask something for."""

    destination: Destination
    kind: PlaceKind
    name: str = ""
    """What people call it; hostile text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSettings:
    """What was chosen for a place by those who run it."""

    destination: Destination
    locale: str | None = None
    zone: str | None = None
    answers_links: bool = False
    """A link to a paper that is posted there is answered with a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and from where."""

    person: PersonKey
    place: Place
    locale: str = ""
    """The language of their client, as the platform spells it, such as `pt-BR`."""
