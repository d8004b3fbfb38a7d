"""Kinds of parameters: how each is read, recognised in a line of text, and completed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.cadence import EVERY_DAY, WORKDAYS
from bot.domain.digests import Style
from bot.domain.languages import LANGUAGES
from bot.domain.links import paper_of
from bot.domain.mutes import Mute
from bot.domain.papers import PaperId
from bot.domain.periods import Period
from bot.domain.topics import Topic
from bot.errors import BadArgument, UnknownPaper
from bot.views.words import phrase

Value_co = TypeVar("Value_co", covariant=True)

LONGEST_ARGUMENT = 1000
"""Characters; what is longer is cut, and the answer says so."""


class Option(StrEnum):
    """What a platform with typed options takes."""

    TEXT = "text"
    NUMBER = "number"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values; `label` is English, and the key of its translations."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[Value_co]):
    """A kind of value that people write."""

    read: Callable[[str], Value_co]
    """Raises UserMistake with a sentence that says what to write instead."""

    is_like: Callable[[str], bool] | None = None
    """Whether a word of a line is meant as one, right or wrong; None takes what is left over."""

    option: Option = Option.TEXT
    least: int | None = None
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    suggests: str | None = None
    """The name of what is offered while it is typed: `topics`, `papers`, `days` or `zones`."""


def one_of(choices: Iterable[Choice]) -> Kind[str]:
    """Make a kind of a few words."""
    known = tuple(choices)
    values = {choice.value for choice in known}

    def read(text: str) -> str:
        word = text.lower()
        if word not in values:
            raise BadArgument(
                "“{text}” is none of the choices: {choices}.",
                text=text,
                choices=", ".join(choice.value for choice in known),
            )
        return word

    return Kind(read=read, is_like=lambda word: word.lower() in values, choices=known)


def number(least: int, most: int) -> Kind[int]:
    """Make a kind of whole numbers within bounds, both included."""

    def read(text: str) -> int:
        digits = text if text.isascii() and text.isdecimal() and len(text) < 10 else ""
        if not digits or not least <= int(digits) <= most:
            raise BadArgument(
                "“{text}” should be a whole number from {least} to {most}.",
                text=text,
                least=least,
                most=most,
            )
        return int(digits)

    return Kind(read=read, is_like=_is_number, option=Option.NUMBER, least=least, most=most)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 10


def _paper(text: str) -> PaperId:
    try:
        return PaperId.parse(text)
    except UnknownPaper:
        linked = paper_of(text)
        if linked is None:
            raise
        return linked


_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d))?\s*(am|pm)?", re.ASCII | re.IGNORECASE)
_LIKE_A_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:am|pm)?|\d{1,2}(?:am|pm)", re.ASCII | re.IGNORECASE
)


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and 1 <= hour <= 12:
            return time(hour % 12 + 12 * (half == "pm"), minute)
        if not half and hour < 24:
            return time(hour, minute)
    raise BadArgument("“{text}” is no time of day. Write it as 09:00.", text=text)


ZONES = tuple(sorted(available_timezones()))
_ZONES_FOLDED = {zone.lower(): zone for zone in ZONES}


# A city is enough, where a single zone is named after it.
_CITIES = Counter(zone.rpartition("/")[2].lower() for zone in ZONES)
_ZONES_BY_CITY = {
    city: zone
    for zone in ZONES
    if _CITIES[city := zone.rpartition("/")[2].lower()] == 1 and zone.count("/") == 1
}


def _zone(text: str) -> ZoneInfo:
    word = text.replace(" ", "_").lower()
    name = _ZONES_FOLDED.get(word) or _ZONES_BY_CITY.get(word)
    if name is None:
        raise BadArgument(
            "“{text}” is no time zone. They look like Europe/Berlin, Asia/Tokyo or UTC.", text=text
        )
    return ZoneInfo(name)


def _is_zone(word: str) -> bool:
    folded = word.lower()
    return folded in _ZONES_FOLDED or folded.partition("/")[0] in {
        "africa",
        "america",
        "antarctica",
        "asia",
        "atlantic",
        "australia",
        "europe",
        "indian",
        "pacific",
    }


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {"daily": EVERY_DAY, "weekdays": WORKDAYS, "weekly": frozenset({0})}


def _days(text: str) -> frozenset[int]:
    word = text.lower()
    if word in _DAYS:
        return _DAYS[word]
    names = [name.strip() for name in word.split(",")]
    if not all(map(_is_weekday, names)):
        raise BadArgument(
            "“{text}” are no days. Write daily, weekdays, weekly, or days such as mon,wed,fri.",
            text=text,
        )
    return frozenset(WEEKDAYS.index(name[:3]) for name in names)


def _is_days(word: str) -> bool:
    folded = word.lower()
    return folded in _DAYS or all(map(_is_weekday, folded.split(",")))


def _is_weekday(name: str) -> bool:
    return name in WEEKDAYS or name in _LONG_WEEKDAYS


_LONG_WEEKDAYS = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


def written_days(days: frozenset[int]) -> str:
    """Write days so that they can be read again."""
    for word, known in _DAYS.items():
        if days == known:
            return word
    return ",".join(WEEKDAYS[day] for day in sorted(days))


def _language(text: str) -> str:
    wanted = text.strip().lower()
    for code, name in LANGUAGES.items():
        if wanted in {code, name.lower()}:
            return code
    raise BadArgument(
        "“{text}” is no language of mine. I speak {languages}.",
        text=text,
        languages=", ".join(f"{name} ({code})" for code, name in LANGUAGES.items()),
    )


def _text(text: str) -> str:
    return text


TEXT: Kind[str] = Kind(read=_text)
TOPIC: Kind[Topic] = Kind(read=Topic.parse, suggests="topics")
PAPER: Kind[PaperId] = Kind(read=_paper, suggests="papers")
MUTE: Kind[Mute] = Kind(read=Mute.parse, suggests="topics")
PERIOD: Kind[Period] = Kind(read=Period.parse, is_like=Period.is_like, suggests="days")
TIME: Kind[time] = Kind(read=_time, is_like=lambda word: bool(_LIKE_A_CLOCK.fullmatch(word)))
ZONE: Kind[ZoneInfo] = Kind(read=_zone, is_like=_is_zone, suggests="zones")
DAYS: Kind[frozenset[int]] = Kind(read=_days, is_like=_is_days, suggests="rhythms")
CHANNEL: Kind[str] = Kind(
    read=_text,
    is_like=lambda word: word.startswith(("@", "<#", "-100")) and " " not in word,
    option=Option.CHANNEL,
)
"""Another place than this one; what a platform calls it, to be resolved by whoever knows."""

STYLE = one_of(
    (
        Choice(Style.COMPACT, phrase("compact: a line or two a paper")),
        Choice(Style.FULL, phrase("full: with the abstract folded away")),
        Choice(Style.RICH, phrase("rich: with formulas, for newer Telegram clients")),
    )
)
LANGUAGE: Kind[str] = Kind(
    read=_language,
    is_like=lambda word: word.lower() in LANGUAGES,
    choices=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
)
