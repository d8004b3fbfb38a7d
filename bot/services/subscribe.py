"""Subscribing: what people ask for becomes a subscription, if they may ask for it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.cadence import EVERY_DAY, Cadence
from bot.domain.destinations import Destination
from bot.domain.digests import Style
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.domain.subscriptions import Quiet, Rhythm, State, Subscription
from bot.domain.topics import Topic
from bot.errors import BadArgument, UserMistake
from bot.ports import Clock, Storage, Transaction
from bot.services.access import Access, not_yours
from bot.views.words import Words, phrase

USUAL_TIME = time(9, 0)
"""When a digest comes if nobody says."""

GONE = phrase("That subscription is gone. /subscriptions lists those there are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody says about a subscription; what is None stays as it is."""

    topic: Topic | None = None
    at: time | None = None
    zone: ZoneInfo | None = None
    days: frozenset[int] | None = None
    count: int | None = None
    """0 wishes for every hot paper."""

    style: Style | None = None
    minimum: int | None = None
    """0 wishes for every hot paper, whatever its score."""

    locale: str | None = None
    lag: int | None = None
    quiet: Quiet | None = None

    def applied(self, to: Subscription, now: datetime) -> Subscription:
        """Change a subscription as is wished."""
        changed = replace(
            to,
            topic=to.topic if self.topic is None else self.topic,
            style=self.style or to.style,
            top=to.top if self.count is None else self.count or None,
            minimum=to.minimum if self.minimum is None else self.minimum or None,
            locale=self.locale or to.locale,
            quiet=self.quiet or to.quiet,
        )
        return changed.kept_at(self._cadence(to.cadence), now, self.lag)

    def _cadence(self, before: Cadence) -> Cadence:
        return Cadence(
            at=before.at if self.at is None else self.at,
            zone=self.zone or before.zone,
            days=self.days or before.days,
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """A subscription as it is now, and whether there was none before."""

    subscription: Subscription
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """Sets subscriptions up and changes them; each time it asks who may do so."""

    storage: Storage
    clock: Clock
    access: Access
    per_place: int
    per_person: int

    async def subscribe(
        self, place: Place, wishes: Wishes, caller: Caller, words: Words
    ) -> Settled:
        """Send a place what is wished for; what it has of the same topic and rhythm is changed.

        Whether the caller may, and the bot can, was asked before. Raises UserMistake where there
        are too many.
        """
        now = self.clock.now()
        async with self.storage.transaction() as tx:
            there = await tx.subscriptions.at(place.destination)
            known = _same(there, wishes)
            if known is None:
                await self._require_room(tx, there, caller.person)
                fresh = await _fresh(tx, place, caller, words)
                added = await tx.subscriptions.add(wishes.applied(fresh, now).begun(now))
                return Settled(added, is_new=True)
            called = replace(known, name=place.name or known.name, kind=place.kind)
            owned = replace(called, owner=known.owner or caller.person)
            changed = _going_on(wishes.applied(owned, now), now)
            await tx.subscriptions.save(changed)
        return Settled(changed, is_new=False)

    async def brings(self, topic: Topic, since: date) -> bool:
        """Say whether a paper that was announced since a day belongs to a topic."""
        lately = topic & Topic.parse(f"after:{since}")
        async with self.storage.transaction() as tx:
            return bool(await tx.search.find(lately, limit=1))

    async def find(self, number: int, caller: Caller) -> Subscription:
        """Give a subscription that the caller may change.

        Raises NotAllowed if they may not; to strangers, it is as if it did not exist.
        """
        async with self.storage.transaction() as tx:
            found = await tx.subscriptions.find(number)
        if found is None:
            raise UserMistake(GONE)
        place = place_of(found)
        if await self.access.may_manage(caller, place):
            return found
        is_theirs = found.owner == caller.person
        here = caller.place.destination
        is_here = replace(found.destination, thread=None) == replace(here, thread=None)
        raise not_yours(place) if is_theirs or is_here else UserMistake(GONE)

    async def listed(self, caller: Caller, place: Place) -> list[Subscription]:
        """Give what is sent to a place; in a private chat, what its person has set up elsewhere."""
        async with self.storage.transaction() as tx:
            there = await tx.subscriptions.at(place.destination)
            if place.kind is not PlaceKind.PRIVATE or place != caller.place:
                return there
            owned = await tx.subscriptions.of_owner(caller.person)
        return [*there, *(one for one in owned if one.destination != place.destination)]

    async def change(self, number: int, wishes: Wishes, caller: Caller) -> Subscription:
        """Change a subscription, if the caller may.

        Raises BadArgument where the destination has another one of that topic and rhythm.
        """
        return await self._change(number, caller, lambda one: wishes.applied(one, self._now))

    async def pause(self, number: int, caller: Caller) -> Subscription:
        """Let a subscription rest until somebody resumes it, if the caller may."""
        return await self._change(number, caller, lambda one: one.stopped(State.PAUSED, ""))

    async def resume(self, number: int, caller: Caller) -> Subscription:
        """Let a subscription go on, if the caller may and the bot can post there."""
        found = await self.find(number, caller)
        await self.access.require_posting(place_of(found))
        return await self._apply(found, lambda one: _going_on(one, self._now))

    async def remove(self, number: int, caller: Caller) -> Subscription:
        """End a subscription, if the caller may; give what it was."""
        found = await self.find(number, caller)
        async with self.storage.transaction() as tx:
            if not await tx.subscriptions.remove(number):
                raise UserMistake(GONE)
        return found

    async def speak(self, destination: Destination, locale: str) -> None:
        """Let what is sent to a destination be written in a language."""
        async with self.storage.transaction() as tx:
            for one in await tx.subscriptions.at(destination):
                await tx.subscriptions.save(replace(one, locale=locale))

    async def keep_time(self, destination: Destination, before: str, after: ZoneInfo) -> int:
        """Let what comes to a destination by one clock come by another one; say how many do."""
        async with self.storage.transaction() as tx:
            there = await tx.subscriptions.at(destination)
            moving = [one for one in there if one.cadence.zone.key == before != after.key]
            for one in moving:
                moved = one.kept_at(replace(one.cadence, zone=after), self._now)
                await tx.subscriptions.save(moved)
        return len(moving)

    @property
    def _now(self) -> datetime:
        return self.clock.now()

    async def _change(
        self, number: int, caller: Caller, change: Callable[[Subscription], Subscription]
    ) -> Subscription:
        return await self._apply(await self.find(number, caller), change)

    async def _apply(
        self, allowed: Subscription, change: Callable[[Subscription], Subscription]
    ) -> Subscription:
        async with self.storage.transaction() as tx:
            # The platform took its time to answer; others may have changed it meanwhile.
            current = await tx.subscriptions.find(allowed.id)
            if current is None or current.destination != allowed.destination:
                raise UserMistake(GONE)
            changed = change(current)
            if await tx.subscriptions.save(changed):
                return changed
        raise BadArgument(
            "There is another subscription to “{topic}” in the same place already. Change that one,"
            " or remove it first.",
            topic=str(changed.topic) or "everything",
        )

    async def _require_room(
        self, tx: Transaction, there: Sequence[Subscription], person: PersonKey
    ) -> None:
        if len(there) >= self.per_place:
            raise UserMistake(
                "There are {most} subscriptions here, and no more fit. Remove one with"
                " /unsubscribe, or join topics: cs.CL, cs.LG",
                most=self.per_place,
            )
        if len(await tx.subscriptions.of_owner(person)) >= self.per_person:
            raise UserMistake(
                "You have set up {most} subscriptions, and no more are kept for one person. Remove"
                " one with /unsubscribe.",
                most=self.per_person,
            )


def place_of(subscription: Subscription) -> Place:
    """Give the place that a subscription goes to."""
    return Place(
        destination=subscription.destination, kind=subscription.kind, name=subscription.name
    )


def _same(there: Sequence[Subscription], wishes: Wishes) -> Subscription | None:
    """Find the subscription that is asked for again: the daily one, if no days are named."""
    days = wishes.days or EVERY_DAY
    rhythm = Rhythm.WEEKLY if len(days) == 1 else Rhythm.DAILY
    wanted = (wishes.topic, rhythm)
    return next((one for one in there if (one.topic, one.rhythm) == wanted), None)


async def _fresh(tx: Transaction, place: Place, caller: Caller, words: Words) -> Subscription:
    """Give the subscription of somebody who wishes nothing in particular."""
    settings = await tx.places.find(place.destination)
    zone = (settings and settings.zone) or words.zone
    return Subscription(
        destination=place.destination,
        cadence=Cadence(USUAL_TIME, ZoneInfo(zone)),
        locale=(settings and settings.locale) or words.locale,
        kind=place.kind,
        name=place.name,
        owner=caller.person,
    )


def _going_on(subscription: Subscription, now: datetime) -> Subscription:
    """Let what rests begin again; what is active goes on as it is."""
    return subscription if subscription.state is State.ACTIVE else subscription.begun(now)
