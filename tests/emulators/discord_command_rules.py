"""What Discord refuses in the commands of an application.

https://docs.discord.com/developers/interactions/application-commands
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tests.emulators.discord_rules import Body, judge, require

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = (
    range(1, 12)
)
COMMANDS = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
OPTIONS = CHOICES = 25
NAME = 32
DESCRIPTION = CHOICE = 100
WHOLE = 8000
NUMBERS = 2**53
_MEDIA_FORUM = 16

# https://docs.discord.com/developers/reference#locales
LOCALES = frozenset(
    "ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro"
    " ru sv-SE th tr uk vi zh-CN zh-TW".split()
)
_CHOOSABLE: Mapping[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    NUMBER: (int, float),
}
# Marks belong to the letters of these scripts: Devanagari and Thai.
_MARKED = (range(0x0900, 0x0980), range(0x0E00, 0x0E80))


def inspect_commands(commands: Sequence[Body]) -> None:
    """Raise Refusal for a list of commands that Discord would not take."""
    kinds = Counter(_kind(command) for command in commands)
    for kind, most in COMMANDS.items():
        require(kinds[kind] <= most, f"more than {most} commands of type {kind}")
    _require_unique([(_kind(each), each.get("name")) for each in commands], "commands")
    for locale in LOCALES:
        shown = [(_kind(each), _shown(each, "name", locale)) for each in commands]
        _require_unique(shown, f"commands in {locale}")
    for command in commands:
        _inspect_command(command)
        judge(_described(command), "ApplicationCommandUpdateRequest")


def _described(command: Body) -> dict[str, object]:
    """Leave out what Discord's pages have, but its description of the API has not."""
    described = {name: value for name, value in command.items() if name != "nsfw"}
    kinds = command.get("channel_types")
    if isinstance(kinds, list):
        described["channel_types"] = [kind for kind in kinds if kind != _MEDIA_FORUM]
    if isinstance(command.get("options"), list):
        described["options"] = [_described(each) for each in _bodies(command["options"])]
    return described


def _kind(command: Body) -> int:
    kind = command.get("type", CHAT_INPUT)
    require(isinstance(kind, int) and kind in COMMANDS, f"no command of type {kind}")
    assert isinstance(kind, int)
    return kind


def _inspect_command(command: Body) -> None:
    where = f"/{command.get('name')}"
    if _kind(command) != CHAT_INPUT:
        _inspect_words(command, "name", NAME, where)
        require(not command.get("description"), f"{where}: a description on a menu entry")
        require(not command.get("options"), f"{where}: options on a menu entry")
        return
    _inspect_named(command, where)
    options = _bodies(command.get("options"))
    _inspect_options(options, where)
    is_nested = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    require(len(is_nested) <= 1, f"{where}: options beside subcommands")
    length = sum(_lengths(command))
    require(length <= WHOLE, f"{where}: {length} characters, more than {WHOLE}")


def _inspect_named(named: Body, where: str) -> None:
    """Look at a command or an option, which have a name to type and a description."""
    _inspect_words(named, "name", NAME, where)
    _inspect_words(named, "description", DESCRIPTION, where)
    for name in (str(named["name"]), *_localized(named, "name").values()):
        require(all(map(_is_in_a_name, name)), f"{where}: the name {name!r} has other characters")
        require(name == name.lower(), f"{where}: the name {name!r} has capitals")


def _inspect_words(named: Body, field: str, most: int, where: str) -> None:
    localized = _localized(named, field)
    unknown = set(localized) - LOCALES
    require(not unknown, f"{where}: no locales {sorted(unknown)}")
    for words in (named.get(field), *localized.values()):
        is_fitting = isinstance(words, str) and 1 <= len(words) <= most
        require(is_fitting, f"{where}: a {field} of 1 to {most} characters, not {words!r}")


def _inspect_options(options: Sequence[Body], where: str) -> None:
    require(len(options) <= OPTIONS, f"{where}: more than {OPTIONS} options")
    for locale in (None, *LOCALES):
        _require_unique([_shown(each, "name", locale) for each in options], f"options of {where}")
    required = [bool(option.get("required")) for option in options]
    require(required == sorted(required, reverse=True), f"{where}: required options come first")
    for option in options:
        _inspect_option(option, f"{where} {option.get('name')}")


def _inspect_option(option: Body, where: str) -> None:
    kind = option.get("type")
    require(isinstance(kind, int) and SUBCOMMAND <= kind <= FILE, f"{where}: no type {kind}")
    assert isinstance(kind, int)
    _inspect_named(option, where)
    inner = _bodies(option.get("options"))
    allowed = {SUBCOMMAND: set(range(STRING, FILE + 1)), GROUP: {SUBCOMMAND}}.get(kind, set())
    require(all(each.get("type") in allowed for each in inner), f"{where}: a wrong nesting")
    require(kind != GROUP or inner, f"{where}: a group without subcommands")
    _inspect_options(inner, where)
    _inspect_choices(option, kind, where)


def _inspect_choices(option: Body, kind: int, where: str) -> None:
    choices = _bodies(option.get("choices"))
    is_completing = bool(option.get("autocomplete"))
    require(not (choices and is_completing), f"{where}: choices and autocomplete")
    require(kind in _CHOOSABLE or not (choices or is_completing), f"{where}: nothing to choose")
    inspect_choices(choices, kind, where)
    names = [choice.get("name") for choice in choices]
    _require_unique(names, f"choices of {where}")


def inspect_choices(choices: Sequence[Body], kind: int, where: str) -> None:
    """Raise Refusal for choices that are too many or too long, or of another type."""
    require(len(choices) <= CHOICES, f"{where}: more than {CHOICES} choices")
    for choice in choices:
        _inspect_words(choice, "name", CHOICE, where)
        value = choice.get("value")
        is_typed = isinstance(value, _CHOOSABLE[kind]) and not isinstance(value, bool)
        require(is_typed, f"{where}: {value!r} is of another type")
        if isinstance(value, str):
            require(1 <= len(value) <= CHOICE, f"{where}: a value of 1 to {CHOICE} characters")
        elif isinstance(value, int | float):
            require(abs(value) <= NUMBERS, f"{where}: {value} is out of range")


def _is_in_a_name(character: str) -> bool:
    is_letter_or_number = unicodedata.category(character)[0] in "LN"
    is_marked = any(ord(character) in script for script in _MARKED)
    return character in "-_'" or is_letter_or_number or is_marked


def _lengths(named: Body) -> Iterator[int]:
    """Count names, descriptions and values; of each the longest of its translations."""
    for field in ("name", "description"):
        words = (str(named.get(field) or ""), *_localized(named, field).values())
        yield max(map(len, words))
    yield len(str(named["value"])) if "value" in named else 0
    for inner in (*_bodies(named.get("options")), *_bodies(named.get("choices"))):
        yield from _lengths(inner)


def _shown(named: Body, field: str, locale: str | None) -> object:
    return _localized(named, field).get(locale or "", str(named.get(field)))


def _localized(named: Body, field: str) -> Mapping[str, str]:
    localized = named.get(f"{field}_localizations") or {}
    require(isinstance(localized, dict), f"{field}_localizations is no object")
    assert isinstance(localized, dict)
    return localized


def _require_unique(names: Sequence[object], what: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    require(not twice, f"{what} with the same name: {twice}")


def _bodies(value: object) -> Sequence[Body]:
    bodies = value or []
    require(isinstance(bodies, list), f"no list: {value}")
    assert isinstance(bodies, list)
    require(all(isinstance(each, dict) for each in bodies), f"no objects: {value}")
    return bodies
