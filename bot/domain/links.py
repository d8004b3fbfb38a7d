"""From what people post to the papers they mean.

Every form is matched by patterns that read the text once, so hostile text costs no more than other
text of its length.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.papers import PaperId
from bot.domain.taxonomy import ARCHIVES
from bot.errors import UnknownPaper

_FLAGS = re.ASCII | re.IGNORECASE | re.VERBOSE

_NUMBER = r"(?P<{name}>\d{{4}}\.\d{{4,5}})(?:v[1-9]\d*)?"
_ARCHIVE = "|".join(sorted(ARCHIVES, key=len, reverse=True))
# Nothing may follow that would make it another number or word; `.pdf` and `/` may.
_END = r"(?![a-z\d]|\.\d)"
_ID = rf"""
    (?:arxiv:)?
    (?:
        {_NUMBER.format(name="id")}
        | (?P<archive>{_ARCHIVE})(?:\.[a-z]{{2}})?/(?P<old>\d{{7}})(?:v[1-9]\d*)?
    )
    {_END}
"""

_PLACES = r"""
    (?:[a-z\d-]{1,20}\.){0,2}arxiv\.org(?::\d{1,5})?
        /+(?:abs|pdf|html|format|ps|e-print|src|bibtex)/+
    | arxiv\.org/+ftp/+[a-z-]{2,10}/+papers/+\d{4}/+
    | (?:xxx|xxx\.arxiv|arxiv)\.lanl\.gov/+(?:abs|pdf|html|format|ps|e-print|src)/+
    | ar5iv(?:\.labs\.arxiv)?\.org/+(?:abs|html|pdf)/+
    | (?:www\.)?alphaxiv\.org/+(?:[a-z]{2}(?:-[a-z]{2,4})?/+)?(?:abs|pdf|overview|html)/+
    | (?:www\.)?(?:huggingface|hf)\.co/+(?:api/+)?papers/+
    | (?:(?:www\.|dx\.)?doi\.org/+)?10\.48550/+arxiv\.
    | (?:www\.)?scirate\.com/+arxiv/+
    | (?:www\.|api\.)?semanticscholar\.org/+(?=arxiv[:/])(?:arxiv/+)?
    | (?:www\.)?emergentmind\.com/+papers/+
    | (?:www\.)?arxiv-sanity-lite\.com/+\?(?:[^\s\#]{0,100}&)?pid=
    | (?:www\.)?papers\.cool/+arxiv/+
    | (?:www\.)?talk2arxiv\.org/+(?:abs|pdf)/+
"""

# Words between people: "arXiv:2104.11178", "arXiv preprint 2104.11178", "2104.11178 (arXiv)". Never
# inside an address, where the same characters may be somebody's search.
_SAID_BEFORE = r"""
    (?<![a-z\d/=&?%.+-])arxiv(?:\.org)?
    (?:\s{1,3}(?:preprint|eprint|e-print|paper|id|no\.?))?
    (?:\s{0,3}[:：\#(（\[“"]?\s{0,3}|[-_])
"""
_SAID_AFTER = rf"""
    (?<![a-z\d/=&?%.+-]){_NUMBER.format(name="before")}[)）\]”"]?\s{{0,3}}[,(（\[]?\s{{0,3}}(?:on\s{{1,3}})?
    (?<!\d)arxiv(?![a-z\d]|[-.][a-z\d])
"""

_ADDRESS = re.compile(rf"\s*(?:https?:)?(?://)?(?:{_PLACES})(?:{_ID})", _FLAGS)
_ANYWHERE = re.compile(
    rf"(?:(?<![a-z\d.-])(?:{_PLACES})|{_SAID_BEFORE})(?:{_ID})|{_SAID_AFTER}", _FLAGS
)
_ESCAPED_SLASH = re.compile("%2f|&#x2f;|&#47;", re.IGNORECASE)
_ESCAPED_COLON = re.compile("%3a", re.IGNORECASE)


def papers_in(text: str, *, until: date | None = None) -> tuple[PaperId, ...]:
    """Find the papers that a text links to or names, each once, in the order of the text.

    Addresses are found within other addresses too, percent-encoded or with HTML's escaped slashes.
    A bare number counts only next to the word arXiv. With `until`, identifiers of later months are
    no papers.
    """
    return tuple(dict.fromkeys(_found(_plain(text), until)))


def paper_of(url: str, *, until: date | None = None) -> PaperId | None:
    """Give the paper that an address or a DOI stands for; None for every other address."""
    found = _ADDRESS.match(_plain(url))
    return _identified(found, until) if found else None


def might_link(line: bytes) -> bool:
    """Say quickly whether a line of a network's stream could name a paper at all.

    False means that `papers_in` finds nothing in any of its texts.
    """
    lowered = line.lower()
    # Each form above contains one of these words. A chain is twice as quick as a loop over them.
    return (
        b"arxiv" in lowered
        or b"alphaxiv" in lowered
        or b"ar5iv" in lowered
        or b"lanl.gov" in lowered
        or b"huggingface.co" in lowered
        or b"hf.co" in lowered
        or b"emergentmind" in lowered
    )


def _found(text: str, until: date | None) -> Iterator[PaperId]:
    for found in _ANYWHERE.finditer(text):
        paper = _identified(found, until)
        if paper is not None:
            yield paper


def _plain(text: str) -> str:
    """Undo what hides the marks of an address inside another address, or in HTML."""
    if "%" not in text and "&#" not in text:
        return text
    return _ESCAPED_COLON.sub(":", _ESCAPED_SLASH.sub("/", text))


def _identified(found: re.Match[str], until: date | None) -> PaperId | None:
    groups = found.groupdict()
    number = groups.get("id") or groups.get("before")
    try:
        paper = PaperId.parse(number or f"{groups['archive'].lower()}/{groups['old']}")
    except UnknownPaper:
        return None
    is_later = until is not None and paper.month > until.year * 12 + until.month - 1
    return None if is_later else paper
