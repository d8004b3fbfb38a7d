"""`/unsubscribe cs.CL`: a digest ends, once that was confirmed."""

from functools import partial

from bot.commands.choosing import WHICH, for_one
from bot.commands.spec import Answer, Audience, Call, Command, Reply
from bot.services.subscribe import Subscribe
from bot.views.subscriptions import removal, removed
from bot.views.words import phrase


def unsubscribe(subscribing: Subscribe) -> Command:
    """Make the command."""
    return Command(
        name="unsubscribe",
        summary=phrase("End a digest"),
        handler=for_one(subscribing, partial(_ask, subscribing)),
        params=(WHICH,),
        audience=Audience.MANAGERS,
        is_private=True,
        examples=("", "cs.CL", "3"),
    )


def unsubscribed(subscribing: Subscribe) -> Command:
    """Make the command that does it."""
    return Command(
        name="unsubscribed",
        summary=phrase("End a digest, as was confirmed"),
        handler=for_one(subscribing, partial(_remove, subscribing)),
        params=(WHICH,),
        audience=Audience.MANAGERS,
        is_private=True,
        is_hidden=True,
    )


async def _ask(subscribing: Subscribe, call: Call, number: int) -> Answer:
    chosen = await subscribing.find(number, call.caller)
    return Reply(document=removal(chosen, call.words), is_private=True)


async def _remove(subscribing: Subscribe, call: Call, number: int) -> Answer:
    gone = await subscribing.remove(number, call.caller)
    return Reply(document=removed(gone, call.words), is_private=True)
