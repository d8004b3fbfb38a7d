"""What the owner of subscriptions is told when their destination takes no messages any more."""

from collections.abc import Sequence

from bot.document.nodes import Bullets, Document, Heading, Paragraph, text
from bot.domain.subscriptions import Subscription
from bot.views.words import Words

SHOWN = 10


def page(subscriptions: Sequence[Subscription], words: Words) -> Document:
    """Say what stopped, why, and how it goes on; they stopped together, for one reason."""
    rows = tuple(text(_line(one, words)) for one in subscriptions[:SHOWN])
    note = words("It goes on by itself when I am let in again. /resume lets it go on, too.")
    return Document(
        opening=(
            Heading(text(words("A subscription has stopped"))),
            Bullets(rows),
            Paragraph(text(subscriptions[0].reason)),
            Paragraph(text(note), is_small=True),
        )
    )


def _line(subscription: Subscription, words: Words) -> str:
    return words(
        "The digest on “{topic}” for {place} could not be sent any more.",
        topic=str(subscription.topic) or words("everything"),
        place=subscription.name or str(subscription.destination),
    )
