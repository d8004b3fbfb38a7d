"""`/preview`: what the next digest would hold by now; the channel sees nothing of it."""

from functools import partial

from bot.commands.choosing import WHICH, for_one
from bot.commands.spec import Answer, Audience, Call, Command, Reply
from bot.services.subscribe import Subscribe
from bot.services.subscribed import Subscribed
from bot.views.words import phrase


def preview(subscribing: Subscribe, subscribed: Subscribed) -> Command:
    """Make the command."""
    return Command(
        name="preview",
        summary=phrase("See what the next digest would hold; nothing is sent"),
        handler=for_one(subscribing, partial(_preview, subscribing, subscribed)),
        params=(WHICH,),
        audience=Audience.MANAGERS,
        is_private=True,
        examples=("", "cs.CL", "3"),
    )


async def _preview(
    subscribing: Subscribe, subscribed: Subscribed, call: Call, number: int
) -> Answer:
    chosen = await subscribing.find(number, call.caller)
    return Reply(document=await subscribed.preview(chosen, call.words), is_private=True)
