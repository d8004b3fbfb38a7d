"""`/subscriptions`: what is sent here, when it comes next, and why something does not."""

from functools import partial
from math import ceil

from bot.commands.choosing import WHICH, for_one
from bot.commands.kinds import CHANNEL, number
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.services.access import Access
from bot.services.subscribe import Subscribe
from bot.views.subscriptions import A_PAGE, Shelf, card, shelf
from bot.views.words import phrase

_CHANNEL = Param(name="channel", summary=phrase("Another channel than this one"), kind=CHANNEL)
_PAGE = Param(name="page", summary=phrase("Which page of the list"), kind=number(1, 1000))


def subscriptions(subscribing: Subscribe, access: Access) -> Command:
    """Make the command."""
    return Command(
        name="subscriptions",
        summary=phrase("See what is sent here; change, pause, preview or remove it"),
        handler=partial(_list, subscribing, access),
        params=(_CHANNEL, _PAGE),
        is_private=True,
        examples=("", "@papers"),
    )


def subscription(subscribing: Subscribe) -> Command:
    """Make the command that shows one subscription."""
    return Command(
        name="subscription",
        summary=phrase("See one subscription"),
        handler=for_one(subscribing, partial(_show, subscribing)),
        params=(WHICH,),
        is_private=True,
        is_hidden=True,
    )


async def _list(subscribing: Subscribe, access: Access, call: Call) -> Answer:
    channel = call.value(_CHANNEL)
    # Everybody sees what is sent where they are; another place is for those who run it.
    place = await access.managed(call.caller, channel) if channel else call.caller.place
    found = await subscribing.listed(call.caller, place)
    if len(found) == 1:
        return Reply(document=card(found[0], call.words, call.now), is_private=True)
    pages = max(ceil(len(found) / A_PAGE), 1)
    page = min(call.value(_PAGE) or 1, pages)
    shown = Shelf(
        place=place,
        subscriptions=found[(page - 1) * A_PAGE : page * A_PAGE],
        page=page,
        pages=pages,
        channel=channel,
    )
    return Reply(document=shelf(shown, call.words, call.now), is_private=True)


async def _show(subscribing: Subscribe, call: Call, chosen: int) -> Answer:
    found = await subscribing.find(chosen, call.caller)
    return Reply(document=card(found, call.words, call.now), is_private=True)
