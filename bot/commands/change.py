"""`/change 3 at=10:00 count=5`: another time, topic or shape for a subscription."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.commands.choosing import WHICH, for_one
from bot.commands.kinds import Option, written_days
from bot.commands.spec import Answer, Audience, Call, Command, Field, Form, Invocation, Param, Reply
from bot.commands.wishes import (
    AT,
    COUNT,
    DAYS_PARAM,
    EVERYTHING_WRITTEN,
    TIMEZONE,
    TOPIC_PARAM,
    WISHES,
    wishes_of,
)
from bot.document.nodes import Action, Arguments, Buttons
from bot.domain.subscriptions import Subscription
from bot.errors import BadArgument, UnknownCategory
from bot.services.subscribe import Subscribe
from bot.views import problems
from bot.views.rhythms import named
from bot.views.subscriptions import CHANGED, card
from bot.views.words import phrase

Writing = Callable[[Subscription], str]

_FIELDS: tuple[tuple[Param[object], str, Writing], ...] = (
    (TOPIC_PARAM, phrase("Topic"), lambda one: str(one.topic) or EVERYTHING_WRITTEN),
    (AT, phrase("Time, such as 09:00"), lambda one: f"{one.cadence.at:%H:%M}"),
    (TIMEZONE, phrase("Time zone"), lambda one: one.cadence.zone.key),
    (
        DAYS_PARAM,
        phrase("Days: daily, weekdays, weekly or mon,thu"),
        lambda one: written_days(one.cadence.days),
    ),
    (COUNT, phrase("Papers at the most; 0 for all"), lambda one: str(one.top or 0)),
)
"""Each with its label, and how what it has now is written so that it can be read again."""


def change(subscribing: Subscribe) -> Command:
    """Make the command."""
    return Command(
        name="change",
        summary=phrase("Change the topic, the time or the shape of a digest"),
        handler=for_one(subscribing, partial(_change, subscribing)),
        params=(WHICH, *map(_named, WISHES)),
        audience=Audience.MANAGERS,
        is_private=True,
        opens_form=True,
        examples=("3 10:00 count=5", "cs.CL weekly"),
    )


def _named(param: Param[object]) -> Param[object]:
    """Let a number of a line be the subscription's, unless it stands behind a name."""
    if param.kind.option is not Option.NUMBER:
        return param
    return replace(param, kind=replace(param.kind, is_like=None))


async def _change(subscribing: Subscribe, call: Call, number: int) -> Answer:
    if all(call.invocation.get(param.name) is None for param in WISHES):
        return _form(call, await subscribing.find(number, call.caller))
    try:
        changed = await subscribing.change(number, wishes_of(call), call.caller)
    except (BadArgument, UnknownCategory) as mistake:
        again = Action(call.words("Change it"), "change", _number(number))
        told = problems.page(mistake, call.words)
        return Reply(document=replace(told, closing=(Buttons((again,)),)), is_private=True)
    return Reply(document=card(changed, call.words, call.now, said=CHANGED), is_private=True)


def _form(call: Call, chosen: Subscription) -> Form:
    return Form(
        title=call.words("Change “{topic}”", topic=named(chosen.topic, call.words)),
        fields=tuple(
            Field(param=param, label=call.words(label), written=writing(chosen))
            for param, label, writing in _FIELDS
        ),
        then=Invocation("change", _number(chosen.id)),
    )


def _number(number: int) -> Arguments:
    return ((WHICH.name, str(number)),)
