"""Topics: which papers somebody wants to hear about."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from bot.domain.papers import Paper
from bot.domain.taxonomy import ALIASES, ARCHIVES, CATEGORY_NAMES, SUBSUMED
from bot.errors import UnknownCategory

_BY_LOWER_CASE = {name.lower(): name for name in (*CATEGORY_NAMES, *ALIASES, *SUBSUMED)}
_ARCHIVES_WITH_CATEGORIES = frozenset(
    name.partition(".")[0] for name in CATEGORY_NAMES if "." in name
)


def fold(category: str) -> str:
    """Give the one name of a category that has two, or that has closed: `cs.IT` for `math.IT`."""
    return ALIASES.get(category) or SUBSUMED.get(category) or category


def fold_all(categories: Iterable[str]) -> tuple[str, ...]:
    """Fold each category and drop repetitions, keeping the order."""
    return tuple(dict.fromkeys(fold(category) for category in categories))


@lru_cache(maxsize=1024)
def _pattern(text: str) -> str:
    """Give the canonical form of `cs.CL`, `CS.cl`, `cs.*` or `cs`."""
    wanted = text.strip().lower()
    if known := _BY_LOWER_CASE.get(wanted):
        return fold(known)
    archive = wanted.removesuffix(".*")
    if archive in _ARCHIVES_WITH_CATEGORIES:
        return f"{archive}.*"
    if archive in ARCHIVES and archive in _BY_LOWER_CASE:
        return fold(archive)
    raise UnknownCategory(_unknown(text.strip()))


def _unknown(text: str) -> str:
    known = [*_BY_LOWER_CASE, *(f"{archive}.*" for archive in _ARCHIVES_WITH_CATEGORIES)]
    close = get_close_matches(text.lower(), known, n=3, cutoff=0.5)
    names = [_BY_LOWER_CASE.get(name, name) for name in close] or ["cs.CL", "cs.*", "stat.ML"]
    hint = f"Did you mean {' or '.join(names)}?" if close else f"They look like {', '.join(names)}."
    return f"No category “{text}”. {hint} https://arxiv.org/category_taxonomy lists them all."


@dataclass(frozen=True, slots=True)
class Topic:
    """A selection of papers; without a category it is all of them."""

    patterns: tuple[str, ...] = ()
    """Categories such as `cs.CL`, and whole archives such as `cs.*`; sorted, each once."""

    @classmethod
    def of(cls, categories: Iterable[str]) -> "Topic":
        """Read categories and wildcards, in any case; a paper in any of them belongs.

        Raises UnknownCategory, naming the nearest that exist.
        """
        return cls(tuple(sorted({_pattern(category) for category in categories})))

    def matches(self, paper: Paper) -> bool:
        """Say whether the paper belongs, by any of its categories."""
        return not self.patterns or not self.patterns_of(paper).isdisjoint(self.patterns)

    @staticmethod
    def patterns_of(paper: Paper) -> frozenset[str]:
        """Give every pattern that the paper answers to, under both names where it has two."""
        names = {name for category in paper.categories for name in (category, fold(category))}
        return frozenset(names | {f"{name.partition('.')[0]}.*" for name in names})

    def __str__(self) -> str:
        return ", ".join(self.patterns)


EVERYTHING = Topic()
"""The topic of somebody who wants no selection."""
