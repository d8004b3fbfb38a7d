"""Access: who may change what is sent to a place, asked of the platform at the moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.domain.destinations import Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import NotAllowed, TryLater, Unreachable
from bot.ports import Publisher, Rights

_NOT_YOURS = (
    "Only who runs {place} may change what is sent there. On Discord that takes Manage Server or"
    " Manage Channels, on Telegram an administrator."
)


@dataclass(frozen=True, slots=True)
class Access:
    """Asks the platforms who may do what."""

    rights: Mapping[Platform, Rights]
    publishers: Mapping[Platform, Publisher]
    operators: Collection[PersonKey] = field(default=frozenset())

    def is_operator(self, person: PersonKey) -> bool:
        """Say whether somebody runs the bot itself."""
        return person in self.operators

    async def managed(self, caller: Caller, written: str | None = None) -> Place:
        """Give the place that is named, or the one that is spoken in, if the caller may manage it.

        Raises NotAllowed with what it takes, BadArgument where no such place is seen, and
        UserMistake when the platform does not answer.
        """
        rights = self.rights[caller.person.platform]
        try:
            place = await rights.place(written, caller) if written else caller.place
            if not await self._may_manage(rights, caller, place):
                raise NotAllowed(_NOT_YOURS, place=place.name or str(place.destination))
        except TryLater as silent:
            raise NotAllowed("The platform does not answer. Try again in a minute.") from silent
        except Unreachable as closed:
            raise NotAllowed(str(closed)) from closed
        return place

    async def require_posting(self, place: Place) -> None:
        """Make sure that the bot may post in a place.

        Raises NotAllowed with the right that it lacks.
        """
        try:
            await self.publishers[place.destination.platform].check(place.destination)
        except TryLater as silent:
            raise NotAllowed("The platform does not answer. Try again in a minute.") from silent
        except Unreachable as closed:
            raise NotAllowed(str(closed)) from closed

    async def _may_manage(self, rights: Rights, caller: Caller, place: Place) -> bool:
        if self.is_operator(caller.person):
            return True
        is_here = place.destination == caller.place.destination
        if is_here and place.kind is PlaceKind.PRIVATE:
            return True
        return await rights.may_manage(caller.person, place)
