"""`/subscribe cs.CL 9:00 Asia/Tokyo weekdays 5`: a digest comes here from now on."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.commands.spec import Answer, Audience, Call, Command, Reply
from bot.commands.wishes import CHANNEL_PARAM, TOPIC_PARAM, WISHES, wishes_of
from bot.document.nodes import Action, Arguments, Buttons
from bot.domain.people import Place
from bot.domain.topics import Topic
from bot.errors import NotAllowed
from bot.services.access import Access
from bot.services.boards import Boards
from bot.services.subscribe import Subscribe
from bot.views import problems, subscriptions, topic_choice
from bot.views.words import phrase

_LATELY = timedelta(days=6)


def subscribe(subscribing: Subscribe, access: Access, boards: Boards) -> Command:
    """Make the command."""
    return Command(
        name="subscribe",
        summary=phrase("Get the hot papers of a topic, every day or every week"),
        handler=partial(_subscribe, subscribing, access, boards),
        params=(*WISHES, CHANNEL_PARAM),
        audience=Audience.MANAGERS,
        is_private=True,
        examples=(
            "cs.CL 9:00 Asia/Tokyo weekdays 5 compact",
            '"language model" weekly minimum=100',
            "cs.CV, cs.LG channel=@papers",
        ),
    )


async def _subscribe(subscribing: Subscribe, access: Access, boards: Boards, call: Call) -> Answer:
    place = await access.managed(call.caller, call.value(CHANNEL_PARAM))
    wishes = wishes_of(call)
    if wishes.topic is None:
        asking = topic_choice.topics(_others(call.invocation.arguments), call.words)
        return Reply(document=asking, is_private=True)
    refusal = await _refusal(access, place, call)
    if refusal is not None:
        return refusal
    settled = await subscribing.subscribe(place, wishes, call.caller, call.words)
    said = subscriptions.SUBSCRIBED if settled.is_new else subscriptions.CHANGED_INSTEAD
    card = subscriptions.card(settled.subscription, call.words, call.now, said=said)
    if await _is_idle(subscribing, boards, wishes.topic):
        card = topic_choice.hinted(card, wishes.topic, call.words)
    return Reply(document=card, is_private=True)


async def _refusal(access: Access, place: Place, call: Call) -> Reply | None:
    """Say which right is missing, with a button to try again once it is there."""
    try:
        await access.require_posting(place)
    except NotAllowed as missing:
        again = Action(call.words("Try again"), "subscribe", call.invocation.arguments)
        told = problems.page(missing, call.words)
        return Reply(
            document=replace(told, closing=(*told.closing, Buttons((again,)))), is_private=True
        )
    return None


async def _is_idle(subscribing: Subscribe, boards: Boards, topic: Topic) -> bool:
    """Say whether no paper of the last days belongs to the topic, though some are known."""
    known = await boards.days()
    return bool(known) and not await subscribing.brings(topic, known[-1] - _LATELY)


def _others(arguments: Arguments) -> Arguments:
    return tuple((name, value) for name, value in arguments if name != TOPIC_PARAM.name)
