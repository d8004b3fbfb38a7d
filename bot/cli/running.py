"""What `hotpapers run` runs."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from adapters.terminal.inert import inert_line
from bot import logs
from bot.cli.gathering import progress_bars
from bot.cli.listening import listening
from bot.cli.sample import sample_ranking, what_the_sample_is
from bot.cli.sending import send_and_report
from bot.domain.cadence import Cadence
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Request
from bot.domain.runs import Run
from bot.networks import Networks, open_networks
from bot.platforms import Bot, open_bot
from bot.reception import reception
from bot.schedule import Alarm, alarm_clock
from bot.services.collect import Collect
from bot.services.daily import DailyJob
from bot.services.deliver import Deliver
from bot.services.lookup import Question
from bot.services.standings import Record
from bot.services.subscribed import Subscribed
from bot.services.visit import Visits
from bot.settings import Settings, read_settings
from bot.views import sources
from bot.views.words import ENGLISH_WORDS
from bot.wiring import Library

log = logging.getLogger(__name__)

_TERMINAL = Destination(Platform.TERMINAL)
_ANNOUNCE_EVERY = timedelta(minutes=1)
_VISIT_EVERY = timedelta(minutes=5)
_DELIVER_EVERY = timedelta(seconds=3)

_RECORD_EVERY = timedelta(minutes=30)
_TIDY_EVERY = timedelta(hours=12)
_BUTTONS_LAST = timedelta(days=60)

_STREAM_LOOK_BACK = timedelta(hours=1)
"""How much of Bluesky's stream is replayed the first time: it is a gigabyte every few hours."""


@dataclass(frozen=True, slots=True)
class _Everything:
    bot: Bot
    networks: Networks
    collect: Collect
    cadence: Cadence


@asynccontextmanager
async def _open_everything(
    settings: Settings, as_of: datetime | None, *, is_hasty: bool
) -> AsyncIterator[_Everything]:
    async with (
        open_bot(settings, as_of=as_of) as bot,
        open_networks(settings, bot.library.storage, is_hasty=is_hasty) as networks,
    ):
        yield _Everything(
            bot,
            networks,
            Collect(bot.library.storage, networks.all, _looks_back(settings)),
            Cadence(settings.daily_at, settings.zone),
        )


def _looks_back(settings: Settings) -> dict[str, timedelta]:
    """Say how far back a source is asked the first time, where that is not the usual."""
    return {} if settings.bluesky_handle else {"bluesky": _STREAM_LOOK_BACK}


