"""What the index of papers holds: a number that grows with novelty, and words to look for.

The words of a paper are one text, which both databases cut at its spaces:

    | title | abstract | =title =again | marks |

A bar is a word as well, so that no phrase reaches over it, and so that every paper has a word. All
others stand between two spaces. The title comes a second time with a mark in front of each word, so
that words of titles can be looked for alone. The marks at the end say what else a topic may name:
`#cs.cl` a category, `@noether` a last name, `@emmy~noether` and `@e*~noether` that name with a
given name and an initial, and `^2~46173` a stretch of sixteen days.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.papers import Paper, PaperId
from bot.domain.relevance import Prose, called, compared
from bot.domain.taxonomy import ARCHIVES
from bot.domain.topic_categories import patterns_of
from bot.domain.topic_words import fold_words

BAR = "|"
"""The word that every paper has."""

STRETCHES = (1, 4, 16, 64, 256, 1024)
"""Days; papers are marked with the stretch that they were announced in, at each of these scales."""

_LONGEST_WORD = 64
"""Characters; PostgreSQL takes 2,046 bytes, and no language has such words."""

_CATEGORY = re.compile(r"[a-z][a-z-]*(?:\.[a-z*-]+)?", re.ASCII | re.IGNORECASE)
"""What a topic can name; whatever else a source calls a category is not looked for."""

_ARCHIVES = {archive: place for place, archive in enumerate(sorted(ARCHIVES), 1)}
_ARCHIVE_BITS, _NUMBER_BITS, _MONTH_BITS = 6, 17, 15
_BITS_BELOW_DAY = _ARCHIVE_BITS + _NUMBER_BITS + _MONTH_BITS


def number_of(paper: Paper) -> int:
    """Give a paper's number: the day of its announcement, then the order of identifiers.

    Each paper has its own, and that of a newer paper is higher. It fits into 63 bits.
    """
    return first_number(paper.announced_on) | _place(paper.id)


def _place(paper: PaperId) -> int:
    month = paper.month << (_NUMBER_BITS + _ARCHIVE_BITS)
    return month | paper.number << _ARCHIVE_BITS | _ARCHIVES.get(paper.archive, 0)


def first_number(day: date) -> int:
    """Give the lowest number that papers of a day can have."""
    return first_number_on(day.toordinal())


def first_number_on(ordinal: int) -> int:
    """Give the lowest number that papers of a day can have, the day given by its ordinal."""
    return ordinal << _BITS_BELOW_DAY


def ordinal_of(number: int) -> int:
    """Give the proleptic ordinal of the day that a number belongs to."""
    return number >> _BITS_BELOW_DAY


def words_of(paper: Paper) -> str:
    """Write the words of a paper as the index holds them."""
    prose = Prose.of(paper)
    title, abstract = _cut(prose.title), _cut(prose.abstract)
    again = " ".join(map(title_mark, title.split()))
    parts = (BAR, title, BAR, abstract, BAR, again, BAR, *_marks(paper), BAR)
    return " ".join(filter(None, parts))


def prose_of(words: str) -> Prose:
    """Find the words of the title and the abstract again."""
    _, title, abstract, _ = words.split(BAR, 3)
    return Prose(title, abstract)


def wanted_words(folded: str) -> tuple[str, ...]:
    """Give folded words in the form that the index has them in."""
    return tuple(_cut(compared(folded)).split())


def _cut(words: str) -> str:
    each = words.split()
    if max(map(len, each), default=0) <= _LONGEST_WORD:
        return words.strip()
    return " ".join(word[:_LONGEST_WORD] for word in each)


def title_mark(word: str) -> str:
    """Mark a word of a title."""
    return f"={word}"


def category_mark(pattern: str) -> str:
    """Mark a category, or a whole archive."""
    return f"#{pattern.lower()}"


def stretch_mark(scale: int, ordinal: int) -> str:
    """Mark the stretch of a scale that a day belongs to, given by its ordinal."""
    return f"^{scale}~{ordinal // STRETCHES[scale]}"


def last_name_mark(last: str) -> str:
    """Mark a last name."""
    return f"@{last[:_LONGEST_WORD]}"


def given_name_mark(given: str, last: str) -> str:
    """Mark a given name, spelled out or not, with the last name."""
    return f"@{given[:_LONGEST_WORD]}~{last[:_LONGEST_WORD]}"


def initial_mark(initial: str, last: str) -> str:
    """Mark the initial of a given name, with the last name."""
    return f"@{initial}*~{last[:_LONGEST_WORD]}"


def _marks(paper: Paper) -> list[str]:
    """Give the marks of a paper, each once, those of its authors last: they may be too many."""
    ordinal = paper.announced_on.toordinal()
    names = sorted(patterns_of(paper.categories))
    marks = [
        *(category_mark(name) for name in names if _CATEGORY.fullmatch(name)),
        *(stretch_mark(scale, ordinal) for scale in range(len(STRETCHES))),
        *(mark for author in paper.authors for mark in _name_marks(called(fold_words(author)))),
    ]
    return list(dict.fromkeys(marks))


def _name_marks(name: tuple[str, ...]) -> Iterator[str]:
    if not name:
        return
    *given, last = name
    yield last_name_mark(last)
    for word in given:
        yield given_name_mark(word, last)
        yield initial_mark(word[0], last)
