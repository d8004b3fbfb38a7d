"""Pages: a long list, a few rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row_co]):
    """Some rows of a longer list."""

    rows: tuple[Row_co, ...]
    number: int
    """From 1."""

    is_last: bool
    begins_at: int
    """How many rows stand on the pages before."""


def cut(rows: Sequence[Row_co], number: int, size: int) -> Page[Row_co]:
    """Give a page of a list; beyond its ends, the nearest one."""
    most = max(1, -(-len(rows) // size))
    nearest = min(max(1, number), most)
    start = (nearest - 1) * size
    return Page(
        rows=tuple(rows[start : start + size]),
        number=nearest,
        is_last=nearest == most,
        begins_at=start,
    )


def begun(rows: Sequence[Row_co], number: int, size: int) -> Page[Row_co]:
    """Make a page of its rows, where those behind it are not known; one more tells if there are."""
    return Page(
        rows=tuple(rows[:size]),
        number=number,
        is_last=len(rows) <= size,
        begins_at=(number - 1) * size,
    )
