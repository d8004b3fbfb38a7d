"""Cadence: when a digest is due, in the clock time of the people who read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GRACE = timedelta(hours=6)
"""How late a digest may still go out, after a machine was down at its hour."""

EVERY_DAY = frozenset(range(7))
"""Monday is 0, as in `date.weekday`."""

WORKDAYS = frozenset(range(5))

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Some days of the week, at a clock time of an IANA time zone.

    Its periods are named by their days: each is due once, at `moment(day)`, whatever the clocks of
    the zone do in between.
    """

    at: time
    zone: ZoneInfo
    days: frozenset[int] = EVERY_DAY

    def moment(self, day: date) -> datetime:
        """Give the instant of that day, in UTC.

        A clock time that the zone skips on that day is read as if the clock had not been put
        forward; of one that it has twice, the first is meant (PEP 495, `fold=0`).
        """
        local = datetime.combine(day, self.at, tzinfo=self.zone)
        return local.astimezone(UTC)

    def newest(self, now: datetime) -> date:
        """Give the newest period that is due by now."""
        return next(day for day in self._back_from(now) if self.moment(day) <= now)

    def before(self, day: date) -> date:
        """Give the period before another one."""
        return next(
            day - number * _DAY for number in range(1, 8) if self._is_on(day - number * _DAY)
        )

    def due(self, now: datetime, *, grace: timedelta = GRACE) -> date | None:
        """Give the newest period that is due by now, if it is not too late for it."""
        day = self.newest(now)
        return day if now - self.moment(day) <= grace else None

    def owed(self, done: date | None, now: datetime) -> date | None:
        """Give the newest period that is due by now, if it is later than the last one done.

        Of several that were missed only the newest is owed. Without a period that was done the
        newest is.
        """
        day = self.newest(now)
        return day if done is None or day > done else None

    def after(self, now: datetime) -> datetime:
        """Give the next instant after now, in UTC."""
        today = now.astimezone(self.zone).date()
        # Where the clock is put forward at midnight, yesterday's moment can still be ahead.
        days = (today + number * _DAY for number in range(-1, 10))
        moments = (self.moment(day) for day in days if self._is_on(day))
        return next(moment for moment in moments if moment > now)

    def _back_from(self, now: datetime) -> Iterator[date]:
        today = now.astimezone(self.zone).date()
        days = (today - number * _DAY for number in range(-1, 10))
        return filter(self._is_on, days)

    def _is_on(self, day: date) -> bool:
        return day.weekday() in self.days
