"""Subscriptions as rows, and back again, whatever became of the words in them."""

from datetime import time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.cadence import Cadence
from bot.domain.destinations import Platform
from bot.domain.digests import Style
from bot.domain.people import PersonKey, PlaceKind
from bot.domain.subscriptions import Quiet, State, Subscription
from bot.domain.topic_terms import Category
from bot.domain.topics import Topic
from bot.errors import UserMistake
from storage.bulk import Found, Values
from storage.destinations import from_columns, to_columns

_UTC = ZoneInfo("UTC")


def to_row(subscription: Subscription) -> Values:
    """Write a subscription, without its id; a clock time is one of whole minutes."""
    owner = subscription.owner
    return {
        "audience": subscription.request.audience,
        **to_columns(subscription.destination),
        "topic": str(subscription.topic),
        "at": subscription.cadence.at.isoformat("minutes"),
        "zone": subscription.cadence.zone.key,
        "days": "".join(map(str, sorted(subscription.cadence.days))),
        "style": subscription.style.value,
        "top": subscription.top,
        "minimum": subscription.minimum,
        "locale": subscription.locale,
        "lag": subscription.lag,
        "quiet": subscription.quiet.value,
        "kind": subscription.kind.value,
        "name": subscription.name,
        "owner_platform": None if owner is None else owner.platform.value,
        "owner_id": None if owner is None else owner.id,
        "state": subscription.state.value,
        "reason": subscription.reason,
        "done": subscription.done,
        "due_at": subscription.due_at,
    }


def from_row(row: Found) -> Subscription:
    """Read a subscription.

    arXiv drops categories, and zones are renamed. A subscription with a topic or a zone that is
    unknown by now is given as one that is paused, with the reason: its destination can look at it
    and remove it. Its topic has the text that was stored and no papers; its zone is UTC.
    """
    topic, no_topic = _topic(row.topic)
    zone, no_zone = _zone(row.zone)
    subscription = Subscription(
        id=row.id,
        destination=from_columns(row),
        topic=topic,
        cadence=Cadence(time.fromisoformat(row.at), zone, frozenset(map(int, row.days))),
        style=Style(row.style),
        top=row.top,
        minimum=row.minimum,
        locale=row.locale,
        lag=row.lag,
        quiet=Quiet(row.quiet),
        kind=PlaceKind(row.kind),
        name=row.name,
        owner=_owner(row),
        state=State(row.state),
        reason=row.reason,
        done=row.done,
        due_at=row.due_at,
    )
    reason = no_topic or no_zone
    return subscription.stopped(State.PAUSED, reason) if reason else subscription


def _owner(row: Found) -> PersonKey | None:
    return None if row.owner_id is None else PersonKey(Platform(row.owner_platform), row.owner_id)


@lru_cache(maxsize=4096)
def _topic(text: str) -> tuple[Topic, str]:
    """Read a topic that many may share; where that fails, say why."""
    try:
        return Topic.parse(text), ""
    except UserMistake as mistake:
        return Topic(Category(text)), f"Its topic cannot be read any more. {mistake}"


def _zone(key: str) -> tuple[ZoneInfo, str]:
    try:
        return ZoneInfo(key), ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _UTC, f"There is no time zone “{key}” any more."
