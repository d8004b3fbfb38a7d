"""Periods: the days that somebody asks about, in the words that they use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.subscriptions import Window
from bot.errors import BadArgument

_DAY = timedelta(days=1)
_ISO_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_LIKE_A_DAY = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}", re.ASCII)


class Span(StrEnum):
    """A period by its name, counted back from the newest listing day."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """One day, or a span by its name."""

    of: date | Span

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `today`, `yesterday`, `week`, `month` or a day such as `2021-04-23`.

        Raises BadArgument that says so.
        """
        word = text.strip().lower()
        if word in set(Span):
            return cls(Span(word))
        if _ISO_DAY.fullmatch(word):
            year, month, day = map(int, word.split("-"))
            try:
                return cls(date(year, month, day))
            except ValueError:
                pass
        raise BadArgument(
            "“{text}” is no day. Write today, yesterday, week, month, or a day such as 2021-04-23.",
            text=text,
        )

    @staticmethod
    def is_like(word: str) -> bool:
        """Say whether a word of a line is meant as a period, be it right or wrong."""
        return word.lower() in set(Span) or bool(_LIKE_A_DAY.fullmatch(word))

    def window(self, known: Sequence[date]) -> Window:
        """Give the listing days meant, of those that are known, the oldest first.

        The week and the month end with the newest day. Raises BadArgument for a day that is not
        known, naming the nearest, and when none is.
        """
        if not known:
            raise BadArgument("No papers are known yet. Ask again after the next mailing.")
        newest = known[-1]
        match self.of:
            case Span.TODAY:
                return Window(newest, newest)
            case Span.YESTERDAY:
                before = known[-2] if len(known) > 1 else newest
                return Window(before, before)
            case Span.WEEK:
                return _back_from(newest, 6, known)
            case Span.MONTH:
                return _back_from(newest, 29, known)
            case day:
                return _one_day(day, known)

    def __str__(self) -> str:
        return str(self.of)


def _back_from(newest: date, days: int, known: Sequence[date]) -> Window:
    return Window(next(day for day in known if day >= newest - days * _DAY), newest)


def _one_day(day: date, known: Sequence[date]) -> Window:
    if day not in known:
        raise BadArgument(
            "No papers are known for {day}. The nearest day with papers is {nearest}.",
            day=day,
            nearest=min(known, key=lambda one: abs(one - day)),
        )
    return Window(day, day)
