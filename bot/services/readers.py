"""Readers: in which language and by which clock somebody is answered."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.languages import spoken
from bot.domain.people import Caller
from bot.ports import Clock, Storage
from bot.services.kept import Kept
from bot.views.words import Words

REMEMBERED_FOR = timedelta(minutes=1)
"""How long another process may not notice what somebody chose in this one."""

READERS_REMEMBERED = 10_000

_Chosen = tuple[str | None, str | None, str | None, str | None]
"""The languages that the person and the place have, then their zones."""


@dataclass(slots=True)
class Readers:
    """Knows what people and places have chosen."""

    storage: Storage
    clock: Clock
    zone: str
    """The IANA time zone of those who have chosen none."""

    _chosen: "Kept[Caller, _Chosen]" = field(init=False)

    def __post_init__(self) -> None:
        self._chosen = Kept(self.clock, READERS_REMEMBERED, REMEMBERED_FOR)

    async def words_for(self, caller: Caller) -> Words:
        """Give the caller's own choice, or the place's, or what the platform says of them."""

        async def find() -> _Chosen:
            return await self._find(caller)

        own, common, zone, common_zone = await self._chosen.get(caller, find)
        return Words(
            locale=spoken(own, common, caller.locale), zone=zone or common_zone or self.zone
        )

    def look_again(self) -> None:
        """Learn that somebody may have chosen something else."""
        self._chosen.clear()

    async def _find(self, caller: Caller) -> _Chosen:
        async with self.storage.transaction() as tx:
            person = await tx.people.find(caller.person)
            place = await tx.places.find(caller.place.destination)
        return (
            person.locale if person else None,
            place.locale if place else None,
            person.zone if person else None,
            place.zone if place else None,
        )
