"""What `hotpapers post` runs."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console

from bot import logs
from bot.document.plain import plain
from bot.domain.deliveries import Delivery, State
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey, Request, Style, compose
from bot.domain.ranking import Ranking
from bot.domain.topics import Topic
from bot.platforms import Bot, open_bot, require
from bot.services.announce import Announcement
from bot.services.lookup import Question
from bot.settings import Settings, read_settings
from bot.views.words import counted

_PATIENCE = timedelta(minutes=2)
"""How long a person at a terminal waits for a platform that asked for a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The arguments of `hotpapers post`."""

    to: tuple[str, ...]
    day: date | None = None
    categories: tuple[str, ...] = ()
    top: int | None = None
    style: Style | None = None
    again: bool = False
    is_rehearsal: bool = False


async def post_all(wish: Wish) -> bool:
    """Post to every destination; say whether the digest stands in all of them.

    Raises UserMistake, ConfigurationError or StorageError before anything is posted.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    requests = [
        _request(Destination.parse(text), wish, settings) for text in dict.fromkeys(wish.to)
    ]
    question = Question(day=wish.day, topic=requests[0].topic, late=True)
    async with open_bot(settings) as bot:
        ranking = (await bot.library.lookup.day(question)).ranking
        if wish.is_rehearsal:
            for request in requests:
                _rehearse(bot, ranking, request)
            return True
        require(bot.publishers, [request.destination for request in requests])
        sent = [
            await send_and_report(bot, ranking, request, again=wish.again) for request in requests
        ]
        return all(sent)


def _request(destination: Destination, wish: Wish, settings: Settings) -> Request:
    return Request(
        destination=destination,
        topic=Topic.of(wish.categories) if wish.categories else settings.categories,
        style=wish.style or settings.style,
        top=wish.top or settings.top,
    )


async def send_and_report(
    bot: Bot, ranking: Ranking, request: Request, *, again: bool = False, is_sample: bool = False
) -> bool:
    """Announce and send a digest, print what became of it, and say whether it stands there."""
    announcement = await bot.announce.announce(ranking, request, again=again, is_sample=is_sample)
    deliveries = await _send_patiently(bot, announcement.key)
    problems = [delivery for delivery in deliveries if delivery.state not in _ARRIVED]
    if problems:
        print(f"{request.destination}: {_problem(problems[0], deliveries)}", file=sys.stderr)
        return False
    _report(request.destination, announcement, deliveries)
    return True


_ARRIVED = {State.SENT, State.REPLACED}


async def _send_patiently(bot: Bot, key: DigestKey) -> list[Delivery]:
    """Send a digest, waiting where a platform asks for a short pause; give all its messages."""
    give_up_at = bot.library.clock.now() + _PATIENCE
    while True:
        await bot.deliver.deliver(key)
        async with bot.library.storage.transaction() as tx:
            deliveries = await tx.deliveries.of(key)
        due = min((row.due_at for row in deliveries if row.state is State.QUEUED), default=None)
        if due is None or due > give_up_at:
            return deliveries
        await asyncio.sleep(max((due - bot.library.clock.now()).total_seconds(), 0.1))


def _report(to: Destination, announcement: Announcement, deliveries: Sequence[Delivery]) -> None:
    if to.platform is Platform.TERMINAL:
        return
    sent = counted(sum(row.state is State.SENT for row in deliveries), "message", "messages")
    if announcement.is_new:
        print(f"{to}: posted in {sent}.")
        return
    print(f"{to}: stands there already, in {sent}. --again posts it once more.")


def _problem(delivery: Delivery, deliveries: Sequence[Delivery]) -> str:
    place = deliveries.index(delivery) + 1
    part = f"message {place} of {len(deliveries)}: " if len(deliveries) > 1 else ""
    problem = f"{part}{delivery.problem or 'it is being sent by another process.'}"
    if delivery.state is State.QUEUED:
        return f"{problem} It stays in the outbox: “hotpapers run” or the same command sends it."
    return problem


def _rehearse(bot: Bot, ranking: Ranking, request: Request) -> None:
    digest = compose(ranking, request, composed_at=bot.library.clock.now())
    documents = bot.announce.messages(digest)
    console = Console()
    for number, document in enumerate(documents, 1):
        console.rule(f"{request.destination} · message {number} of {len(documents)}")
        console.print(plain(document), markup=False, highlight=False)
