"""What Discord refuses in a message, and whom a message would ring."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from tests.judges import discord_openapi

Body = Mapping[str, object]

CONTENT = 2000
CHARACTERS = 4000
ATTACHMENT_SIZE = 10 << 20
COMPONENTS = 40
BYTES = 10_170
NONCE = 25

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
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
STRING_SELECT = 3
SELECTS = frozenset({STRING_SELECT, 5, 6, 7, 8})
LINK_STYLE = 5
PREMIUM_STYLE = 6

_SENDABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


@dataclass(frozen=True)
class Form:
    """What a body may hold where it is sent, beside what makes a message a good one."""

    schema: str
    fields: frozenset[str]
    flags: int = _SENDABLE


_EDITABLE = frozenset("content embeds allowed_mentions components flags attachments poll".split())
_POSTABLE = _EDITABLE | {"sticker_ids", "shared_client_theme"}

MESSAGE = Form(
    "MessageCreateRequest",
    _POSTABLE | {"message_reference", "nonce", "enforce_nonce", "tts"},
)
FORUM_POST = Form("BaseCreateMessageCreateRequest", _POSTABLE)
ANSWER = Form("IncomingWebhookInteractionRequest", _EDITABLE | {"tts"}, _SENDABLE | EPHEMERAL)
FOLLOW_UP = Form("IncomingWebhookRequestPartial", _EDITABLE | {"tts"}, _SENDABLE | EPHEMERAL)
EDIT = Form("IncomingWebhookUpdateRequestPartial", _EDITABLE, _SENDABLE | EPHEMERAL)

_TOP = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, LINE, CONTAINER})
_CHILDREN = {
    ROW: frozenset({BUTTON}) | SELECTS,
    SECTION: frozenset({TEXT}),
    CONTAINER: _TOP - {CONTAINER},
}
_CHILDREN_ALLOWED = {ROW: (1, 5), SECTION: (1, 3), CONTAINER: (1, 40)}
_MENU_FIELDS = frozenset(
    "custom_id placeholder min_values max_values disabled required"
    " options default_values channel_types".split()
)
_COMPONENT_FIELDS: Mapping[int, Collection[str]] = {
    ROW: {"components"},
    BUTTON: {"style", "label", "url", "custom_id", "disabled", "emoji", "sku_id"},
    SECTION: {"components", "accessory"},
    TEXT: {"content"},
    THUMBNAIL: {"media", "description", "spoiler"},
    GALLERY: {"items"},
    FILE: {"file", "spoiler"},
    LINE: {"divider", "spacing"},
    CONTAINER: {"components", "accent_color", "spoiler"},
    **dict.fromkeys(SELECTS, _MENU_FIELDS),
}


@dataclass
class Refusal(Exception):
    """An answer in Discord's shape."""

    status: int
    code: int
    message: str


def invalid(problem: str) -> Refusal:
    return Refusal(400, 50035, f"Invalid Form Body: {problem}")


def require(holds: object, problem: str) -> None:
    if not holds:
        raise invalid(problem)


def inspect(body: Body, form: Form = MESSAGE, *, files: Collection[str] = ()) -> None:
    """Raise Refusal for a message that Discord would not take; `files` are names."""
    _inspect_form(body, form)
    _inspect_whole(body, files)
    judge(described(body), form.schema)


def inspect_edit(
    body: Body, edited: Body, form: Form = EDIT, *, files: Collection[str] = ()
) -> None:
    """Raise Refusal for a change, or for what the message would be after it."""
    _inspect_form(body, form)
    _inspect_whole(edited, files)
    judge(described(body), form.schema)


def _inspect_form(body: Body, form: Form) -> None:
    require(not set(body) - form.fields, f"unknown fields {sorted(set(body) - form.fields)}")
    nonce = body.get("nonce")
    require(not isinstance(nonce, str) or len(nonce) <= NONCE, "nonce is too long")
    flags = body.get("flags") or 0
    require(isinstance(flags, int), "flags is no number")
    assert isinstance(flags, int)
    require(not flags & ~form.flags, "a flag that bots may not set")


