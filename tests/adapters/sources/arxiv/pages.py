"""arXiv's answers, shaped as its servers shape them, about papers made up here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from bot.domain.taxonomy import CATEGORY_NAMES

DAY = date(2026, 8, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    id: str = "2608.00001"
    title: str = "Small Models Learn Quickly"
    abstract: str = "We show that small models learn quickly."
    authors: tuple[str, ...] = ("Ada Lovelace", "Emmy Noether")
    categories: tuple[str, ...] = ("cs.LG", "stat.ML")
    created: str = "2026-08-11"


def rows(count: int, *, start: int = 1, month: str = "2608") -> list[Row]:
    return [Row(id=f"{month}.{number:05}") for number in range(start, start + count)]


def listing(
    new: Sequence[Row] = (),
    cross: Sequence[Row] = (),
    replaced: Sequence[Row] = (),
    *,
    day: date = DAY,
    declared: int | None = None,
) -> bytes:
    """The whole list of a day; `declared` lies about the number of new papers."""
    sections = [
        ("New", new, len(new) if declared is None else declared),
        ("Cross", cross, len(cross)),
        ("Replacement", replaced, len(replaced)),
    ]
    body = "".join(
        _section(f"{name} submissions (showing {count} of {count} entries)", entries)
        for name, entries, count in sections
        if entries or count
    )
    return _page(day, body, len(new) + len(cross) + len(replaced))


def listing_part(day: date, total: int, *sections: tuple[str, Sequence[Row]]) -> bytes:
    """One page of several, its sections headed as given."""
    return _page(day, "".join(_section(heading, entries) for heading, entries in sections), total)


def feed(announcements: Iterable[tuple[str, Row]], *, day: date = DAY) -> bytes:
    stamp = f"{day:%a, %d %b %Y} 00:00:00 -0400"
    items = "".join(_item(kind, row, stamp) for kind, row in announcements)
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs</link>
    <atom:link href="http://rss.arxiv.org/rss/cs" rel="self" type="application/rss+xml"/>
    <language>en-us</language>
    <lastBuildDate>{day:%a, %d %b %Y} 04:00:02 +0000</lastBuildDate>
    <pubDate>{stamp}</pubDate>
    <skipDays><day>Sunday</day><day>Saturday</day></skipDays>
    {items}
  </channel>
</rss>""".encode()


