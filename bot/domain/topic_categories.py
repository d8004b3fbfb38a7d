"""arXiv's categories as people write them: in any case, as whole archives, by their old names."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from bot.domain.taxonomy import ALIASES, ARCHIVES, CATEGORY_NAMES, SUBSUMED
from bot.domain.topic_words import shown
from bot.errors import UnknownCategory

_BY_LOWER_CASE = {name.lower(): name for name in (*CATEGORY_NAMES, *ALIASES, *SUBSUMED)}
_ARCHIVES_WITH_CATEGORIES = frozenset(
    name.partition(".")[0] for name in CATEGORY_NAMES if "." in name
)
_CODES = frozenset(name.lower().partition(".")[2] for name in CATEGORY_NAMES)
_BY_HASHTAG = {re.sub(r"\W", "_", name).lower(): name for name in (*ARCHIVES, *_BY_LOWER_CASE)}

_ASKED_FOR_MOST = ("cs.CL", "cs.LG", "cs.CV", "cs.AI", "stat.ML")
_SUGGESTED = 3
_LONGEST = max(map(len, _BY_LOWER_CASE))
"""What is longer than every category is compared by its beginning."""


def fold(category: str) -> str:
    """Give the one name of a category that has two, or that has closed: `cs.IT` for `math.IT`."""
    return ALIASES.get(category) or SUBSUMED.get(category) or category


def fold_all(categories: Iterable[str]) -> tuple[str, ...]:
    """Fold each category and drop repetitions, keeping the order."""
    return tuple(dict.fromkeys(fold(category) for category in categories))


@lru_cache(maxsize=4096)
def patterns_of(categories: tuple[str, ...]) -> frozenset[str]:
    """Give every pattern that these categories answer to, under both names where one has two."""
    names = {name for category in categories for name in (category, fold(category))}
    return frozenset(names | {f"{name.partition('.')[0]}.*" for name in names})


@lru_cache(maxsize=1024)
def pattern(text: str) -> str:
    """Give the canonical form of `cs.CL`, `CS.cl`, `cs.*` or `cs`.

    Raises UnknownCategory, naming the nearest that exist.
    """
    if (found := find(text)) is None:
        raise _unknown(text.strip())
    return found


def find(text: str) -> str | None:
    """Give the canonical form of a category, or none if arXiv has no such category."""
    wanted = text.strip().lower()
    if known := _BY_LOWER_CASE.get(wanted):
        return fold(known)
    archive = wanted.removesuffix(".*")
    if archive in _ARCHIVES_WITH_CATEGORIES:
        return f"{archive}.*"
    if archive in ARCHIVES and archive in _BY_LOWER_CASE:
        return fold(archive)
    return None


def from_hashtag(text: str) -> str:
    """Give the category that a hashtag of Telegram, such as `cs_CL`, stands for, or the text."""
    return _BY_HASHTAG.get(text.lower(), text)


def is_meant(word: str) -> bool:
    """Say whether a word is a category, or looks so much like one that it is a slip."""
    if find(word):
        return True
    archive, dot, code = word.lower().partition(".")
    if not dot:
        return False
    return archive in ARCHIVES or code == "*" or (code in _CODES and bool(_nearest(word, 0.8)))


def _unknown(text: str) -> UnknownCategory:
    names = _suggestions(text)
    if names:
        return UnknownCategory(
            "No category “{category}”. Did you mean {nearest}?"
            " https://arxiv.org/category_taxonomy lists them all.",
            category=shown(text),
            nearest=", ".join(names),
        )
    return UnknownCategory(
        "No category “{category}”. They look like cs.CL, cs.* and stat.ML."
        " https://arxiv.org/category_taxonomy lists them all.",
        category=shown(text),
    )


def _suggestions(text: str) -> Sequence[str]:
    """Name the nearest categories, those of the same archive first; at most three."""
    archive, _, code = text.lower()[:_LONGEST].partition(".")
    if archive not in _ARCHIVES_WITH_CATEGORIES:
        return _nearest(text, 0.5)
    whole = [] if code.strip(".*") else [f"{archive}.*"]
    siblings = [name for name in CATEGORY_NAMES if name.startswith(f"{archive}.")]
    siblings.sort(key=lambda name: (-_likeness(code, name), _popularity(name), name))
    return [*whole, *siblings][:_SUGGESTED]


def _likeness(code: str, name: str) -> float:
    return SequenceMatcher(None, code, name.lower().partition(".")[2]).ratio()


def _popularity(name: str) -> int:
    return _ASKED_FOR_MOST.index(name) if name in _ASKED_FOR_MOST else len(_ASKED_FOR_MOST)


def _nearest(text: str, cutoff: float) -> Sequence[str]:
    known = [*_BY_LOWER_CASE, *sorted(f"{archive}.*" for archive in _ARCHIVES_WITH_CATEGORIES)]
    close = get_close_matches(text.lower()[:_LONGEST], known, n=_SUGGESTED, cutoff=cutoff)
    return [_BY_LOWER_CASE.get(name, name) for name in close]
