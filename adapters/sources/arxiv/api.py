"""The API `/api/query`: what arXiv knows of papers by identifier.

The shape is that of https://info.arxiv.org/help/api/user-manual.html. Unknown identifiers are
dropped without a word and one malformed identifier fails the whole call, so results are keyed by
identifier and never by position.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.sources.arxiv.entries import Entry, Xml, changed, identified, read_xml
from bot.domain.papers import PaperId, normalise

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_COUNT = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@dataclass(frozen=True, slots=True)
class Results:
    """An answer of the API."""

    total: int
    """How many papers there are; an answer with none of them was cut short."""

    entries: Mapping[PaperId, Entry]
    problems: tuple[str, ...] = ()
    """What the API has against the question, in its own words."""


def parse_results(payload: bytes) -> Results:
    """Read an answer, or the API's way of saying that the question was wrong.

    Raises SourceChanged for anything else.
    """
    root = read_xml(payload, "arXiv's API")
    total = root.findtext(_COUNT, "").strip()
    if root.tag != f"{_ATOM}feed" or not total.isdecimal():
        raise changed("arXiv's API answers in a shape that we do not know.", payload)
    rows = root.findall(f"{_ATOM}entry")
    wrong = [row for row in rows if "/api/errors" in row.findtext(f"{_ATOM}id", "")]
    problems = tuple(normalise(row.findtext(f"{_ATOM}summary", "")) for row in wrong)
    if problems:
        return Results(0, {}, problems)
    entries = (_entry(row, payload) for row in rows)
    return Results(int(total), {entry.id: entry for entry in entries})


def _entry(row: Xml, payload: bytes) -> Entry:
    _, _, told = row.findtext(f"{_ATOM}id", "").partition("/abs/")
    paper_id = identified(told, payload)
    title = normalise(row.findtext(f"{_ATOM}title", ""))
    categories = tuple(dict.fromkeys(_categories(row)))
    if not title or not categories:
        raise changed(f"arXiv's API gives {paper_id} without a title or a category.", payload)
    return Entry(
        id=paper_id,
        title=title,
        abstract=normalise(row.findtext(f"{_ATOM}summary", "")),
        authors=tuple(filter(None, map(normalise, _names(row)))),
        categories=categories,
        submitted_at=_moment(row.findtext(f"{_ATOM}published", "")),
    )


def _categories(row: Xml) -> Iterator[str]:
    """Give the categories, the primary one first; classes of the ACM and MSC are none."""
    told = [row.find(f"{_ARXIV}primary_category"), *row.findall(f"{_ATOM}category")]
    terms = (element.get("term", "") for element in told if element is not None)
    yield from (term for term in terms if term and term[0].islower())


def _names(row: Xml) -> Iterator[str]:
    for author in row.findall(f"{_ATOM}author"):
        yield author.findtext(f"{_ATOM}name", "")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
