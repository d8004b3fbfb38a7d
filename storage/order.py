"""In which order things are given back, whatever remembers them."""

from bot.domain.deliveries import Delivery, Form
from bot.domain.papers import Listing, PaperId


def published_order(listing: Listing) -> tuple[bool, int, PaperId]:
    """Sort published listings by their place, and the others behind them by identifier."""
    return listing.position is None, listing.position or 0, listing.paper.id


def reading_order(delivery: Delivery) -> tuple[bool, int]:
    """Sort the parts of a digest; messages in the plain form may have replaced rich ones."""
    return delivery.form is Form.PLAIN, delivery.part


def claiming_order(delivery: Delivery) -> tuple[float, int, str]:
    """Sort messages by how long they have been due."""
    return delivery.due_at.timestamp(), delivery.part, delivery.id
