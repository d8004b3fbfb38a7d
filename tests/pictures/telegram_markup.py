"""Telegram's HTML, of classic and of rich messages, as HTML for a browser.

Tags that Telegram does not know are shown as words, and only what is open can be closed: nothing in
a message reaches the page around it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType

from babel.dates import format_datetime

from tests.pictures.formula import mathml

_KNOWN = frozenset(
    """
    a b strong i em u ins s strike del code pre blockquote
    h1 h2 h3 h4 h5 h6 p ul ol li details summary footer mark sub sup
    """.split()
)
_EMPTY = frozenset({"br", "hr", "img"})
_WEB = ("http://", "https://")
_HASHTAG = re.compile(r"(?<![\w/@#])#\w*[^\W\d]\w*")

Attributes = Mapping[str, str | None]


def page_html(markup: str, zone: tzinfo = UTC) -> str:
    """Write a message's HTML so that a browser shows it as Telegram does to somebody in a zone."""
    writer = _Writer(zone)
    writer.feed(markup)
    return writer.finish()


class _Writer(HTMLParser):
    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._written: list[str] = []
        self._open: list[str] = []
        self._leaf: _Leaf | None = None

    def finish(self) -> str:
        self.close()
        if self._leaf is not None:
            self._written.append(self._leaf.written)
        self._written += [f"</{tag}>" for tag in reversed(self._open)]
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._leaf is not None:
            return
        if tag in _LEAVES:
            self._leaf = _Leaf(tag, MappingProxyType(dict(attrs)), self._zone)
        elif tag == "img":
            self._written.append(_picture(dict(attrs)))
        elif tag in _EMPTY:
            self._written.append(f"<{tag}>")
        elif tag in _KNOWN:
            self._open.append(tag)
            self._written.append(_start(tag, dict(attrs)))
        else:
            self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._leaf is not None:
            if tag == self._leaf.tag:
                self._written.append(self._leaf.written)
                self._leaf = None
        elif tag in self._open:
            while (closed := self._open.pop()) != tag:
                self._written.append(f"</{closed}>")
            self._written.append(f"</{tag}>")
        elif tag not in _KNOWN | _EMPTY:
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._leaf is not None:
            self._leaf.words += data
        elif {"a", "code", "pre"}.isdisjoint(self._open):
            self._written.append(_with_hashtags(data))
        else:
            self._written.append(escape(data))


class _Leaf:
    """A tag whose words are not shown as they are."""

    def __init__(self, tag: str, attributes: Attributes, zone: tzinfo) -> None:
        self.tag = tag
        self.words = ""
        self._attributes = attributes
        self._zone = zone

    @property
    def written(self) -> str:
        match self.tag:
            case "tg-math":
                return mathml(self.words)
            case "tg-math-block":
                return mathml(self.words, is_display=True)
            case _:
                return escape(_moment(self._attributes.get("unix"), self.words, self._zone))


_LEAVES = frozenset({"tg-math", "tg-math-block", "tg-time"})


def _start(tag: str, attributes: Attributes) -> str:
    if tag == "blockquote" and "expandable" in attributes:
        return '<blockquote class="expandable">'
    if tag == "a":
        address = attributes.get("href") or ""
        leads_on = address.lower().startswith(_WEB)
        return f'<a href="{escape(address)}">' if leads_on else "<a>"
    return f"<{tag}>"


def _picture(attributes: Attributes) -> str:
    # Nothing is fetched while pictures are drawn; its words stand in a frame instead.
    return f'<span class="picture">{escape(attributes.get("alt") or "picture")}</span>'


def _moment(unix: str | None, words: str, zone: tzinfo) -> str:
    if unix is None or not re.fullmatch(r"\d{1,10}", unix):
        return words
    at = datetime.fromtimestamp(int(unix), zone)
    # Babel brings a time to UTC unless it is told its zone once more.
    return format_datetime(at, "d MMMM y 'at' HH:mm", tzinfo=zone, locale="en")


def _with_hashtags(words: str) -> str:
    pieces, end = [], 0
    for found in _HASHTAG.finditer(words):
        pieces += [escape(words[end : found.start()]), f"<a>{escape(found[0])}</a>"]
        end = found.end()
    return "".join((*pieces, escape(words[end:])))
