"""What a person sees: messages with buttons and menus, forms, choices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.emulators.discord_rules import BUTTON, SELECTS, TEXT, Body, walk
from tests.emulators.discord_wire import File
from tests.emulators.discord_world import Channel, Message

_Named = TypeVar("_Named")


@dataclass(frozen=True)
class Choice:
    """One line of autocomplete: what is shown, and what is sent."""

    name: str
    value: str | int | float


@dataclass(frozen=True)
class Button:
    label: str
    custom_id: str | None
    """None for a link."""

    url: str | None = None
    is_disabled: bool = False
    style: int = 2
    id: int = 0


@dataclass(frozen=True)
class Menu:
    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    """Labels with their values; empty for menus of people, roles or channels."""

    chosen: tuple[str, ...] = ()
    """The values that are chosen to begin with."""

    is_disabled: bool = False
    least: int = 1
    most: int = 1
    kind: int = 3
    id: int = 0


@dataclass(frozen=True)
class Shown:
    """A message as it was seen at one moment."""

    id: int
    channel: int
    text: str
    """The content, or the Markdown of all texts, a line break between two."""

    is_ephemeral: bool
    is_deferred: bool
    """Whether the bot is said to be thinking."""

    buttons: tuple[Button, ...]
    menus: tuple[Menu, ...]
    files: tuple[File, ...]
    pings: tuple[str, ...]
    flags: int
    components: object = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons, from top to bottom."""
        return [button.label for button in self.buttons]

    def button(self, which: str) -> Button:
        """Find a button by its label or custom_id; fail unless there is exactly one."""
        named = [each for each in self.buttons if which in {each.label, each.custom_id}]
        return _only(named, which, [each.label for each in self.buttons])

    def menu(self, which: str) -> Menu:
        """Find a menu by its custom_id or placeholder; fail unless there is exactly one."""
        named = [each for each in self.menus if which in {each.custom_id, each.placeholder}]
        return _only(named, which, [each.custom_id for each in self.menus])


@dataclass(frozen=True)
class Field:
    """Something to fill in."""

    label: str
    custom_id: str
    kind: int
    value: str = ""
    is_required: bool = True
    least: int = 0
    most: int = 4000
    options: tuple[tuple[str, str], ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Modal:
    """A form, open in front of one person."""

    title: str
    custom_id: str
    fields: tuple[Field, ...]
    channel: Channel
    message: Message | None
    """The message whose button or menu opened it."""

    components: Sequence[Body] = field(repr=False)

    def field(self, which: str) -> Field:
        """Find a field by its label or custom_id; fail unless there is exactly one."""
        named = [each for each in self.fields if which in {each.label, each.custom_id}]
        return _only(named, which, [each.label for each in self.fields])


def shown(message: Message) -> Shown:
    """Look at a message as it is now."""
    shape = message.json()
    components = list(walk(shape["components"]))
    texts = [str(each["content"]) for each in components if each["type"] == TEXT]
    flags = shape["flags"]
    assert isinstance(flags, int)
    return Shown(
        id=message.id,
        channel=message.channel,
        text="\n".join(filter(None, [str(message.body.get("content") or ""), *texts])),
        is_ephemeral=message.only_for is not None,
        is_deferred=message.is_loading,
        buttons=tuple(_button(each) for each in components if each["type"] == BUTTON),
        menus=tuple(_menu(each) for each in components if each["type"] in SELECTS),
        files=message.files,
        pings=tuple(message.pings),
        flags=flags,
        components=shape["components"],
    )


def modal(body: Body, channel: Channel, message: Message | None) -> Modal:
    """Look at a form that the bot has opened."""
    components = body["components"]
    assert isinstance(components, list)
    return Modal(
        title=str(body["title"]),
        custom_id=str(body["custom_id"]),
        fields=tuple(_fields(components)),
        channel=channel,
        message=message,
        components=components,
    )


def _button(component: Body) -> Button:
    custom_id, url = component.get("custom_id"), component.get("url")
    return Button(
        label=str(component.get("label") or ""),
        custom_id=None if custom_id is None else str(custom_id),
        url=None if url is None else str(url),
        is_disabled=bool(component.get("disabled")),
        style=_number(component, "style", 2),
        id=_number(component, "id", 0),
    )


def _menu(component: Body) -> Menu:
    return Menu(
        custom_id=str(component["custom_id"]),
        placeholder=str(component.get("placeholder") or ""),
        options=tuple(_options(component)),
        chosen=tuple(str(each["value"]) for each in _listed(component) if each.get("default")),
        is_disabled=bool(component.get("disabled")),
        least=_number(component, "min_values", 1),
        most=_number(component, "max_values", 1),
        kind=_number(component, "type", 3),
        id=_number(component, "id", 0),
    )


def _fields(components: Sequence[Body]) -> Iterator[Field]:
    for component in components:
        inner = component.get("component")
        if isinstance(inner, dict):
            yield _field(inner, component)
        for old in walk(component.get("components", [])):
            yield _field(old, old)


def _field(component: Body, label: Body) -> Field:
    is_text = component["type"] == 4
    return Field(
        label=str(label.get("label") or ""),
        custom_id=str(component["custom_id"]),
        kind=_number(component, "type", 4),
        value=str(component.get("value") or ""),
        is_required=component.get("required") is not False,
        least=_number(component, "min_length" if is_text else "min_values", 0 if is_text else 1),
        most=_number(component, "max_length" if is_text else "max_values", 4000 if is_text else 1),
        options=tuple(_options(component)),
        description=str(label.get("description") or ""),
    )


def _options(component: Body) -> Iterator[tuple[str, str]]:
    for option in _listed(component):
        yield str(option["label"]), str(option["value"])


def _listed(component: Body) -> Sequence[Body]:
    options = component.get("options") or []
    assert isinstance(options, list)
    return options


def _number(component: Body, name: str, otherwise: int) -> int:
    number = component.get(name)
    return number if isinstance(number, int) else otherwise


def _only(named: list[_Named], which: str, known: list[str]) -> _Named:
    if len(named) != 1:
        raise AssertionError(f"There is no single {which!r} here; there are {known}.")
    return named[0]
