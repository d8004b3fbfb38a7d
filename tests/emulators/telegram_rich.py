"""The HTML of rich messages, read more strictly than Telegram may: only what is documented passes.

Telegram's own parser of it runs on its servers alone, so this one has no judge. What it knows is in
https://core.telegram.org/bots/api#rich-messages.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500
MAX_LEVELS = 16

_VOID = {"hr", "img"}
_BLOCKS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "hr", "ul", "ol", "blockquote", "aside"),
    *("details", "footer", "img", "pre", "tg-math-block"),
}
_INLINE = {
    *("a", "b", "strong", "i", "em", "u", "s", "del", "code", "mark", "sub", "sup"),
    *("tg-math", "tg-time", "tg-spoiler"),
}
_HOLD_BLOCKS = {"blockquote", "details", "li"}
_PARTS = {"li": {"ul", "ol"}, "summary": {"details"}}
_ATTRIBUTES = {
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "tg-time": {"unix", "format"},
    "details": {"open"},
    "code": {"class"},
}
_HOLD_NO_TEXT = {"ul", "ol", "details"}
_FORMULAE = {"tg-math", "tg-math-block"}
_STRAY = re.compile(
    r"<(?![A-Za-z/])|&(?!(?:#\d+|lt|gt|amp|quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo);)"
)


class RichUnparsable(Exception):
    """Markup that is refused, with the reason."""


@dataclass(frozen=True, slots=True)
class RichText:
    """What a rich message holds."""

    text: str
    """The words of all blocks, a line for each; formulae as LaTeX."""

    tags: tuple[str, ...]
    """The names of all tags in the order in which they open."""

    links: tuple[str, ...]
    formulae: tuple[str, ...]
    blocks: int


@dataclass(slots=True)
class _Found:
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    formulae: list[str] = field(default_factory=list)
    blocks: int = 0


def parse(source: str) -> RichText:
    """Parse the HTML of `sendRichMessage`.

    Raises RichUnparsable, also when a limit is passed.
    """
    if stray := _STRAY.search(source):
        raise RichUnparsable(f"unexpected {stray[0]}")
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if reader.open:
        raise RichUnparsable(f"unclosed tag <{reader.open[-1]}>")
    found = reader.found
    lines = "".join(found.words).split("\n")
    text = "\n".join(line.strip() for line in lines if line.strip())
    if not text and "img" not in found.tags:
        raise RichUnparsable("the message is empty")
    if len(text) > MAX_CHARACTERS:
        raise RichUnparsable("the message is too long")
    if found.blocks > MAX_BLOCKS:
        raise RichUnparsable("too many blocks")
    return RichText(
        text, tuple(found.tags), tuple(found.links), tuple(found.formulae), found.blocks
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Found()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _check_place(tag, self.open)
        for name, value in attrs:
            if name not in _ATTRIBUTES.get(tag, set()):
                raise RichUnparsable(f"unknown attribute {name} of <{tag}>")
            if name == "href":
                self.found.links.append(value or "")
        self.found.tags.append(tag)
        self.found.blocks += tag in _BLOCKS or tag == "li"
        self._breaks(tag)
        if tag not in _VOID:
            self.open.append(tag)
        if len(self.open) > MAX_LEVELS:
            raise RichUnparsable("too many levels")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            raise RichUnparsable(f"unexpected end tag </{tag}>")
        self._breaks(tag)

    def handle_data(self, data: str) -> None:
        if data.strip() and (not self.open or self.open[-1] in _HOLD_NO_TEXT):
            raise RichUnparsable("text outside of a block")
        self.found.words.append(data)
        if self.open and self.open[-1] in _FORMULAE:
            self.found.formulae.append(data)

    def _breaks(self, tag: str) -> None:
        if tag not in _INLINE:
            self.found.words.append("\n")


def _check_place(tag: str, around: list[str]) -> None:
    parent = around[-1] if around else ""
    if tag in _BLOCKS:
        is_right = not parent or parent in _HOLD_BLOCKS
    elif tag in _INLINE:
        is_right = bool(parent) and parent not in _HOLD_NO_TEXT | _FORMULAE and tag not in around
    elif tag in _PARTS:
        is_right = parent in _PARTS[tag]
    else:
        raise RichUnparsable(f"unsupported tag <{tag}>")
    if not is_right:
        raise RichUnparsable(f"<{tag}> inside <{parent}>")
