"""Which subscription is meant: by its number, by its topic, or the only one there is."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.commands.kinds import TEXT
from bot.commands.spec import Answer, Call, Handler, Param, Reply
from bot.commands.wishes import TOPIC_PARAM
from bot.domain.subscriptions import Subscription
from bot.errors import BadArgument, UserMistake
from bot.services.subscribe import Subscribe
from bot.views import subscriptions
from bot.views.rhythms import named
from bot.views.words import phrase

WHICH = Param(
    name="which",
    summary=phrase("The topic, or the number that /subscriptions shows"),
    kind=TEXT,
)

Chosen = Callable[[Call, int], Awaitable[Answer]]


def for_one(subscribing: Subscribe, then: Chosen) -> Handler:
    """Make a handler that goes on with the number of what is meant, or asks which one it is.

    Whether there is one of that number, and the caller may change it, has still to be asked.
    """
    return partial(_choose, subscribing, then)


async def _choose(subscribing: Subscribe, then: Chosen, call: Call) -> Answer:
    which = (call.value(WHICH) or "").removeprefix("#")
    if _is_number(which):
        return await then(call, int(which))
    found = await subscribing.listed(call.caller, call.caller.place)
    if which:
        found = _about(found, which, call)
    if not found:
        raise UserMistake("Nothing is sent here yet. /subscribe sets up a digest.")
    if len(found) > 1:
        asking = subscriptions.which(found, call.invocation.command, call.words)
        return Reply(document=asking, is_private=True)
    return await then(call, found[0].id)


def _about(found: list[Subscription], which: str, call: Call) -> list[Subscription]:
    topic = TOPIC_PARAM.kind.read(which)
    about = [one for one in found if one.topic == topic]
    if not about:
        raise BadArgument(
            "There is no subscription to “{topic}” here. /subscriptions lists those there are.",
            topic=named(topic, call.words),
        )
    return about


def _is_number(which: str) -> bool:
    return which.isascii() and which.isdecimal() and len(which) < 10
