"""Small pieces of copy: numbers, dates, names, lists."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

LOCALE = "en"

_SOURCE_NAMES = {
    "arxiv": "arXiv",
    "x": "X",
    "bluesky": "Bluesky",
    "hackernews": "Hacker News",
    "huggingface": "Hugging Face",
    "lobsters": "Lobsters",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
}


def number(value: float) -> str:
    """Write a number with its thousands separated, and at most two decimals."""
    return format_decimal(value, format="#,##0.##", locale=LOCALE)


def long_date(day: date) -> str:
    """Write a date out: Friday, 23 April 2021."""
    return format_date(day, "EEEE, d MMMM y", locale=LOCALE)


def moment(at: datetime, zone: str) -> str:
    """Write an instant as clock time of a zone: 24 April 2021, 17:20 JST."""
    local = at.astimezone(ZoneInfo(zone))
    # Babel knows the names of few zones in English; the zone itself knows them all.
    return f"{format_datetime(local, 'd MMMM y, HH:mm', locale=LOCALE)} {local.tzname()}"


def age(length: timedelta) -> str:
    """Write a length of time as people do: 12 min, 3 h, 2 d."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} d"


def counted(count: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


def source_name(source: str) -> str:
    """Give the name that people use for a source."""
    return _SOURCE_NAMES.get(source, source.title())


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