async def run_once(as_of: datetime | None) -> bool:
    """Collect and post the newest day now; say whether the digest stands everywhere.

    Where arXiv does not answer, the newest day known is used, and the sample day where none is.
    Without any channel the digest is printed in the terminal. Raises ConfigurationError or
    StorageError.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    async with _open_everything(settings, as_of, is_hasty=True) as all_of_it:
        bot = all_of_it.bot
        runs = await _collect(all_of_it, as_of or bot.library.clock.now())
        for run in runs:
            print(inert_line(sources.sentence(run, ENGLISH_WORDS)), file=sys.stderr)
        newest = await bot.library.lookup.newest_day()
        is_sample = newest is None
        used = (
            sources.what_is_used(newest, runs, ENGLISH_WORDS)
            if newest
            else what_the_sample_is(settings)
        )
        print(used, file=sys.stderr)
        question = Question(topic=settings.categories, late=True)
        ranking = (
            sample_ranking(settings, settings.categories)
            if is_sample
            else (await bot.library.lookup.day(question)).ranking
        )
        requests = _requests(settings, settings.destinations or (_TERMINAL,))
        orders = [(ranking, request) for request in requests]
        return await send_and_report(bot, orders, is_sample=is_sample)


async def _collect(all_of_it: _Everything, as_of: datetime) -> list[Run]:
    """Ask arXiv, and the networks only if it answers: offline, one failure is enough."""
    with progress_bars() as bar:
        runs = await all_of_it.collect.collect(as_of=as_of, names=["arxiv"], progress=bar)
        if all(run.is_success for run in runs):
            attention = [row.name for row in all_of_it.networks.attention if not row.lacks]
            runs += await all_of_it.collect.collect(as_of=as_of, names=attention, progress=bar)
    return runs


def _requests(settings: Settings, destinations: Sequence[Destination]) -> list[Request]:
    return [
        Request(
            destination=destination,
            topic=settings.categories,
            style=settings.style,
            top=settings.top,
        )
        for destination in destinations
    ]


async def run_for_ever(as_of: datetime | None) -> bool:
    """Collect, post every day and empty the outbox, until the process is asked to stop.

    Raises ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up(level=settings.log_level, form=settings.log_format, secrets=settings.secrets)
    asked = _asked_to_stop()
    async with _open_everything(settings, as_of, is_hasty=False) as all_of_it:
        bot = all_of_it.bot
        daily = DailyJob(
            lookup=bot.library.lookup,
            announce=bot.announce,
            clock=bot.library.clock,
            cadence=all_of_it.cadence,
            requests=_requests(settings, settings.destinations),
        )
        names = tuple(row.name for row in all_of_it.networks.all if not row.lacks)
        front = reception(settings, bot, bot.platforms.rights, sources=names)
        visits = Visits(all_of_it.collect, bot.library.clock, all_of_it.cadence)
        record = Record(bot.library.storage, bot.library.lookup, bot.library.clock)
        sending = (
            Alarm(_ANNOUNCE_EVERY, partial(_announce, daily, front.subscribed, bot.deliver)),
            Alarm(_DELIVER_EVERY, bot.deliver.deliver),
        )
        collecting = (
            Alarm(_VISIT_EVERY, visits.ring),
            Alarm(_RECORD_EVERY, record.ring),
            Alarm(_TIDY_EVERY, partial(_tidy, bot.library)),
        )
        # A message must not be dropped half sent; what a source was asked for can be asked again.
        async with (
            alarm_clock(sending),
            alarm_clock(collecting, parting=timedelta()),
            listening(bot.platforms, front.desk),
        ):
            await _greet(daily, settings, bot.library)
            await asked.wait()
            log.info("Stopping; messages in hand are sent first", extra={"action": "stop"})
    return True


async def _announce(daily: DailyJob, subscribed: Subscribed, deliver: Deliver) -> None:
    """Announce what is due, and send it now rather than when the outbox is looked at next."""
    await daily.ring()
    await subscribed.ring()
    await deliver.deliver()


async def _tidy(library: Library) -> None:
    """Forget what buttons of long ago said."""
    async with library.storage.transaction() as tx:
        await tx.tokens.drop(before=library.clock.now() - _BUTTONS_LAST)


async def _greet(daily: DailyJob, settings: Settings, library: Library) -> None:
    for name, token in (("Discord", settings.discord_token), ("Telegram", settings.telegram_token)):
        if not token:
            log.info("%s is not used: it has no token", name, extra={"action": "start"})
    async with library.storage.transaction() as tx:
        subscriptions = len(await tx.subscriptions.all())
        first = await tx.subscriptions.next_due_at()
    if not daily.requests and not subscriptions:
        log.warning(
            "No channel gets a digest yet: nobody has asked for /subscribe, and TELEGRAM_CHANNELS"
            " and DISCORD_CHANNELS are empty",
            extra={"action": "start"},
        )
        return
    moments = [daily.cadence.after(daily.clock.now())] if daily.requests else []
    moments += [first] if first else []
    log.info(
        "Running",
        extra={
            "action": "start",
            "channels": len(daily.requests),
            "subscriptions": subscriptions,
            "next_digest": min(moments).isoformat(timespec="minutes") if moments else None,
        },
    )


def _asked_to_stop() -> asyncio.Event:
    """Give what Ctrl-C and SIGTERM set."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    return asked
