"""Why a paper was, or was not, in the digests of a place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from bot.document.nodes import Bullets, Heading, Moment, Section, Spans, text
from bot.domain.mutes import MuteKind
from bot.domain.reasons import (
    Awaited,
    Carried,
    Muted,
    OffTopic,
    Reason,
    Resting,
    TooFar,
    TooLate,
    TooLow,
    Unheard,
    Unsubscribed,
)
from bot.domain.subscriptions import State
from bot.domain.topics import EVERYTHING, Topic
from bot.views.quiet_days import named_topic
from bot.views.words import Words

REASONS_SHOWN = 5


def section(reasons: Sequence[Reason], words: Words) -> Section:
    """Tell the reasons, the most important first."""
    rows = tuple(_sentence(reason, words) for reason in reasons[:REASONS_SHOWN])
    return Section((Heading(text(words("In the digests here")), level=2), Bullets(rows)))


def _sentence(reason: Reason, words: Words) -> Spans:
    match reason:
        case Carried(period):
            day = words.long_date(date.fromisoformat(period))
            return text(words("It was in the digest of {day}.", day=day))
        case Unsubscribed():
            return text(words("Nothing is sent here yet. /subscribe changes that."))
        case Muted(mute) if mute.kind is MuteKind.PAPER:
            return text(words("It is muted here. /mutes shows what is."))
        case Muted(mute):
            return text(
                words("“{what}” is muted here, and hides it. /mutes shows what is.", what=mute.what)
            )
        case Unheard(None):
            return text(words("It is not in them: nobody has been heard to talk about it."))
        case Unheard(score, threshold):
            return text(
                words(
                    "It is not in them: its score is {score}, and {threshold} make a paper hot.",
                    score=score,
                    threshold=threshold,
                )
            )
        case _:
            return _about_a_subscription(reason, words)


def _about_a_subscription(
    reason: OffTopic | Resting | TooLow | TooFar | TooLate | Awaited, words: Words
) -> Spans:
    topic = _named(reason.topic, words)
    match reason:
        case OffTopic():
            return text(words("{topic}: it does not belong to this topic.", topic=topic))
        case Resting(_, state):
            return text(_resting(state, topic, words))
        case TooLow(_, score, minimum):
            return text(
                words(
                    "{topic}: its score is {score}, and the minimum here is {minimum}.",
                    topic=topic,
                    score=score,
                    minimum=minimum,
                )
            )
        case TooFar(_, place, top):
            return text(
                words(
                    "{topic}: it is in place {place}, and the first {top} are sent.",
                    topic=topic,
                    place=place,
                    top=top,
                )
            )
        case TooLate(_, day):
            return text(
                words(
                    "{topic}: it was not hot enough when the digest of its day was made, the last"
                    " one of {day}.",
                    topic=topic,
                    day=words.long_date(day),
                )
            )
        case Awaited(_, due_at):
            return _awaited(due_at, topic, words)
        case _:
            assert_never(reason)


def _resting(state: State, topic: str, words: Words) -> str:
    if state is State.PAUSED:
        return words("{topic}: this subscription is paused.", topic=topic)
    return words("{topic}: this subscription is not sent now.", topic=topic)


def _awaited(due_at: datetime | None, topic: str, words: Words) -> Spans:
    if due_at is None:
        return text(words("{topic}: it is in line for the next digest.", topic=topic))
    return words.spans(
        "{topic}: it is in line for the next digest, on {at}.",
        topic=topic,
        at=Moment(due_at, words.moment(due_at)),
    )


def _named(topic: Topic, words: Words) -> str:
    return words("All categories") if topic == EVERYTHING else named_topic(topic, words)
