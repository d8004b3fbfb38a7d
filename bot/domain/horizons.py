"""Horizons: at which ages a paper's attention is measured."""

from datetime import date, datetime, timedelta

from bot.domain.calendar import mailed_at

DIGEST_HORIZON = timedelta(hours=21)
"""The age at which papers are compared for the digest: the last before the next mailing."""

HORIZONS = (timedelta(hours=8), DIGEST_HORIZON, timedelta(days=3), timedelta(days=7))
"""The ages since the announcement at which every paper's posts are counted."""

COUNTED_ANEW = timedelta(days=1)
"""Up to this age every visit counts, so that a digest at any hour has the numbers of that hour."""


def is_due(listed_on: date, counted_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a paper's posts are worth counting at a visit.

    On its first day they always are; later when a horizon has passed since they were counted.
    """
    age = now - mailed_at(listed_on)
    if timedelta() <= age < COUNTED_ANEW:
        return counted_at is None or counted_at < now
    passed = [horizon for horizon in HORIZONS if horizon <= age]
    if not passed:
        return False
    return counted_at is None or counted_at < mailed_at(listed_on) + passed[-1]


def judged_at(listed_on: date, *, as_of: datetime) -> datetime:
    """Give the moment by which the sources should have been read for the papers of a day.

    What a source says later, or no longer says, tells nothing about a day that is over.
    """
    return min(as_of, mailed_at(listed_on) + DIGEST_HORIZON)
