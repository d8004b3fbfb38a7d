"""Budgets: how often somebody, or a place, may ask in a while."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_REMEMBERED = 50_000
"""Names that are remembered at a time; whoever asked longest ago is forgotten first."""


@dataclass(slots=True)
class Budget:
    """So many requests in a while for each name; what is not used fills up again steadily."""

    requests: int
    within: timedelta
    _accounts: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)

    def spend(self, name: str, now: datetime) -> timedelta | None:
        """Take one request from a name's budget; give how long it must wait if there is none."""
        left = self._left(name, now)
        if left < 1:
            return (1 - left) * self._refill
        self._accounts[name] = (left - 1, now)
        self._accounts.move_to_end(name)
        if len(self._accounts) > MOST_REMEMBERED:
            self._accounts.popitem(last=False)
        return None

    @property
    def _refill(self) -> timedelta:
        return self.within / self.requests

    def _left(self, name: str, now: datetime) -> float:
        left, at = self._accounts.get(name, (float(self.requests), now))
        # A clock that is put back takes nothing away.
        return min(self.requests, left + max(now - at, timedelta()) / self._refill)
