"""`/pause` and `/resume`: a digest rests for a while."""

from functools import partial

from bot.commands.choosing import WHICH, for_one
from bot.commands.spec import Answer, Audience, Call, Command, Reply
from bot.services.subscribe import Subscribe
from bot.views.subscriptions import PAUSED, RESUMED, card
from bot.views.words import phrase


def pause(subscribing: Subscribe) -> Command:
    """Make the command that lets a digest rest."""
    return Command(
        name="pause",
        summary=phrase("Let a digest rest until it is resumed"),
        handler=for_one(subscribing, partial(_pause, subscribing)),
        params=(WHICH,),
        audience=Audience.MANAGERS,
        is_private=True,
        examples=("", "cs.CL", "3"),
    )


def resume(subscribing: Subscribe) -> Command:
    """Make the command that lets a digest go on."""
    return Command(
        name="resume",
        summary=phrase("Let a digest go on that was paused or stopped"),
        handler=for_one(subscribing, partial(_resume, subscribing)),
        params=(WHICH,),
        audience=Audience.MANAGERS,
        is_private=True,
        examples=("", "cs.CL", "3"),
    )


async def _pause(subscribing: Subscribe, call: Call, number: int) -> Answer:
    paused = await subscribing.pause(number, call.caller)
    return Reply(document=card(paused, call.words, call.now, said=PAUSED), is_private=True)


async def _resume(subscribing: Subscribe, call: Call, number: int) -> Answer:
    resumed = await subscribing.resume(number, call.caller)
    return Reply(document=card(resumed, call.words, call.now, said=RESUMED), is_private=True)
