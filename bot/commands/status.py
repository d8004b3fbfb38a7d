"""/status: how the bot is doing, for those who run it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.commands.spec import Answer, Audience, Call, Command, Reply
from bot.ports import Storage
from bot.services.boards import Boards
from bot.views import sources as sources_view
from bot.views import status as status_view
from bot.views.status import Health
from bot.views.words import phrase

LOOKED_BACK = timedelta(days=7)
"""How far back the last success of a source is looked for."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Used:
    """A source that is collected."""

    name: str
    lacks: tuple[str, ...] = ()


def status(storage: Storage, boards: Boards, sources: Sequence[str]) -> Command:
    """Make the command."""
    used = [_Used(name) for name in sources]

    async def answer(call: Call) -> Answer:
        days = await boards.days()
        async with storage.transaction() as tx:
            runs = await tx.runs.between(call.now - LOOKED_BACK, call.now)
            subscriptions = await tx.subscriptions.all()
            waiting = await tx.deliveries.waiting()
        failures = [run for run in runs if not run.is_success and call.now - run.as_of <= _DAY]
        health = Health(
            sources=sources_view.rows(used, runs, call.words, now=call.now),
            failures=failures[::-1],
            waiting=waiting,
            subscriptions=Counter(one.state for one in subscriptions),
            newest=days[-1] if days else None,
        )
        return Reply(document=status_view.document(health, call.words), is_private=True)

    return Command(
        name="status",
        summary=phrase("How the bot is doing"),
        handler=answer,
        audience=Audience.OPERATORS,
        is_private=True,
        examples=("",),
    )
