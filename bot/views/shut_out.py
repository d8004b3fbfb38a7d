"""What the owner of a subscription is told when its destination takes no messages any more."""

from bot.document.nodes import Document, Heading, Paragraph, text
from bot.domain.subscriptions import Subscription
from bot.views.words import Words


def page(subscription: Subscription, words: Words) -> Document:
    """Say what stopped, why, and how it goes on."""
    place = subscription.name or str(subscription.destination)
    return Document(
        opening=(
            Heading(text(words("A subscription has stopped"))),
            Paragraph(
                text(
                    words(
                        "The digest on “{topic}” for {place} could not be sent any more.",
                        topic=str(subscription.topic) or words("everything"),
                        place=place,
                    )
                )
            ),
            Paragraph(text(subscription.reason)),
            Paragraph(
                text(
                    words(
                        "It goes on by itself when I am let in again. /resume lets it go on, too."
                    )
                ),
                is_small=True,
            ),
        )
    )
