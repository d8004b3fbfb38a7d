"""Doors: places that let us in, or no longer do, and places that moved."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.destinations import Destination, Platform
from bot.domain.subscriptions import State, Subscription
from bot.ports import Clock, Storage
from bot.services.notices import Notices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """Keeps subscriptions in step with the places that they go to."""

    storage: Storage
    clock: Clock

    async def shut_out(self, destination: Destination, reason: str) -> list[Subscription]:
        """Stop what goes to a channel and its threads, or to just a thread, for a reason.

        Its owners are told. Gives the subscriptions that were active; what people paused stays as
        it is.
        """
        async with self.storage.transaction() as tx:
            found = await tx.subscriptions.in_channel(destination.platform, destination.channel)
            stopped = [
                one.stopped(State.SHUT_OUT, reason)
                for one in _within(destination, found)
                if one.state is State.ACTIVE
            ]
            for subscription in stopped:
                await tx.subscriptions.save(subscription)
        for subscription in stopped:
            _log(logging.WARNING, "Subscription stopped: its destination refuses us", subscription)
        await Notices(self.storage, self.clock).tell_owners(stopped)
        return stopped

    async def let_in(self, destination: Destination) -> list[Subscription]:
        """Let what goes to a channel and its threads go on, where it was shut out."""
        async with self.storage.transaction() as tx:
            found = await tx.subscriptions.in_channel(destination.platform, destination.channel)
            begun = [
                one.begun(self.clock.now())
                for one in _within(destination, found)
                if one.state is State.SHUT_OUT
            ]
            for subscription in begun:
                await tx.subscriptions.save(subscription)
        for subscription in begun:
            _log(logging.INFO, "Subscription goes on: its destination lets us in", subscription)
        return begun

    async def waiting(self, platform: Platform) -> frozenset[Destination]:
        """Give the places of a platform that have subscriptions which were shut out."""
        async with self.storage.transaction() as tx:
            known = await tx.subscriptions.all()
        return frozenset(
            one.destination
            for one in known
            if one.state is State.SHUT_OUT and one.destination.platform is platform
        )

    async def moved(self, before: Destination, after: Destination) -> None:
        """Put everything that goes to a channel under its new id."""
        async with self.storage.transaction() as tx:
            rows = await tx.places.move(before, after)
        log.info(
            "Destination moved",
            extra={"action": "move", "before": str(before), "after": str(after), "rows": rows},
        )


def _within(destination: Destination, found: Iterable[Subscription]) -> list[Subscription]:
    """Keep those of the thread that is named; all of them where none is."""
    if destination.thread is None:
        return list(found)
    return [one for one in found if one.destination.thread == destination.thread]


def _log(level: int, sentence: str, subscription: Subscription) -> None:
    log.log(
        level,
        sentence,
        extra={
            "action": "subscriptions",
            "subscription": subscription.id,
            "destination": str(subscription.destination),
            "reason": subscription.reason,
        },
    )
