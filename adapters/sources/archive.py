"""Posts of the old daily blog, read back from their Markdown.

A post that `parse` accepts can be printed again byte for byte, because a listing's `Wording` keeps
what the page spells in its own way. Other pages are refused: better no day than a misread one.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId, Wording, normalise
from bot.domain.posts import FRONT_MATTER, Post, PostHead
from bot.errors import SourceChanged, UnknownPaper

SOURCE = "x"  # it was called Twitter then

_FRONT_MATTER = FRONT_MATTER.split("\n")
_SCRIPT = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'

_DAY = re.compile(r"title: Hot Papers (\d{4}-\d\d-\d\d)", re.ASCII)
_PUBLISHED = re.compile(r"date: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.Z", re.ASCII)
_NUMBERED = re.compile(r"# (?P<rank>[1-9]\d*)\.")
_TITLE = re.compile(r"# (?P<rank>[1-9]\d*)\. (?P<title>.*\S.*)", re.ASCII)
# Fifteen digits are far more than any count, and few enough for every database.
_COUNTS = re.compile(
    r"- retweets: (?P<reposts>0|[1-9]\d{0,14}), favorites: (?P<likes>0|[1-9]\d{0,14}) "
    r"\((?P<month>\d\d)/(?P<day>\d\d)/(?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d)\)",
    re.ASCII,
)
_LINKS = re.compile(
    r"- links: \[abs\]\(https://arxiv\.org/abs/(?P<id>[^\s()]+)\)"
    r" \| \[pdf\]\(https://arxiv\.org/pdf/(?P=id)\)"
)
_CATEGORY = re.compile(r"\[(?P<name>[^\[\]]+)\]\(https://arxiv\.org/list/(?P=name)/recent\)")
_ANYTHING = re.compile(r".*", re.DOTALL)
_EMBED = re.compile(r'<blockquote\b[^>]*\bclass="twitter-')
_LANGUAGE = re.compile(r'<p\b[^>]*\blang="([^"]+)"')
_SIGNATURE = re.compile(
    r"\s*&mdash; (?:(?P<author>.*) )?\(@(?P<handle>\w+)\) "
    r'<a href="https://(?:twitter|x)\.com/(?P=handle)/status/(?P<id>\d+)[^"]*">'
    r"(?P<month>[A-Z][a-z]+) (?P<day>\d{1,2}), (?P<year>\d{4})</a>\s*</blockquote>\s*",
    re.ASCII | re.DOTALL,
)
# What cannot be a line of an abstract: it would mean that the page was taken apart wrongly.
_NO_ABSTRACT = re.compile(
    rf"- retweets: |- links: \[abs\]|> — |{re.escape(_SCRIPT)}|.*{_EMBED.pattern}"
)

_MONTHS = (
    "January February March April May June July August September October November December".split()
)

_ABSTRACT_AT = 9
"""Lines from a title to its abstract."""

_GAP = 4
"""Empty lines above every title but the first."""

_FOOT = 3
"""Empty lines below the last abstract or tweet and the one that ends it."""


class MalformedPost(SourceChanged):
    """A page that is not a post of the old blog; the message names its file and line."""


def parse(payload: bytes, *, name: str, zone: ZoneInfo) -> Post:
    """Read one post; `name` is what errors call it, and `zone` the clock that wrote its times.

    The front matter marks its time with a Z that it does not mean: every time on the page is clock
    time of the zone. The page must be UTF-8 with the line ends of Unix.

    Raises MalformedPost, saying which line is not as it should be, and what should stand there.
    """
    page = _Page(name=name, payload=payload, lines=_lines(payload, name), zone=zone)
    day, published_at = _front_matter(page)
    first = _first_title(page)
    starts = [*_titles(page, first), len(page.lines)]
    entries = [
        _entry(page.part(start, end), position, day)
        for position, (start, end) in enumerate(pairwise(starts), 1)
    ]
    _refuse_repetitions(page, starts, entries)
    measured = (entry.snapshot.measured_at for entry in entries)
    return Post(
        head=PostHead(
            day=day,
            published_at=published_at,
            counted_at=max(measured, default=published_at),
            timezone=zone.key,
            blank_lines=first - len(_FRONT_MATTER),
        ),
        listings=tuple(entry.listing for entry in entries),
        mentions=tuple(mention for entry in entries for mention in entry.mentions),
        snapshots=tuple(entry.snapshot for entry in entries),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A post's lines, or those of one entry; the first of them is line `offset` of the file."""

    name: str
    payload: bytes
    lines: tuple[str, ...]
    zone: ZoneInfo
    offset: int = 0

    def part(self, start: int, end: int) -> "_Page":
        return replace(self, lines=self.lines[start:end], offset=self.offset + start)

    def problem(self, at: int, expected: str) -> MalformedPost:
        found = f'"{_brief(self.lines[at])}"' if at < len(self.lines) else "nothing more"
        place = f"{self.name}, line {self.offset + at + 1}"
        return _malformed(place, f"{expected}, found {found}", self.payload)

    def match(self, at: int, form: re.Pattern[str], expected: str) -> re.Match[str]:
        found = form.fullmatch(self.lines[at]) if at < len(self.lines) else None
        if found is None:
            raise self.problem(at, expected)
        return found

    def require(self, at: int, line: str, expected: str = "") -> None:
        if at >= len(self.lines) or self.lines[at] != line:
            raise self.problem(at, expected or (f"'{line}'" if line else "an empty line"))

    def instant(self, at: int, clock: str, expected: str) -> datetime:
        """Read clock time of the zone, such as 2021-04-24T17:20:33, as an instant."""
        try:
            local = datetime.fromisoformat(clock)
            instant = local.replace(tzinfo=self.zone).astimezone(UTC)
            is_real = instant.astimezone(self.zone).replace(tzinfo=None) == local
        except (ValueError, OverflowError) as cause:
            raise self.problem(at, expected) from cause
        if not is_real:
            raise self.problem(at, f"{expected}, at an hour that {self.zone.key} did not skip")
        return instant


