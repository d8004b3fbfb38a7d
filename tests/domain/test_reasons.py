from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.boards import Board
from bot.domain.cadence import Cadence
from bot.domain.digests import DigestKey
from bot.domain.mutes import Mute
from bot.domain.papers import Paper
from bot.domain.reasons import (
    Awaited,
    Carried,
    Case,
    Muted,
    OffTopic,
    Reason,
    Resting,
    TooFar,
    TooLate,
    TooLow,
    Unheard,
    Unsubscribed,
    reasons,
)
from bot.domain.subscriptions import State, Subscription
from bot.domain.topics import EVERYTHING, Topic
from tests.builders import CHANNEL, DAY, NOW, a_paper, a_ranking

FIRST = a_paper("2401.00001", categories=("cs.LG",))
SECOND = a_paper("2401.00002", categories=("cs.CL",))
UNHEARD = a_paper("2401.00003", categories=("cs.CL",))
CL, LG = Topic.parse("cs.CL"), Topic.parse("cs.LG")
DUE_AT = NOW + timedelta(hours=20)


def a_board(threshold: float = 50) -> Board:
    """A board on which the first paper has a score of 2,060, the second one of 1,060."""
    return Board(a_ranking(FIRST, SECOND), threshold, (FIRST, SECOND, UNHEARD))


def a_subscription(
    topic: Topic = EVERYTHING,
    *,
    top: int | None = None,
    minimum: float | None = None,
    state: State = State.ACTIVE,
    done: date | None = None,
    due_at: datetime | None = DUE_AT,
) -> Subscription:
    return Subscription(
        destination=CHANNEL,
        topic=topic,
        cadence=Cadence(time(9), ZoneInfo("UTC")),
        top=top,
        minimum=minimum,
        state=state,
        done=done,
        due_at=due_at,
    )


def told(
    *subscriptions: Subscription,
    paper: Paper = SECOND,
    carried: tuple[DigestKey, ...] = (),
    mutes: tuple[Mute, ...] = (),
    threshold: float = 50,
) -> tuple[Reason, ...]:
    case = Case(
        paper=paper,
        board=a_board(threshold),
        carried=carried,
        subscriptions=subscriptions,
        mutes=mutes,
    )
    return reasons(case)


def test_what_was_sent_is_said_before_everything_else() -> None:
    key = DigestKey("telegram:@papers", "2024-01-17")
    assert (Carried("2024-01-17"),) == told(
        a_subscription(LG), carried=(key,), mutes=(Mute.parse("cs.CL"),)
    )


def test_nothing_is_sent_where_nobody_subscribed() -> None:
    assert (Unsubscribed(),) == told()


def test_what_is_muted_is_sent_by_no_subscription() -> None:
    mute = Mute.parse("2401.00002")
    assert (Muted(mute),) == told(a_subscription(), a_subscription(LG), mutes=(mute,))


def test_another_topic_is_a_reason() -> None:
    assert (OffTopic(LG),) == told(a_subscription(LG))


def test_what_is_not_hot_is_said_once_for_all_subscriptions() -> None:
    rows = told(a_subscription(), a_subscription(CL), threshold=2000)
    assert (Unheard(1060, 2000),) == rows
    assert (Unheard(None, 50),) == told(a_subscription(CL), paper=UNHEARD)


def test_a_rest_a_minimum_and_a_number_are_reasons() -> None:
    assert (Resting(CL, State.PAUSED),) == told(a_subscription(CL, state=State.PAUSED))
    assert (TooLow(CL, 1060, 2000),) == told(a_subscription(CL, minimum=2000))
    assert (TooFar(EVERYTHING, 2, 1),) == told(a_subscription(top=1))


def test_places_are_counted_within_the_topic() -> None:
    assert (Awaited(CL, DUE_AT),) == told(a_subscription(CL, top=1))


def test_a_digest_that_was_made_before_is_a_reason() -> None:
    missed = a_subscription(CL, done=DAY + timedelta(days=1))
    assert (TooLate(CL, DAY + timedelta(days=1)),) == told(missed)
    assert (Awaited(CL, DUE_AT),) == told(replace(missed, done=DAY - timedelta(days=1)))


def test_a_digest_on_a_day_without_a_mailing_hides_none_before() -> None:
    # On Sunday there is no mailing: the newest one that was dealt with is Friday's.
    sunday = a_subscription(CL, done=date(2024, 1, 21))
    assert (TooLate(CL, date(2024, 1, 21)),) == told(sunday)


def test_the_subscription_that_it_came_nearest_to_is_first() -> None:
    rows = told(a_subscription(LG), a_subscription(top=1), a_subscription(CL))
    assert (Awaited(CL, DUE_AT), TooFar(EVERYTHING, 2, 1), OffTopic(LG)) == rows