def atom(entries: Iterable[Row], *, total: int | None = None) -> bytes:
    known = list(entries)
    body = "".join(_entry(row) for row in known)
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
  xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id>
  <title>arXiv Query</title>
  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>
  <opensearch:totalResults>{len(known) if total is None else total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  {body}
</feed>""".encode()


def atom_error(complaint: str = "incorrect id format") -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry><id>https://arxiv.org/api/errors#wrong</id><title>Error</title>
    <summary>{complaint}</summary></entry>
</feed>""".encode()


def oai(entries: Iterable[Row], *, token: str = "", deleted: Iterable[str] = ()) -> bytes:
    records = "".join(_record(row) for row in entries) + "".join(
        f'<record><header status="deleted"><identifier>oai:arXiv.org:{gone}</identifier></header>'
        "</record>"
        for gone in deleted
    )
    resumption = f"<resumptionToken>{escape(token)}</resumptionToken>" if token else ""
    return _oai(f"<ListRecords>{records}{resumption}</ListRecords>")


def oai_error(code: str) -> bytes:
    return _oai(f'<error code="{code}">no</error>')


def _page(day: date, body: str, total: int) -> bytes:
    heading = f"Showing new listings for {day:%A}, {day.day} {day:%B} {day.year}"
    paging = f"<div class='paging'>Total of {total} entries </div>" if total else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>Computer Science</title></head><body>
<div id='content-inner'><div id='dlpage'><h1>Computer Science</h1>
<ul><li><a href="/list/cs/new?skip=0&amp;show=2000#item0" rel="nofollow">New</a></li></ul>
<p>See <a id="recent-cs" href="/list/cs/recent">recent</a> articles</p>
<h3>{heading}</h3>
{paging}{body or "<p>No updates today.</p>"}{paging}
</div></div></body></html>""".encode()


def _section(heading: str, entries: Sequence[Row]) -> str:
    body = "".join(_listed(number, row) for number, row in enumerate(entries, 1))
    return f"<dl id='articles'>\n<h3>{heading}</h3>\n{body}</dl>\n"


def _listed(number: int, row: Row) -> str:
    authors = ", ".join(
        f'<a href="https://arxiv.org/search/cs?searchtype=author">{escape(name)}</a>'
        for name in row.authors
    )
    names = [f"{CATEGORY_NAMES[category]} ({category})" for category in row.categories]
    abstract = f"<p class='mathjax'>\n{row.abstract}\n</p>" if row.abstract else ""
    return f"""<dt><a name='item{number}'>[{number}]</a>
  <a href ="/abs/{row.id}" title="Abstract" id="{row.id}">arXiv:{row.id}</a>
  [<a href="/pdf/{row.id}" title="Download PDF" id="pdf-{row.id}">pdf</a>,
   <a href="https://arxiv.org/html/{row.id}v1" title="View HTML">html</a>]</dt>
<dd><div class='meta'>
  <div class='list-title mathjax'><span class='descriptor'>Title:</span>
    {escape(row.title)}
  </div>
  <div class='list-authors'>{authors}</div>
  <div class='list-comments mathjax'><span class='descriptor'>Comments:</span>
    9 pages. Continues <a href="https://arxiv.org/abs/1901.00001">arXiv:1901.00001</a></div>
  <div class='list-subjects'><span class='descriptor'>Subjects:</span>
    <span class="primary-subject">{escape(names[0])}</span>{"".join(f"; {n}" for n in names[1:])}
  </div>
  {abstract}
</div></dd>
"""


def _item(kind: str, row: Row, stamp: str) -> str:
    categories = "".join(f"<category>{category}</category>" for category in row.categories)
    about = f"arXiv:{row.id}v1 Announce Type: {kind} \nAbstract: {escape(row.abstract)}"
    return f"""<item>
      <title>{escape(row.title)}</title>
      <link>https://arxiv.org/abs/{row.id}</link>
      <description>{about}</description>
      <guid isPermaLink="false">oai:arXiv.org:{row.id}v1</guid>
      {categories}
      <pubDate>{stamp}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <dc:creator>{escape(", ".join(row.authors))}</dc:creator>
    </item>"""


def _entry(row: Row) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in row.authors)
    terms = "".join(f'<category term="{term}"/>' for term in (*row.categories, "68T05"))
    return f"""<entry>
    <id>http://arxiv.org/abs/{row.id}v1</id>
    <title>{escape(row.title)}</title>
    <updated>{row.created}T12:00:00Z</updated>
    <summary>  {escape(row.abstract)}</summary>
    {terms}
    <published>{row.created}T12:00:00Z</published>
    <arxiv:primary_category term="{row.categories[0]}"/>
    {authors}
  </entry>"""


def _record(row: Row) -> str:
    names = [name.rpartition(" ") for name in row.authors]
    authors = "".join(
        f"<author><keyname>{escape(key)}</keyname><forenames>{escape(fore)}</forenames></author>"
        for fore, _, key in names
    )
    return f"""<record><header><identifier>oai:arXiv.org:{row.id}</identifier>
      <datestamp>2026-08-20</datestamp><setSpec>cs:cs:LG</setSpec></header>
    <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
      <id>{row.id}</id><created>{row.created}</created><updated>2026-08-19</updated>
      <authors>{authors}</authors><title>{escape(row.title)}</title>
      <categories>{" ".join(row.categories)}</categories>
      <license>http://creativecommons.org/licenses/by/4.0/</license>
      <abstract> {escape(row.abstract)}
      </abstract></arXiv></metadata></record>"""


def _oai(body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
  <responseDate>2026-08-20T00:00:00Z</responseDate>
  <request verb="ListRecords">https://oaipmh.arxiv.org/oai</request>
  {body}
</OAI-PMH>""".encode()
