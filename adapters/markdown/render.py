"""A ranking as a page of the old daily blog, in its Markdown to the letter.

Papers that a published post has spelled already are printed as they stood there. The words of all
others are escaped, so that no title and no name can become markup.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.document.latex import to_unicode
from bot.domain.engagement import Mention
from bot.domain.papers import Wording, normalise
from bot.domain.posts import FRONT_MATTER, PostHead
from bot.domain.ranking import RankedPaper, Ranking
from bot.views.words import source_name

_ENTRY = """\
# {rank}. {title}

{authors}

- retweets: {reposts}, favorites: {likes} ({measured})

- links: [abs]({abs_url}) | [pdf]({pdf_url})
- {categories}

{abstract}

{quoted}

"""

_SCRIPT = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
_SCRIPTED = "x"
"""The network whose embeds are dressed by that script."""

# Any ASCII punctuation may stand behind a backslash, says the section on backslash escapes of
# https://spec.commonmark.org/0.31.2/. These can begin something: in CommonMark, in GitHub's tables,
# links and mentions, in formulae, in templates.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#&~|$]|(?<!\w)@|:(?=//)|(?<=[wW]{3})\.")
# A line with such a beginning would be a list or a rule.
_LEADING = re.compile(r"^(\d*)([-+=.)])")
# Control characters, halves of surrogate pairs, and what turns the direction of writing, see
# https://www.unicode.org/reports/tr9/.
_FORGING = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_SAFE_IN_ADDRESSES = "!#$%&'*+,-./:=?@_~"


def markdown_post(head: PostHead, ranking: Ranking) -> str:
    """Write the page of a ranking; its times are clock time of the head's zone.

    A post that was parsed comes back byte for byte, as long as the ranking holds all its papers.
    """
    zone = ZoneInfo(head.timezone)
    published = head.published_at.astimezone(zone).replace(tzinfo=None)
    front_matter = FRONT_MATTER.format(
        day=ranking.day.isoformat(), published=published.isoformat(timespec="seconds")
    )
    entries = [_entry(paper, zone) for paper in ranking.papers]
    return "\n".join((front_matter, *[""] * head.blank_lines, *entries))


def _entry(ranked: RankedPaper, zone: ZoneInfo) -> str:
    spelled = _verbatim(ranked.wording) if ranked.wording else _escaped(ranked)
    return _ENTRY.format(
        rank=ranked.rank,
        title=spelled.title,
        authors=spelled.authors,
        reposts=ranked.engagement.reposts,
        likes=ranked.engagement.likes,
        measured=_clock_time(ranked.measured_at.astimezone(zone)),
        abs_url=ranked.paper.id.abs_url,
        pdf_url=ranked.paper.id.pdf_url,
        categories=" | ".join(spelled.categories),
        abstract=spelled.abstract,
        quoted="".join(f"{quoted}\n\n" for quoted in spelled.quoted),
    )


def _clock_time(at: datetime) -> str:
    return f"{at:%m/%d}/{at.year:04} {at:%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A paper in Markdown."""

    title: str
    authors: str
    categories: tuple[str, ...]
    abstract: str
    quoted: tuple[str, ...]


def _verbatim(wording: Wording) -> _Spelled:
    return _Spelled(
        title=wording.title,
        authors=wording.authors,
        categories=tuple(f"[{name}]({_category_url(name)})" for name in wording.categories),
        abstract=wording.abstract,
        quoted=tuple(f"{embed}\n{_SCRIPT}" for embed in wording.embeds),
    )


def _escaped(ranked: RankedPaper) -> _Spelled:
    paper = ranked.paper
    return _Spelled(
        title=_inline(to_unicode(paper.title)) or str(paper.id),
        authors=_line(", ".join(paper.authors)),
        categories=tuple(
            f"[{_inline(name)}]({_category_url(quote(name, safe=''))})" for name in paper.categories
        ),
        abstract=_line(to_unicode(paper.abstract)),
        quoted=tuple(map(_quoted, ranked.mentions)),
    )


def _category_url(name: str) -> str:
    return f"https://arxiv.org/list/{name}/recent"


def _inline(words: str) -> str:
    """Escape words that stand inside a line."""
    return _ACTIVE.sub(r"\\\g<0>", normalise(_FORGING.sub(" ", words)))


def _line(words: str) -> str:
    """Escape words that begin a line."""
    return _LEADING.sub(r"\1\\\2", _inline(words))


def _quoted(mention: Mention) -> str:
    """Show a post as its network wants it shown, or as a quotation that leads to it."""
    if mention.embed is None:
        return f"> — {_speaker(mention)} on {source_name(mention.key.source)}, {_dated(mention)}"
    if mention.key.source == _SCRIPTED:
        return f"{mention.embed}\n{_SCRIPT}"
    return mention.embed


def _speaker(mention: Mention) -> str:
    handle = f"@{mention.handle}"
    if mention.author in {"", mention.handle}:
        return _inline(handle)
    return _inline(f"{mention.author} ({handle})") if mention.handle else _inline(mention.author)


def _dated(mention: Mention) -> str:
    words = format_date(mention.posted_on, "MMMM d, y", locale="en")
    if not _WEB.fullmatch(mention.url):
        return words
    return f"[{words}]({quote(mention.url, safe=_SAFE_IN_ADDRESSES, errors='replace')})"
