"""What a message of the bot says, read from a call and refused as Telegram refuses it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from tests.emulators.telegram_html import (
    Entity,
    Parsed,
    Unparsable,
    limited,
    parse,
    trimmed,
    units,
    with_found,
)
from tests.emulators.telegram_refusal import Refusal
from tests.emulators.telegram_rich import RichUnparsable
from tests.emulators.telegram_rich import parse as parse_rich

MAX_CHARACTERS = 4096
MAX_CAPTION = 1024
MAX_BYTES = 32_768

Call = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words of a message, and how they are written."""

    form: str
    html: str
    text: str
    entities: tuple[Entity, ...] = ()
    blocks: int = 0
    links: tuple[str, ...] = ()
    formulae: tuple[str, ...] = ()


def read(call: Call) -> Content:
    """Read the text or the rich message of a call."""
    return _rich(call["rich_message"]) if "rich_message" in call else _plain(call)


def read_caption(call: Call) -> Content:
    """Read the caption of a call; it may be empty."""
    html = str(call.get("caption", ""))
    parsed = _parsed(html, call)
    if units(parsed.text) > MAX_CAPTION:
        raise Refusal(400, "Bad Request: message caption is too long")
    return _content(html, parsed, form="document")


def _plain(call: Call) -> Content:
    html = str(call.get("text", ""))
    if len(html.encode()) > MAX_BYTES:
        raise Refusal(400, "Bad Request: text is too long")
    parsed = _parsed(html, call)
    if not parsed.text:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(parsed.text) > MAX_CHARACTERS:
        raise Refusal(400, "Bad Request: message is too long")
    return _content(html, parsed, form="plain")


def _parsed(source: str, call: Call) -> Parsed:
    if call.get("parse_mode", "HTML") != "HTML" or {"entities", "caption_entities"} & set(call):
        raise Refusal(400, "Bad Request: this emulator reads HTML alone")
    html = source if "parse_mode" in call else escape(source, quote=False)
    try:
        return limited(with_found(trimmed(parse(html))))
    except Unparsable as fault:
        raise Refusal(400, f"Bad Request: can't parse entities: {fault}") from fault


def _content(html: str, parsed: Parsed, *, form: str) -> Content:
    links = tuple(entity.url for entity in parsed.entities if entity.url)
    return Content(form=form, html=html, text=parsed.text, entities=parsed.entities, links=links)


def _rich(message: object) -> Content:
    assert isinstance(message, dict)
    if "html" not in message:
        raise Refusal(400, "Bad Request: this emulator reads HTML alone")
    html = str(message["html"])
    try:
        parsed = parse_rich(html)
    except RichUnparsable as fault:
        raise Refusal(400, f"Bad Request: can't parse rich message: {fault}") from fault
    return Content(
        form="rich",
        html=html,
        text=parsed.text,
        blocks=parsed.blocks,
        links=parsed.links,
        formulae=parsed.formulae,
    )
