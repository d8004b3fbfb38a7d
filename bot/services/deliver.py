"""Delivering: claim a message, send it, settle what became of it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.document.codec import dump, key_of
from bot.document.fit import paginate
from bot.document.nodes import Document
from bot.domain.deliveries import (
    Delivery,
    Form,
    Outcome,
    State,
    delivery_id,
    expire,
    settle,
)
from bot.domain.destinations import Platform
from bot.domain.digests import DigestKey
from bot.errors import PublishError, Rejected, Unreachable
from bot.ports import Clock, Message, Publisher, Storage, Transaction
from bot.services.doors import Doors
from bot.services.notices import is_notice

log = logging.getLogger(__name__)

AT_ONCE = 20
"""How many messages are in hand at a time."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Empties the outbox. Any number of processes may do so at once."""

    storage: Storage
    publishers: Mapping[Platform, Publisher]
    clock: Clock
    resends_uncertain: bool = False
    """Whether a message that may have arrived is sent again where the platform has no nonces."""

    async def deliver(self, digest: DigestKey | None = None) -> list[Delivery]:
        """Send everything that is due, part after part, and give what became of it.

        With a digest, only its messages are sent. Nothing is raised for a platform that refuses:
        the refusal stands in the delivery.
        """
        await self._expire()
        settled: list[Delivery] = []
        while claimed := await self._claim(digest):
            settled += await asyncio.gather(*(self._send(*row) for row in claimed))
        return settled

    async def _expire(self) -> None:
        now = self.clock.now()
        async with self.storage.transaction() as tx:
            for delivery in await tx.deliveries.expired(now=now):
                # What becomes of it depends on a platform that another process may have.
                if delivery.destination.platform not in self.publishers:
                    continue
                resend = self._resends(delivery)
                settled = expire(delivery, now=now, resend_uncertain=resend)
                if await tx.deliveries.save(settled):
                    await _abandon_rest(tx, settled)
                    _log(settled)

    async def _claim(self, digest: DigestKey | None) -> list[tuple[Delivery, Document]]:
        async with self.storage.transaction() as tx:
            return await tx.deliveries.claim(
                now=self.clock.now(), platforms=self.publishers.keys(), limit=AT_ONCE, digest=digest
            )

    async def _send(self, delivery: Delivery, document: Document) -> Delivery:
        outcome = await self._publish(delivery, document)
        await self._heed(outcome, delivery)
        settled = settle(
            delivery,
            outcome,
            now=self.clock.now(),
            resend_uncertain=self._resends(delivery),
        )
        async with self.storage.transaction() as tx:
            if await tx.deliveries.save(settled):
                if settled.state is State.REPLACED:
                    plain, documents = self._in_plain_form(settled, document)
                    await tx.deliveries.enqueue(plain, documents)
                await _abandon_rest(tx, settled)
        _log(settled)
        return settled

    async def _publish(self, delivery: Delivery, document: Document) -> Outcome:
        message = Message(
            document=document,
            nonce=delivery.nonce,
            form=delivery.form,
            reply_to=delivery.reply_to,
            is_silent=delivery.part > 1,
        )
        publisher = self.publishers[delivery.destination.platform]
        try:
            return await publisher.publish(message, delivery.destination)
        except PublishError as refusal:
            return refusal
        # One message that nobody foresaw must not take the others, or the process, with it.
        except Exception as mistake:
            log.exception("Message failed", extra=_fields(delivery))
            return Rejected(
                f"Posting failed with {type(mistake).__name__}; the log has the details."
            )

    @property
    def _doors(self) -> Doors:
        """Whom to tell of places that refuse us or that moved."""
        return Doors(self.storage, self.clock)

    async def _heed(self, outcome: Outcome, delivery: Delivery) -> None:
        """Let subscriptions follow a channel that moved, and stop those of one that refuses us."""
        if not isinstance(outcome, Unreachable) or outcome.is_ours:
            return
        to = delivery.destination
        if outcome.moved_to:
            await self._doors.moved(
                replace(to, thread=None), replace(to, channel=outcome.moved_to, thread=None)
            )
        else:
            await self._doors.shut_out(to, str(outcome))

    def _resends(self, delivery: Delivery) -> bool:
        publisher = self.publishers[delivery.destination.platform]
        return self.resends_uncertain or publisher.recognises_nonces

    def _in_plain_form(
        self, delivery: Delivery, document: Document
    ) -> tuple[list[Delivery], tuple[Document, ...]]:
        """Lay a message out again, in the form that every server knows."""
        ruler = self.publishers[delivery.destination.platform].ruler(Form.PLAIN)
        documents = paginate(document, ruler)
        return [
            replace(
                delivery,
                id=delivery_id(delivery.digest, part, Form.PLAIN),
                part=part,
                parts=len(documents),
                form=Form.PLAIN,
                document_key=key_of(dump(plain)),
                state=State.QUEUED,
                attempts=0,
                due_at=self.clock.now(),
                problem=None,
            )
            for part, plain in enumerate(documents, delivery.part)
        ], documents


async def _abandon_rest(tx: Transaction, settled: Delivery) -> None:
    if settled.state is State.ABANDONED:
        problem = settled.problem or "An earlier part could not be delivered."
        await tx.deliveries.abandon_rest(settled, problem)


def _log(delivery: Delivery) -> None:
    level, sentence = _SENTENCES[delivery.state]
    if is_notice(delivery.digest):
        # Most people who let the bot into a group have never begun a conversation with it.
        level = min(level, logging.INFO)
    log.log(level, sentence, extra=_fields(delivery))


_SENTENCES: Mapping[State, tuple[int, str]] = {
    State.SENT: (logging.INFO, "Message sent"),
    State.QUEUED: (logging.WARNING, "Message postponed"),
    State.REPLACED: (logging.INFO, "Message laid out again in the plain form"),
    State.UNCERTAIN: (logging.ERROR, "Message may or may not have arrived; it is not sent again"),
    State.ABANDONED: (logging.ERROR, "Message given up"),
    State.SENDING: (logging.DEBUG, "Message in hand"),
}


def _fields(delivery: Delivery) -> dict[str, object]:
    return {
        "action": "deliver",
        "delivery": delivery.id,
        "destination": str(delivery.destination),
        "part": f"{delivery.part}/{delivery.parts}",
        "attempts": delivery.attempts,
        "problem": delivery.problem,
    }
