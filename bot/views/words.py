"""Words: what the bot says, in a reader's language and by a reader's clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from string import Formatter
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.document.nodes import Span, Spans, Text
from bot.domain.languages import ENGLISH
from bot.errors import HotPapersError, UserMistake
from bot.views.catalogues import translations

_SOURCE_NAMES = {
    "arxiv": "arXiv",
    "x": "X",
    "bluesky": "Bluesky",
    "hackernews": "Hacker News",
    "huggingface": "Hugging Face",
    "lobsters": "Lobsters",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
}


def phrase(words: str) -> str:
    """Mark words that are translated later, where they are used."""
    return words


def phrases(one: str, many: str) -> tuple[str, str]:
    """Mark words about one thing and about many, for the beginning of `Words.plural`."""
    return one, many


@dataclass(frozen=True, slots=True)
class Words:
    """A language and a clock.

    Messages are English, with places for values in braces as in `str.format`. They are translated
    by the catalogues in `bot/locales`; what a catalogue lacks stays English.
    """

    locale: str = ENGLISH
    zone: str = "UTC"
    """An IANA time zone: the clock for readers whose platform knows no other."""

    def __call__(self, message: str, /, **values: object) -> str:
        """Say something. Numbers among the values are written as the language does."""
        return self._filled(self._translated(message), values)

    def plural(self, one: str, many: str, count: float, /, **values: object) -> str:
        """Say something about a number of things; `{count}` is the number."""
        catalogue = translations(self.locale)
        # Catalogues ask for whole numbers; what is no whole number is never one thing.
        whole = int(count) if float(count).is_integer() else 2
        return self._filled(catalogue.ngettext(one, many, whole), {"count": count, **values})

    def spans(self, message: str, /, **values: object) -> Spans:
        """Say something with links, moments and other spans among the values."""
        return tuple(_joined(self._woven(self._translated(message), values)))

    def mistake(self, mistake: HotPapersError) -> str:
        """Say what was wrong, and what to do instead."""
        if isinstance(mistake, UserMistake) and mistake.values:
            return self(mistake.message, **mistake.values)
        return self._translated(str(mistake))

    def number(self, value: float) -> str:
        """Write a number with its thousands separated, and at most two decimals."""
        return format_decimal(value, format="#,##0.##", locale=self.locale)

    def long_date(self, day: date) -> str:
        """Write a date out, such as `Friday, 23 April 2021`."""
        # CLDR's own English is American; ours is not.
        form = "EEEE, d MMMM y" if self.locale == ENGLISH else "full"
        return format_date(day, form, locale=self.locale)

    def short_date(self, day: date) -> str:
        """Write a date in little room, such as `23 Apr 2021`."""
        form = "d MMM y" if self.locale == ENGLISH else "medium"
        return format_date(day, form, locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Write from which day to which, such as `16 – 20 November 2026`."""
        if self.locale == ENGLISH:
            return _days_in_english(first, last)
        return format_interval(first, last, "yMMMMd", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """Write an instant as clock time of the zone, such as `24 April 2021, 17:20 JST`."""
        local = at.astimezone(ZoneInfo(self.zone))
        form = "d MMMM y" if self.locale == ENGLISH else "long"
        day = format_date(local, form, locale=self.locale)
        # Babel knows the names of few zones; the zone itself knows them all.
        clock = f"{local:%H:%M} {local.tzname()}"
        return str(get_datetime_format("medium", locale=self.locale)).format(clock, day)

    def age(self, length: timedelta) -> str:
        """Write a length of time as people do, such as `12 min`, `3 h` or `2 d`."""
        minutes = max(int(length.total_seconds()) // 60, 0)
        if minutes < 60:
            return self(phrase("{number} min"), number=minutes)
        hours = minutes // 60
        if hours < 48:
            return self(phrase("{number} h"), number=hours)
        return self(phrase("{number} d"), number=hours // 24)

    def listed(self, names: Sequence[str]) -> str:
        """Join names as a sentence does, such as `a, b and c`."""
        if self.locale == ENGLISH:
            return _listed_in_english(names)
        return format_list(list(names), locale=self.locale) if names else ""

    def _translated(self, message: str) -> str:
        # The empty message is the head of a catalogue.
        return translations(self.locale).gettext(message) if message else ""

    def _filled(self, message: str, values: Mapping[str, object]) -> str:
        return message.format(**{name: self._written(value) for name, value in values.items()})

    def _woven(self, message: str, values: Mapping[str, object]) -> Iterator[Span]:
        for words, name, _, _ in Formatter().parse(message):
            yield Text(words)
            if name is not None:
                value = values[name]
                yield value if isinstance(value, Span) else Text(str(self._written(value)))

    def _written(self, value: object) -> object:
        return self.number(value) if isinstance(value, int | float) else value


def source_name(source: str) -> str:
    """Give the name that people use for a source; it is the same in every language."""
    return _SOURCE_NAMES.get(source, source.title())


def _listed_in_english(names: Sequence[str]) -> str:
    # CLDR's own English puts a comma before the last “and”; ours does not.
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _days_in_english(first: date, last: date) -> str:
    if first.year != last.year:
        beginning = "d MMMM y"
    else:
        beginning = "d" if first.month == last.month else "d MMMM"
    written = (
        format_date(first, beginning, locale=ENGLISH),
        format_date(last, "d MMMM y", locale=ENGLISH),
    )
    return " – ".join(written)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Make one text of those that follow each other."""
    for is_text, group in groupby(spans, lambda span: isinstance(span, Text)):
        if not is_text:
            yield from group
        elif words := "".join(span.text for span in group if isinstance(span, Text)):
            yield Text(words)


ENGLISH_WORDS = Words()
"""For the command line, which speaks English by the clock of UTC."""
