"""Horizons: at which ages a paper's attention is measured."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZONS = (
    timedelta(hours=8),
    timedelta(hours=21),
    timedelta(days=3),
    timedelta(days=7),
)
"""Ages since the announcement; the second is the digest's."""

_EASTERN = ZoneInfo("America/New_York")


def announced_at(listed_on: date) -> datetime:
    """Give the instant at which the papers of a listing went out, in UTC.

    The list of a day goes out at 20:00 Eastern time on the evening before
    (https://info.arxiv.org/help/availability.html).
    """
    evening = datetime.combine(listed_on - timedelta(days=1), time(20), tzinfo=_EASTERN)
    return evening.astimezone(ZoneInfo("UTC"))


def is_due(listed_on: date, counted_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a horizon has passed since a paper's posts were last counted."""
    age = now - announced_at(listed_on)
    passed = [horizon for horizon in HORIZONS if horizon <= age]
    if not passed:
        return False
    return counted_at is None or counted_at < announced_at(listed_on) + passed[-1]


def next_moment(listed_on: date, *, now: datetime) -> datetime | None:
    """Give the next horizon of the papers of a day, if one is still to come."""
    moments = (announced_at(listed_on) + horizon for horizon in HORIZONS)
    return next((moment for moment in moments if moment > now), None)
