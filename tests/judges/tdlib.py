"""Telegram's own parser of message HTML: TDLib, which the Bot API server runs too.

It works offline. It neither applies limits nor finds hashtags, and knows nothing of rich messages.
"""

import json
from dataclasses import dataclass
from functools import cache

import tdjson


class Unparsable(Exception):
    """Markup that Telegram refuses, with its own words."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of formatting; offset and length in UTF-16 units."""

    kind: str
    """TDLib's name without its prefix, such as `Bold` or `TextUrl`."""

    offset: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What is left of HTML when it has been parsed."""

    text: str
    entities: tuple[Entity, ...]


def parse_html(text: str) -> ParsedText:
    """Parse the HTML of `sendMessage`.

    Raises Unparsable with TDLib's message.
    """
    _hush()
    answer = _ask(
        {
            "@type": "parseTextEntities",
            "text": text,
            "parse_mode": {"@type": "textParseModeHTML"},
        }
    )
    if answer["@type"] == "error":
        raise Unparsable(str(answer["message"]))
    found = answer["entities"]
    assert isinstance(found, list)
    return ParsedText(str(answer["text"]), tuple(map(_entity, found)))


def _entity(found: dict[str, object]) -> Entity:
    kind, offset, length = found["type"], found["offset"], found["length"]
    assert isinstance(kind, dict)
    assert isinstance(offset, int)
    assert isinstance(length, int)
    name = str(kind["@type"]).removeprefix("textEntityType")
    return Entity(name, offset, length, str(kind.get("url", "")))


@cache
def _hush() -> None:
    """Keep TDLib from writing to the standard error."""
    _ask({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def _ask(request: dict[str, object]) -> dict[str, object]:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    decoded = json.loads(answer)
    assert isinstance(decoded, dict)
    return decoded
