"""Papers: what arXiv announced."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.taxonomy import ARCHIVES
from bot.errors import UnknownPaper

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN from April 2007, YYMM.NNNNN from
# January 2015, and archive/YYMMNNN before.
_NEW_STYLE = re.compile(r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])\.(?P<number>\d{4,5})", re.ASCII)
_OLD_STYLE = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/"
    r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])(?P<number>\d{3})",
    re.ASCII,
)
_PREFIX = re.compile(r"arxiv:\s*", re.ASCII | re.IGNORECASE)
_VERSION = re.compile(r"v[1-9]\d*$", re.ASCII)
_FIRST_NEW_STYLE = "0704"
_FIRST_FIVE_DIGITS = "1501"
_FIRST_OLD_STYLE = "9107"


class PaperId(NamedTuple):
    """An arXiv identifier without its version, such as `2104.11178` or `hep-th/9901001`.

    Identifiers are ordered by the month they were given in, then by number.
    """

    month: int
    """Months since the year 0, so that 1999 comes before 2001."""

    number: int
    archive: str
    """Empty for identifiers of the new style, which have none."""

    @classmethod
    def parse(cls, text: str) -> "PaperId":
        """Read `2104.11178`, `arXiv:2104.11178v2` or `math.GT/0309136`.

        Raises UnknownPaper for anything that cannot be an arXiv identifier.
        """
        bare = _VERSION.sub("", _PREFIX.sub("", text.strip(), count=1))
        if (found := _NEW_STYLE.fullmatch(bare)) and _is_of_the_new_style(found):
            return cls(_months(2000, found), int(found["number"]), "")
        if (found := _OLD_STYLE.fullmatch(bare)) and _is_of_the_old_style(found):
            century = 1900 if found["year"] >= _FIRST_OLD_STYLE[:2] else 2000
            return cls(_months(century, found), int(found["number"]), found["archive"])
        raise UnknownPaper(
            "“{text}” is not an arXiv identifier. They look like 2104.11178 or hep-th/9901001.",
            text=text,
        )

    @property
    def abs_url(self) -> str:
        """The address of the paper's abstract page."""
        return f"https://arxiv.org/abs/{self}"

    @property
    def pdf_url(self) -> str:
        """The address of the paper's PDF."""
        return f"https://arxiv.org/pdf/{self}"

    def __str__(self) -> str:
        year, month = divmod(self.month, 12)
        stamp = f"{year % 100:02}{month + 1:02}"
        if self.archive:
            return f"{self.archive}/{stamp}{self.number:03}"
        digits = 5 if stamp >= _FIRST_FIVE_DIGITS else 4
        return f"{stamp}.{self.number:0{digits}}"


def _months(century: int, found: re.Match[str]) -> int:
    return (century + int(found["year"])) * 12 + int(found["month"]) - 1


def _is_of_the_new_style(found: re.Match[str]) -> bool:
    stamp = found["year"] + found["month"]
    digits = 5 if stamp >= _FIRST_FIVE_DIGITS else 4
    number = found["number"]
    return stamp >= _FIRST_NEW_STYLE and len(number) == digits and int(number) > 0


def _is_of_the_old_style(found: re.Match[str]) -> bool:
    stamp = found["year"] + found["month"]
    is_too_new = _FIRST_NEW_STYLE <= stamp < _FIRST_OLD_STYLE
    return found["archive"] in ARCHIVES and int(found["number"]) > 0 and not is_too_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as arXiv describes it.

    White space is normalised on the way in; LaTeX is left as the authors wrote it.
    """

    id: PaperId
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    """The primary category comes first."""

    announced_on: date
    """The day of the first mailing that held it, never the day of submission."""

    submitted_at: datetime | None = None
    """When version 1 was submitted, in UTC, where the source says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a published post spelled a paper, to the letter, so that it can be printed again."""

    title: str
    authors: str
    categories: tuple[str, ...]
    abstract: str
    embeds: tuple[str, ...]
    """The HTML of each quoted post, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A paper's place in the papers of one day."""

    paper: Paper
    listed_on: date
    position: int | None = None
    """Its place in the published order, from 1; none where the day was not published before."""

    wording: Wording | None = None


def normalise(text: str) -> str:
    """Fold every run of white space into one space, and trim the ends."""
    return " ".join(text.split())
