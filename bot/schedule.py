"""The schedule: an alarm clock, which holds no state that matters.

What is due is worked out from the clock and the outbox each time it rings, so that a restart, a
second process or a missed ring changes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A job, and how often it is rung."""

    every: timedelta
    job: Job


PARTING = timedelta(seconds=30)
"""How long the jobs in hand may take to finish when the bot is stopped."""


@asynccontextmanager
async def alarm_clock(
    alarms: Sequence[Alarm], *, parting: timedelta = PARTING
) -> AsyncIterator[None]:
    """Ring each job at once and then after its interval, never twice at the same time.

    A job that fails is logged and rung again. On the way out the jobs in hand are finished, as
    long as that takes less than `parting`, and cancelled after it.
    """
    scheduler = AsyncIOScheduler(timezone=UTC)
    in_hand: set[asyncio.Task[None]] = set()
    for alarm in alarms:
        scheduler.add_job(
            _ring,
            IntervalTrigger(seconds=alarm.every.total_seconds(), timezone=UTC),
            args=(alarm.job, in_hand),
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await _finish(in_hand, parting)


async def _ring(job: Job, in_hand: set[asyncio.Task[None]]) -> None:
    # The scheduler cancels what it awaits when it stops. That is no failure of the job, and must
    # not reach it: a message could be half sent.
    task = asyncio.create_task(_run(job))
    in_hand.add(task)
    task.add_done_callback(in_hand.discard)
    with suppress(asyncio.CancelledError):
        await asyncio.shield(task)


async def _run(job: Job) -> None:
    try:
        await job()
    # A job that fails is rung again, and must not take the others with it.
    except Exception:
        log.exception("A job failed; it is tried again", extra={"action": "ring"})


async def _finish(in_hand: set[asyncio.Task[None]], parting: timedelta) -> None:
    if not in_hand:
        return
    _, late = await asyncio.wait(in_hand, timeout=parting.total_seconds())
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
