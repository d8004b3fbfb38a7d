"""Scores: numbers that can explain themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a score, and how much of it it is."""

    name: str
    value: float
    count: float | None = None
    """What was counted, where that is not the value itself: upvotes, points, voices."""


@dataclass(frozen=True, slots=True)
class Score:
    """A total, and the parts that add up to it."""

    total: float
    parts: tuple[Part, ...]
