"""A million made-up papers, whose words are as unequally common as those of a language."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from bot.domain.papers import Paper, PaperId
from bot.domain.taxonomy import CATEGORY_NAMES

_VOCABULARY, _PEOPLE, _DAYS = 50_000, 100_000, 1_500
_FIRST_DAY = date(2019, 1, 1)
_SYLLABLES = [first + vowel for first in "bdfgklmnprtv" for vowel in "aeiou"]


def papers(count: int) -> Iterator[Paper]:
    """Make papers up, the oldest first, as many on each day; they are always the same."""
    random = Random(count)
    vocabulary, zipf = _made_up(_VOCABULARY, random), _zipf(_VOCABULARY)
    names = [f"{given} {last}" for given, last in zip(*_people(random), strict=True)]
    categories, popularity = list(CATEGORY_NAMES), _zipf(len(CATEGORY_NAMES))
    random.shuffle(categories)
    for day, of_the_month, a_day in _days(count):
        for number in range(of_the_month, of_the_month + a_day):
            words = random.choices(vocabulary, cum_weights=zipf, k=random.randint(105, 152))
            split = random.randint(5, 12)
            chosen = random.choices(categories, cum_weights=popularity, k=random.randint(1, 3))
            yield Paper(
                id=PaperId.parse(f"{day:%y%m}.{number:05}"),
                title=" ".join(words[:split]).capitalize(),
                abstract=" ".join(words[split:]).capitalize() + ".",
                authors=tuple(random.choices(names, k=random.randint(1, 8))),
                categories=tuple(dict.fromkeys(chosen)),
                announced_on=day,
            )


def _days(count: int) -> Iterator[tuple[date, int, int]]:
    """Give each day of a mailing with its papers' first number in the month, and their count."""
    day, number = _FIRST_DAY, 1
    for index in range(_DAYS):
        a_day = count * (index + 1) // _DAYS - count * index // _DAYS
        yield day, number, a_day
        following = day + timedelta(days=3 if day.weekday() == 4 else 1)
        number = number + a_day if following.month == day.month else 1
        day = following


def _people(random: Random) -> tuple[list[str], list[str]]:
    """Give first and last names; a few last names are very common."""
    lasts, givens = _made_up(20_000, random), _made_up(5_000, random)
    chosen = random.choices(lasts, cum_weights=_zipf(len(lasts)), k=_PEOPLE)
    given = [f"{name.capitalize()}" for name in random.choices(givens, k=_PEOPLE)]
    return given, [last.capitalize() for last in chosen]


def _made_up(count: int, random: Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(random.choices(_SYLLABLES, k=random.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(words)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, count + 1)))
