"""Reasons: why a paper was, or was not, in the digests of a place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.boards import Board
from bot.domain.digests import DigestKey
from bot.domain.mutes import Mute
from bot.domain.papers import Paper
from bot.domain.subscriptions import State, Subscription
from bot.domain.topics import Topic

_PERIODS_BACK = 8
"""How many periods of a subscription are looked through for one with a mailing."""


@dataclass(frozen=True, slots=True)
class Carried:
    """It was in a digest of this period, an ISO day."""

    period: str


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """Nothing is sent there."""


@dataclass(frozen=True, slots=True)
class Muted:
    """Something hides it there."""

    mute: Mute


@dataclass(frozen=True, slots=True)
class Unheard:
    """Its score, None where nobody talks about it, is under what makes a paper hot."""

    score: float | None
    threshold: float


@dataclass(frozen=True, slots=True)
class OffTopic:
    """It is about something else."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Resting:
    """The subscription is paused, or shut out."""

    topic: Topic
    state: State


@dataclass(frozen=True, slots=True)
class TooLow:
    """Its score is under the minimum that the subscription asks for."""

    topic: Topic
    score: float
    minimum: float


@dataclass(frozen=True, slots=True)
class TooFar:
    """Its place is behind the last that the subscription asks for."""

    topic: Topic
    place: int
    top: int


@dataclass(frozen=True, slots=True)
class TooLate:
    """The digest about its day was due before it was what it is now."""

    topic: Topic
    due_on: date


@dataclass(frozen=True, slots=True)
class Awaited:
    """It is in line for the next digest."""

    topic: Topic
    due_at: datetime | None


Reason = (
    Carried
    | Unsubscribed
    | Muted
    | Awaited
    | TooLate
    | TooFar
    | TooLow
    | Resting
    | Unheard
    | OffTopic
)

_NEAREST_FIRST = (Awaited, TooLate, TooFar, TooLow, Resting, Unheard, OffTopic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A paper, and a place that it may have been sent to."""

    paper: Paper
    board: Board
    """Of the last day that it was listed on."""

    carried: Sequence[DigestKey] = ()
    """The digests of the place that hold it, the oldest first."""

    subscriptions: Sequence[Subscription] = ()
    mutes: Sequence[Mute] = ()


def reasons(case: Case) -> tuple[Reason, ...]:
    """Say why a paper was in the digests of a place, or what kept it out.

    Of several subscriptions that did not take it, the one that it came nearest to is first; what
    they have in common is said once.
    """
    if case.carried:
        return tuple(Carried(key.period) for key in case.carried)
    if not case.subscriptions:
        return (Unsubscribed(),)
    hidden = next((mute for mute in case.mutes if mute.hides(case.paper)), None)
    if hidden:
        return (Muted(hidden),)
    found = dict.fromkeys(_obstacles(case))
    return tuple(sorted(found, key=lambda reason: _NEAREST_FIRST.index(type(reason))))


def _obstacles(case: Case) -> Iterator[Reason]:
    """Give the first thing that keeps it out of each subscription's digests."""
    for subscription in case.subscriptions:
        yield (
            _mismatch(case, subscription)
            or _weakness(case, subscription)
            or _timing(case, subscription)
        )


def _mismatch(case: Case, subscription: Subscription) -> Reason | None:
    if not subscription.topic.matches(case.paper):
        return OffTopic(subscription.topic)
    row = case.board.place_of(case.paper.id)
    score = row.score.total if row else None
    if score is None or score < case.board.threshold:
        return Unheard(score, case.board.threshold)
    if subscription.state is not State.ACTIVE:
        return Resting(subscription.topic, subscription.state)
    return None


def _weakness(case: Case, subscription: Subscription) -> Reason | None:
    row = case.board.place_of(case.paper.id)
    topic, minimum, top = subscription.topic, subscription.minimum, subscription.top
    if row and minimum is not None and row.score.total < minimum:
        return TooLow(topic, row.score.total, minimum)
    ranking = case.board.hot(topic, minimum)
    place = next((one.rank for one in ranking.papers if one.paper.id == case.paper.id), None)
    if place and top is not None and place > top:
        return TooFar(topic, place, top)
    return None


def _timing(case: Case, subscription: Subscription) -> Reason:
    done = subscription.done
    day = case.board.ranking.day
    if done is not None and any(day <= last for last in _last_days(subscription, done)):
        return TooLate(subscription.topic, done)
    return Awaited(subscription.topic, subscription.due_at)


def _last_days(subscription: Subscription, done: date) -> Iterable[date]:
    """Give the last listing day of the newest periods that were dealt with."""
    period = done
    for _ in range(_PERIODS_BACK):
        window = subscription.window(period)
        if window:
            return (window.last,)
        period = subscription.cadence.before(period)
    return ()
