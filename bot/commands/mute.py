"""`/mute @Lovelace`: never in this place's digests again; `/unmute` and `/mutes` go with it."""

from dataclasses import dataclass
from functools import partial
from math import ceil

from bot.commands.kinds import MUTE, TEXT, number
from bot.commands.spec import Answer, Audience, Call, Command, Param, Reply
from bot.commands.wishes import CHANNEL_PARAM
from bot.document.nodes import Arguments
from bot.domain.mutes import Mute
from bot.errors import BadArgument, UserMistake
from bot.ports import Storage
from bot.services.access import Access
from bot.views import mutes
from bot.views.words import phrase

_WHAT = Param(
    name="what",
    summary=phrase("A paper, an @author, a word or a category"),
    kind=MUTE,
    is_required=True,
)
_MUTED = Param(
    name="what",
    summary=phrase("What /mutes shows"),
    kind=TEXT,
    is_required=True,
)
_PAGE = Param(name="page", summary=phrase("Which page of the list"), kind=number(1, 1000))


@dataclass(frozen=True, slots=True)
class _Muting:
    """What the three commands ask."""

    storage: Storage
    access: Access
    most: int


def muting(storage: Storage, access: Access, most: int) -> tuple[Command, ...]:
    """Make the commands; a place mutes so many things at the most."""
    asked = _Muting(storage, access, most)
    return (
        Command(
            name="mute",
            summary=phrase("Leave a paper, an author or a word out of the digests here"),
            handler=partial(_mute, asked),
            params=(_WHAT, CHANNEL_PARAM),
            audience=Audience.MANAGERS,
            is_private=True,
            examples=("@Lovelace", '"dark matter"', "2401.00001"),
        ),
        Command(
            name="unmute",
            summary=phrase("Let something into the digests here again"),
            handler=partial(_unmute, asked),
            params=(_MUTED, CHANNEL_PARAM),
            audience=Audience.MANAGERS,
            is_private=True,
            examples=("@Lovelace",),
        ),
        Command(
            name="mutes",
            summary=phrase("See what the digests here leave out"),
            handler=partial(_list, asked),
            params=(CHANNEL_PARAM, _PAGE),
            audience=Audience.MANAGERS,
            is_private=True,
            examples=("",),
        ),
    )


async def _mute(asked: _Muting, call: Call) -> Answer:
    place = await asked.access.managed(call.caller, call.value(CHANNEL_PARAM))
    mute = call.value(_WHAT)
    if mute is None:
        raise BadArgument("Say what to mute: a paper, an @author, or a word.")
    async with asked.storage.transaction() as tx:
        known = await tx.mutes.of(place.destination)
        if mute not in known and len(known) >= asked.most:
            raise UserMistake(
                "{most} things are muted here, and no more are kept. Let some in again with"
                " /mutes, or mute a category.",
                most=asked.most,
            )
        is_new = await tx.mutes.add(place.destination, mute)
    told = mutes.added(mute, _there(call), call.words, is_new=is_new)
    return Reply(document=told, is_private=True)


async def _unmute(asked: _Muting, call: Call) -> Answer:
    place = await asked.access.managed(call.caller, call.value(CHANNEL_PARAM))
    what = call.value(_MUTED)
    if what is None:
        raise BadArgument("Say what to let in again. /mutes lists what is muted.")
    async with asked.storage.transaction() as tx:
        known = await tx.mutes.of(place.destination)
        # What was muted once may be no topic any more: it is found by how it is written, too.
        mute = next((one for one in known if one.what == what), None) or Mute.parse(what)
        if not await tx.mutes.remove(place.destination, mute):
            raise BadArgument("“{what}” is not muted here. /mutes lists what is.", what=mute.what)
    return Reply(document=mutes.removed(mute, _there(call), call.words), is_private=True)


async def _list(asked: _Muting, call: Call) -> Answer:
    place = await asked.access.managed(call.caller, call.value(CHANNEL_PARAM))
    async with asked.storage.transaction() as tx:
        known = await tx.mutes.of(place.destination)
    pages = max(ceil(len(known) / mutes.A_PAGE), 1)
    page = min(call.value(_PAGE) or 1, pages)
    muted = mutes.Muted(
        mutes=known[(page - 1) * mutes.A_PAGE : page * mutes.A_PAGE],
        page=page,
        pages=pages,
        there=_there(call),
    )
    return Reply(document=mutes.page(muted, call.words), is_private=True)


def _there(call: Call) -> Arguments:
    channel = call.value(CHANNEL_PARAM)
    return ((CHANNEL_PARAM.name, channel),) if channel else ()
