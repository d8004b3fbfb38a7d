"""What Discord refuses in a form.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Sequence

from tests.emulators.discord_rules import Body, judge, require

TITLE = LABEL = 45
CUSTOM_ID = 100
COMPONENTS = 5

ROW, MENU, TEXT_INPUT, WORDS, LABELLED = 1, 3, 4, 10, 18


def inspect_modal(data: Body) -> None:
    """Raise Refusal for a form that Discord would not open."""
    _require_words(data.get("title"), TITLE, "a title")
    _require_words(data.get("custom_id"), CUSTOM_ID, "a custom_id")
    components = _bodies(data.get("components"))
    require(1 <= len(components) <= COMPONENTS, f"1 to {COMPONENTS} components in a form")
    fields = [field for component in components for field in _fields(component)]
    ids = [field.get("custom_id") for field in fields]
    require(len(ids) == len(set(ids)), "custom_ids are not unique")
    for field in fields:
        _inspect_field(field)
    judge(data, "ModalInteractionCallbackRequestData")


def _fields(component: Body) -> Sequence[Body]:
    match component.get("type"):
        case 1:
            fields = _bodies(component.get("components"))
            require(len(fields) == 1 and fields[0].get("type") == TEXT_INPUT, "one text in a row")
            _require_words(fields[0].get("label"), LABEL, "a label")
            return fields
        case 10:
            return []
        case 18:
            _require_words(component.get("label"), LABEL, "a label")
            description = component.get("description")
            require(description is None or len(str(description)) <= 100, "a description that fits")
            return _bodies([component.get("component")])
        case kind:
            require(holds=False, problem=f"no component of type {kind} in a form")
            return []


def _inspect_field(field: Body) -> None:
    _require_words(field.get("custom_id"), CUSTOM_ID, "a custom_id")
    if field.get("type") != TEXT_INPUT:
        return
    require(field.get("style") in {1, 2}, "a style of 1 or 2")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    is_range = isinstance(least, int) and isinstance(most, int) and 0 <= least <= most <= 4000
    require(is_range, f"no text is {least} to {most} characters long")
    assert isinstance(most, int)
    require(len(str(field.get("value") or "")) <= most, "a value that is too long")
    require(len(str(field.get("placeholder") or "")) <= 100, "a placeholder of 100 characters")


def _require_words(words: object, most: int, what: str) -> None:
    is_fitting = isinstance(words, str) and 1 <= len(words) <= most
    require(is_fitting, f"{what} of 1 to {most} characters, not {words!r}")


def _bodies(value: object) -> Sequence[Body]:
    require(isinstance(value, list) and all(isinstance(each, dict) for each in value), "no objects")
    assert isinstance(value, list)
    return value
