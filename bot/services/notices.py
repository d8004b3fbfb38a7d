"""Notices: what somebody is told without having asked, in their own private conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.document.codec import dump, key_of
from bot.document.nodes import Document
from bot.domain.deliveries import alone
from bot.domain.digests import DigestKey
from bot.domain.people import PersonKey
from bot.domain.subscriptions import Subscription
from bot.ports import Clock, Storage
from bot.views import shut_out
from bot.views.words import Words

_NOTICES = " notices"


def is_notice(key: DigestKey) -> bool:
    """Say whether a message is a notice, and not a part of a digest."""
    return key.audience.endswith(_NOTICES)


@dataclass(frozen=True, slots=True)
class Notices:
    """Puts messages for one person into the outbox."""

    storage: Storage
    clock: Clock

    async def tell(self, person: PersonKey, document: Document) -> None:
        """Queue a message; the same one within the same hour is queued once.

        Whether the person lets us write to them shows when it is sent.
        """
        now = self.clock.now()
        key = DigestKey(f"{person.private}{_NOTICES}", now.isoformat(timespec="hours"))
        content = key_of(dump(document))
        delivery = alone(key, person.private, content, now, content=content)
        async with self.storage.transaction() as tx:
            await tx.deliveries.enqueue([delivery], [document])

    async def tell_owners(self, stopped: Sequence[Subscription]) -> None:
        """Tell those who asked for subscriptions that these cannot be sent any more, and why.

        Each is told once, however many there are.
        """
        theirs: dict[PersonKey, list[Subscription]] = {}
        for subscription in stopped:
            owner = subscription.owner
            if owner is not None and owner.private.channel != subscription.destination.channel:
                theirs.setdefault(owner, []).append(subscription)
        for owner, subscriptions in theirs.items():
            first = subscriptions[0]
            words = Words(first.locale, first.cadence.zone.key)
            await self.tell(owner, shut_out.page(subscriptions, words))