def _inspect_whole(body: Body, files: Collection[str]) -> None:
    flags = body.get("flags") or 0
    assert isinstance(flags, int)
    if flags & COMPONENTS_V2:
        _inspect_layout(body, files)
    else:
        _inspect_content(body, files)
    names = [str(each["custom_id"]) for each in walk(body.get("components") or []) if _acts(each)]
    require(all(1 <= len(name) <= 100 for name in names), "a custom_id of 1 to 100 characters")
    require(len(names) == len(set(names)), "custom_ids are not unique")


def judge(body: Body, schema: str) -> None:
    """Raise Refusal for what Discord's own description does not allow, if it is here."""
    if not discord_openapi.is_present():
        return
    try:
        discord_openapi.judge(body, schema)
    except discord_openapi.NotByTheBook as fault:
        raise invalid(str(fault)) from fault


def described(body: Body) -> Body:
    """Write the ids of new attachments as the description has them; bots may send numbers."""
    attachments = body.get("attachments")
    if not isinstance(attachments, list):
        return body
    named = [{**each, "id": str(each.get("id"))} for each in _bodies(attachments)]
    return {**body, "attachments": named}


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


def pings(body: Body, *, kinds: Collection[str] = ("everyone", "users", "roles")) -> list[str]:
    """Tell whom this message rings: by what its text says, unless the body forbids it.

    A backslash does not help: the server looks for mentions before there is any Markdown. `kinds`
    can be rung when the body says nothing about it; in answers to interactions only users can.
    """
    words = "\n".join((str(body.get("content") or ""), *texts(body.get("components") or [])))
    found = {
        "everyone": re.findall(r"@everyone|@here", words),
        "users": re.findall(r"<@!?[0-9]+>", words),
        "roles": re.findall(r"<@&[0-9]+>", words),
    }
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, Mapping):
        return [each for kind in kinds for each in found[kind]]
    parse = allowed.get("parse")
    allowed_kinds = parse if isinstance(parse, list) else []
    return [each for kind in allowed_kinds for each in found.get(str(kind), [])]


def _acts(component: Body) -> bool:
    return component.get("custom_id") is not None


def _inspect_content(body: Body, files: Collection[str]) -> None:
    content = str(body.get("content") or "")
    if not content.strip() and not body.get("embeds") and not files:
        raise Refusal(400, 50006, "Cannot send an empty message")
    require(len(content) <= CONTENT, f"content has more than {CONTENT} characters")
    rows = _bodies(body.get("components") or [])
    for component in rows:
        require(component.get("type") == ROW, "components need the components flag")
    require(len(rows) <= 5, "more than 5 rows")
    _inspect_components(rows, frozenset({ROW}))


def _inspect_layout(body: Body, files: Collection[str]) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        require(not body.get(name), f"{name} cannot be used with the components flag")
    components = _bodies(body.get("components") or [])
    if not components:
        raise Refusal(400, 50006, "Cannot send an empty message")
    _inspect_components(components, _TOP)
    everything = list(walk(components))
    require(len(everything) <= COMPONENTS, f"more than {COMPONENTS} components")
    words = "".join(texts(components))
    require(len(words) <= CHARACTERS, f"more than {CHARACTERS} characters")
    _inspect_files(everything, files)
    if len(words.encode()) > BYTES:
        raise Refusal(500, 0, "Internal Server Error")


def _inspect_files(everything: Sequence[Body], files: Collection[str]) -> None:
    shown = [media.get("url") for each in everything for media in _media(each)]
    names = {str(url).removeprefix("attachment://") for url in shown if _is_attached(url)}
    require(names <= set(files), f"files are missing: {sorted(names - set(files))}")


def _media(component: Body) -> Iterator[Body]:
    items = component.get("items") or [component]
    for item in _bodies(items):
        yield from (each for each in (item.get("media"), item.get("file")) if _is_body(each))


def _is_body(value: object) -> TypeGuard[Body]:
    return isinstance(value, dict)


def _is_attached(url: object) -> bool:
    return str(url).startswith("attachment://")


