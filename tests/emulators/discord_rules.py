"""What Discord refuses in a message, and whom a message would ring."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.judges import discord_openapi

Body = Mapping[str, object]

CONTENT = 2000
CHARACTERS = 4000
COMPONENTS = 40
BYTES = 10_170
NONCE = 25

SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

ROW, BUTTON, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, LINE, CONTAINER = (
    1,
    2,
    9,
    10,
    11,
    12,
    13,
    14,
    17,
)
LINK_STYLE = 5

_FIELDS = frozenset(
    "content embeds allowed_mentions sticker_ids components flags attachments poll"
    " message_reference nonce enforce_nonce tts shared_client_theme".split()
)
_TOP = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, LINE, CONTAINER})
_CHILDREN = {
    ROW: frozenset({BUTTON}),
    SECTION: frozenset({TEXT}),
    CONTAINER: _TOP - {CONTAINER},
}
_CHILDREN_ALLOWED = {ROW: (1, 5), SECTION: (1, 3), CONTAINER: (1, 40)}
_COMPONENT_FIELDS = {
    ROW: {"components"},
    BUTTON: {"style", "label", "url", "custom_id", "disabled", "emoji"},
    SECTION: {"components", "accessory"},
    TEXT: {"content"},
    THUMBNAIL: {"media", "description", "spoiler"},
    GALLERY: {"items"},
    FILE: {"file", "spoiler"},
    LINE: {"divider", "spacing"},
    CONTAINER: {"components", "accent_color", "spoiler"},
}


@dataclass
class Refusal(Exception):
    """An answer in Discord's shape."""

    status: int
    code: int
    message: str


def invalid(problem: str) -> Refusal:
    return Refusal(400, 50035, f"Invalid Form Body: {problem}")


def inspect(body: Body) -> None:
    """Raise Refusal for a message that Discord would not take."""
    _require(not set(body) - _FIELDS, f"unknown fields {sorted(set(body) - _FIELDS)}")
    nonce = body.get("nonce")
    _require(not isinstance(nonce, str) or len(nonce) <= NONCE, "nonce is too long")
    flags = body.get("flags") or 0
    _require(isinstance(flags, int), "flags is no number")
    assert isinstance(flags, int)
    _require(
        not flags & ~(SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2),
        "a flag that bots may not set",
    )
    if flags & COMPONENTS_V2:
        _inspect_layout(body)
    else:
        _inspect_content(body)
    if discord_openapi.is_present():
        try:
            discord_openapi.judge(body)
        except discord_openapi.NotByTheBook as fault:
            raise invalid(str(fault)) from fault


def texts(components: object) -> list[str]:
    """Give the texts of a message's components, from top to bottom."""
    return [str(each["content"]) for each in walk(components) if each.get("type") == TEXT]


def walk(components: object) -> Iterator[Body]:
    """Go through components, those inside others included."""
    for component in _bodies(components):
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def pings(body: Body) -> list[str]:
    """Tell whom this message rings: by what its text says, unless the body forbids it.

    A backslash does not help: the server looks for mentions before there is any Markdown.
    """
    words = "\n".join((str(body.get("content") or ""), *texts(body.get("components") or [])))
    found = {
        "everyone": re.findall(r"@everyone|@here", words),
        "users": re.findall(r"<@!?[0-9]+>", words),
        "roles": re.findall(r"<@&[0-9]+>", words),
    }
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, Mapping):
        return [each for kind in found.values() for each in kind]
    parse = allowed.get("parse")
    kinds = parse if isinstance(parse, list) else []
    return [each for kind in kinds for each in found.get(str(kind), [])]


def _inspect_content(body: Body) -> None:
    content = str(body.get("content") or "")
    if not content.strip() and not body.get("embeds"):
        raise Refusal(400, 50006, "Cannot send an empty message")
    _require(len(content) <= CONTENT, f"content has more than {CONTENT} characters")
    for component in _bodies(body.get("components") or []):
        _require(component.get("type") == ROW, "components need the components flag")


def _inspect_layout(body: Body) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        _require(not body.get(name), f"{name} cannot be used with the components flag")
    components = _bodies(body.get("components") or [])
    if not components:
        raise Refusal(400, 50006, "Cannot send an empty message")
    _inspect_components(components, _TOP)
    everything = list(walk(components))
    _require(len(everything) <= COMPONENTS, f"more than {COMPONENTS} components")
    words = "".join(texts(components))
    _require(len(words) <= CHARACTERS, f"more than {CHARACTERS} characters")
    if len(words.encode()) > BYTES:
        raise Refusal(500, 0, "Internal Server Error")


def _inspect_components(components: Sequence[Body], allowed: frozenset[int]) -> None:
    for component in components:
        kind = component.get("type")
        _require(isinstance(kind, int) and kind in allowed, f"no component of type {kind} here")
        assert isinstance(kind, int)
        unknown = set(component) - _COMPONENT_FIELDS[kind] - {"type", "id"}
        _require(not unknown, f"unknown fields {sorted(unknown)} in a component of type {kind}")
        if kind in _CHILDREN:
            children = _bodies(component.get("components"))
            least, most = _CHILDREN_ALLOWED[kind]
            _require(least <= len(children) <= most, f"{len(children)} components in type {kind}")
            _inspect_components(children, _CHILDREN[kind])
        _inspect_component(component, kind)


def _inspect_component(component: Body, kind: int) -> None:
    match kind:
        case 2:
            _inspect_button(component)
        case 9:
            accessory = _bodies([component.get("accessory")])
            _inspect_components(accessory, frozenset({BUTTON, THUMBNAIL}))
        case 10:
            _require(bool(str(component.get("content") or "").strip()), "a text without words")
        case 12:
            items = _bodies(component.get("items"))
            _require(1 <= len(items) <= 10, f"{len(items)} pictures in a gallery")
            for item in items:
                _inspect_picture(item)
        case 17:
            colour = component.get("accent_color")
            is_colour = isinstance(colour, int) and 0 <= colour <= 0xFFFFFF
            _require(colour is None or is_colour, f"no colour: {colour}")
        case _:
            pass


def _inspect_button(button: Body) -> None:
    label, url = button.get("label"), button.get("url")
    _require(isinstance(label, str) and 1 <= len(label) <= 80, "a label of 1 to 80 characters")
    if button.get("style") == LINK_STYLE:
        _require(isinstance(url, str) and len(url) <= 512, "a url of at most 512 characters")
        _require(_is_address(url), f"no web address: {url}")
        _require("custom_id" not in button, "a link with a custom_id")
    else:
        _require(isinstance(button.get("custom_id"), str), "a button needs a custom_id")


def _inspect_picture(item: Body) -> None:
    (media,) = _bodies([item.get("media")])
    url, words = media.get("url"), item.get("description")
    _require(_is_address(url) and len(str(url)) <= 2048, f"no picture: {url}")
    is_described = isinstance(words, str) and 1 <= len(words) <= 1024
    _require(words is None or is_described, "a description of 1 to 1024 characters")


def _is_address(url: object) -> bool:
    return isinstance(url, str) and bool(re.fullmatch(r"https?://[^\s/?#]+[^\s]*", url))


def _bodies(value: object) -> list[Body]:
    _require(isinstance(value, list), f"no list: {value}")
    assert isinstance(value, list)
    for each in value:
        _require(isinstance(each, dict), f"no object: {each}")
    return value


def _require(holds: object, problem: str) -> None:
    if not holds:
        raise invalid(problem)
