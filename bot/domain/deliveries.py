"""Deliveries: one message each, and what becomes of it.

    queued ──claim──▶ sending ──receipt──▶ sent
       ▲                 │ ├─TryLater─────────▶ queued, until the attempts are used up: abandoned
       └─────────────────┘ ├─Unreachable──────▶ abandoned, or queued for the channel's new id
                           ├─Rejected─────────▶ abandoned
                           ├─FormUnsupported──▶ replaced, by deliveries in the plain form
                           └─Uncertain, or the lease ran out ─▶ uncertain, or queued again

Sending before recording repeats messages, and recording before sending loses them. So a delivery is
claimed and the claim committed, then the message goes out, then its fate is settled.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.destinations import Destination
from bot.domain.digests import DigestKey
from bot.errors import (
    FormUnsupported,
    PublishError,
    TryLater,
    Uncertain,
    Unreachable,
)

MAX_ATTEMPTS = 9
"""With the pauses below, that is some four hours of trying."""

LEASE = timedelta(minutes=5)
"""How long a process may take over one message before others take it for dead.

It is longer than any time-out of the platforms' clients together.
"""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=2)


ROOM_FOR_PLAIN_PARTS = 1000
"""How far apart the rich messages of a digest are numbered.

A server that does not know rich messages gets plain ones instead, which are numbered in between, so
that the order of the numbers stays the order of the messages.
"""


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    ABANDONED = "abandoned"
    REPLACED = "replaced"

    @property
    def is_final(self) -> bool:
        """Say whether nothing more will happen to it by itself."""
        return self not in {State.QUEUED, State.SENDING}


class Form(StrEnum):
    """Which of a platform's kinds of message carries the document."""

    PLAIN = "plain"
    """The kind that every client can show."""

    RICH = "rich"
    """The kind with headings, folding and formulae, where the platform has one."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform took the message; `message_id` is its name there."""

    message_id: str


Outcome = Receipt | PublishError


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of a digest, on its way."""

    id: str
    """Unique for ever; the platform's idempotency key is made of it."""

    digest: DigestKey
    part: int
    """Its place in the digest, from 1; the numbers may have gaps."""

    parts: int
    destination: Destination
    form: Form
    document_key: str
    """The name under which the document is stored; equal documents share it."""

    state: State = State.QUEUED
    attempts: int = 0
    due_at: datetime
    """Not before this moment."""

    leased_until: datetime | None = None
    reply_to: str | None = None
    """The message of the part before, filled in when this part is claimed."""

    receipt: Receipt | None = None
    problem: str | None = None
    """The last refusal, as a sentence."""

    @property
    def nonce(self) -> str:
        """A name for this message that survives a restart.

        25 characters are the most that Discord takes
        (https://docs.discord.com/developers/resources/message#create-message).
        """
        return self.id[:25]


def delivery_id(digest: DigestKey, part: int, form: Form) -> str:
    """Derive a delivery's identifier, the same in every process: 32 hexadecimal digits."""
    name = "\n".join((digest.audience, digest.period, str(digest.edition), str(part), form))
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def claim(delivery: Delivery, *, now: datetime) -> Delivery:
    """Take a delivery in hand until the lease runs out."""
    return replace(
        delivery,
        state=State.SENDING,
        attempts=delivery.attempts + 1,
        leased_until=now + LEASE,
    )


def alone(
    digest: DigestKey, to: Destination, document_key: str, due_at: datetime, *, content: str = ""
) -> Delivery:
    """Make the delivery of a message that has no other parts, in the plain form.

    With a content, messages of one digest are told apart by it.
    """
    named = replace(digest, period=f"{digest.period} {content}".strip())
    return Delivery(
        id=delivery_id(named, 1, Form.PLAIN),
        digest=digest,
        part=1,
        parts=1,
        destination=to,
        form=Form.PLAIN,
        document_key=document_key,
        due_at=due_at,
    )


def settle(
    delivery: Delivery, outcome: Outcome, *, now: datetime, resend_uncertain: bool
) -> Delivery:
    """Say what becomes of a claimed delivery.

    `resend_uncertain` is whether a message that may have arrived is sent again: harmless where the
    platform recognises it by its nonce, a risk of a repetition elsewhere.
    """
    settled = replace(delivery, leased_until=None, problem=None)
    match outcome:
        case Receipt():
            return replace(settled, state=State.SENT, receipt=outcome)
        case TryLater():
            return _try_later(settled, outcome, outcome.after, now)
        case Uncertain() if resend_uncertain:
            return _try_later(settled, outcome, None, now)
        case Uncertain():
            return replace(settled, state=State.UNCERTAIN, problem=str(outcome))
        case FormUnsupported():
            return replace(settled, state=State.REPLACED, problem=str(outcome))
        case Unreachable(moved_to=str(channel)) if _may_follow(settled, channel):
            moved = replace(settled.destination, channel=channel)
            return replace(settled, state=State.QUEUED, destination=moved, due_at=now)
        case PublishError():
            return replace(settled, state=State.ABANDONED, problem=str(outcome))


def _may_follow(delivery: Delivery, channel: str) -> bool:
    # Two channels that name each other as their new id must not be followed for ever.
    return channel != delivery.destination.channel and delivery.attempts < MAX_ATTEMPTS


def expire(delivery: Delivery, *, now: datetime, resend_uncertain: bool) -> Delivery:
    """Settle a delivery whose process died, or whose lease ran out for another reason."""
    outcome = Uncertain("The process that was sending it did not come back.")
    settled = settle(delivery, outcome, now=now, resend_uncertain=resend_uncertain)
    # Platforms remember a nonce for minutes only, and the lease was some of them.
    return replace(settled, due_at=now) if settled.state is State.QUEUED else settled


def _try_later(
    delivery: Delivery, refusal: PublishError, after: timedelta | None, now: datetime
) -> Delivery:
    if delivery.attempts >= MAX_ATTEMPTS:
        problem = f"{refusal} Tried {delivery.attempts} times."
        return replace(delivery, state=State.ABANDONED, problem=problem)
    pause = min(_FIRST_PAUSE * 2 ** (delivery.attempts - 1), _LONGEST_PAUSE)
    return replace(
        delivery,
        state=State.QUEUED,
        due_at=now + (pause if after is None else after),
        problem=str(refusal),
    )
