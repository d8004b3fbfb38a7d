"""A bot over fakes: what a test says to it, and what stands in the channels afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.document.fit import Load
from bot.domain.deliveries import Delivery, Form
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey, Request, Style
from bot.domain.ranking import Ranking
from bot.ports import Storage
from bot.services.announce import Announce, Announcement
from bot.services.deliver import Deliver
from bot.services.remember import remember
from storage.memory import MemoryStorage
from tests.builders import CHANNEL, a_paper, a_post, a_ranking
from tests.fakes import FakeClock, FakePublisher, PlainRuler

OTHER_CHANNEL = Destination(Platform.TELEGRAM, "@others")


@dataclass(slots=True, kw_only=True)
class FakeBot:
    """The services over one storage, one clock and platforms that do as they are told."""

    storage: Storage = field(default_factory=MemoryStorage)
    clock: FakeClock = field(default_factory=FakeClock)
    publisher: FakePublisher = field(default_factory=FakePublisher)
    terminal: FakePublisher = field(
        default_factory=lambda: FakePublisher(platform=Platform.TERMINAL)
    )
    resends_uncertain: bool = False

    @property
    def publishers(self) -> Mapping[Platform, FakePublisher]:
        return {each.platform: each for each in (self.publisher, self.terminal)}

    @property
    def announce(self) -> Announce:
        return Announce(self.storage, self.publishers, self.clock, "UTC")

    @property
    def deliver(self) -> Deliver:
        """Another process with every call: services remember nothing."""
        return Deliver(self.storage, self.publishers, self.clock, self.resends_uncertain)

    @property
    def titles(self) -> list[str]:
        """The titles of the messages that stand in the channels of the platform, in order."""
        return [sent.title for sent in self.publisher.sent]

    async def is_asked_for(
        self,
        ranking: Ranking | None = None,
        *,
        to: Destination = CHANNEL,
        style: Style = Style.FULL,
        again: bool = False,
    ) -> Announcement:
        request = Request(destination=to, style=style)
        return await self.announce.announce(ranking or a_ranking(), request, again=again)

    async def outbox(self, key: DigestKey) -> list[Delivery]:
        async with self.storage.transaction() as tx:
            return await tx.deliveries.of(key)

    async def learns(self, *days: date) -> None:
        """Remember the published posts of some days, each with two hot papers."""
        await remember(self.storage, [a_post(day) for day in days])


def a_narrow_platform() -> FakePublisher:
    """A platform with room for one paper in a plain message, and for two in a rich one."""
    rulers = {
        Form.PLAIN: PlainRuler(limits=Load(500, 100, 10_000)),
        Form.RICH: PlainRuler(limits=Load(800, 100, 10_000), folds=True),
    }
    return FakePublisher(rulers=rulers)


def papers(count: int) -> Ranking:
    """A ranking of so many papers, Title 1 first."""
    return a_ranking(
        *(a_paper(f"2401.{number:05}", title=f"Title {number}") for number in range(1, count + 1))
    )
