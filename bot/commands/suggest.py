"""What is offered while a parameter is typed: at once, from memory."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from bot.commands.asking import paper_named
from bot.commands.kinds import WEEKDAYS, ZONES, Kind
from bot.commands.spec import Suggestion
from bot.document.latex import to_unicode
from bot.domain.papers import Paper
from bot.domain.periods import Span
from bot.domain.topic_tree import CATEGORIES, ROOTS
from bot.domain.topic_words import legible
from bot.services.boards import Boards
from bot.views.words import Words, phrase

MOST = 25
"""https://docs.discord.com/developers/interactions/application-commands#autocomplete"""

LONGEST = 100
"""Characters of a label and of a value; longer ones are not offered (the same page)."""

_OPERATORS = re.compile(r"[-#(]*")
_SEPARATOR = re.compile(r".*[\s,|(]", re.DOTALL)
_ASKED_FOR_MOST = ("cs.LG", "cs.CL", "cs.CV", "cs.AI", "stat.ML", "cs.RO")
_ZONES_OFFERED = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
)
_SPANS = {
    Span.TODAY: phrase("today"),
    Span.YESTERDAY: phrase("yesterday"),
    Span.WEEK: phrase("the last week"),
    Span.MONTH: phrase("the last month"),
}
_RHYTHMS = {
    "daily": phrase("every day"),
    "weekdays": phrase("from Monday to Friday"),
    "weekly": phrase("on Mondays, about the whole week"),
    "mon,wed,fri": phrase("on Mondays, Wednesdays and Fridays"),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """Something to complete, and what is compared with what is typed."""

    value: str
    label: str
    code: str
    name: str

    @classmethod
    def category(cls, pattern: str, name: str) -> "_Known":
        return cls(pattern, f"{pattern} · {name}", pattern.lower(), f" {name.lower()}")

    @classmethod
    def zone(cls, zone: str) -> "_Known":
        city = zone.rpartition("/")[2].replace("_", " ")
        return cls(zone, zone, zone.lower(), f" {city.lower()}")


_CATEGORIES = tuple(
    _Known.category(one.pattern, one.name)
    for one in dict.fromkeys(
        (
            *sorted(
                (one for one in CATEGORIES if one.pattern in _ASKED_FOR_MOST),
                key=lambda one: _ASKED_FOR_MOST.index(one.pattern),
            ),
            *ROOTS,
            *CATEGORIES,
        )
    )
)
_CODES = frozenset(known.code for known in _CATEGORIES)
# Zones with a region in front are those that people choose; the others are older names.
_ZONES = tuple(map(_Known.zone, sorted(ZONES, key=lambda zone: ("/" not in zone, zone))))


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Completes topics, papers, days, rhythms and time zones."""

    boards: Boards

    def of(self, kind: Kind[object], typed: str, words: Words) -> Sequence[Suggestion]:
        """Give what the typed beginning may become, the likeliest first; nothing is awaited."""
        finders: Mapping[str, Callable[[str, Words], Iterable[Suggestion]]] = {
            "topics": self._topics,
            "papers": self._papers,
            "days": self._days,
            "rhythms": self._rhythms,
            "zones": self._zones,
        }
        finder = finders.get(kind.suggests or "")
        if finder is None:
            return ()
        found = finder(legible(typed).lstrip(), words)
        return [_fitting(row) for row in islice(_distinct(found), MOST)]

    def _topics(self, typed: str, _words: Words) -> Iterator[Suggestion]:
        whole = typed.strip()
        if whole and whole.lower() not in _CODES:
            yield Suggestion(whole, whole)
        if whole:
            for known in _matching(_CATEGORIES, whole):
                yield Suggestion(known.label, known.value)
        kept, last = _last_word(typed)
        for known in _matching(_CATEGORIES, last):
            yield Suggestion(f"{kept}{known.label}", f"{kept}{known.value}")

    def _papers(self, typed: str, _words: Words) -> Iterator[Suggestion]:
        wanted = typed.strip().lower()
        named = paper_named(wanted) if wanted else None
        for paper in self._newest():
            if paper.id == named or wanted in f"{paper.id} {paper.title.lower()}":
                yield Suggestion(f"{paper.id} · {_plain(paper.title)}", str(paper.id))
        if named:
            yield Suggestion(str(named), str(named))

    def _newest(self) -> Iterator[Paper]:
        """Give the papers of the newest day, those that are talked about first."""
        board = self.boards.newest
        if board:
            yield from (row.paper for row in board.ranking.papers)
            yield from board.papers

    def _days(self, typed: str, words: Words) -> Iterator[Suggestion]:
        wanted = typed.strip().lower()
        for span, label in _SPANS.items():
            if span.startswith(wanted) or words(label).lower().startswith(wanted):
                yield Suggestion(words(label), str(span))
        days = (day for day in reversed(self.boards.known_days) if wanted in day.isoformat())
        for day in islice(days, MOST):
            yield Suggestion(f"{day} · {_written(day, words)}", day.isoformat())

    def _rhythms(self, typed: str, words: Words) -> Iterator[Suggestion]:
        wanted = typed.strip().lower()
        for rhythm, label in _RHYTHMS.items():
            if rhythm.startswith(wanted):
                yield Suggestion(f"{rhythm} · {words(label)}", rhythm)
        kept, comma, last = wanted.rpartition(",")
        for day in WEEKDAYS:
            if day.startswith(last.strip()) and day not in kept:
                yield Suggestion(f"{kept}{comma}{day}", f"{kept}{comma}{day}")

    def _zones(self, typed: str, _words: Words) -> Iterator[Suggestion]:
        wanted = typed.strip()
        found = (known.value for known in _matching(_ZONES, wanted)) if wanted else _ZONES_OFFERED
        for zone in found:
            yield Suggestion(zone.replace("_", " "), zone)


@lru_cache(maxsize=4096)
def _plain(title: str) -> str:
    return to_unicode(title)


@lru_cache(maxsize=4096)
def _written(day: date, words: Words) -> str:
    return words.long_date(day)


def _last_word(typed: str) -> tuple[str, str]:
    """Part what stays as it is from the word that is being typed."""
    before = _SEPARATOR.match(typed)
    start = before.end() if before else 0
    operators = _OPERATORS.match(typed, start)
    start = operators.end() if operators else start
    return typed[:start], typed[start:]


def _matching(known: Sequence[_Known], typed: str) -> Iterator[_Known]:
    """Find by code and by name: first what begins so, then names with such a word, then others."""
    wanted = typed.lower()
    tests: tuple[Callable[[_Known], bool], ...] = (
        lambda one: one.code.startswith(wanted),
        lambda one: one.code.partition(".")[2].startswith(wanted),
        lambda one: one.name.startswith(f" {wanted}"),
        lambda one: f" {wanted}" in one.name,
        lambda one: wanted in one.name or wanted in one.code,
    )
    for test in tests:
        yield from filter(test, known)


def _distinct(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Leave out what is there already, and what is too long to be taken."""
    seen: set[str] = set()
    for row in found:
        if 0 < len(row.value) <= LONGEST and row.value not in seen:
            seen.add(row.value)
            yield row


def _fitting(row: Suggestion) -> Suggestion:
    label = row.label if len(row.label) <= LONGEST else f"{row.label[: LONGEST - 1]}…"
    return Suggestion(label, row.value)
