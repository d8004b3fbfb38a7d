"""Cadence: when a digest is due, in the clock time of the people who read it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GRACE = timedelta(hours=6)
"""How late a digest may still go out, after a machine was down at its hour."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a clock time of an IANA time zone."""

    at: time
    zone: ZoneInfo

    def moment(self, day: date) -> datetime:
        """Give the instant of that day, in UTC.

        A clock time that the zone skips on that day is read as if the clock had not been put
        forward; of one that it has twice, the first is meant (PEP 495, `fold=0`).
        """
        local = datetime.combine(day, self.at, tzinfo=self.zone)
        return local.astimezone(ZoneInfo("UTC"))

    def due(self, now: datetime, *, grace: timedelta = GRACE) -> date | None:
        """Give the day whose digest should have gone out by now, if it is not too late for it."""
        today = now.astimezone(self.zone).date()
        for day in (today, today - timedelta(days=1)):
            if self.moment(day) <= now:
                return day if now - self.moment(day) <= grace else None
        return None

    def after(self, now: datetime) -> datetime:
        """Give the next instant after now, in UTC."""
        today = now.astimezone(self.zone).date()
        # Where the clock is put forward at midnight, yesterday's moment can still be ahead.
        moments = (self.moment(today + timedelta(days=days)) for days in range(-1, 3))
        return next(moment for moment in moments if moment > now)