def _malformed(place: str, complaint: str, payload: bytes) -> MalformedPost:
    return MalformedPost(f"{place}: expected {complaint}", payload=payload[:200])


def _brief(line: str) -> str:
    printable = "".join(letter if letter.isprintable() else "�" for letter in line)
    return printable if len(line) <= 60 else f"{printable[:60]}…"


def _lines(payload: bytes, name: str) -> tuple[str, ...]:
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError as cause:
        place = _place(name, payload[: cause.start].decode())
        complaint = "text in UTF-8, found a byte that is not"
        raise _malformed(place, complaint, payload) from cause
    if text.startswith("\ufeff"):
        complaint = "'---', found a byte order mark; save the page without one"
        raise _malformed(f"{name}, line 1", complaint, payload)
    if "\r" in text:
        place = _place(name, text[: text.index("\r")])
        complaint = (
            "lines that end in LF, found a carriage return; save the page with the line ends of "
            "Unix (in git, set core.autocrlf to input)"
        )
        raise _malformed(place, complaint, payload)
    return tuple(text.split("\n"))


def _place(name: str, above: str) -> str:
    line = above.count("\n") + 1
    return f"{name}, line {line}"


def _front_matter(page: _Page) -> tuple[date, datetime]:
    page.require(0, "---")
    titled = '"title: Hot Papers YYYY-MM-DD"'
    stamp = page.match(1, _DAY, titled)[1]
    dated = '"date: YYYY-MM-DDTHH:MM:SS.Z"'
    published = page.match(2, _PUBLISHED, dated)[1]
    for at, line in enumerate(_FRONT_MATTER):
        page.require(at, line.format(day=stamp, published=published))
    try:
        day = date.fromisoformat(stamp)
    except ValueError as cause:
        raise page.problem(1, titled) from cause
    return day, page.instant(2, published, dated)


def _first_title(page: _Page) -> int:
    below = range(len(_FRONT_MATTER), len(page.lines))
    return next((at for at in below if page.lines[at]), len(page.lines))


def _titles(page: _Page, first: int) -> Iterator[int]:
    """Find the lines that begin an entry: a lookalike inside an abstract does not."""
    count = 0
    for at in range(first, len(page.lines)):
        if at == first or _is_title(page, at, count + 1):
            count += 1
            yield at


def _is_title(page: _Page, at: int, position: int) -> bool:
    numbered = _NUMBERED.match(page.lines[at])
    if numbered is None or any(page.lines[at - _GAP : at]):
        return False
    counts = page.lines[at + 4 : at + 5]
    return numbered["rank"] == str(position) or any(map(_COUNTS.fullmatch, counts))


@dataclass(frozen=True, slots=True)
class _Entry:
    listing: Listing
    mentions: tuple[Mention, ...]
    snapshot: Snapshot


def _entry(page: _Page, position: int, day: date) -> _Entry:
    numbered = f'"# {position}. TITLE"'
    title = page.match(0, _TITLE, numbered)
    if title["rank"] != str(position):
        raise page.problem(0, numbered)
    page.require(1, "")
    page.require(3, "")
    snapshot = _snapshot(page)
    page.require(5, "")
    categories = _categories(page)
    page.require(8, "")
    _require_foot(page)
    embeds_at = _embeds_at(page)
    embeds = tuple(_embeds(page, embeds_at))
    wording = Wording(
        title=title["title"],
        authors=page.lines[2],
        categories=categories,
        abstract=_abstract(page, embeds_at - 1),
        embeds=tuple(embed for _, embed in embeds),
    )
    paper = _paper(snapshot.paper_id, wording, day)
    return _Entry(
        Listing(paper=paper, listed_on=day, position=position, wording=wording),
        tuple(_mention(page, at, embed, paper.id) for at, embed in embeds),
        snapshot,
    )


def _paper(paper_id: PaperId, wording: Wording, day: date) -> Paper:
    return Paper(
        id=paper_id,
        title=normalise(wording.title),
        abstract=normalise(wording.abstract),
        authors=tuple(filter(None, map(normalise, wording.authors.split(",")))),
        categories=wording.categories,
        announced_on=day,
    )


