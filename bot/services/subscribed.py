"""Subscribed: each subscription gets the digest that it is owed, once."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.document.nodes import Document
from bot.domain.cadence import GRACE
from bot.domain.digests import Digest, Style, compose
from bot.domain.mutes import audible
from bot.domain.ranking import Ranking
from bot.domain.subscriptions import Quiet, Rhythm, Subscription, Window
from bot.errors import HotPapersError
from bot.ports import Clock, Storage
from bot.services.announce import Announce, Terms
from bot.services.boards import Boards
from bot.views import digests
from bot.views.words import Words

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Subscriptions that are read at a time."""

ASK_AGAIN_AFTER = timedelta(minutes=10)
"""How long to wait for a mailing that should have been read by now."""

PREVIEWED = 5
"""Papers that a preview shows."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Announces what subscriptions are owed."""

    storage: Storage
    boards: Boards
    announce: Announce
    clock: Clock

    async def ring(self) -> int:
        """Attend to every subscription that is due, and say how many there were.

        Harmless at any time, any number of times, and in any number of processes.
        """
        attended: set[int] = set()
        while batch := [one for one in await self._due() if one.id not in attended]:
            for subscription in batch:
                attended.add(subscription.id)
                current = await self._still_due(subscription)
                if current is not None:
                    await self._save(await self._attend_safely(current))
        return len(attended)

    async def preview(self, subscription: Subscription, words: Words) -> Document:
        """Show what the next digest would hold by what is known now, its first papers."""
        digest = await self.next_digest(subscription)
        shown = replace(
            digest,
            papers=digest.papers[:PREVIEWED],
            request=replace(digest.request, style=Style.COMPACT),
        )
        return digests.page(shown, words)

    async def next_digest(self, subscription: Subscription) -> Digest:
        """Compose the next digest from what is known now; nothing is remembered of it.

        Raises UserMistake where no papers are known at all.
        """
        days = await self.boards.days()
        coming = subscription.cadence.after(self.clock.now()).astimezone(subscription.cadence.zone)
        window = _known(subscription.window(coming.date()), days)
        if window is None:
            window = Window(days[-1], days[-1]) if days else Window(coming.date(), coming.date())
        ranking = await self._ranking(subscription, window)
        async with self.storage.transaction() as tx:
            owed = await self.announce.owed(tx, ranking, subscription.request)
        return compose(owed, subscription.request, composed_at=self.clock.now())

    async def _due(self) -> list[Subscription]:
        async with self.storage.transaction() as tx:
            return await tx.subscriptions.due(self.clock.now(), limit=AT_ONCE)

    async def _still_due(self, subscription: Subscription) -> Subscription | None:
        """Look again: while others were attended to, it may have been changed, paused or ended."""
        async with self.storage.transaction() as tx:
            current = await tx.subscriptions.find(subscription.id)
        is_due = current and current.due_at is not None and current.due_at <= self.clock.now()
        return current if is_due else None

    async def _save(self, subscription: Subscription) -> None:
        async with self.storage.transaction() as tx:
            # Somebody may have changed or paused it meanwhile; their word counts.
            current = await tx.subscriptions.find(subscription.id)
            is_saved = current is None or await tx.subscriptions.save(
                current.timed_as(subscription)
            )
        if not is_saved:
            log.error(
                "Subscription cannot be saved: another one of its place has the same topic",
                extra=_fields(subscription),
            )

    async def _attend_safely(self, subscription: Subscription) -> Subscription:
        """Attend to one subscription; where that fails, the others still get theirs."""
        try:
            return await self._attend(subscription)
        except HotPapersError as problem:
            log.warning("Digest put off: %s", problem, extra=_fields(subscription))
        # One subscription that nobody foresaw must not take the others with it.
        except Exception:
            log.exception("Digest failed", extra=_fields(subscription))
        return subscription.asked_again(self.clock.now() + ASK_AGAIN_AFTER)

    async def _attend(self, subscription: Subscription) -> Subscription:
        now = self.clock.now()
        period = subscription.owes(now)
        if period is None:
            return subscription.asked_again(subscription.cadence.after(now))
        if subscription.destination.platform not in self.announce.publishers:
            # Its token was taken away; the platform may be back tomorrow.
            return subscription.asked_again(now + GRACE)
        days = await self.boards.days()
        expected = subscription.window(period)
        is_late = now - subscription.cadence.moment(period) >= GRACE
        is_awaited = expected is not None and expected.last not in days
        if is_awaited and not is_late:
            return subscription.asked_again(now + ASK_AGAIN_AFTER)
        window = _known(expected, days)
        if window is not None:
            await self._announce(subscription, window)
        elif subscription.quiet is Quiet.NOTICE:
            await self.announce.notice(subscription.request, period, only_for=subscription.id)
        if is_awaited and window is None:
            # The mailing may be a holiday's, or very late: until the next period it still comes.
            return subscription.asked_again(now + ASK_AGAIN_AFTER)
        return subscription.moved_on(period, now)

    async def _announce(self, subscription: Subscription, window: Window) -> None:
        await self.announce.announce(
            await self._ranking(subscription, window),
            subscription.request,
            terms=Terms(
                even_empty=subscription.quiet is Quiet.NOTICE, subscription=subscription.id
            ),
        )

    async def _ranking(self, subscription: Subscription, window: Window) -> Ranking:
        is_daily = subscription.rhythm is Rhythm.DAILY
        _, ranking = await self.boards.hot(
            window, subscription.topic, subscription.minimum, late=is_daily
        )
        async with self.storage.transaction() as tx:
            mutes = await tx.mutes.of(subscription.destination)
        return await asyncio.to_thread(audible, ranking, mutes) if mutes else ranking


def _known(window: Window | None, days: Sequence[date]) -> Window | None:
    """Narrow a window down to the listing days that are known."""
    within = [day for day in days if window and window.first <= day <= window.last]
    return Window(within[0], within[-1]) if within else None


def _fields(subscription: Subscription) -> dict[str, object]:
    return {
        "action": "announce",
        "subscription": subscription.id,
        "destination": str(subscription.destination),
    }
