"""Documents as JSON, for the outbox: `load(dump(document)) == document`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from types import MappingProxyType

from bot.document import nodes

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
Node = nodes.Document | nodes.Section | nodes.Block | nodes.Span | nodes.Button
Value = Node | str | int | bool | datetime | None | tuple["Value", ...]

_NODES: Mapping[str, type[Node]] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (
            nodes.Document,
            nodes.Section,
            nodes.Heading,
            nodes.Paragraph,
            nodes.Quote,
            nodes.Details,
            nodes.Bullets,
            nodes.Picture,
            nodes.Divider,
            nodes.Buttons,
            nodes.LinkButton,
            nodes.CopyButton,
            nodes.Action,
            nodes.Menu,
            nodes.Preformatted,
            nodes.Text,
            nodes.Math,
            nodes.Code,
            nodes.Tag,
            nodes.Moment,
            nodes.Strong,
            nodes.Emphasis,
            nodes.Link,
        )
    }
)
_KIND = "is"
_INSTANT = "at"


def dump(document: nodes.Document) -> str:
    """Write a document as compact JSON; equal documents give equal texts."""
    return json.dumps(_encode(document), ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> nodes.Document:
    """Read a document that `dump` wrote.

    Raises ValueError when the text is not such a document.
    """
    try:
        document = _decode(json.loads(text))
    except (KeyError, TypeError) as mistake:
        raise ValueError(f"The stored message has a node of another form: {mistake}.") from mistake
    if not isinstance(document, nodes.Document):
        raise ValueError("The stored message is not a document.")
    return document


def key_of(dumped: str) -> str:
    """Name a dumped document by its content: 64 hexadecimal digits."""
    return hashlib.sha256(dumped.encode()).hexdigest()


def _encode(value: Value) -> Json:
    match value:
        case None | str() | int():
            return value
        case tuple():
            return [_encode(element) for element in value]
        case datetime():
            return {_KIND: _INSTANT, "iso": value.astimezone(UTC).isoformat()}
        case _:
            body = {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
            return {_KIND: type(value).__name__, **body}


def _decode(value: Json) -> Value:
    match value:
        case None | str() | int():
            return value
        case list():
            return tuple(_decode(element) for element in value)
        case dict():
            return _decode_node(value)


def _decode_node(value: dict[str, Json]) -> Value:
    body = dict(value)
    kind = body.pop(_KIND, None)
    if kind == _INSTANT:
        return datetime.fromisoformat(str(body["iso"]))
    node = _NODES.get(str(kind))
    if node is None:
        raise ValueError(f"The stored message has a node “{kind}” that this version does not know.")
    return node(**{name: _decode(element) for name, element in body.items()})  # type: ignore[arg-type]