def _snapshot(page: _Page) -> Snapshot:
    expected = '"- retweets: N, favorites: N (MM/DD/YYYY HH:MM:SS)"'
    counts = page.match(4, _COUNTS, expected)
    clock = f"{counts['year']}-{counts['month']}-{counts['day']}T{counts['clock']}"
    return Snapshot(
        paper_id=_paper_id(page),
        source=SOURCE,
        measured_at=page.instant(4, clock, expected),
        engagement=Engagement(reposts=int(counts["reposts"]), likes=int(counts["likes"])),
    )


def _paper_id(page: _Page) -> PaperId:
    expected = (
        '"- links: [abs](https://arxiv.org/abs/ID) | [pdf](https://arxiv.org/pdf/ID)" '
        "with the same arXiv identifier twice, without a version"
    )
    written = page.match(6, _LINKS, expected)["id"]
    try:
        paper_id = PaperId.parse(written)
    except UnknownPaper as cause:
        raise page.problem(6, expected) from cause
    if str(paper_id) != written:
        raise page.problem(6, expected)
    return paper_id


def _categories(page: _Page) -> tuple[str, ...]:
    line = page.match(7, _ANYTHING, "the categories")[0]
    found = list(_CATEGORY.finditer(line))
    links = " | ".join(category[0] for category in found)
    page.require(7, f"- {links}", '"- [CATEGORY](https://arxiv.org/list/CATEGORY/recent) | …"')
    return tuple(category["name"] for category in found)


def _require_foot(page: _Page) -> None:
    """Refuse a paper whose end is missing; everything after this may count on it."""
    is_long_enough = len(page.lines) >= _ABSTRACT_AT + 2 + _FOOT
    if not is_long_enough or any(page.lines[-_FOOT - 1 :]):
        raise page.problem(len(page.lines), f"an empty line ({_FOOT} of them end a post)")


def _embeds_at(page: _Page) -> int:
    """Find the first quoted post below the abstract, or the place where it would stand."""
    first, end = _ABSTRACT_AT + 2, len(page.lines) - _FOOT
    quoted = (
        at for at in range(first, end) if _EMBED.match(page.lines[at]) and not page.lines[at - 1]
    )
    return next(quoted, max(first, end))


def _abstract(page: _Page, end: int) -> str:
    for at in range(_ABSTRACT_AT, end):
        if _NO_ABSTRACT.match(page.lines[at]):
            expected = (
                "more of the abstract (an empty line ends it before a tweet; "
                f'{_GAP} empty lines and "# N. TITLE" before the next paper)'
            )
            raise page.problem(at, expected)
    return "\n".join(page.lines[_ABSTRACT_AT:end])


def _embeds(page: _Page, at: int) -> Iterator[tuple[int, str]]:
    """Give each quoted post to the letter, with the place of its first line."""
    while at < len(page.lines) - _FOOT:
        if not _EMBED.match(page.lines[at]):
            raise page.problem(at, "'<blockquote class=\"twitter-tweet\">' or the end of the paper")
        script = _script_below(page, at)
        page.require(script + 1, "")
        yield at, "\n".join(page.lines[at:script])
        at = script + 2


def _script_below(page: _Page, start: int) -> int:
    for at in range(start + 1, len(page.lines)):
        if page.lines[at] == _SCRIPT:
            return at
        if _EMBED.match(page.lines[at]):
            break
    raise page.problem(start + 1, f"'{_SCRIPT}' below the tweet")


def _mention(page: _Page, at: int, embed: str, paper_id: PaperId) -> Mention:
    signature = _SIGNATURE.fullmatch(embed.rpartition("</p>")[2])
    posted_on = _written_day(signature) if signature else None
    if signature is None or posted_on is None:
        expected = (
            "a tweet that ends in '</p>&mdash; NAME (@HANDLE) "
            '<a href="https://twitter.com/HANDLE/status/ID">MONTH D, YYYY</a></blockquote>\''
        )
        raise page.problem(at, expected)
    language = _LANGUAGE.search(embed)
    handle, native_id = signature["handle"], signature["id"]
    return Mention(
        key=MentionKey(SOURCE, native_id),
        paper_id=paper_id,
        url=f"https://twitter.com/{handle}/status/{native_id}",
        author=normalise(html.unescape(signature["author"] or "")),
        handle=handle,
        posted_on=posted_on,
        language=html.unescape(language[1]) if language else None,
        embed=embed,
    )


def _written_day(signature: re.Match[str]) -> date | None:
    """Read a date such as April 23, 2021, if there is such a day."""
    try:
        month = _MONTHS.index(signature["month"]) + 1
        return date(int(signature["year"]), month, int(signature["day"]))
    except ValueError:
        return None


def _refuse_repetitions(page: _Page, starts: list[int], entries: list[_Entry]) -> None:
    """A paper that stands twice would be ranked once, and the page could not be printed again."""
    seen: set[PaperId] = set()
    for start, entry in zip(starts, entries, strict=False):
        paper_id = entry.listing.paper.id
        if paper_id in seen:
            raise page.problem(start, f"a paper that does not stand above already ({paper_id})")
        seen.add(paper_id)
