"""Doors: places that let us in, or no longer do, and who is told about it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.commands.spec import Reply, Tidings
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.domain.subscriptions import Subscription
from bot.ports import Clock, Storage
from bot.services import doors
from bot.services.readers import Readers
from bot.views.doors import going_on, greeting


@dataclass(frozen=True, slots=True)
class Doors:
    """Keeps subscriptions in step with the places that they go to."""

    storage: Storage
    clock: Clock
    readers: Readers

    async def let_in(self, places: Sequence[Caller]) -> Sequence[Tidings]:
        """See `bot.commands.spec.Desk`; nobody is told twice, however many places there are."""
        resumed: list[Subscription] = []
        for caller in places:
            resumed += await self._subscriptions.let_in(caller.place.destination)
        owned = Counter(one.owner for one in resumed if one.owner is not None)
        hosts = _hosts(places)
        greetings = [await self._greet(callers, owned) for callers in hosts.values()]
        others = [await self._tell(owner, owned[owner]) for owner in owned if owner not in hosts]
        return [*greetings, *others]

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        """See `bot.commands.spec.Desk`."""
        return await self._subscriptions.waiting(platform)

    async def shut_out(self, destination: Destination, reason: str) -> None:
        """See `bot.commands.spec.Desk`; the owners of what stops are told."""
        await self._subscriptions.shut_out(destination, reason)

    async def moved(self, before: Destination, after: Destination) -> None:
        """See `bot.commands.spec.Desk`."""
        await self._subscriptions.moved(before, after)

    @property
    def _subscriptions(self) -> doors.Doors:
        return doors.Doors(self.storage, self.clock)

    async def _greet(self, callers: Sequence[Caller], owned: Mapping[PersonKey, int]) -> Tidings:
        """Tell who let us in what they can do next."""
        person = callers[0].person
        words = await self.readers.words_for(callers[0])
        places = [caller.place for caller in callers]
        document = greeting(places, owned.get(person, 0), words)
        return Tidings(person, Reply(document=document))

    async def _tell(self, owner: PersonKey, resumed: int) -> Tidings:
        place = Place(destination=owner.private, kind=PlaceKind.PRIVATE)
        words = await self.readers.words_for(Caller(person=owner, place=place))
        return Tidings(owner, Reply(document=going_on(resumed, words)))


def _hosts(places: Iterable[Caller]) -> Mapping[PersonKey, Sequence[Caller]]:
    """Gather the public places by who let us in, where that is known."""
    hosts: defaultdict[PersonKey, list[Caller]] = defaultdict(list)
    for caller in places:
        if caller.person.id and caller.place.kind is not PlaceKind.PRIVATE:
            hosts[caller.person].append(caller)
    return hosts
