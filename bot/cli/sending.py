"""What `hotpapers post` runs."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console

from adapters.terminal.inert import inert
from bot import logs
from bot.cli.options import topic_of
from bot.document.plain import plain
from bot.domain.deliveries import Delivery, State
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey, Request, Style
from bot.domain.ranking import Ranking
from bot.platforms import Bot, open_bot, require, ruler_of
from bot.services.announce import Announcement, form_of
from bot.services.lookup import Question
from bot.settings import Settings, read_settings
from bot.views.words import ENGLISH_WORDS

_PATIENCE = timedelta(seconds=45)
"""How long a person at a terminal waits for a platform that asked for a pause.

It is less than the first pause after a failure, so nobody waits for a platform that is down.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The arguments of `hotpapers post`."""

    to: tuple[str, ...]
    day: date | None = None
    categories: tuple[str, ...] = ()
    topic: str | None = None
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
                await _rehearse(bot, ranking, request)
            return True
        require(bot.publishers, [request.destination for request in requests])
        orders = [(ranking, request) for request in requests]
        return await send_and_report(bot, orders, again=wish.again)


def _request(destination: Destination, wish: Wish, settings: Settings) -> Request:
    return Request(
        destination=destination,
        topic=topic_of(wish.categories, wish.topic, settings.categories),
        style=wish.style or settings.style,
        top=wish.top or settings.top,
    )


async def send_and_report(
    bot: Bot,
    orders: Sequence[tuple[Ranking, Request]],
    *,
    again: bool = False,
    is_sample: bool = False,
) -> bool:
    """Announce and send digests, print what became of each, and say whether all stand there.

    They go out at the same time: a platform that wants a pause does not hold up the others.
    """
    announced = [
        (
            request.destination,
            await bot.announce.announce(ranking, request, again=again, is_sample=is_sample),
        )
        for ranking, request in orders
    ]
    return all(await asyncio.gather(*(_send_one(bot, *each) for each in announced)))


async def _send_one(bot: Bot, to: Destination, announcement: Announcement) -> bool:
    settled = await _send_patiently(bot, announcement.key)
    async with bot.library.storage.transaction() as tx:
        deliveries = await tx.deliveries.of(announcement.key)
    messages = [delivery for delivery in deliveries if delivery.state is not State.REPLACED]
    for delivery in messages:
        if delivery.state is not State.SENT:
            problem = _problem(delivery, messages, is_news=bool(settled))
            print(f"{to}: {problem}", file=sys.stderr)
            return False
    if to.platform is not Platform.TERMINAL:
        print(f"{to}: {_success(messages, is_news=announcement.is_new or bool(settled))}")
    return True


def _success(messages: Sequence[Delivery], *, is_news: bool) -> str:
    sent = ENGLISH_WORDS.plural("{count} message", "{count} messages", len(messages))
    if is_news:
        return f"posted in {sent}."
    return f"stands there already, in {sent}. --again posts it once more."


async def _send_patiently(bot: Bot, key: DigestKey) -> list[Delivery]:
    """Send a digest, waiting where its platform asks for a short pause; give what was settled."""
    give_up_at = bot.library.clock.now() + _PATIENCE
    settled: list[Delivery] = []
    while True:
        settled += await bot.deliver.deliver(key)
        async with bot.library.storage.transaction() as tx:
            deliveries = await tx.deliveries.of(key)
        unsent = next((row for row in deliveries if not row.state.is_final), None)
        # What another process has in hand is not ours to wait for, nor is what comes after it.
        if unsent is None or unsent.state is State.SENDING or unsent.due_at > give_up_at:
            return settled
        await asyncio.sleep(max((unsent.due_at - bot.library.clock.now()).total_seconds(), 0.1))


def _problem(delivery: Delivery, messages: Sequence[Delivery], *, is_news: bool) -> str:
    place = messages.index(delivery) + 1
    part = f"message {place} of {len(messages)}: " if len(messages) > 1 else ""
    problem = f"{part}{delivery.problem or 'it is being sent by another process.'}"
    if delivery.state is State.QUEUED:
        return f"{problem} It stays in the outbox: “hotpapers run” or the same command sends it."
    if delivery.state.is_final and not is_news:
        return f"{problem} That was the last time; --again tries once more."
    return problem


async def _rehearse(bot: Bot, ranking: Ranking, request: Request) -> None:
    ruler = ruler_of(request.destination.platform, form_of(request.style))
    documents = await bot.announce.rehearse(ranking, request, ruler)
    console = Console()
    for number, document in enumerate(documents, 1):
        console.rule(f"{request.destination} · message {number} of {len(documents)}")
        console.print(inert(plain(document)), markup=False, highlight=False)
