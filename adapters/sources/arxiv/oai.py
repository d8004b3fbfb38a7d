"""OAI-PMH: everything that was changed since a day, for filling in the past.

The protocol is https://www.openarchives.org/OAI/openarchivesprotocol.html, the records are in the
format `arXiv` of https://info.arxiv.org/help/oa/index.html. A record's date stamp is that of its
last change; `created` is the day on which version 1 was submitted.
"""

from dataclasses import dataclass
from datetime import date

from adapters.sources.arxiv.entries import Entry, Xml, changed, identified, read_xml
from bot.domain.papers import normalise
from bot.errors import SourceUnavailable

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV = "{http://arxiv.org/OAI/arXiv/}"
_OUTSIDE_PHYSICS = frozenset("cs econ eess math q-bio q-fin stat".split())


@dataclass(frozen=True, slots=True)
class Record:
    """A paper and the day of its first submission."""

    created_on: date
    entry: Entry


@dataclass(frozen=True, slots=True)
class Records:
    """A page of records."""

    records: tuple[Record, ...]
    next_token: str | None
    """Asks for the next page; it is good for the day it was given on."""


def set_of(name: str) -> str:
    """Name the set of an archive or a category: `cs`, `cs:cs:LG`, `physics:hep-th`."""
    archive, _, category = name.partition(".")
    if archive in _OUTSIDE_PHYSICS:
        return f"{archive}:{archive}:{category}" if category else archive
    return f"physics:{archive}:{category}" if category else f"physics:{archive}"


def parse_records(payload: bytes) -> Records:
    """Read a page of records; deleted ones are left out.

    Raises SourceUnavailable when the token of the page has expired, and SourceChanged for anything
    that is no such page.
    """
    root = read_xml(payload, "arXiv's OAI-PMH interface")
    problem = root.find(f"{_OAI}error")
    if problem is not None:
        return _refused(problem, payload)
    page = root.find(f"{_OAI}ListRecords")
    if page is None:
        raise changed("arXiv's OAI-PMH interface answers without records.", payload)
    papers = (row.find(f"{_OAI}metadata/{_ARXIV}arXiv") for row in page.findall(f"{_OAI}record"))
    records = tuple(_record(paper, payload) for paper in papers if paper is not None)
    token = normalise(page.findtext(f"{_OAI}resumptionToken", ""))
    return Records(records, token or None)


def _refused(problem: Xml, payload: bytes) -> Records:
    match problem.get("code"):
        case "noRecordsMatch":
            return Records((), None)
        case "badResumptionToken":
            raise SourceUnavailable("arXiv's OAI-PMH interface forgot where we were: start again.")
        case code:
            raise changed(f"arXiv's OAI-PMH interface refuses the question: {code}.", payload)


def _record(paper: Xml, payload: bytes) -> Record:
    paper_id = identified(_told(paper, "id"), payload)
    title, categories = _told(paper, "title"), _told(paper, "categories").split()
    try:
        created_on = date.fromisoformat(_told(paper, "created"))
    except ValueError:
        raise changed(f"arXiv's OAI-PMH interface does not date {paper_id}.", payload) from None
    if not title or not categories:
        message = f"arXiv's OAI-PMH interface gives {paper_id} without a title or a category."
        raise changed(message, payload)
    entry = Entry(
        id=paper_id,
        title=title,
        abstract=_told(paper, "abstract"),
        authors=tuple(filter(None, map(_name, paper.iter(f"{_ARXIV}author")))),
        categories=tuple(categories),
    )
    return Record(created_on, entry)


def _name(author: Xml) -> str:
    return normalise(" ".join(_told(author, part) for part in ("forenames", "keyname", "suffix")))


def _told(element: Xml, name: str) -> str:
    return normalise(element.findtext(f"{_ARXIV}{name}", ""))
