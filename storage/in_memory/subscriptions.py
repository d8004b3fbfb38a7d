"""Who gets which digest, and when."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.destinations import Destination, Platform
from bot.domain.people import PersonKey
from bot.domain.subscriptions import State, Subscription
from storage.in_memory.contents import Contents

_NUMBERED = "subscriptions"


@dataclass(frozen=True, slots=True)
class MemorySubscriptions:
    """Answers `bot.repositories.Subscriptions` in memory."""

    contents: Contents

    async def add(self, subscription: Subscription) -> Subscription:
        """See the port."""
        known = self._of(subscription.request.audience)
        stored = replace(subscription, id=self._next() if known is None else known.id)
        self.contents.subscriptions[stored.id] = stored
        return stored

    def _next(self) -> int:
        number = self.contents.numbers.get(_NUMBERED, 0) + 1
        self.contents.numbers[_NUMBERED] = number
        return number

    async def save(self, subscription: Subscription) -> bool:
        """See the port; False, too, when its place was taken by another one meanwhile."""
        other = self._of(subscription.request.audience)
        is_taken = other is not None and other.id != subscription.id
        if is_taken or subscription.id not in self.contents.subscriptions:
            return False
        self.contents.subscriptions[subscription.id] = subscription
        return True

    def _of(self, audience: str) -> Subscription | None:
        return next(iter(self._where(lambda one: one.request.audience == audience)), None)

    async def remove(self, id: int) -> bool:  # noqa: A002
        """See the port."""
        return self.contents.subscriptions.pop(id, None) is not None

    async def find(self, id: int) -> Subscription | None:  # noqa: A002
        """See the port."""
        return self.contents.subscriptions.get(id)

    async def at(self, destination: Destination) -> list[Subscription]:
        """See the port."""
        return self._where(lambda one: one.destination == destination)

    async def in_channel(self, platform: Platform, channel: str) -> list[Subscription]:
        """See the port."""
        wanted = (platform, channel)
        return self._where(
            lambda one: (one.destination.platform, one.destination.channel) == wanted
        )

    async def of_owner(self, person: PersonKey) -> list[Subscription]:
        """See the port."""
        return self._where(lambda one: one.owner == person)

    async def all(self) -> list[Subscription]:
        """See the port."""
        return self._where(lambda _: True)

    def _where(self, is_wanted: Callable[[Subscription], bool]) -> list[Subscription]:
        known = sorted(self.contents.subscriptions.values(), key=lambda one: one.id)
        return [one for one in known if is_wanted(one)]

    async def due(self, now: datetime, *, limit: int) -> list[Subscription]:
        """See the port."""
        return [one for due_at, _, one in self._waiting() if due_at <= now][:limit]

    async def next_due_at(self) -> datetime | None:
        """See the port."""
        return next((due_at for due_at, _, _ in self._waiting()), None)

    def _waiting(self) -> list[tuple[datetime, int, Subscription]]:
        """Give the active subscriptions, each after its moment, the longest due first."""
        waiting = [
            (one.due_at, one.id, one)
            for one in self.contents.subscriptions.values()
            if one.state is State.ACTIVE and one.due_at is not None
        ]
        return sorted(waiting, key=lambda row: row[:2])
