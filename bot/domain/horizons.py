"""Horizons: at which ages a paper's attention is measured."""

from datetime import date, datetime, timedelta

from bot.domain.calendar import mailed_at

DIGEST_HORIZON = timedelta(hours=21)
"""The age at which papers are compared for the digest: the last before the next mailing."""

HORIZONS = (timedelta(hours=8), DIGEST_HORIZON, timedelta(days=3), timedelta(days=7))
"""The ages since the announcement at which every paper's posts are counted."""


def is_due(listed_on: date, counted_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a horizon has passed since a paper's posts were last counted."""
    age = now - mailed_at(listed_on)
    passed = [horizon for horizon in HORIZONS if horizon <= age]
    if not passed:
        return False
    return counted_at is None or counted_at < mailed_at(listed_on) + passed[-1]


def next_moment(listed_on: date, *, now: datetime) -> datetime | None:
    """Give the next horizon of the papers of a day, if one is still to come."""
    moments = (mailed_at(listed_on) + horizon for horizon in HORIZONS)
    return next((moment for moment in moments if moment > now), None)
