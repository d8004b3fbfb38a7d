"""The day's job: each destination gets the digest of the newest day, once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.cadence import Daily
from bot.domain.digests import Request
from bot.domain.ranking import Ranking
from bot.domain.topics import Topic
from bot.errors import UserMistake
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
    cadence: Daily
    requests: Sequence[Request]
    done: date | None = field(default=None, init=False)
    """The last day on which this process did the job; only to save the work of asking again."""

    complained: date | None = field(default=None, init=False)
    """The last day on which it had to say that no papers are known."""

    async def ring(self) -> None:
        """Announce if it is time; harmless at any other time, and any number of times."""
        due = self.cadence.due(self.clock.now())
        if due is None or due == self.done:
            return
        try:
            await self.announce_all()
        except UserMistake as nothing_known:
            self._complain(due, nothing_known)
        else:
            self.done = due

    def _complain(self, due: date, nothing_known: UserMistake) -> None:
        """Say once a day that there is nothing to announce yet; there may be some in a minute."""
        if self.complained != due:
            log.warning(str(nothing_known), extra={"action": "announce", "day": due.isoformat()})
        self.complained = due

    async def announce_all(self) -> list[Announcement]:
        """Announce the newest day to every destination now.

        Raises UserMistake when no papers are known.
        """
        rankings: dict[Topic, Ranking] = {}
        announcements: list[Announcement] = []
        for request in self.requests:
            if request.topic not in rankings:
                rankings[request.topic] = (
                    await self.lookup.day(Question(topic=request.topic, late=True))
                ).ranking
            announcements.append(await self.announce.announce(rankings[request.topic], request))
        return announcements
