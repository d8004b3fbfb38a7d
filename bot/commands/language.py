"""`/language de`: in which language somebody, or a place, is spoken to."""

from dataclasses import dataclass, replace
from functools import partial

from bot.commands.kinds import LANGUAGE
from bot.commands.scope import FOR, Scope, scope_of
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.domain.languages import LANGUAGES
from bot.domain.people import Person, PlaceKind, PlaceSettings
from bot.ports import Storage
from bot.services.access import Access
from bot.services.subscribe import Subscribe
from bot.views import settings
from bot.views.words import phrase

_LANGUAGE = Param(name="language", summary=phrase("The language I should speak"), kind=LANGUAGE)


@dataclass(frozen=True, slots=True)
class _Choosing:
    storage: Storage
    access: Access
    subscribing: Subscribe


def language(storage: Storage, access: Access, subscribing: Subscribe) -> Command:
    """Make the command."""
    return Command(
        name="language",
        summary=phrase("Choose the language I speak with you, or with everybody here"),
        handler=partial(_language, _Choosing(storage, access, subscribing)),
        concerns_readers=True,
        params=(_LANGUAGE, FOR),
        is_private=True,
        examples=("", "de", "ja here"),
    )


async def _language(asked: _Choosing, call: Call) -> Answer:
    scope, locale = scope_of(call), call.value(_LANGUAGE)
    if locale is None:
        return Reply(document=settings.languages(scope, call.words), is_private=True)
    if scope is Scope.HERE:
        return await _for_everybody(asked, call, locale)
    async with asked.storage.transaction() as tx:
        person = await tx.people.find(call.caller.person) or Person(key=call.caller.person)
        await tx.people.save(replace(person, locale=locale))
    is_private = call.caller.place.kind is PlaceKind.PRIVATE
    if is_private:
        await asked.subscribing.speak(call.caller.place.destination, locale)
    words = replace(call.words, locale=locale)
    told = settings.language_for_me(LANGUAGES[locale], words, is_private=is_private)
    return Reply(document=told, is_private=True)


async def _for_everybody(asked: _Choosing, call: Call, locale: str) -> Answer:
    place = await asked.access.managed(call.caller)
    async with asked.storage.transaction() as tx:
        known = await tx.places.find(place.destination)
        chosen = known or PlaceSettings(destination=place.destination)
        await tx.places.save(replace(chosen, locale=locale))
    await asked.subscribing.speak(place.destination, locale)
    told = settings.language_for_all(LANGUAGES[locale], call.words)
    return Reply(document=told, is_private=True)
