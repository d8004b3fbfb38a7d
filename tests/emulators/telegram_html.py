"""The HTML of classic messages as Telegram reads it, with the words in which it refuses it.

Written from observing TDLib (`tests/judges/tdlib.py`), with which it is compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

MAX_ENTITIES = 100
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_HALF_CHARACTER = "\0half"
_HAS_HALVES = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)

_KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_LOST_FIRST = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_SPACE = " \t\r\n\0\v"
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#x(?P<hex>[0-9a-fA-F]+)|lt|gt|amp|quot);")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^=/"'>\s\0]*)[\s\0]*(?:=[\s\0]*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[A-Za-z0-9.-]*)))?"""
)
_WEB_ADDRESS = re.compile(
    r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?|(?:tg|ton)://\S+", re.IGNORECASE
)
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_FOUND = re.compile(r"(?<![\w/@#])(?:#(?P<hashtag>\w*[^\W\d]\w*)|@(?P<mention>[A-Za-z0-9_]{3,32}))")


class Unparsable(Exception):
    """Markup that Telegram refuses; the message is its own."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of formatting as the Bot API names it; offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text and its formatting."""

    text: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    begins_at: int


@dataclass(slots=True)
class _Reader:
    source: str
    position: int = 0
    text: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def shows(self, words: str) -> None:
        self.text.append(words)
        self.units += units(words)

    def offset(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"


def parse(source: str) -> Parsed:
    """Parse HTML.

    Raises Unparsable in Telegram's words.
    """
    reader = _Reader(source)
    while reader.position < len(source):
        _read_on(reader)
    if reader.open:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    if _HALF_CHARACTER in reader.text:
        raise Unparsable(_HAS_HALVES)
    ordered = sorted(reader.entities, key=lambda entity: (entity.offset, -entity.length))
    return Parsed("".join(reader.text), tuple(ordered))


def trimmed(parsed: Parsed) -> Parsed:
    """Take white space off both ends, as every message loses it."""
    start = units(parsed.text) - units(parsed.text.lstrip())
    text = parsed.text.strip()
    moved = (_moved(entity, start, units(text)) for entity in parsed.entities)
    return Parsed(text, tuple(entity for entity in moved if entity.length > 0))


def with_found(parsed: Parsed) -> Parsed:
    """Add the hashtags and mentions that Telegram finds by itself, outside of links and code."""
    taken = [entity for entity in parsed.entities if entity.kind in {"text_link", "code", "pre"}]
    found = [entity for entity in _found(parsed.text) if not any(_meet(entity, e) for e in taken)]
    return Parsed(parsed.text, (*parsed.entities, *found))


def limited(parsed: Parsed) -> Parsed:
    """Drop what is more than a hundred entities, bold and the like first, without a word."""
    ranked = sorted(parsed.entities, key=lambda entity: entity.kind in _LOST_FIRST)
    kept = sorted(ranked[:MAX_ENTITIES], key=lambda entity: (entity.offset, -entity.length))
    return Parsed(parsed.text, tuple(kept))


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _read_on(reader: _Reader) -> None:
    source, position = reader.source, reader.position
    if source[position] == "<":
        _read_tag(reader)
    elif found := _REFERENCE.match(source, position):
        reader.shows(_decoded(found))
        reader.position = found.end()
    else:
        reader.shows(source[position])
        reader.position += 1


def _read_tag(reader: _Reader) -> None:
    if reader.source.startswith("</", reader.position):
        _read_end(reader)
    else:
        _read_start(reader)


def _read_end(reader: _Reader) -> None:
    begin = reader.position
    if not reader.open:
        raise Unparsable(f"Unexpected end tag {reader.offset(begin)}")
    end = _skip_word(reader.source, begin + 2)
    name = reader.source[begin + 2 : end].lower()
    end = _skip_space(reader.source, end)
    if not reader.source.startswith(">", end):
        raise Unparsable(f"Unclosed end tag {reader.offset(begin)}")
    tag = reader.open.pop()
    if name and name != tag.name:
        expected = f'expected "</{tag.name}>", found "</{name}>"'
        raise Unparsable(f"Unmatched end tag {reader.offset(begin)}, {expected}")
    _close(reader, tag)
    reader.position = end + 1


def _close(reader: _Reader, tag: _Tag) -> None:
    length = reader.units - tag.begins_at
    url = tag.attributes.get("href", "") if tag.name == "a" else ""
    if tag.name == "a" and not _WEB_ADDRESS.fullmatch(url):
        return  # without a word, as Telegram does
    if length:
        kind = _KINDS[tag.name]
        if kind == "date_time" and not _TIME_FORMAT.fullmatch(tag.attributes.get("format", "")):
            raise Unparsable("Invalid date format used")
        if kind == "blockquote" and "expandable" in tag.attributes:
            kind = "expandable_blockquote"
        if kind == "pre" and reader.entities[-1:] == [Entity("code", tag.begins_at, length)]:
            reader.entities.pop()  # it only names the language
        reader.entities.append(Entity(kind, tag.begins_at, length, url))


def _read_start(reader: _Reader) -> None:
    begin = reader.position
    end = _skip_word(reader.source, begin + 1)
    if end >= len(reader.source):
        raise Unparsable(f"Unclosed start tag {reader.offset(begin)}")
    name = reader.source[begin + 1 : end].lower()
    if name not in _KINDS:
        raise Unparsable(f'Unsupported start tag "{name}" {reader.offset(begin)}')
    reader.position = end
    attributes = dict(_attributes(reader, name, begin))
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" {reader.offset(begin)}')
    reader.open.append(_Tag(name, attributes, reader.units))
    reader.position += 1


def _attributes(reader: _Reader, tag: str, begin: int) -> Iterator[tuple[str, str]]:
    """Read attributes, up to the `>` that ends the tag."""
    source = reader.source
    while not source.startswith(">", start := _skip_space(source, reader.position)):
        found = _ATTRIBUTE.match(source, start)
        if start >= len(source) or found is None or found.end() >= len(source):
            raise Unparsable(f"Unclosed start tag {reader.offset(begin)}")
        if not found["name"]:
            raise Unparsable(f'Empty attribute name in the tag "{tag}" {reader.offset(begin)}')
        if found["bare"] is not None and source[found.end()] not in f">{_SPACE}":
            raise Unparsable(f"Unexpected end of name token {reader.offset(found.start('bare'))}")
        reader.position = found.end()
        value = found["double"] or found["single"] or (found["bare"] or "").lower()
        yield found["name"].lower(), _REFERENCE.sub(_decoded, value)
    reader.position = start


def _decoded(reference: re.Match[str]) -> str:
    """Decode a reference; one to no character stays as it is."""
    hexadecimal, decimal = reference["hex"], reference["decimal"]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal or "0")
    if code in _SURROGATES:
        return _HALF_CHARACTER
    if hexadecimal or decimal:
        return chr(code) if 0 < code <= _LAST_CHARACTER else reference[0]
    return unescape(reference[0])


def _skip_word(source: str, position: int) -> int:
    while position < len(source) and source[position] not in f">{_SPACE}":
        position += 1
    return position


def _skip_space(source: str, position: int) -> int:
    while position < len(source) and source[position] in _SPACE:
        position += 1
    return position


def _moved(entity: Entity, start: int, end: int) -> Entity:
    begins_at = max(0, entity.offset - start)
    ends_at = min(end, entity.offset - start + entity.length)
    return replace(entity, offset=begins_at, length=ends_at - begins_at)


def _found(text: str) -> Iterator[Entity]:
    for match in _FOUND.finditer(text):
        offset = units(text[: match.start()])
        yield Entity(str(match.lastgroup), offset, units(match[0]))


def _meet(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length
