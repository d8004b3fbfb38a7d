r"""Words of titles, abstracts and names, written so that equal ones are equal texts.

Case, accents, punctuation and TeX do not matter, and neither does whether a word has a plural s:
`Schr\"odinger-Models` and `schrodinger model` are the same. A prepared text is its words with one
space around each, so that one search for a substring finds a word or a phrase: whole words only,
in a time that grows with the length of the text and no faster.
"""

import re
import unicodedata
from functools import lru_cache

_REMEMBERED = 8192
"""Papers whose words are kept, some 3 kB each: more than arXiv announces in a week."""

_QUOTED = 40
"""Characters of a mistake that are repeated to its author."""

# The combining marks of the Latin, Greek and Cyrillic scripts, and characters of no width.
_INVISIBLE = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_DROPPED = "{}'’ʼ"
_TO_ASCII: dict[int, str | None] = {
    code: None if chr(code) in _DROPPED else " " for code in range(128) if not chr(code).isalnum()
}
_BARE = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_LETTERS: dict[int, str | None] = {ord(letter): bare for letter, bare in _BARE.items()}
_LETTERS |= {ord(mark): None for mark in _DROPPED}
_SEPARATORS = re.compile(r"[\W_]+")
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")

_TEX_ACCENT = re.compile(
    r"""\\(?:["'`^~=.]|[uvHcdbtkr](?![A-Za-z]))\s*\{?\\?(?P<letter>[A-Za-z])\}?"""
)
_TEX_LETTER = re.compile(r"\\(?P<letter>ae|oe|ss|[olij])(?![A-Za-z])\s*", re.IGNORECASE)
_TEX_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)")

# Both begin with fixed letters, which the search can jump to; what is before is looked at then.
_PLURAL_Y = re.compile(r"ies (?<=[^ ]{2}ies )")
_PLURAL_S = re.compile(r"s (?<=[^ ]{2}[^ s]s )")

_BEHIND_NAMES = frozenset(("jr", "sr", "ii", "iii", "iv", "team", "collaboration"))


def fold_words(text: str) -> str:
    """Give the words of a text in lower case, without accents, with one space between them."""
    plain = _without_tex(text) if "\\" in text else text
    if not plain.isascii():
        plain = _OUTSIDE_ASCII.sub(lambda found: _without_accents(found[0]), plain)
    words = plain.lower().translate(_TO_ASCII) if plain.isascii() else _in_other_letters(plain)
    return " ".join(words.split())


def _without_tex(text: str) -> str:
    plain = _TEX_LETTER.sub(r"\g<letter>", _TEX_ACCENT.sub(r"\g<letter>", text))
    return _TEX_COMMAND.sub(r" \g<name> ", plain)


def _in_other_letters(text: str) -> str:
    return _SEPARATORS.sub(" ", text.lower().translate(_LETTERS))


@lru_cache(maxsize=1024)
def _without_accents(characters: str) -> str:
    # Case folding composes and decomposes letters, so both come twice.
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKD", characters)).casefold()
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKD", bare))
    return _SEPARATORS.sub(" ", bare.translate(_LETTERS))


def are_in(words: str, title: str, abstract: str) -> bool:
    """Say whether folded words stand in a title or an abstract, one behind the other."""
    return _sought(words) in _text(title, abstract)


@lru_cache(maxsize=_REMEMBERED)
def _text(title: str, abstract: str) -> str:
    return f"{singular(fold_words(title))}\n{singular(fold_words(abstract))}"


@lru_cache(maxsize=1024)
def _sought(words: str) -> str:
    return singular(words)


def singular(words: str) -> str:
    """Put folded words in the singular, a space on either side of each."""
    return _PLURAL_S.sub(" ", _PLURAL_Y.sub("y ", f" {words} "))


def is_among(name: str, authors: tuple[str, ...]) -> bool:
    """Say whether a folded name is that of an author.

    The last word is the last name. Those before it may leave out middle names, and an initial
    stands for any name that begins with it.
    """
    wanted = _sought_person(name)
    names = _names(authors)
    if f" {wanted[-1]} \n" not in names:
        return False
    return len(wanted) == 1 or any(
        _is_called(wanted, tuple(line.split())) for line in names.splitlines()
    )


@lru_cache(maxsize=_REMEMBERED)
def _names(authors: tuple[str, ...]) -> str:
    people = (name_parts(fold_words(author)) for author in authors)
    return "".join(f" {' '.join(words)} \n" for words in people)


@lru_cache(maxsize=1024)
def _sought_person(name: str) -> tuple[str, ...]:
    return name_parts(name)


def name_parts(name: str) -> tuple[str, ...]:
    """Give the words of a folded name, the last name last; titles such as `jr` are left out."""
    words = name.split()
    while len(words) > 1 and words[-1] in _BEHIND_NAMES:
        words.pop()
    return tuple(words)


def _is_called(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    given = iter(name[:-1])
    return wanted[-1:] == name[-1:] and all(
        any(_are_alike(word, other) for other in given) for word in wanted[:-1]
    )


def _are_alike(word: str, other: str) -> bool:
    is_initial = min(len(word), len(other)) == 1
    return word == other or (is_initial and word[0] == other[0])


def legible(text: str) -> str:
    """Leave out what has no width or turns the text round, and everything else that is no text."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(filter(_is_legible, text))


def _is_legible(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")


def shown(text: str) -> str:
    """Repeat to somebody what they wrote, or the beginning of it."""
    words = legible(text)
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
