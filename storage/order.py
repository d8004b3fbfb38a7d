"""In which order things are given back, whatever remembers them."""

from datetime import date, datetime, timedelta

from bot.domain.deliveries import Delivery, Form
from bot.domain.digests import DigestKey
from bot.domain.engagement import Snapshot
from bot.domain.papers import Listing, PaperId
from bot.domain.people import Bookmark
from bot.domain.runs import Run
from bot.domain.standings import Standing


def listed_order(listing: Listing) -> tuple[date, bool, int, PaperId]:
    """Sort listings by day, on each the published ones by place, then the others by identifier."""
    position = listing.position
    return listing.listed_on, position is None, position or 0, listing.paper.id


def measured_order(snapshot: Snapshot) -> tuple[datetime, PaperId, str, str]:
    """Sort readings by their moment, and those of one moment by what was read."""
    return snapshot.measured_at, snapshot.paper_id, snapshot.source, snapshot.native_id


def period_order(key: DigestKey) -> tuple[str, str]:
    """Sort digests by their period, and those of one period by who reads them."""
    return key.period, key.audience


def visiting_order(run: Run) -> tuple[datetime, str]:
    """Sort visits by their moment, and those of one moment by their source."""
    return run.as_of, run.source


def reading_order(delivery: Delivery) -> tuple[int, bool]:
    """Sort the parts of a digest; plain messages follow the rich one whose place they take."""
    return delivery.part, delivery.form is Form.PLAIN


def claiming_order(delivery: Delivery) -> tuple[float, int, str]:
    """Sort messages by how long they have been due."""
    return delivery.due_at.timestamp(), delivery.part, delivery.id


def saving_order(bookmark: Bookmark) -> tuple[datetime, PaperId]:
    """Sort saved papers by their moment, and those of one moment by identifier."""
    return bookmark.saved_at, bookmark.paper_id


def standing_order(standing: Standing) -> tuple[date, timedelta]:
    """Sort a paper's places by their day, and those of one day by their horizon."""
    return standing.day, standing.horizon
