"""Discord's own description of its API as a judge of what is sent.

https://github.com/discord/discord-api-spec. It lies beside the project, or it is absent and judges
nothing.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]

SPEC = Path(__file__).parents[2] / "../shared/specs/discord-openapi.json"
Schemas = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]

ABSENT = "Discord's OpenAPI description is not beside the project"


class NotByTheBook(AssertionError):
    """A body that Discord's description does not allow: where, and what it says."""


def is_present() -> bool:
    return SPEC.is_file()


def judge(body: Mapping[str, object], schema: str = "MessageCreateRequest") -> None:
    """Raise NotByTheBook unless the body fits the schema and has no other fields."""
    fault = best_match(_validator(schema).iter_errors(body))
    if fault is not None:
        path = "".join(f"[{step!r}]" for step in fault.absolute_path)
        raise NotByTheBook(f"{schema}{path}: {fault.message[:500]}")


@cache
def _validator(schema: str) -> Draft202012Validator:
    schemas = json.loads(SPEC.read_text("utf-8"))["components"]["schemas"]
    strict = {name: _strict(form, schemas) for name, form in schemas.items()}
    root = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": strict}}
    return Draft202012Validator(root)


def _strict(form: object, schemas: Schemas) -> object:
    """Close objects to fields that are not described, and choose components by their type."""
    if isinstance(form, list):
        return [_strict(each, schemas) for each in form]
    if not isinstance(form, dict):
        return form
    components = _components(form.get("oneOf", []), schemas)
    if components:
        return {
            "properties": {"type": {"enum": list(components)}},
            "allOf": [_when(number, option) for number, option in components.items()],
        }
    closing = {"additionalProperties": False} if "properties" in form else {}
    return closing | {name: _strict(each, schemas) for name, each in form.items()}


def _components(options: Sequence[Mapping[str, str]], schemas: Schemas) -> dict[int, object]:
    """Give the options by the number of their type, if they are components."""
    numbered: dict[int, object] = {}
    for option in options:
        name = option.get("$ref", "").rpartition("/")[2]
        kind = schemas.get(name, {}).get("properties", {}).get("type", {})
        if len(kind.get("enum", [])) != 1 or kind.get("type") != "integer":
            return {}
        numbered[kind["enum"][0]] = option
    return numbered


def _when(number: int, option: object) -> dict[str, object]:
    return {"if": {"properties": {"type": {"const": number}}}, "then": option}
