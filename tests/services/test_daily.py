import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.balanced import BalancedPolicy
from bot.domain.cadence import GRACE, Cadence
from bot.domain.digests import Request
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.topics import Topic
from bot.errors import StorageError, UserMistake
from bot.ports import Storage, Transaction
from bot.services.daily import DailyJob
from bot.services.lookup import Lookup
from tests.builders import CHANNEL, DAY
from tests.services.bots import OTHER_CHANNEL, FakeBot

NEXT_DAY = DAY + timedelta(days=1)
REQUESTS = (Request(destination=CHANNEL), Request(destination=OTHER_CHANNEL))


def a_daily_job(bot: FakeBot, *requests: Request) -> DailyJob:
    """The daily job of a process that was just started; it is due at 09:30."""
    policies = Policies(ClassicPolicy(), BalancedPolicy())
    return DailyJob(
        lookup=Lookup(bot.storage, bot.clock, policies),
        announce=bot.announce,
        clock=bot.clock,
        cadence=Cadence(time(9, 30), ZoneInfo("UTC")),
        requests=requests or REQUESTS,
    )


async def rings(bot: FakeBot, job: DailyJob | None = None) -> None:
    await (job or a_daily_job(bot)).ring()
    await bot.deliver.deliver()


async def test_before_the_hour_nothing_is_posted() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    await rings(bot)
    assert [] == bot.publisher.sent


async def test_at_the_hour_every_channel_gets_its_digest() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    await rings(bot)
    assert {CHANNEL, OTHER_CHANNEL} == {sent.to for sent in bot.publisher.sent}
    assert ["🔥 Hot papers · Wednesday, 17 January 2024"] * 2 == bot.titles


async def test_ringing_all_day_posts_once() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    job = a_daily_job(bot)
    for _ in range(24 * 4):
        bot.clock.advance(minutes=15)
        await rings(bot, job)
    assert 2 == len(bot.publisher.sent)


async def test_restarting_all_day_posts_once() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    for _ in range(24):
        bot.clock.advance(hours=1)
        await rings(bot)
    assert 2 == len(bot.publisher.sent)


async def test_two_processes_that_ring_at_once_post_once() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    await asyncio.gather(*(a_daily_job(bot).ring() for _ in range(4)))
    await asyncio.gather(*(bot.deliver.deliver() for _ in range(4)))
    assert 2 == len(bot.publisher.sent)


async def test_after_a_downtime_the_digest_is_posted_late() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    bot.clock.advance(seconds=GRACE.total_seconds())
    await rings(bot)
    assert 2 == len(bot.publisher.sent)


async def test_after_a_longer_downtime_it_waits_for_the_next_day() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    bot.clock.advance(seconds=GRACE.total_seconds() + 1)
    await rings(bot)
    assert [] == bot.publisher.sent
    bot.clock.reaches("09:30")
    await rings(bot)
    assert 2 == len(bot.publisher.sent)


async def test_each_new_day_is_posted_and_a_day_without_a_mailing_is_not() -> None:
    bot = FakeBot()
    job = a_daily_job(bot, REQUESTS[0])
    await bot.learns(DAY)
    for learned in ((), (NEXT_DAY,), ()):
        bot.clock.reaches("09:30")
        await rings(bot, job)
        bot.clock.advance(hours=12)
        await bot.learns(*learned)
    assert [
        "🔥 Hot papers · Wednesday, 17 January 2024",
        "🔥 Hot papers · Thursday, 18 January 2024",
    ] == bot.titles


async def test_every_topic_is_ranked_for_itself() -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    machine_learning = Request(destination=CHANNEL, topic=Topic.of(["cs.LG"]))
    physics = Request(destination=OTHER_CHANNEL, topic=Topic.of(["hep-th"]))
    bot.clock.reaches("09:30")
    await rings(bot, a_daily_job(bot, machine_learning, physics))
    shown = {sent.to: len(sent.message.document.sections) for sent in bot.publisher.sent}
    assert {CHANNEL: 2, OTHER_CHANNEL: 0} == shown


async def test_without_any_papers_it_says_so_once_and_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = FakeBot()
    job = a_daily_job(bot)
    bot.clock.reaches("09:30")
    with caplog.at_level(logging.WARNING, logger="bot.services.daily"):
        await rings(bot, job)
        await rings(bot, job)
    assert 1 == sum("No papers are known yet" in record.message for record in caplog.records)
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    await rings(bot, job)
    assert 2 == len(bot.publisher.sent)


async def test_asked_to_announce_without_any_papers_it_says_what_to_do() -> None:
    with pytest.raises(UserMistake, match="hotpapers import"):
        await a_daily_job(FakeBot()).announce_all(DAY)


@dataclass
class FlakyStorage:
    """A storage that is away after so many transactions, once."""

    storage: Storage
    transactions: int

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.transactions -= 1
        if self.transactions == -1:
            raise StorageError("The database is away.")
        async with self.storage.transaction() as tx:
            yield tx


@pytest.mark.parametrize("transactions", range(3))
async def test_a_day_that_failed_in_the_middle_is_done_at_the_next_ring(transactions: int) -> None:
    bot = FakeBot()
    await bot.learns(DAY)
    bot.clock.reaches("09:30")
    flaky = FakeBot(
        storage=FlakyStorage(bot.storage, transactions), clock=bot.clock, publisher=bot.publisher
    )
    job = a_daily_job(flaky)
    with pytest.raises(StorageError):
        await job.ring()
    await rings(bot, job)
    await rings(bot, job)
    assert {str(CHANNEL): 1, str(OTHER_CHANNEL): 1} == Counter(
        str(sent.to) for sent in bot.publisher.sent
    )
