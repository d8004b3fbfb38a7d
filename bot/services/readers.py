"""Readers: in which language and by which clock somebody is answered."""

from dataclasses import dataclass

from bot.domain.languages import spoken
from bot.domain.people import Caller
from bot.ports import Storage
from bot.views.words import Words


@dataclass(frozen=True, slots=True)
class Readers:
    """Knows what people and places have chosen."""

    storage: Storage
    zone: str
    """The IANA time zone of those who have chosen none."""

    async def words_for(self, caller: Caller) -> Words:
        """Give the caller's own choice, or the place's, or what the platform says of them."""
        async with self.storage.transaction() as tx:
            person = await tx.people.find(caller.person)
            place = await tx.places.find(caller.place.destination)
        return Words(
            locale=spoken(
                person.locale if person else None, place.locale if place else None, caller.locale
            ),
            zone=(person and person.zone) or (place and place.zone) or self.zone,
        )
