r"""Citations: papers as BibTeX.

Titles and names hold LaTeX already, which is kept. What would break the file is mended: BibTeX
counts every brace, those behind a backslash too, and TeX reads `%`, `#`, `&` and `_` as orders.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.papers import Paper, normalise
from bot.domain.topic_words import fold_words, legible

_PIECE = re.compile(r"\\?.", re.DOTALL)
_BRACES = (("{", "}"), (r"\{", r"\}"))
_FORMULA_SIGNS = {"$", r"\(", r"\)"}
_ORDERS = {"%": r"\%", "#": r"\#", "\\": r"\textbackslash{}"}
_ORDERS_IN_WORDS = {**_ORDERS, "&": r"\&", "_": r"\_", "^": r"\^{}"}

_NO_KEYWORDS = frozenset(
    "a an and are as at by can do does for from how in is it of on or the to towards toward via"
    " what when where why with without".split()
)
_BEHIND_NAMES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_GROUPS = ("collaboration", "team", "consortium", "group")
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def bibtex(paper: Paper, *, most_authors: int | None = None) -> str:
    """Write a paper as an entry of BibTeX; further authors become `and others`."""
    return _entry(paper, _key(paper), most_authors)


def bibliography(papers: Sequence[Paper]) -> str:
    """Write papers as a file of BibTeX, in which no key stands twice."""
    keys = _distinct([_key(paper) for paper in papers])
    return "\n".join(
        f"{_entry(paper, key, None)}\n" for paper, key in zip(papers, keys, strict=True)
    )


def _entry(paper: Paper, key: str, most_authors: int | None) -> str:
    fields = {
        "title": _mended(paper.title),
        "author": _authors(paper.authors, most_authors),
        "year": str(_year(paper)),
        "eprint": str(paper.id),
        "archivePrefix": "arXiv",
        "primaryClass": paper.categories[0] if paper.categories else "",
        "url": paper.id.abs_url,
    }
    rows = (f"  {name:<13} = {{{value}}}" for name, value in fields.items() if value)
    body = ",\n".join((key, *rows))
    return f"@misc{{{body}\n}}"


def _authors(authors: tuple[str, ...], most: int | None) -> str:
    shown = [name for name in map(_author, authors[:most]) if name]
    others = ["others"] if most is not None and len(authors) > most else []
    return " and ".join((*shown, *others))


def _author(name: str) -> str:
    mended = _mended(name)
    words = mended.lower().split()
    # BibTeX takes names apart at “and”, and would give a group a last name.
    is_one_name = "and" in words or bool(words and words[-1] in _GROUPS)
    return f"{{{mended}}}" if is_one_name else mended


def _year(paper: Paper) -> int:
    return paper.submitted_at.year if paper.submitted_at else paper.id.month // 12


def _key(paper: Paper) -> str:
    """Name a paper by its first author, its year and the first word that says something."""
    names = fold_words(paper.authors[0]).split() if paper.authors else []
    while len(names) > 1 and names[-1] in _BEHIND_NAMES:
        names.pop()
    author = _NOT_IN_KEYS.sub("", names[-1]) if names else ""
    words = (word for word in fold_words(paper.title).split() if word not in _NO_KEYWORDS)
    said = next((word for word in words if word.isascii() and word.isalpha()), "")
    return f"{author or 'arxiv'}{_year(paper)}{said or _NOT_IN_KEYS.sub('', str(paper.id))}"


def _distinct(keys: Sequence[str]) -> Iterator[str]:
    """Number the keys that stand more than once."""
    seen: Counter[str] = Counter()
    taken = set(keys)
    for key in keys:
        seen[key] += 1
        wanted = key if seen[key] == 1 else f"{key}-{seen[key]}"
        while seen[key] > 1 and wanted in taken:
            seen[key] += 1
            wanted = f"{key}-{seen[key]}"
        taken.add(wanted)
        yield wanted


def _mended(text: str) -> str:
    """Leave a text with LaTeX in it as it is, but for what would break the file."""
    pieces = _PIECE.findall(normalise(legible(text)))
    for opening, closing in _BRACES:
        pieces = _balanced(pieces, opening, closing)
    return "".join(_written(_without_lone_dollar(pieces)))


def _written(pieces: Iterable[str]) -> Iterator[str]:
    is_formula = False
    for piece in pieces:
        if piece in _FORMULA_SIGNS:
            is_formula = not is_formula
        yield (_ORDERS if is_formula else _ORDERS_IN_WORDS).get(piece, piece)


def _without_lone_dollar(pieces: list[str]) -> list[str]:
    """Make a plain sign of the last dollar where it opens a formula that nothing closes."""
    if pieces.count("$") % 2 == 0:
        return pieces
    last = len(pieces) - 1 - pieces[::-1].index("$")
    return [*pieces[:last], r"\$", *pieces[last + 1 :]]


def _balanced(pieces: list[str], opening: str, closing: str) -> list[str]:
    """Leave out the braces of a kind that have no partner."""
    open_ones: list[int] = []
    lone: set[int] = set()
    for place, piece in enumerate(pieces):
        if piece == opening:
            open_ones.append(place)
        elif piece == closing and open_ones:
            open_ones.pop()
        elif piece == closing:
            lone.add(place)
    lone.update(open_ones)
    return [piece for place, piece in enumerate(pieces) if place not in lone]
