"""Access: who may change what is sent to a place, asked of the platform at the moment."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.domain.destinations import Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import NotAllowed, TryLater, Unreachable
from bot.ports import Publisher, Rights
from bot.views.words import phrase

_NOT_YOURS = phrase(
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

        Raises NotAllowed with what it takes, or when the platform does not answer, and BadArgument
        where no such place is seen.
        """
        place = await self._named(caller, written) if written else caller.place
        if not await self.may_manage(caller, place):
            raise not_yours(place)
        return place

    async def may_manage(self, caller: Caller, place: Place) -> bool:
        """Say whether the caller may change what is sent to a place.

        Raises NotAllowed when the platform does not answer.
        """
        if self.is_operator(caller.person):
            return True
        if place.kind is PlaceKind.PRIVATE:
            return _is_their_own(caller, place)
        # Ids of one platform say nothing on another.
        if place.destination.platform is not caller.person.platform:
            return False
        with _answering():
            return await self.rights[caller.person.platform].may_manage(caller.person, place)

    async def require_posting(self, place: Place) -> None:
        """Make sure that the bot may post in a place.

        Raises NotAllowed with the right that it lacks.
        """
        with _answering():
            await self.publishers[place.destination.platform].check(place.destination)

    async def _named(self, caller: Caller, written: str) -> Place:
        with _answering():
            return await self.rights[caller.person.platform].place(written, caller)


def not_yours(place: Place) -> NotAllowed:
    """Say what it takes to change what is sent to a place."""
    return NotAllowed(_NOT_YOURS, place=place.name or str(place.destination))


def _is_their_own(caller: Caller, place: Place) -> bool:
    spoken_in = caller.place
    is_here = spoken_in.kind is PlaceKind.PRIVATE and spoken_in.destination == place.destination
    return is_here or place.destination == caller.person.private


@contextmanager
def _answering() -> Iterator[None]:
    """Tell what a platform answers as a sentence for whoever asked."""
    try:
        yield
    except TryLater as silent:
        raise NotAllowed("The platform does not answer. Try again in a minute.") from silent
    except Unreachable as closed:
        raise NotAllowed(str(closed)) from closed
