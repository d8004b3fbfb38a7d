"""Subscriptions: which digest a destination gets, when, and in which shape."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.cadence import Cadence
from bot.domain.calendar import announcement_day, mailing_days
from bot.domain.destinations import Destination
from bot.domain.digests import Request, Style
from bot.domain.languages import ENGLISH
from bot.domain.people import PersonKey, PlaceKind
from bot.domain.topics import EVERYTHING, Topic
from bot.domain.visits import AFTER_MAILING

LONGEST_LAG = 7
"""Days that a digest may wait for the talk about its papers."""

_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often a digest comes; each is a series of its own."""

    DAILY = "daily"
    WEEKLY = "weekly"
    """Once a week, about all of its days."""


class State(StrEnum):
    """Whether a subscription gets its digests."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Somebody wanted a pause; somebody ends it."""

    SHUT_OUT = "shut out"
    """The destination refuses us; it goes on by itself when it lets us in again."""


class Quiet(StrEnum):
    """What is sent on a day without a mailing, or without a hot paper."""

    SILENCE = "silence"
    NOTICE = "notice"
    """One line that says so."""


@dataclass(frozen=True, slots=True)
class Window:
    """The listing days that a digest is about, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A series of digests to one destination.

    A destination has one of each topic and rhythm: asking again changes it.
    """

    id: int = 0
    """The storage's number for it; 0 before it was stored."""

    destination: Destination
    topic: Topic = EVERYTHING
    cadence: Cadence
    style: Style = Style.FULL
    top: int | None = None
    minimum: float | None = None
    """Papers with a lower score are left out, besides those below the policy's threshold."""

    locale: str = ENGLISH
    lag: int = 0
    """Days by which the digest comes later, so that more has been said about its papers."""

    quiet: Quiet = Quiet.SILENCE
    kind: PlaceKind = PlaceKind.CHANNEL
    name: str = ""
    """What the destination is called, for lists; hostile text."""

    owner: PersonKey | None = None
    """Who asked for it, and is told when it cannot be sent."""

    state: State = State.ACTIVE
    reason: str = ""
    """Why it is paused or shut out, as a sentence."""

    done: date | None = None
    """The newest period that was dealt with."""

    due_at: datetime | None = None
    """When it wants attention next, in UTC; None while it is not active."""

    @property
    def rhythm(self) -> Rhythm:
        """Say how often it comes."""
        return Rhythm.WEEKLY if len(self.cadence.days) == 1 else Rhythm.DAILY

    @property
    def request(self) -> Request:
        """Give what is asked for with each digest."""
        return Request(
            destination=self.destination,
            topic=self.topic,
            style=self.style,
            top=self.top,
            series="" if self.rhythm is Rhythm.DAILY else self.rhythm,
            locale=self.locale,
            zone=self.cadence.zone.key,
        )

    def owes(self, now: datetime) -> date | None:
        """Give the period that is due; of several that were missed, the newest."""
        return self.cadence.owed(self.done, now) if self.state is State.ACTIVE else None

    def window(self, period: date) -> Window | None:
        """Give the listing days that became known since the period before; None if there are none.

        By the calendar: a mailing that arXiv skipped without saying so is still expected.
        """
        last = self.reached(period)
        # After a change of its times the period before is another one than the one that was done.
        before = self.reached(self.cadence.before(period))
        days = mailing_days(before + _DAY, last)
        return Window(days[0], days[-1]) if days else None

    def begun(self, now: datetime) -> "Subscription":
        """Let it begin: the next period is its first."""
        return replace(
            self,
            state=State.ACTIVE,
            reason="",
            done=self.cadence.newest(now),
            due_at=self.cadence.after(now),
        )

    def kept_at(self, cadence: Cadence, now: datetime, lag: int | None = None) -> "Subscription":
        """Let it go on at other times, or after another wait, without a gap.

        The next digest begins where the last one ended, even if that is due now. With another
        rhythm it is another series, which begins.
        """
        moved = replace(self, cadence=cadence, lag=self.lag if lag is None else lag)
        if moved == self or self.state is not State.ACTIVE:
            return moved
        if self.done is None or moved.rhythm is not self.rhythm:
            return moved.begun(now)
        reached = self.reached(self.done)
        done = cadence.newest(now)
        # The last period by the new times that is about no day which the old ones left out.
        for _ in range(LONGEST_LAG + 8):
            if moved.reached(done) <= reached:
                break
            done = cadence.before(done)
        is_due = cadence.owed(done, now) is not None
        return replace(moved, done=done, due_at=now if is_due else cadence.after(now))

    def reached(self, period: date) -> date:
        """Give the newest listing day that a period is about."""
        return _known_at(self.cadence.moment(period), self.lag)

    def moved_on(self, period: date, now: datetime) -> "Subscription":
        """Note that a period was dealt with."""
        return replace(self, done=period, due_at=self.cadence.after(now))

    def asked_again(self, at: datetime) -> "Subscription":
        """Put off the period that is due: what it is about is not known yet."""
        return replace(self, due_at=at)

    def timed_as(self, attended: "Subscription") -> "Subscription":
        """Take the times of one that was attended to, if it has the same cadence still."""
        if self.cadence != attended.cadence or self.due_at is None:
            return self
        return replace(self, done=attended.done, due_at=attended.due_at)

    def stopped(self, state: State, reason: str) -> "Subscription":
        """Let it rest, for a reason that its owner sees."""
        return replace(self, state=state, reason=reason, due_at=None)


def _known_at(moment: datetime, lag: int) -> date:
    return announcement_day(moment - AFTER_MAILING - lag * _DAY)
