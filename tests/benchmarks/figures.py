"""Figures: what was measured, and what it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.ports import Progress


@dataclass(frozen=True, slots=True)
class AtMost:
    """A figure that should be small."""

    limit: float
    peer: str = ""
    """Whose figure it is, where it is not the project's own aim."""

    def is_met_by(self, value: float) -> bool:
        return value <= self.limit

    def __str__(self) -> str:
        return f"≤ {written(self.limit)}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A figure that should be large."""

    limit: float
    peer: str = ""

    def is_met_by(self, value: float) -> bool:
        return value >= self.limit

    def __str__(self) -> str:
        return f"≥ {written(self.limit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    subject: str
    value: float
    unit: str
    aim: AtMost | AtLeast | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        return None if self.aim is None else self.aim.is_met_by(self.value)


class Benchmark(Protocol):
    """Measures one subject, at a share of its full size, and reports how far it is."""

    def __call__(self, share: float, report: Progress) -> list[Figure]: ...


Work = Callable[[], object]


def written(value: float) -> str:
    """Write a number with three digits that count, or all of those before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def sized(full: int, share: float, *, least: int = 1) -> int:
    """Give a share of a full size."""
    return max(least, round(full * share))
