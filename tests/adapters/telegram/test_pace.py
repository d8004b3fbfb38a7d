from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.pace import Pacer
from bot.errors import TryLater
from tests.adapters.telegram.documents import unhurried
from tests.adapters.telegram.timepiece import Timepiece

PERSON = "4711"
GROUP = "-1001234567890"
CHANNEL = "@papers"


async def turns(pacer: Pacer, time: Timepiece, channel: str, times: int) -> list[float]:
    """Take turns as fast as they come, and say when they came."""
    came = []
    for _ in range(times):
        await pacer.turn(channel)
        came.append(time.now)
    return came


@pytest.fixture
def pacer(time: Timepiece) -> Pacer:
    return Pacer(clock=time, sleep=time.sleep)


async def test_a_person_gets_one_message_a_second(pacer: Pacer, time: Timepiece) -> None:
    assert [0, 1, 2, 3] == await turns(pacer, time, PERSON, 4)


@pytest.mark.parametrize("channel", [GROUP, CHANNEL])
async def test_the_twenty_first_message_of_a_minute_waits(
    pacer: Pacer, time: Timepiece, channel: str
) -> None:
    assert [0] * 20 + [60] * 20 + [120] == await turns(pacer, time, channel, 41)


async def test_thirty_messages_a_second_go_to_all_together(pacer: Pacer, time: Timepiece) -> None:
    came = [(await turns(pacer, time, str(person), 1))[0] for person in range(1, 62)]
    assert [0] * 30 + [1] * 30 + [2] == came


async def test_a_pause_holds_its_channel_and_no_other(pacer: Pacer, time: Timepiece) -> None:
    pacer.hold(GROUP, timedelta(seconds=7))
    assert [0] == await turns(pacer, time, CHANNEL, 1)
    assert [7] == await turns(pacer, time, GROUP, 1)


async def test_a_long_pause_is_not_waited_for(pacer: Pacer, time: Timepiece) -> None:
    pacer.hold(GROUP, timedelta(minutes=5))
    time.now += 60
    with pytest.raises(TryLater) as refusal:
        await pacer.turn(GROUP)
    assert timedelta(minutes=4) == refusal.value.after
    assert 60 == time.now


@unhurried
@given(st.lists(st.tuples(st.sampled_from((PERSON, GROUP)), st.floats(0, 30)), max_size=60))
async def test_no_stretch_of_time_holds_more_than_its_rate(
    wishes: list[tuple[str, float]],
) -> None:
    time = Timepiece()
    pacer = Pacer(clock=time, sleep=time.sleep)
    came: dict[str, list[float]] = {PERSON: [], GROUP: []}
    for channel, pause in wishes:
        time.now += pause
        came[channel] += await turns(pacer, time, channel, 1)
    assert 0.999 <= shortest(came[PERSON], apart=1)
    assert 59.999 <= shortest(came[GROUP], apart=20)


def shortest(came: list[float], *, apart: int) -> float:
    """The shortest time between two turns that are so many apart."""
    pairs = zip(came, came[apart:], strict=False)
    return min((later - earlier for earlier, later in pairs), default=float("inf"))
