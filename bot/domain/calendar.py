"""arXiv's mailings: when a list goes out, and which day it carries.

A list is named by a day, the *listing day*: lists go out at 20:00 Eastern time from Sunday to
Thursday and carry the date of the following day, Monday to Friday. Each mailing holds what was
submitted before a freeze at 14:00 Eastern time: that of the same day, and on Sunday that of Friday
(https://info.arxiv.org/help/availability.html). On a holiday there is no freeze, so the mailing
that it would feed is skipped and the next one is larger.

The calendar only expects; the date in a list's heading is what counts, since holidays beyond those
below are announced by arXiv at short notice.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
MAILING_TIME = time(20, 0)

# https://info.arxiv.org/help/availability.html for 2026. The meaning was measured: without a freeze
# on Friday 19 June, there was no list of Monday 22 June.
HOLIDAYS: frozenset[date] = frozenset(
    {
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2026, 12, 29),
        date(2026, 12, 31),
    }
)
"""The days without a freeze, as far as arXiv has published them."""

_DAY = timedelta(days=1)
_MONDAY, _FRIDAY = 0, 4


def announcement_day(moment: datetime, holidays: Collection[date] = HOLIDAYS) -> date:
    """Give the listing day of the newest mailing that has gone out at a moment.

    The moment is aware, of any time zone.
    """
    local = moment.astimezone(EASTERN)
    newest = local.date() + _DAY if local.time() >= MAILING_TIME else local.date()
    while not is_listing_day(newest, holidays):
        newest -= _DAY
    return newest


def next_mailing(after: datetime, holidays: Collection[date] = HOLIDAYS) -> datetime:
    """Give the instant of the first mailing later than a moment, in UTC."""
    day = announcement_day(after, holidays) + _DAY
    while not is_listing_day(day, holidays) or mailed_at(day) <= after:
        day += _DAY
    return mailed_at(day)


def mailing_days(
    first: date, last: date, holidays: Collection[date] = HOLIDAYS
) -> tuple[date, ...]:
    """Give the listing days from a day to a day, both included, the oldest first."""
    days = (first + _DAY * number for number in range((last - first).days + 1))
    return tuple(day for day in days if is_listing_day(day, holidays))


def mailed_at(listing_day: date) -> datetime:
    """Give the instant at which the list of a day goes out, in UTC."""
    local = datetime.combine(listing_day - _DAY, MAILING_TIME, tzinfo=EASTERN)
    return local.astimezone(UTC)


def is_listing_day(day: date, holidays: Collection[date] = HOLIDAYS) -> bool:
    """Say whether a list carries this date."""
    return day.weekday() <= _FRIDAY and _frozen_on(day) not in holidays


def first_listing_day(submitted_on: date, holidays: Collection[date] = HOLIDAYS) -> date:
    """Give the earliest listing day of what was submitted on a day, before that day's freeze.

    What was submitted after the freeze, or held by the moderators, is listed later: a day of
    submission alone cannot tell.
    """
    return next(
        day
        for day in _days_after(submitted_on)
        if is_listing_day(day, holidays) and _frozen_on(day) >= submitted_on
    )


def _frozen_on(listing_day: date) -> date:
    """Give the day of the freeze that feeds a list: the day before, or Friday for Monday's."""
    days_before = 3 if listing_day.weekday() == _MONDAY else 1
    return listing_day - days_before * _DAY


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += _DAY
        yield day
