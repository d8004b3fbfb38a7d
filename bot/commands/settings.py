"""`/settings`: what is chosen here, with the way to each choice."""

from dataclasses import dataclass, replace
from functools import partial

from bot.commands.kinds import Choice, one_of
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.domain.destinations import Platform
from bot.domain.people import Place, PlaceKind, PlaceSettings
from bot.errors import UserMistake
from bot.ports import Storage
from bot.services.access import Access
from bot.views.settings import LINKS_ON_DISCORD, LINKS_ONLY_IN_GROUPS, Links, Overview, page
from bot.views.words import phrase

_ON, _OFF = "on", "off"
_LINKS = Param(
    name="links",
    summary=phrase("Whether I answer a link to a paper that is posted here"),
    kind=one_of(
        (
            Choice(_ON, phrase("on: with the paper's card")),
            Choice(_OFF, phrase("off: only when I am asked")),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class _Choosing:
    storage: Storage
    access: Access


def settings(storage: Storage, access: Access) -> Command:
    """Make the command."""
    return Command(
        name="settings",
        summary=phrase("See and change what is chosen here"),
        handler=partial(_settings, _Choosing(storage, access)),
        concerns_readers=True,
        params=(_LINKS,),
        is_private=True,
        examples=("", "links=on"),
    )


async def _settings(asked: _Choosing, call: Call) -> Answer:
    wanted = call.value(_LINKS)
    if wanted is not None:
        await _switch(asked, call, is_on=wanted == _ON)
    place = call.caller.place
    async with asked.storage.transaction() as tx:
        known = await tx.places.find(place.destination)
        overview = Overview(
            place=place,
            chosen=known,
            links=_links(place, known),
            mutes=len(await tx.mutes.of(place.destination)),
            subscriptions=len(await tx.subscriptions.at(place.destination)),
        )
    return Reply(document=page(overview, call.words), is_private=True)


async def _switch(asked: _Choosing, call: Call, *, is_on: bool) -> None:
    place = await asked.access.managed(call.caller)
    if place.kind is not PlaceKind.GROUP:
        raise UserMistake(LINKS_ONLY_IN_GROUPS)
    if is_on and place.destination.platform is Platform.DISCORD:
        raise UserMistake(LINKS_ON_DISCORD)
    async with asked.storage.transaction() as tx:
        known = await tx.places.find(place.destination)
        chosen = known or PlaceSettings(destination=place.destination)
        await tx.places.save(replace(chosen, answers_links=is_on))


def _links(place: Place, known: PlaceSettings | None) -> Links:
    if place.kind is not PlaceKind.GROUP:
        return Links.UNHEARD_OF
    if place.destination.platform is Platform.DISCORD:
        # Reading what nobody addresses to it takes an intent that Discord grants few bots.
        return Links.ON_REQUEST
    return Links.ANSWERED if known and known.answers_links else Links.LEFT_ALONE
