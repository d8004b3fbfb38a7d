"""The day's job: each destination gets the digest of the newest day, once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.cadence import Cadence
from bot.domain.calendar import announcement_day
from bot.domain.digests import Request
from bot.domain.ranking import Ranking
from bot.domain.topics import Topic
from bot.domain.visits import AFTER_MAILING
from bot.ports import Clock
from bot.services.announce import Announce, Announcement
from bot.services.lookup import Lookup, Question

log = logging.getLogger(__name__)


@dataclass(slots=True)
class DailyJob:
    """Announces at the hour, or later on the same day if the bot was not running then."""

    lookup: Lookup
    announce: Announce
    clock: Clock
    cadence: Cadence
    requests: Sequence[Request]
    done: date | None = field(default=None, init=False)
    """The last day on which this process did the job; only to save the work of asking again."""

    tried: tuple[date, date] | None = field(default=None, init=False)
    """The last day on which it tried, and the newest day that was known then."""

    complained: date | None = field(default=None, init=False)
    """The last day on which it had to say that no papers are known."""

    async def ring(self) -> None:
        """Announce if it is time; harmless at any other time, and any number of times.

        Where the mailing that is due has not been read yet, as after a late start, the job is not
        done: it is tried again when a newer day is known.
        """
        due = self.cadence.due(self.clock.now())
        if due is None or due == self.done:
            return
        # What was mailed since its hour is the next digest's, even where the bot starts late.
        newest = await self.lookup.newest_day(as_of=self.cadence.moment(due))
        if newest is None:
            self._complain(due)
            return
        if self.tried == (due, newest):
            return
        await self.announce_all(newest)
        self.tried = (due, newest)
        if newest >= announcement_day(self.cadence.moment(due) - AFTER_MAILING):
            self.done = due

    def _complain(self, due: date) -> None:
        """Say once a day that there is nothing to announce yet; there may be some in a minute."""
        if self.complained != due:
            log.warning(
                "No papers are known yet", extra={"action": "announce", "day": due.isoformat()}
            )
        self.complained = due

    async def announce_all(self, day: date) -> list[Announcement]:
        """Announce a day to every destination now.

        Raises UserMistake when no papers of it are known.
        """
        rankings: dict[Topic, Ranking] = {}
        announcements: list[Announcement] = []
        for request in self.requests:
            if request.topic not in rankings:
                rankings[request.topic] = (
                    await self.lookup.day(Question(day=day, topic=request.topic, late=True))
                ).ranking
            announcements.append(await self.announce.announce(rankings[request.topic], request))
        return announcements
