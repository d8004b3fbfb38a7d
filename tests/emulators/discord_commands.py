"""The commands that an application has registered, and what people see and may use of them."""

from collections.abc import Sequence

from aiohttp import web

from tests.emulators.discord_command_rules import (
    CHAT_INPUT,
    GROUP,
    MESSAGE,
    SUBCOMMAND,
    inspect_commands,
)
from tests.emulators.discord_rules import Body, Refusal
from tests.emulators.discord_state import World
from tests.emulators.discord_wire import read_list, reply
from tests.emulators.discord_world import APPLICATION, RIGHTS, Person

_UNKNOWN_APPLICATION = Refusal(404, 10002, "Unknown Application")
GUILD_INSTALL, USER_INSTALL = 0, 1
GUILD, BOT_DM, PRIVATE = 0, 1, 2


class Commands:
    """The global commands, by type and name."""

    def __init__(self, state: World) -> None:
        self._world = state
        self._commands: list[Body] = []

    async def overwrite(self, request: web.Request, application: str) -> web.Response:
        _require_own(application)
        wanted = await read_list(request)
        inspect_commands(wanted)
        ids = {_key(command): command["id"] for command in self._commands}
        self._commands = [
            _stored(command, str(ids.get(_key(command)) or self._world.next_id()))
            for command in wanted
        ]
        self._world.watch.tell()
        return reply(self._commands)

    async def show(self, request: web.Request, application: str) -> web.Response:
        _require_own(application)
        if request.query.get("with_localizations") == "true":
            return reply(self._commands)
        return reply([_without_translations(command) for command in self._commands])

    def all(self) -> Sequence[Body]:
        return self._commands

    def find(self, name: str, kind: int = CHAT_INPUT) -> Body:
        """Find a command; fail if it is not registered."""
        for command in self._commands:
            if (command["name"], command["type"]) == (name, kind):
                return command
        known = sorted(str(each["name"]) for each in self._commands if each["type"] == kind)
        raise AssertionError(f"There is no command {name!r}; there are {known}.")

    def path(self, command: str) -> list[Body]:
        """Give a command, and the subcommands that its full name leads to."""
        name, *inner = command.split()
        path = [self.find(name)]
        for step in inner:
            path.append(_child(path[-1], step))
        if any(option["type"] in {SUBCOMMAND, GROUP} for option in options_of(path[-1])):
            raise AssertionError(f"/{command} cannot be used without one of its subcommands.")
        return path

    def shown(self, command: str, field: str, locale: str) -> str:
        """Give the name or description that people of this locale see."""
        if any(each["name"] == command and each["type"] != CHAT_INPUT for each in self._commands):
            return localized(self.find(command, MESSAGE), field, locale)
        name, *inner = command.split()
        path = [self.find(name)]
        for step in inner:
            path.append(_child(path[-1], step))
        shown = [localized(each, field, locale) for each in path]
        return " ".join(shown) if field == "name" else shown[-1]


def refuse_unless_visible(command: Body, person: Person, rights: int, context: int) -> None:
    """Fail where Discord's client would not offer the command."""
    name, contexts = command["name"], command["contexts"]
    installs = command["integration_types"]
    assert isinstance(installs, list)
    default = [GUILD, BOT_DM, PRIVATE] if USER_INSTALL in installs else [GUILD, BOT_DM]
    allowed = contexts if isinstance(contexts, list) else default
    if context not in allowed:
        raise AssertionError(f"/{name} is not offered in context {context}, only in {allowed}.")
    needed = command["default_member_permissions"]
    if context != GUILD or needed is None or rights & RIGHTS["administrator"]:
        return
    bits = int(str(needed))
    if bits == 0 or rights & bits != bits:
        raise AssertionError(f"{person.name} does not see /{name}: it needs the rights {bits}.")


def options_of(command: Body) -> Sequence[Body]:
    options = command.get("options") or []
    assert isinstance(options, list)
    return options


def _child(parent: Body, name: str) -> Body:
    for option in options_of(parent):
        if option["name"] == name and option["type"] in {SUBCOMMAND, GROUP}:
            return option
    known = [option["name"] for option in options_of(parent)]
    raise AssertionError(f"/{parent['name']} has no subcommand {name!r}; it has {known}.")


def localized(named: Body, field: str, locale: str) -> str:
    """Give the name or description that people of this locale see of a command or a part of it."""
    translated = named.get(f"{field}_localizations") or {}
    assert isinstance(translated, dict)
    return str(translated.get(locale) or named[field])


def _key(command: Body) -> tuple[object, object]:
    return command.get("type", CHAT_INPUT), command["name"]


def _stored(command: Body, id: str) -> Body:  # noqa: A002
    needed = command.get("default_member_permissions")
    defaults: dict[str, object] = {
        "type": CHAT_INPUT,
        "description": "",
        "name_localizations": None,
        "description_localizations": None,
        "contexts": None,
        "integration_types": [GUILD_INSTALL],
        "nsfw": False,
        "dm_permission": True,
    }
    return {
        **defaults,
        **{name: value for name, value in command.items() if value is not None},
        "id": id,
        "application_id": str(APPLICATION),
        "version": id,
        "default_member_permissions": None if needed is None else str(needed),
    }


def _without_translations(named: Body) -> Body:
    """Leave out what Discord shows only on request."""
    kept = {name: value for name, value in named.items() if not name.endswith("_localizations")}
    for inner in ("options", "choices"):
        parts = kept.get(inner)
        if isinstance(parts, list):
            kept[inner] = [_without_translations(each) for each in parts]
    return kept


def _require_own(application: str) -> None:
    if application != str(APPLICATION):
        raise _UNKNOWN_APPLICATION