def _inspect_components(components: Sequence[Body], allowed: frozenset[int]) -> None:
    for component in components:
        kind = component.get("type")
        require(isinstance(kind, int) and kind in allowed, f"no component of type {kind} here")
        assert isinstance(kind, int)
        unknown = set(component) - {*_COMPONENT_FIELDS[kind], "type", "id"}
        require(not unknown, f"unknown fields {sorted(unknown)} in a component of type {kind}")
        if kind in _CHILDREN:
            children = _bodies(component.get("components"))
            least, most = _CHILDREN_ALLOWED[kind]
            require(least <= len(children) <= most, f"{len(children)} components in type {kind}")
            _inspect_components(children, _CHILDREN[kind])
        if kind == ROW and any(each.get("type") in SELECTS for each in children):
            require(len(children) == 1, "a menu shares its row")
        _inspect_component(component, kind)


def _inspect_component(component: Body, kind: int) -> None:
    match kind:
        case 2:
            _inspect_button(component)
        case 3 | 5 | 6 | 7 | 8:
            _inspect_select(component, kind)
        case 9:
            accessory = _bodies([component.get("accessory")])
            _inspect_components(accessory, frozenset({BUTTON, THUMBNAIL}))
        case 10:
            require(bool(str(component.get("content") or "").strip()), "a text without words")
        case 12:
            items = _bodies(component.get("items"))
            require(1 <= len(items) <= 10, f"{len(items)} pictures in a gallery")
            for item in items:
                _inspect_picture(item)
        case 17:
            colour = component.get("accent_color")
            is_colour = isinstance(colour, int) and 0 <= colour <= 0xFFFFFF
            require(colour is None or is_colour, f"no colour: {colour}")
        case _:
            pass


def _inspect_button(button: Body) -> None:
    label, url = button.get("label"), button.get("url")
    is_labelled = isinstance(label, str) and 1 <= len(label) <= 80
    require(is_labelled or (label is None and button.get("emoji")), "a label of 1 to 80 characters")
    require(button.get("style") != PREMIUM_STYLE, "a button that sells something")
    if button.get("style") == LINK_STYLE:
        require(isinstance(url, str) and len(url) <= 512, "a url of at most 512 characters")
        require(_is_address(url), f"no web address: {url}")
        require("custom_id" not in button, "a link with a custom_id")
    else:
        require(isinstance(button.get("custom_id"), str), "a button needs a custom_id")
        require(url is None, "a button with a custom_id and a url")


def _inspect_select(menu: Body, kind: int) -> None:
    require(isinstance(menu.get("custom_id"), str), "a menu needs a custom_id")
    require(len(str(menu.get("placeholder") or "")) <= 150, "a placeholder of 150 characters")
    if kind != STRING_SELECT:
        return
    options = _bodies(menu.get("options"))
    require(1 <= len(options) <= 25, f"{len(options)} options in a menu")
    for option in options:
        for name in ("label", "value"):
            require(
                1 <= len(str(option.get(name) or "")) <= 100, f"a {name} of 1 to 100 characters"
            )
        words = option.get("description")
        require(words is None or 1 <= len(str(words)) <= 100, "a description of 100 characters")
    values = [option["value"] for option in options]
    require(len(values) == len(set(values)), "values are not unique")
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    is_range = isinstance(least, int) and isinstance(most, int) and least <= most <= len(options)
    require(is_range, "more values than options")


def _inspect_picture(item: Body) -> None:
    (media,) = _bodies([item.get("media")])
    url, words = media.get("url"), item.get("description")
    is_picture = _is_address(url) or _is_attached(url)
    require(is_picture and len(str(url)) <= 2048, f"no picture: {url}")
    is_described = isinstance(words, str) and 1 <= len(words) <= 1024
    require(words is None or is_described, "a description of 1 to 1024 characters")


def _is_address(url: object) -> bool:
    return isinstance(url, str) and bool(re.fullmatch(r"https?://[^\s/?#]+[^\s]*", url))


def _bodies(value: object) -> list[Body]:
    require(isinstance(value, list), f"no list: {value}")
    assert isinstance(value, list)
    for each in value:
        require(isinstance(each, dict), f"no object: {each}")
    return value
