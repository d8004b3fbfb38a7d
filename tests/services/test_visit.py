from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Cadence
from bot.domain.calendar import announcement_day, mailed_at
from bot.errors import SourceUnavailable
from bot.ports import Errand, Harvest, Progress, Storage
from bot.services.collect import Collect
from bot.services.visit import Visits
from storage.memory import MemoryStorage
from tests.fakes import FakeClock
from tests.services.networks import FakeSource, listed

MONDAY_MORNING = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
AT_NINE = Cadence(time(9), ZoneInfo("UTC"))


@dataclass
class Lists:
    """arXiv: the list of the newest mailing, which shows an hour after it went out."""

    name: str = "arxiv"
    announces: bool = True
    lacks: tuple[str, ...] = ()
    asked_at: list[datetime] = field(default_factory=list)
    closed_until: datetime = MONDAY_MORNING

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        self.asked_at.append(errand.as_of)
        if errand.as_of < self.closed_until:
            raise SourceUnavailable("arXiv is closed.")
        day = announcement_day(errand.as_of - timedelta(hours=1))
        return Harvest(listings=tuple(listed(f"2611.{day.day:05}", on=day)))


def a_bot(storage: Storage, clock: FakeClock, *sources: Lists | FakeSource) -> Visits:
    """The visits of a process that was just started."""
    return Visits(Collect(storage, sources), clock, AT_NINE)


async def runs(
    storage: Storage, clock: FakeClock, *sources: Lists | FakeSource, hours: int
) -> None:
    """Ring every five minutes, now and then in a process that was started anew."""
    visits = a_bot(storage, clock, *sources)
    for number in range(hours * 12):
        if number % 50 == 0:
            visits = a_bot(storage, clock, *sources)
        await visits.ring()
        clock.advance(minutes=5)


async def test_in_a_week_each_mailing_is_read_once_and_networks_every_three_hours(
    storage: MemoryStorage,
) -> None:
    arxiv, network = Lists(), FakeSource("lobsters")
    clock = FakeClock(MONDAY_MORNING)
    await runs(storage, clock, arxiv, network, hours=7 * 24)
    days = [date(2026, 11, day) for day in (13, 16, 17, 18, 19, 20)]
    async with storage.transaction() as tx:
        assert days == await tx.papers.days()
    # The first visit of all finds Friday's list.
    assert days == [announcement_day(at - timedelta(hours=1)) for at in arxiv.asked_at]
    a_day = Counter(errand.as_of.date() for errand in network.errands)
    assert 7 == len(a_day)
    assert {8, 9} >= set(a_day.values())


async def test_networks_are_asked_shortly_before_the_digest(storage: MemoryStorage) -> None:
    network = FakeSource("lobsters")
    clock = FakeClock(MONDAY_MORNING + timedelta(hours=7))
    await runs(storage, clock, network, hours=3)
    asked = [errand.as_of.time() for errand in network.errands]
    assert [time(7), time(8, 40)] == asked


async def test_the_last_count_before_each_digest_is_at_most_twenty_minutes_old(
    storage: MemoryStorage,
) -> None:
    network = FakeSource("lobsters")
    await runs(storage, FakeClock(MONDAY_MORNING), network, hours=72)
    for day in range(3):
        nine = MONDAY_MORNING + timedelta(days=day, hours=9)
        newest = max(errand.as_of for errand in network.errands if errand.as_of <= nine)
        assert nine - newest <= timedelta(minutes=20)


async def test_a_source_that_lacks_a_setting_is_left_alone(storage: MemoryStorage) -> None:
    off = FakeSource("x", lacks=("X_BEARER_TOKEN",))
    await runs(storage, FakeClock(MONDAY_MORNING), off, hours=12)
    assert [] == off.errands


async def test_a_network_that_fails_is_asked_again_with_the_others(storage: MemoryStorage) -> None:
    broken, network = FakeSource("reddit"), FakeSource("lobsters")
    for _ in range(100):
        broken.fails(SourceUnavailable("It is closed."))
    await runs(storage, FakeClock(MONDAY_MORNING), broken, network, hours=24)
    assert [one.as_of for one in broken.errands] == [one.as_of for one in network.errands]


@pytest.mark.parametrize("hours", [3, 10, 15])
async def test_when_arxiv_answers_again_its_list_is_read_within_the_hour(
    storage: MemoryStorage, hours: int
) -> None:
    opens_at = MONDAY_MORNING + timedelta(hours=hours)
    arxiv = Lists(closed_until=opens_at)
    await runs(storage, FakeClock(MONDAY_MORNING), arxiv, hours=hours + 2)
    (read_at,) = (at for at in arxiv.asked_at if at >= opens_at)
    assert read_at - opens_at <= timedelta(hours=1, minutes=5)
    assert len(arxiv.asked_at) <= 12 + hours


async def test_after_a_restart_nothing_is_asked_twice(storage: MemoryStorage) -> None:
    arxiv, network = Lists(), FakeSource("lobsters")
    clock = FakeClock(mailed_at(date(2026, 11, 17)) + timedelta(hours=2))
    for _ in range(5):
        await a_bot(storage, clock, arxiv, network).ring()
    assert (1, 1) == (len(arxiv.asked_at), len(network.errands))


async def test_a_list_with_the_date_of_a_day_to_come_does_not_end_the_asking(
    storage: MemoryStorage,
) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add(listed("2611.00001", on=date(2036, 1, 1)))
    arxiv = Lists()
    await runs(storage, FakeClock(MONDAY_MORNING), arxiv, hours=30)
    assert 3 == len(arxiv.asked_at)
