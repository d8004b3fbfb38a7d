"""Shards take turns, and clients share the addresses of discord.py."""

import asyncio
from contextlib import ExitStack
from datetime import timedelta
from itertools import permutations

import pytest
from discord.http import Route

from adapters.discord.addresses import api_at
from adapters.discord.turns import Turns

PERIOD = timedelta(seconds=0.05)


@pytest.mark.parametrize(("at_once", "periods"), [(1, 2), (2, 1), (3, 0), (0, 2)])
async def test_as_many_shards_begin_at_once_as_discord_says(at_once: int, periods: int) -> None:
    turns, loop = Turns(at_once, period=PERIOD), asyncio.get_running_loop()
    before = loop.time()
    for shard in range(3):
        await turns.before_identify_hook(shard)
    took = loop.time() - before
    assert periods == int(took / PERIOD.total_seconds())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_those_who_stay_keep_an_address_in_any_order(order: tuple[int, ...]) -> None:
    before, stacks = Route.BASE, [ExitStack() for _ in order]
    for stack in stacks:
        stack.enter_context(api_at("http://127.0.0.1:1/api/v10"))
    for number in order[:-1]:
        stacks[number].close()
        assert "http://127.0.0.1:1/api/v10" == Route.BASE
    stacks[order[-1]].close()
    assert before == Route.BASE
