"""`/timezone Asia/Tokyo`: by which clock somebody, or a place, lives."""

from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from bot.commands.kinds import ZONE
from bot.commands.scope import FOR, Scope, scope_of
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.domain.people import Person, PlaceKind, PlaceSettings
from bot.ports import Storage
from bot.services.access import Access
from bot.services.subscribe import Subscribe
from bot.views import settings
from bot.views.words import phrase

_TIMEZONE = Param(
    name="timezone", summary=phrase("The time zone, such as Europe/Berlin"), kind=ZONE
)


@dataclass(frozen=True, slots=True)
class _Choosing:
    storage: Storage
    access: Access
    subscribing: Subscribe


def timezone(storage: Storage, access: Access, subscribing: Subscribe) -> Command:
    """Make the command."""
    return Command(
        name="timezone",
        summary=phrase("Choose the time zone for you, or for everybody here"),
        handler=partial(_timezone, _Choosing(storage, access, subscribing)),
        concerns_readers=True,
        params=(_TIMEZONE, FOR),
        is_private=True,
        examples=("", "Asia/Tokyo", "Europe/Berlin here"),
    )


async def _timezone(asked: _Choosing, call: Call) -> Answer:
    scope, zone = scope_of(call), call.value(_TIMEZONE)
    if zone is None:
        return Reply(document=settings.zones(scope, call.words), is_private=True)
    if scope is Scope.HERE:
        return await _for_everybody(asked, call, zone)
    async with asked.storage.transaction() as tx:
        person = await tx.people.find(call.caller.person) or Person(key=call.caller.person)
        await tx.people.save(replace(person, zone=zone.key))
    place = call.caller.place
    is_private = place.kind is PlaceKind.PRIVATE
    moved = 0
    if is_private:
        moved = await asked.subscribing.keep_time(place.destination, call.words.zone, zone)
    words = replace(call.words, zone=zone.key)
    told = settings.zone_for_me(call.now, moved, words, is_private=is_private)
    return Reply(document=told, is_private=True)


async def _for_everybody(asked: _Choosing, call: Call, zone: ZoneInfo) -> Answer:
    place = await asked.access.managed(call.caller)
    async with asked.storage.transaction() as tx:
        known = await tx.places.find(place.destination)
        chosen = known or PlaceSettings(destination=place.destination)
        await tx.places.save(replace(chosen, zone=zone.key))
    before = chosen.zone or call.words.zone
    moved = await asked.subscribing.keep_time(place.destination, before, zone)
    words = replace(call.words, zone=zone.key)
    return Reply(document=settings.zone_for_all(call.now, moved, words), is_private=True)
