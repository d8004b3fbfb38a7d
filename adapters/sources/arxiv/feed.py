"""The feed `/rss/{archive}`: the same day for machines, with its traps.

The shape is that of https://info.arxiv.org/help/rss_specifications.html. It changes at midnight
Eastern time, four hours after the list. It holds at most 2,000 rows and drops the *newest* kind
first, and now and then it repeats the day before under today's date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from adapters.sources.arxiv.entries import Entry, Kind, Xml, changed, identified, read_xml
from bot.domain.papers import normalise

ROW_LIMIT = 2000
"""A feed of this length lacks papers: arXiv/arxiv-feed cuts its query there."""

_ARXIV = "{http://arxiv.org/schemas/atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_GUID = "oai:arXiv.org:"
_KINDS = {
    "new": Kind.NEW,
    "cross": Kind.CROSS,
    "replace": Kind.REPLACED,
    "replace-cross": Kind.REPLACED,
}


@dataclass(frozen=True, slots=True)
class Feed:
    """The rows of a feed."""

    day: date
    rows: tuple[tuple[Kind, Entry], ...]

    @property
    def is_truncated(self) -> bool:
        """Whether rows are missing."""
        return len(self.rows) >= ROW_LIMIT

    @property
    def announced(self) -> tuple[Entry, ...]:
        """The papers that the feed announces: new ones and cross-lists."""
        return tuple(entry for kind, entry in self.rows if kind is not Kind.REPLACED)


def parse_feed(payload: bytes) -> Feed:
    """Read a feed; one without rows is a day without a mailing.

    Raises SourceChanged for anything else than such a feed.
    """
    root = read_xml(payload, "arXiv's feed")
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise changed("arXiv's feed is not RSS.", payload)
    try:
        day = parsedate_to_datetime(channel.findtext("pubDate", "")).date()
    except ValueError:
        raise changed("arXiv's feed does not say which day it is of.", payload) from None
    return Feed(day, tuple(_row(item, payload) for item in channel.iter("item")))


def _row(item: Xml, payload: bytes) -> tuple[Kind, Entry]:
    told = item.findtext(f"{_ARXIV}announce_type", "")
    if told not in _KINDS:
        raise changed(f"arXiv's feed announces a paper as “{told[:60]}”.", payload)
    title = normalise(item.findtext("title", ""))
    categories = tuple(dict.fromkeys(_texts(item, "category")))
    if not title or not categories:
        raise changed("arXiv's feed lists a paper without a title or a category.", payload)
    _, _, abstract = item.findtext("description", "").partition("Abstract:")
    creators = item.findtext(f"{_DC}creator", "").split(", ")
    return _KINDS[told], Entry(
        id=identified(item.findtext("guid", "").removeprefix(_GUID), payload),
        title=title,
        abstract=normalise(abstract),
        authors=tuple(filter(None, map(normalise, creators))),
        categories=categories,
    )


def _texts(item: Xml, name: str) -> Iterator[str]:
    yield from filter(None, (normalise(inner.text or "") for inner in item.iter(name)))
