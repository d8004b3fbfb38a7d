"""A week of papers and talk, lived through by a bot whose clock a test sets."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.cadence import Cadence
from bot.domain.calendar import is_listing_day, mailed_at
from bot.domain.digests import Request
from bot.domain.policies import ClassicPolicy, Policies
from bot.networks import Networks, open_networks
from bot.services.collect import Collect
from bot.services.daily import DailyJob
from bot.services.lookup import Lookup
from bot.services.visit import Visits
from bot.settings import read_settings
from tests.acceptance.live_client import QuickWeb
from tests.acceptance.live_networks import Talk
from tests.acceptance.live_world import World
from tests.adapters.sources.arxiv.pages import Row
from tests.builders import CHANNEL
from tests.fakes import Sent
from tests.services.bots import FakeBot

MONDAY = date(2026, 11, 16)
TICK = timedelta(minutes=20)
EVENING = Cadence(time(21), ZoneInfo("UTC"))


def hour(day: date, hours: float) -> datetime:
    """A clock time of a day, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(hours=hours)


def papers_of(day: date) -> list[str]:
    """The four papers of a mailing."""
    return [f"2611.{day.day:02}00{number}" for number in range(1, 5)]


@dataclass(slots=True)
class Growing:
    """A post whose likes grow evenly over some hours."""

    talk: Talk
    likes: int
    over: timedelta

    def grow(self, now: datetime) -> None:
        share = min(max((now - self.talk.at) / self.over, 0.0), 1.0)
        self.talk.likes = int(self.likes * share)


@dataclass(slots=True)
class Week:
    """What happens from Monday on, and what stands in the channel."""

    world: World
    bot: FakeBot
    networks: Networks
    growing: list[Growing] = field(default_factory=list)
    cross_lists: dict[date, list[str]] = field(default_factory=dict)
    """Papers that are listed once more on a day."""

    def will_say(
        self, source: str, paper: str, at: datetime, *, likes: int, hours: float = 12
    ) -> None:
        """Let somebody post at a moment; the likes come over the hours after it."""
        talk = self.world.says(source, paper, at=at, likes=0)
        self.growing.append(Growing(talk, likes, timedelta(hours=hours)))

    async def passes(self, until: datetime) -> None:
        """Live on to a moment, ringing every job, in a process that was just started."""
        daily = self._daily_job()
        while self.bot.clock.now() < until:
            now = self.bot.clock.now()
            self._shows_lists(now)
            self.world.goes_on(now)
            for one in self.growing:
                one.grow(now)
            await self._rings(daily)
            self.bot.clock.advance(seconds=TICK.total_seconds())

    def shows(self, day: date) -> None:
        """Let arXiv list the papers of a day, as it does by itself when its mailing goes out."""
        papers = [*papers_of(day), *self.cross_lists.get(day, ())]
        self.world.announces(day, *(Row(id=paper, title=f"Paper {paper}") for paper in papers))

    def _shows_lists(self, now: datetime) -> None:
        day = now.date()
        if is_listing_day(day) and timedelta() <= now - mailed_at(day) < TICK:
            self.shows(day)

    async def _rings(self, daily: DailyJob) -> None:
        looks_back = {"bluesky": timedelta(hours=1)}
        collect = Collect(self.bot.storage, self.networks.all, looks_back)
        await Visits(collect, self.bot.clock, EVENING).ring()
        await daily.ring()
        await self.bot.deliver.deliver()

    def _daily_job(self) -> DailyJob:
        policies = Policies(ClassicPolicy(), BalancedPolicy())
        return DailyJob(
            lookup=Lookup(self.bot.storage, self.bot.clock, policies),
            announce=self.bot.announce,
            clock=self.bot.clock,
            cadence=EVENING,
            requests=[Request(destination=CHANNEL)],
        )

    @property
    def digests(self) -> dict[str, str]:
        """The texts of the messages in the channel, by the weekday that their title names."""
        return {_weekday(sent): plain(sent.message.document) for sent in self.bot.publisher.sent}


def papers_in(digest: str) -> list[str]:
    """The papers of a digest in their order, each with how it is marked."""
    titles = re.findall(r"^\d+\. Paper (\S+)$", digest, re.MULTILINE)
    reasons = re.findall(r"^▲ .*$", digest, re.MULTILINE)
    return [
        f"{title} late" if "late riser" in reason else title
        for title, reason in zip(titles, reasons, strict=True)
    ]


def _weekday(sent: Sent) -> str:
    return sent.title.partition(" · ")[2].partition(",")[0]


@asynccontextmanager
async def a_week(world: World) -> AsyncIterator[Week]:
    """A bot that is set up early on Monday, its settings those of the environment."""
    bot = FakeBot()
    bot.clock.moment = hour(MONDAY, 4)
    async with open_networks(read_settings(), bot.storage, opens=QuickWeb()) as networks:
        yield Week(world, bot, networks)
