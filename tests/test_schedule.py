import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.schedule import Alarm, alarm_clock

Ring = Callable[[], Awaitable[None]]

SELDOM = timedelta(hours=1)
OFTEN = timedelta(milliseconds=2)
PATIENCE = 5.0
"""Seconds until a test that waits for something gives up."""


@dataclass
class FakeJob:
    """A job that counts how often it is rung, and finishes when it may."""

    may_finish: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0
    finished: int = 0
    at_once: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def ring(self) -> None:
        self.begun += 1
        self.at_once = max(self.at_once, self.begun - self.finished)
        await self._tell()
        await self.may_finish.wait()
        self.finished += 1
        await self._tell()

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def has(self, condition: Callable[["FakeJob"], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(lambda: condition(self))


def a_quick_job() -> FakeJob:
    job = FakeJob()
    job.may_finish.set()
    return job


async def test_each_job_is_rung_at_once() -> None:
    jobs = [a_quick_job(), a_quick_job()]
    async with alarm_clock([Alarm(SELDOM, jobs[0].ring), Alarm(2 * SELDOM, jobs[1].ring)]):
        for job in jobs:
            await job.has(lambda job: job.finished == 1)


async def test_a_job_is_rung_again_after_its_interval() -> None:
    job = a_quick_job()
    async with alarm_clock([Alarm(OFTEN, job.ring)]):
        await job.has(lambda job: job.finished >= 3)


async def test_a_job_in_hand_is_finished_when_the_clock_stops() -> None:
    job = FakeJob()
    async with alarm_clock([Alarm(SELDOM, job.ring)]):
        await job.has(lambda job: job.begun == 1)
        asyncio.get_running_loop().call_soon(job.may_finish.set)
    assert (1, 1) == (job.begun, job.finished)


async def test_a_job_in_hand_is_finished_when_what_is_around_it_fails() -> None:
    job = FakeJob()
    with pytest.raises(RuntimeError, match="The bot failed"):
        await _fails_inside(job)
    assert (1, 1) == (job.begun, job.finished)


async def _fails_inside(job: FakeJob) -> None:
    async with alarm_clock([Alarm(SELDOM, job.ring)]):
        await job.has(lambda job: job.begun == 1)
        asyncio.get_running_loop().call_soon(job.may_finish.set)
        raise RuntimeError("The bot failed")


async def test_nothing_is_rung_after_the_clock_stopped() -> None:
    job = a_quick_job()
    async with alarm_clock([Alarm(OFTEN, job.ring)]):
        await job.has(lambda job: job.finished >= 1)
    rung = job.begun
    await asyncio.sleep(5 * OFTEN.total_seconds())
    assert rung == job.begun


async def test_stopping_at_once_rings_nothing_in_half() -> None:
    job = a_quick_job()
    async with alarm_clock([Alarm(SELDOM, job.ring)]):
        pass
    await asyncio.sleep(OFTEN.total_seconds())
    assert job.begun == job.finished


async def test_a_slow_job_is_never_rung_twice_at_the_same_time() -> None:
    slow, quick = FakeJob(), a_quick_job()
    async with alarm_clock([Alarm(OFTEN, slow.ring), Alarm(2 * OFTEN, quick.ring)]):
        await quick.has(lambda job: job.finished >= 4)
        assert 1 == slow.begun
        slow.may_finish.set()
        await slow.has(lambda job: job.finished >= 2)
    assert 1 == slow.at_once


async def test_a_job_that_fails_is_logged_and_rung_again(caplog: pytest.LogCaptureFixture) -> None:
    job = a_quick_job()
    ring = _failing_first(job.ring, times=2)
    with caplog.at_level(logging.ERROR, logger="bot.schedule"):
        async with alarm_clock([Alarm(OFTEN, ring)]):
            await job.has(lambda job: job.finished >= 1)
    failures = [record for record in caplog.records if record.name == "bot.schedule"]
    assert 2 == len(failures)
    assert all(record.exc_info for record in failures)


async def test_a_job_that_fails_takes_no_other_with_it() -> None:
    job = a_quick_job()
    ring = _failing_first(job.ring, times=1000)
    async with alarm_clock([Alarm(OFTEN, ring), Alarm(2 * OFTEN, job.ring)]):
        await job.has(lambda job: job.finished >= 3)


def _failing_first(ring: Ring, *, times: int) -> Ring:
    left = [RuntimeError("The database is away")] * times

    async def fails_or_rings() -> None:
        if left:
            raise left.pop()
        await ring()

    return fails_or_rings
