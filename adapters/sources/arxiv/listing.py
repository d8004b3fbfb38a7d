"""The page `/list/{archive}/new`: the truth about a day.

The shape is that of arXiv/arxiv-browse, `browse/templates/list/new.html` and `list_macros.html`:
a heading with the day, then a section each for new papers, cross-lists and replacements, whose
heading declares how many it holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from adapters.sources.arxiv.entries import Entry, Kind, changed, identified
from bot.domain.papers import PaperId, normalise
from bot.errors import SourceChanged

PAGE_SIZE = 2000
"""The largest `show` that the page allows; others are 25, 50, 100, 250, 500 and 1000."""

_DAY = re.compile(
    r"Showing new listings for [A-Z][a-z]+, (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})"
)
_SECTION = re.compile(
    r"(?P<kind>New|Cross|Replacement) submissions "
    r"\((?:continued, )?showing (?:first |last )?(?P<shown>\d+) of (?P<total>\d+) entries\)"
)
_TOTAL = re.compile(r"Total of (\d+) entries")
_CATEGORY = re.compile(r"\(([a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?)\)")
_KINDS = {"New": Kind.NEW, "Cross": Kind.CROSS, "Replacement": Kind.REPLACED}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of papers, or the part of it that a page shows."""

    kind: Kind
    total: int
    """How many there are on all pages together."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list of a day."""

    day: date
    sections: tuple[Section, ...]
    total: int
    """How many entries there are on all pages together."""

    @property
    def size(self) -> int:
        """How many entries stand on this page."""
        return sum(len(section.entries) for section in self.sections)


@dataclass(slots=True)
class _Open:
    kind: Kind
    shown: int
    total: int
    ids: list[PaperId] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def parse_listing(payload: bytes) -> Page:
    """Read a page of the list.

    Raises SourceChanged for a page without a day, with an entry that cannot be read, or with a
    section that holds another number of entries than it declares.
    """
    root = _root(payload)
    day: date | None = None
    sections: list[_Open] = []
    for element in root.iter("h3", "dt", "dd"):
        if element.tag == "h3":
            day = day or _day(_text(element))
            sections += _opened(_text(element))
        elif sections:
            _add(sections[-1], element, payload)
    if day is None:
        raise changed("arXiv's list does not say which day it is of.", payload)
    page_text = _text(root)
    if not sections and "No updates" not in page_text:
        raise changed("arXiv's list has neither papers nor the words that there are none.", payload)
    return Page(day, tuple(_closed(one, payload) for one in sections), _total(page_text, sections))


def announced(pages: Sequence[Page]) -> tuple[Entry, ...]:
    """Give the papers that the pages of a day announce: new ones, then cross-lists, each once.

    Raises SourceChanged when the pages are not of one day, or together lack some of the entries.
    """
    if len({page.day for page in pages}) != 1:
        raise SourceChanged("arXiv's list changed to another day while it was read.")
    papers: dict[PaperId, Entry] = {}
    for kind in (Kind.NEW, Kind.CROSS):
        parts = [part for page in pages for part in page.sections if part.kind is kind]
        entries = [entry for part in parts for entry in part.entries]
        if any(part.total != len(entries) for part in parts):
            message = f"arXiv's list declares {parts[0].total} {kind.value} papers and shows "
            raise SourceChanged(f"{message}{len(entries)}.")
        for entry in entries:
            papers.setdefault(entry.id, entry)
    if not is_complete(pages):
        raise SourceChanged("arXiv's list ends before it has shown all its papers.")
    return tuple(papers.values())


def is_complete(pages: Sequence[Page]) -> bool:
    """Say whether no further page can hold a new paper or a cross-list."""
    last = pages[-1]
    past_them = any(section.kind is Kind.REPLACED for section in last.sections)
    return past_them or sum(page.size for page in pages) >= last.total


def _root(payload: bytes) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise changed("arXiv's list is not a page.", payload)
    return root


def _day(heading: str) -> date | None:
    found = _DAY.search(heading)
    if found is None or found["month"] not in _MONTHS:
        return None
    try:
        return date(int(found["year"]), _MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


def _opened(heading: str) -> Iterator[_Open]:
    found = _SECTION.search(heading)
    if found:
        yield _Open(_KINDS[found["kind"]], int(found["shown"]), int(found["total"]))


def _closed(section: _Open, payload: bytes) -> Section:
    found = len(section.entries)
    if found != section.shown or len(section.ids) != found:
        kind = section.kind.value
        message = f"arXiv's list declares {section.shown} {kind} papers here and shows {found}."
        raise changed(message, payload)
    return Section(section.kind, section.total, tuple(section.entries))


def _total(text: str, sections: Sequence[_Open]) -> int:
    found = _TOTAL.search(text)
    return int(found[1]) if found else sum(section.total for section in sections)


def _add(section: _Open, element: etree._Element, payload: bytes) -> None:
    # Identifiers are taken from <dt> alone: abstracts and comments link to other papers.
    if element.tag == "dt":
        addresses = (anchor.get("href", "") for anchor in element.iter("a"))
        found = next((url for url in addresses if url.startswith("/abs/")), "/abs/nothing")
        section.ids.append(identified(found.removeprefix("/abs/"), payload))
    elif len(section.ids) == len(section.entries) + 1:
        section.entries.append(_entry(section.ids[-1], element, payload))


def _entry(paper_id: PaperId, element: etree._Element, payload: bytes) -> Entry:
    title = _told(element, "list-title")
    categories = tuple(dict.fromkeys(_CATEGORY.findall(_told(element, "list-subjects"))))
    if not title or not categories:
        message = f"arXiv lists {paper_id} without a title or a category."
        raise changed(message, payload)
    return Entry(
        id=paper_id,
        title=title,
        abstract=_abstract(element),
        authors=tuple(_names(element)),
        categories=categories,
    )


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for inner in element.iter("div"):
        if name in inner.get("class", "").split():
            yield inner


def _told(element: etree._Element, name: str) -> str:
    for part in _named(element, name):
        for descriptor in part.iter("span"):
            if descriptor.get("class") == "descriptor":
                descriptor.text = ""
        return _text(part)
    return ""


def _names(element: etree._Element) -> Iterator[str]:
    for part in _named(element, "list-authors"):
        yield from filter(None, (_text(anchor) for anchor in part.iter("a")))


def _abstract(element: etree._Element) -> str:
    for paragraph in element.iter("p"):
        if "mathjax" in paragraph.get("class", "").split():
            return _prose(paragraph)
    return ""


def _prose(paragraph: etree._Element) -> str:
    for anchor in paragraph.iter("a"):
        # The page hides every address behind the words "this https URL".
        if _text(anchor).endswith(" URL"):
            anchor.text = anchor.get("href", "")
    for line_break in paragraph.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    return _text(paragraph)


def _text(element: etree._Element) -> str:
    return normalise("".join(element.itertext()))
