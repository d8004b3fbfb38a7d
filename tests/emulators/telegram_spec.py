"""What the Bot API's methods take, and whether a call keeps to it.

The machine-readable specification is used where it lies beside the project, else the small table
below, which holds what the bot uses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.emulators import telegram_table

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
    unions: Mapping[str, tuple[str, ...]]
    """Kinds that are one of several others."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


_SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "String": str,
    "Boolean": bool,
    "Integer": int,
    "Float": (int, float),
    "InputFile": Upload,
}


def _described(line: str) -> Fields:
    """Read a line such as `chat_id!:Integer|String allowed_updates:String[]`."""
    pairs = (word.partition(":")[::2] for word in line.split())
    return {
        name.removesuffix("!"): Parameter(tuple(map(_spelt, kinds.split("|"))), name.endswith("!"))
        for name, kinds in pairs
    }


def _spelt(kind: str) -> str:
    return f"Array of {_spelt(kind[:-2])}" if kind.endswith("[]") else kind


COMMITTED = Specification(
    methods={name: _described(line) for name, line in telegram_table.METHODS.items()},
    objects={name: _described(line) for name, line in telegram_table.OBJECTS.items()},
    unions=telegram_table.UNIONS,
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
        unions={
            name: tuple(kind["subtypes"])
            for name, kind in document["types"].items()
            if kind.get("subtypes")
        },
    )


def faults(method: str, call: Mapping[str, object], known: Specification) -> list[str]:
    """Name every parameter that is missing, unknown or of another type."""
    return list(_faults_of_object(call, known.methods[method], known))


def faults_of(kind: str, value: Mapping[str, object], known: Specification) -> list[str]:
    """Name every field of an object that is missing, unknown or of another type."""
    return list(_faults_of_object(value, known.objects[kind], known))


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
    if kind in known.unions:
        return any(_is(value, one, known) for one in known.unions[kind])
    if kind in _SCALARS:
        # A flag is no number here, although Python counts it among them.
        return isinstance(value, _SCALARS[kind]) and isinstance(value, bool) == (kind == "Boolean")
    fields = known.objects.get(kind, {})
    return isinstance(value, dict) and not list(_faults_of_object(value, fields, known))
