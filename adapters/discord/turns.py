"""Turns: how fast the shards of a bot may begin their sessions.

https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
"""

import asyncio
from datetime import timedelta

PERIOD = timedelta(seconds=5)


class Turns:
    """Lets one shard of each group begin in five seconds; Discord says how many groups there are.

    discord.py by itself lets every shard but the first wait for five seconds.
    """

    def __init__(self, at_once: int, *, period: timedelta = PERIOD) -> None:
        self._groups = max(1, at_once)
        self._period = period.total_seconds()
        self._next: dict[int, float] = {}

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the turn of a shard; the very first one need not."""
        del initial
        now = asyncio.get_running_loop().time()
        group = (shard_id or 0) % self._groups
        turn = max(now, self._next.get(group, now))
        self._next[group] = turn + self._period
        await asyncio.sleep(turn - now)
