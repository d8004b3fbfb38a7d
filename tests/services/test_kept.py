import asyncio
from datetime import timedelta

import pytest

from bot.services.kept import Kept
from tests.fakes import FakeClock

MINUTE = timedelta(minutes=1)


class Counter:
    """Counts how often it is asked, and answers with the count."""

    def __init__(self) -> None:
        self.asked = 0

    async def find(self) -> int:
        self.asked += 1
        await asyncio.sleep(0)
        return self.asked


async def test_an_answer_is_kept_until_it_is_old() -> None:
    clock, counter = FakeClock(), Counter()
    kept: Kept[str, int] = Kept(clock, 2, MINUTE)
    assert [1, 1] == [await kept.get("a", counter.find) for _ in range(2)]
    clock.advance(seconds=59)
    assert 1 == await kept.get("a", counter.find)
    clock.advance(seconds=1)
    assert 2 == await kept.get("a", counter.find)


async def test_many_who_ask_at_once_let_one_find_it() -> None:
    counter = Counter()
    kept: Kept[str, int] = Kept(FakeClock(), 2, MINUTE)
    assert [1] * 50 == await asyncio.gather(*(kept.get("a", counter.find) for _ in range(50)))


async def test_what_was_asked_for_longest_ago_is_let_go_first() -> None:
    counter = Counter()
    kept: Kept[str, int] = Kept(FakeClock(), 2, MINUTE)
    for key in ("a", "b", "a", "c"):
        await kept.get(key, counter.find)
    assert 1 == await kept.get("a", counter.find)
    assert 4 == await kept.get("b", counter.find)


async def test_a_failure_is_raised_and_not_kept() -> None:
    counter = Counter()
    kept: Kept[str, int] = Kept(FakeClock(), 2, MINUTE)

    async def fail() -> int:
        raise RuntimeError("Nothing is found.")

    with pytest.raises(RuntimeError):
        await kept.get("a", fail)
    assert 1 == await kept.get("a", counter.find)


async def test_what_is_cleared_is_found_anew() -> None:
    counter = Counter()
    kept: Kept[str, int] = Kept(FakeClock(), 2, MINUTE)
    await kept.get("a", counter.find)
    kept.clear()
    assert 2 == await kept.get("a", counter.find)
