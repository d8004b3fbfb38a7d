"""What Discord's client lets a person fill in, and how it sends that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.emulators.discord_command_rules import (
    BOOLEAN,
    CHANNEL,
    CHAT_INPUT,
    INTEGER,
    NUMBER,
    PERSON,
    STRING,
)
from tests.emulators.discord_commands import options_of
from tests.emulators.discord_payloads import resolved_channel, resolved_person
from tests.emulators.discord_rules import Body
from tests.emulators.discord_shown import Field, Menu, Modal
from tests.emulators.discord_state import World
from tests.emulators.discord_world import KINDS, Person

_LONGEST_TEXT = 6000
_TYPES: Mapping[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    NUMBER: (int, float),
    CHANNEL: int,
    PERSON: Person,
}
_CHANNEL_MENU, _PERSON_MENU = 8, 5
_CHECKBOX, _RADIO_GROUP, _CHECKBOX_GROUP, _TEXT_INPUT, _MENU = 23, 21, 22, 4, 3


@dataclass
class Filler:
    """Fills in what one person chose, and gathers what Discord tells about it."""

    state: World
    person: Person
    resolved: dict[str, dict[str, object]] = field(default_factory=dict)

    def command(self, path: Sequence[Body], given: Mapping[str, object]) -> dict[str, object]:
        """Fill in a whole command; fail where the client would not send it."""
        self._refuse_unknown(path[-1], given)
        missing = [
            str(option["name"])
            for option in options_of(path[-1])
            if option.get("required") and option["name"] not in given
        ]
        if missing:
            raise AssertionError(f"/{path[0]['name']} needs {', '.join(missing)}.")
        return self._data(path, self._options(path[-1], given))

    def typing(
        self, path: Sequence[Body], given: Mapping[str, object], *, option: str, text: str
    ) -> dict[str, object]:
        """Describe a command that is half filled in, with what is typed into one option."""
        self._refuse_unknown(path[-1], {**given, option: text})
        spec = next(each for each in options_of(path[-1]) if each["name"] == option)
        if not spec.get("autocomplete"):
            raise AssertionError(f"{option} of /{path[0]['name']} completes nothing.")
        filled = self._options(path[-1], given)
        filled.append({"name": option, "type": spec["type"], "value": text, "focused": True})
        return self._data(path, filled)

    def menu(self, menu: Menu, values: Sequence[object]) -> dict[str, object]:
        """Choose in a menu; for menus of people or channels by person or id."""
        if not menu.least <= len(values) <= menu.most:
            raise AssertionError(f"{menu.custom_id} takes {menu.least} to {menu.most} values.")
        sent = [self._chosen(menu.kind, menu.options, value) for value in values]
        return self._with_resolved(
            {"custom_id": menu.custom_id, "component_type": menu.kind, "values": sent}
        )

    def form(self, modal: Modal, values: Mapping[str, object]) -> dict[str, object]:
        """Fill in a form; what is left out keeps the value that the bot gave it."""
        given = {modal.field(which).custom_id: value for which, value in values.items()}
        components = [self._component(each, modal, given) for each in modal.components]
        return self._with_resolved({"custom_id": modal.custom_id, "components": components})

    def _refuse_unknown(self, command: Body, given: Mapping[str, object]) -> None:
        known = [str(option["name"]) for option in options_of(command)]
        unknown = set(given) - set(known)
        if unknown:
            raise AssertionError(
                f"/{command['name']} has no options {sorted(unknown)}; it has {known}."
            )

    def _data(self, path: Sequence[Body], options: list[dict[str, object]]) -> dict[str, object]:
        for subcommand in reversed(path[1:]):
            name, kind = subcommand["name"], subcommand["type"]
            options = [{"name": name, "type": kind, "options": options}]
        about = {"id": path[0]["id"], "name": path[0]["name"], "type": CHAT_INPUT}
        return self._with_resolved({**about, "options": options})

    def _with_resolved(self, data: dict[str, object]) -> dict[str, object]:
        return data | ({"resolved": self.resolved} if self.resolved else {})

    def _options(self, command: Body, given: Mapping[str, object]) -> list[dict[str, object]]:
        return [
            {
                "name": option["name"],
                "type": option["type"],
                "value": self._value(option, given[str(option["name"])]),
            }
            for option in options_of(command)
            if option["name"] in given
        ]

    def _value(self, option: Body, value: object) -> object:
        kind, name = option["type"], option["name"]
        assert isinstance(kind, int)
        is_truth_for_number = isinstance(value, bool) and kind != BOOLEAN
        if kind not in _TYPES or not isinstance(value, _TYPES[kind]) or is_truth_for_number:
            raise AssertionError(f"{value!r} cannot be filled in as {name} (type {kind}).")
        if isinstance(value, Person):
            return self._person(value)
        if kind == CHANNEL:
            assert isinstance(value, int)
            return self._channel(value, option.get("channel_types"))
        _refuse_outside(option, value)
        return value

    def _person(self, person: Person) -> str:
        self.state.people[person.id] = person
        self._note(resolved_person(self.state, person))
        return str(person.id)

    def _channel(self, id: int, types: object) -> str:  # noqa: A002
        channel = self.state.channels[id]
        if isinstance(types, list) and types and KINDS[channel.kind] not in types:
            raise AssertionError(f"A channel of type {channel.kind} is not offered here.")
        self._note(resolved_channel(self.state, channel, self.person))
        return str(id)

    def _note(self, resolved: Mapping[str, object]) -> None:
        for kind, shapes in resolved.items():
            assert isinstance(shapes, dict)
            self.resolved.setdefault(kind, {}).update(shapes)

    def _chosen(self, kind: int, options: Sequence[tuple[str, str]], value: object) -> str:
        if isinstance(value, Person) and kind == _PERSON_MENU:
            return self._person(value)
        if isinstance(value, int) and kind == _CHANNEL_MENU:
            return self._channel(value, None)
        for label, offered in options:
            if value in {label, offered}:
                return offered
        raise AssertionError(
            f"{value!r} is not offered; there are {[each[0] for each in options]}."
        )

    def _component(
        self, component: Body, modal: Modal, given: Mapping[str, object]
    ) -> dict[str, object]:
        about = {"type": component["type"], "id": component.get("id", 1)}
        inner, row = component.get("component"), component.get("components")
        if isinstance(inner, dict):
            custom_id = str(inner["custom_id"])
            return about | {"component": self._filled(modal.field(custom_id), given)}
        if isinstance(row, list):
            fields = [modal.field(str(each["custom_id"])) for each in row]
            return about | {"components": [self._filled(each, given) for each in fields]}
        return about

    def _filled(self, blank: Field, given: Mapping[str, object]) -> dict[str, object]:
        about: dict[str, object] = {"type": blank.kind, "id": 1, "custom_id": blank.custom_id}
        value = given.get(blank.custom_id, "")
        if blank.kind == _TEXT_INPUT:
            return about | {"value": _text(blank, str(given.get(blank.custom_id, blank.value)))}
        if blank.kind == _CHECKBOX:
            return about | {"value": bool(value)}
        if blank.kind == _RADIO_GROUP:
            chosen = self._chosen(blank.kind, blank.options, value) if value else None
            return about | {"value": chosen}
        values = value if isinstance(value, list | tuple) else [value] if value else []
        least = blank.least if blank.is_required else 0
        if not least <= len(values) <= blank.most:
            raise AssertionError(f"{blank.label} takes {least} to {blank.most} values.")
        sent = [self._chosen(blank.kind, blank.options, each) for each in values]
        return about | {"values": sent}


def _text(blank: Field, text: str) -> str:
    if not text and not blank.is_required:
        return text
    least = max(blank.least, 1)
    if not least <= len(text) <= blank.most:
        raise AssertionError(f"{blank.label} takes {least} to {blank.most} characters.")
    return text


def _refuse_outside(option: Body, value: object) -> None:
    """Fail for a value that is not among the choices, or too short, long, small or large."""
    choices = option.get("choices") or []
    assert isinstance(choices, list)
    if choices and value not in [choice["value"] for choice in choices]:
        offered = [choice["value"] for choice in choices]
        raise AssertionError(f"{value!r} is not offered as {option['name']}; there are {offered}.")
    size, unit = (len(value), "length") if isinstance(value, str) else (value, "value")
    least = option.get(f"min_{unit}")
    most = option.get(f"max_{unit}", _LONGEST_TEXT if unit == "length" else None)
    assert isinstance(size, int | float)
    is_small = isinstance(least, int | float) and size < least
    is_large = isinstance(most, int | float) and size > most
    if is_small or is_large:
        raise AssertionError(f"{option['name']} takes a {unit} of {least} to {most}, not {size}.")
