"""Subscriptions in words: of what, when, in which shape, and what comes next."""

from datetime import datetime

from babel.dates import get_day_names

from bot.document.nodes import Moment, Spans, text
from bot.domain.cadence import EVERY_DAY, WORKDAYS
from bot.domain.digests import Style
from bot.domain.languages import LANGUAGES
from bot.domain.people import PlaceKind
from bot.domain.subscriptions import Quiet, State, Subscription
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import UserMistake
from bot.views.quiet_days import named_topic
from bot.views.words import Words, phrase

_STYLES = {
    Style.COMPACT: phrase("a line or two a paper"),
    Style.FULL: phrase("with the abstract folded away"),
    Style.RICH: phrase("with formulas"),
}


def named(topic: Topic, words: Words) -> str:
    """Name a topic, the one of no selection too."""
    return words("everything") if topic == EVERYTHING else named_topic(topic, words)


def times(subscription: Subscription, words: Words) -> str:
    """Say when it comes and where, such as `Monday to Friday at 09:00 · Asia/Tokyo`."""
    cadence = subscription.cadence
    when = words(
        "{days} at {time} · {zone}",
        days=_days(cadence.days, words),
        time=f"{cadence.at:%H:%M}",
        zone=cadence.zone.key,
    )
    if subscription.kind is PlaceKind.PRIVATE or not subscription.name:
        return when
    return f"{when} · {subscription.name}"


def standing(subscription: Subscription, words: Words, now: datetime) -> Spans:
    """Say when the next digest comes, or why none does."""
    if subscription.state is State.PAUSED:
        if not subscription.reason:
            return text(words("⏸ Paused"))
        reason = words.mistake(UserMistake(subscription.reason))
        return text(words("⏸ Paused: {reason}", reason=reason))
    if subscription.state is State.SHUT_OUT:
        reason = words.mistake(UserMistake(subscription.reason))
        told = words("🚪 Stopped: {reason} It goes on when I am let in again.", reason=reason)
        return text(told)
    at = subscription.due_at
    if at is None or at <= now:
        return text(words("The next digest is on its way."))
    return words.spans("Next digest: {at}", at=Moment(at, words.moment(at)))


def shape(subscription: Subscription, words: Words) -> str:
    """Say how much of which papers it shows."""
    count, minimum, lag = subscription.top, subscription.minimum, subscription.lag
    notes = [
        words.plural("the hottest paper", "the {count} hottest papers", count)
        if count
        else words("all hot papers"),
        words("with a score from {minimum}", minimum=minimum) if minimum else "",
        words(_STYLES[subscription.style]),
        words.plural("a day later", "{count} days later", lag) if lag else "",
        words("a line on quiet days") if subscription.quiet is Quiet.NOTICE else "",
        LANGUAGES[subscription.locale],
    ]
    return " · ".join(filter(None, notes))


def _days(days: frozenset[int], words: Words) -> str:
    if days == EVERY_DAY:
        return words("Every day")
    names = get_day_names("wide", context="stand-alone", locale=words.locale)
    if len(days) == 1:
        (day,) = days
        return words("Every week: {day}", day=names[day])
    if days == WORKDAYS:
        return words("{first} to {last}", first=names[0], last=names[4])
    return words.listed([names[day] for day in sorted(days)])
