"""What `hotpapers run` runs."""

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta

from adapters.sources.sample import sample_day
from bot import logs
from bot.cli.sending import send_and_report
from bot.domain.cadence import Daily
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Request
from bot.domain.ranking import ClassicPolicy, Evidence, Ranking, rank
from bot.domain.topics import Topic
from bot.platforms import Bot, open_bot
from bot.schedule import alarm_clock
from bot.services.daily import DailyJob
from bot.settings import Settings, read_settings

log = logging.getLogger(__name__)

_TERMINAL = Destination(Platform.TERMINAL)
_ANNOUNCE_EVERY = timedelta(minutes=1)
_DELIVER_EVERY = timedelta(seconds=15)


async def run_once() -> bool:
    """Do the day's job now; say whether the digest stands everywhere.

    Without any papers it uses the sample day, and says so. Without any channel it prints the
    digest in the terminal. Raises ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    async with open_bot(settings) as bot:
        is_sample = await bot.library.lookup.newest_day() is None
        if is_sample:
            print(_what_the_sample_is(settings), file=sys.stderr)
        sent = []
        for request in _requests(settings, settings.destinations or (_TERMINAL,)):
            ranking = (
                _sample_ranking(settings, request.topic)
                if is_sample
                else (await bot.library.lookup.day(topic=request.topic)).ranking
            )
            sent.append(await send_and_report(bot, ranking, request, is_sample=is_sample))
        return all(sent)


def _what_the_sample_is(settings: Settings) -> str:
    if settings.destinations:
        return "No papers are known yet, so this is the sample day that comes with the bot."
    return (
        "This is the sample day that comes with the bot. To post for real, put TELEGRAM_TOKEN and"
        " TELEGRAM_CHANNELS, or DISCORD_TOKEN and DISCORD_CHANNELS, into .env (see .env.example)."
    )


def _sample_ranking(settings: Settings, topic: Topic) -> Ranking:
    sample = sample_day()
    evidence = Evidence(
        day=sample.head.day,
        listings=[listing for listing in sample.listings if topic.matches(listing.paper)],
        snapshots=sample.snapshots,
        mentions=sample.mentions,
    )
    policy = ClassicPolicy(threshold=settings.min_score)
    return rank(evidence, policy, as_of=sample.head.counted_at)


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


async def run_for_ever() -> bool:
    """Post every day and empty the outbox, until the process is asked to stop.

    Raises ConfigurationError or StorageError.
    """
    settings = read_settings()
    logs.set_up(level=settings.log_level, form=settings.log_format, secrets=settings.secrets)
    async with open_bot(settings) as bot:
        daily = _daily_job(bot, settings)
        _greet(daily, settings)
        async with alarm_clock({_ANNOUNCE_EVERY: daily.ring, _DELIVER_EVERY: bot.deliver.deliver}):
            await _asked_to_stop()
            log.info("Stopping; messages in hand are finished first", extra={"action": "stop"})
    return True


def _daily_job(bot: Bot, settings: Settings) -> DailyJob:
    return DailyJob(
        lookup=bot.library.lookup,
        announce=bot.announce,
        clock=bot.library.clock,
        cadence=Daily(settings.daily_at, settings.zone),
        requests=_requests(settings, settings.destinations),
    )


def _greet(daily: DailyJob, settings: Settings) -> None:
    for name, token in (("Discord", settings.discord_token), ("Telegram", settings.telegram_token)):
        if not token:
            log.info("%s is not used: it has no token", name, extra={"action": "start"})
    if not daily.requests:
        log.warning(
            "No channel gets a digest: TELEGRAM_CHANNELS and DISCORD_CHANNELS are empty",
            extra={"action": "start"},
        )
        return
    log.info(
        "Running",
        extra={
            "action": "start",
            "channels": len(daily.requests),
            "next_digest": daily.cadence.after(daily.clock.now()).isoformat(timespec="minutes"),
        },
    )


async def _asked_to_stop() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()
