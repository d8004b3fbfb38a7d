"""Announcing: a ranking becomes a digest, and the digest becomes messages in the outbox."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from bot.document.codec import dump, key_of
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.deliveries import ROOM_FOR_PLAIN_PARTS, Delivery, Form, alone, delivery_id
from bot.domain.destinations import Platform
from bot.domain.digests import Digest, DigestKey, History, Request, Style, compose, owed
from bot.domain.policies import CLASSIC
from bot.domain.ranking import Ranking
from bot.domain.subscriptions import State
from bot.ports import Clock, Publisher, Storage, Transaction
from bot.services.evidence import LATE_FOR
from bot.views import digests
from bot.views.words import Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What became of a request: the digest's key, and whether it is a new one."""

    key: DigestKey
    is_new: bool
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When a digest is wanted."""

    even_empty: bool = True
    """A digest without papers says so in a sentence; otherwise it is remembered and not sent."""

    subscription: int | None = None
    """It is queued only as long as this subscription is active."""


ALWAYS = Terms()


@dataclass(frozen=True, slots=True)
class Announce:
    """Puts digests into the outbox, each once however often it is asked for."""

    storage: Storage
    publishers: Mapping[Platform, Publisher]
    clock: Clock
    timezone: str
    """The clock for readers whose platform cannot show times in their own zone."""

    async def announce(
        self,
        ranking: Ranking,
        request: Request,
        *,
        again: bool = False,
        is_sample: bool = False,
        terms: Terms = ALWAYS,
    ) -> Announcement:
        """Queue the digest that a request is owed, unless it was queued before.

        With `again` it is queued as a new edition. A terminal remembers nothing, so there every
        digest is a new edition. What is not wanted by the terms is not queued.
        """
        again = again or request.destination.platform is Platform.TERMINAL
        async with self.storage.transaction() as tx:
            owed_now = await self.owed(tx, ranking, request)
            digest = compose(owed_now, request, composed_at=self.clock.now(), is_sample=is_sample)
            if not await _is_wanted(tx, terms.subscription):
                return Announcement(digest.key, is_new=False, messages=0)
            if again:
                digest = await _next_edition(tx, digest)
            if not await tx.digests.add(digest):
                return Announcement(digest.key, is_new=False, messages=0)
            documents = self.messages(digest) if digest.papers or terms.even_empty else ()
            await tx.deliveries.enqueue(self._deliveries(digest, documents), documents)
        log.info(
            "Digest announced",
            extra={
                "action": "announce",
                "destination": str(request.destination),
                "day": ranking.day.isoformat(),
                "papers": len(digest.papers),
                "messages": len(documents),
            },
        )
        return Announcement(digest.key, is_new=True, messages=len(documents))

    async def rehearse(
        self, ranking: Ranking, request: Request, ruler: Ruler
    ) -> tuple[Document, ...]:
        """Give the messages that the digest would be, without remembering anything.

        The ruler is an argument because a platform without a token has no publisher.
        """
        async with self.storage.transaction() as tx:
            owed_now = await self.owed(tx, ranking, request)
        digest = compose(owed_now, request, composed_at=self.clock.now())
        return self._laid_out(digest, ruler)

    async def owed(self, tx: Transaction, ranking: Ranking, request: Request) -> Ranking:
        """Leave out of a ranking what a request's readers have had."""
        # A day of the old blog is history: it is posted as it was.
        if ranking.policy == CLASSIC:
            return ranking
        day = ranking.day.isoformat()
        since = (ranking.day - LATE_FOR).isoformat()
        history = History(
            posted=await tx.digests.posted(request.audience, since=since, before=day),
            periods=await tx.digests.periods(request.audience, since=since, before=day),
        )
        return owed(ranking, history)

    async def notice(self, request: Request, period: date, *, only_for: int) -> None:
        """Queue the line that says that a day has no digest, once, for an active subscription."""
        document = digests.quiet(request, period, self._words(request))
        key = DigestKey(request.audience, f"quiet {period.isoformat()}")
        delivery = alone(key, request.destination, key_of(dump(document)), self.clock.now())
        async with self.storage.transaction() as tx:
            if await _is_wanted(tx, only_for):
                await tx.deliveries.enqueue([delivery], [document])

    def messages(self, digest: Digest) -> tuple[Document, ...]:
        """Lay out a digest as the messages that its platform takes."""
        publisher = self.publishers[digest.request.destination.platform]
        return self._laid_out(digest, publisher.ruler(form_of(digest.request.style)))

    def _laid_out(self, digest: Digest, ruler: Ruler) -> tuple[Document, ...]:
        return paginate(digests.page(digest, self._words(digest.request)), ruler)

    def _words(self, request: Request) -> Words:
        return Words(locale=request.locale, zone=request.zone or self.timezone)

    def _deliveries(self, digest: Digest, documents: tuple[Document, ...]) -> list[Delivery]:
        form = form_of(digest.request.style)
        # Each rich message may have to give way to several plain ones, which take its place.
        step = ROOM_FOR_PLAIN_PARTS if form is Form.RICH else 1
        return [
            Delivery(
                id=delivery_id(digest.key, part, form),
                digest=digest.key,
                part=part,
                parts=len(documents),
                destination=digest.request.destination,
                form=form,
                document_key=key_of(dump(document)),
                due_at=digest.composed_at,
            )
            for part, document in zip(count(1, step), documents, strict=False)
        ]


async def _is_wanted(tx: Transaction, subscription: int | None) -> bool:
    """Say whether a subscription is still active; without one, what is asked for is wanted."""
    if subscription is None:
        return True
    found = await tx.subscriptions.find(subscription)
    return found is not None and found.state is State.ACTIVE


def form_of(style: Style) -> Form:
    """Say which kind of message a style asks for."""
    return Form.RICH if style is Style.RICH else Form.PLAIN


async def _next_edition(tx: Transaction, digest: Digest) -> Digest:
    newest = await tx.digests.newest_edition(digest.key)
    return digest.edition(0 if newest is None else newest + 1)
