"""What the Bot API's methods take, and whether a call keeps to it.

The machine-readable specification is used where it lies beside the project, else the small table
below, which holds what the bot uses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SPECIFICATION = Path(__file__).parents[2] / "../shared/specs/telegram-bot-api.json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method, or one field of an object."""

    types: tuple[str, ...]
    is_required: bool = False


Fields = Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Specification:
    """Methods with their parameters, and objects with their fields."""

    methods: Mapping[str, Fields]
    objects: Mapping[str, Fields]


_INTEGER = Parameter(("Integer",))
_TEXT = Parameter(("String",))
_FLAG = Parameter(("Boolean",))
_CHAT = Parameter(("Integer", "String"), is_required=True)
_NEEDED_TEXT = Parameter(("String",), is_required=True)
_SENDING: Fields = {
    "chat_id": _CHAT,
    "message_thread_id": _INTEGER,
    "disable_notification": _FLAG,
    "reply_parameters": Parameter(("ReplyParameters",)),
    "reply_markup": Parameter(("InlineKeyboardMarkup",)),
}

COMMITTED = Specification(
    methods={
        "getMe": {},
        "getChat": {"chat_id": _CHAT},
        "getChatMember": {"chat_id": _CHAT, "user_id": Parameter(("Integer",), is_required=True)},
        "sendMessage": {
            **_SENDING,
            "text": _NEEDED_TEXT,
            "parse_mode": _TEXT,
            "link_preview_options": Parameter(("LinkPreviewOptions",)),
        },
        "sendRichMessage": {
            **_SENDING,
            "rich_message": Parameter(("InputRichMessage",), is_required=True),
        },
    },
    objects={
        "LinkPreviewOptions": {"is_disabled": _FLAG},
        "ReplyParameters": {
            "message_id": Parameter(("Integer",), is_required=True),
            "allow_sending_without_reply": _FLAG,
        },
        "InlineKeyboardMarkup": {
            "inline_keyboard": Parameter(
                ("Array of Array of InlineKeyboardButton",), is_required=True
            ),
        },
        "InlineKeyboardButton": {"text": _NEEDED_TEXT, "url": _TEXT},
        "InputRichMessage": {"html": _TEXT},
    },
)


@cache
def specification() -> Specification:
    """Give the whole specification, or the table where it is absent."""
    if not SPECIFICATION.exists():
        return COMMITTED
    document = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    return Specification(
        methods={name: _fields(method) for name, method in document["methods"].items()},
        objects={name: _fields(kind) for name, kind in document["types"].items()},
    )


def faults(method: str, call: Mapping[str, object], known: Specification) -> list[str]:
    """Name every parameter that is missing, unknown or of another type."""
    return list(_faults_of_object(call, known.methods[method], known))


def _fields(described: Mapping[str, list[dict[str, object]]]) -> Fields:
    fields = {}
    for field in described.get("fields", []):
        types = field["types"]
        assert isinstance(types, list)
        fields[str(field["name"])] = Parameter(tuple(types), bool(field["required"]))
    return fields


def _faults_of_object(
    value: Mapping[str, object], fields: Fields, known: Specification
) -> Iterator[str]:
    for name, field in fields.items():
        if field.is_required and name not in value:
            yield f"{name} is missing"
    for name, element in value.items():
        if name not in fields:
            yield f"{name} is unknown"
        elif not any(_is(element, kind, known) for kind in fields[name].types):
            yield f"{name} is no {' or '.join(fields[name].types)}"


def _is(value: object, kind: str, known: Specification) -> bool:
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return isinstance(value, list) and all(_is(element, inner, known) for element in value)
    if kind == "String":
        return isinstance(value, str)
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    fields = known.objects.get(kind, {})
    return isinstance(value, dict) and not list(_faults_of_object(value, fields, known))
