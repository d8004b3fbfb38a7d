"""What the bot says about itself: its commands, for whom, its name and its descriptions."""

import json
import re
from collections.abc import Callable

from tests.emulators.telegram_chats import Chat
from tests.emulators.telegram_content import Call
from tests.emulators.telegram_people import Described, Person
from tests.emulators.telegram_refusal import Refusal

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}

Commands = list[dict[str, str]]
Scope = tuple[str, str]
"""A scope as JSON, and a language."""


class Profile:
    """The bot as people see it before they write to it."""

    def __init__(self, find_chat: Callable[[Call], Chat]) -> None:
        self._find_chat = find_chat
        self._commands: dict[Scope, Commands] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, call: Call) -> bool:
        """Answer setMyCommands."""
        commands = call["commands"]
        assert isinstance(commands, list)
        if len(commands) > MAX_COMMANDS:
            raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check(command)
        if len({command["command"] for command in commands}) < len(commands):
            raise Refusal(400, "Bad Request: BOT_COMMAND_DUPLICATE")
        self._commands[self._key(call)] = commands
        return True

    def get_commands(self, call: Call) -> Commands:
        """Answer getMyCommands."""
        return self._commands.get(self._key(call), [])

    def delete_commands(self, call: Call) -> bool:
        """Answer deleteMyCommands."""
        self._commands.pop(self._key(call), None)
        return True

    def set_text(self, name: str, call: Call) -> bool:
        """Answer setMyName and the like; `name` is that of the parameter."""
        text = str(call.get(name, ""))
        if len(text) > _LONGEST[name]:
            raise Refusal(400, f"Bad Request: bot {name} is too long")
        self._texts[name, _language(call)] = text
        return True

    def get_text(self, name: str, call: Call) -> Described:
        """Answer getMyName and the like."""
        return {name: self._texts.get((name, _language(call)), "")}

    def texts(self, language: str) -> dict[str, str]:
        """Give the texts of a language by their names: `name`, `description` and so on."""
        texts = self._texts.items()
        return {name: text for (name, spoken), text in texts if text and spoken == language}

    def menu(self, person: Person, chat: Chat) -> dict[str, str]:
        """Give the commands that a person is offered in a chat: names and descriptions."""
        for scope in _scopes(person, chat):
            for language in (person.language or "", ""):
                if commands := self._commands.get((_json(scope), language[:2])):
                    return {one["command"]: one["description"] for one in commands}
        return {}

    def _key(self, call: Call) -> Scope:
        scope = call.get("scope", {"type": "default"})
        assert isinstance(scope, dict)
        if "chat_id" in scope:
            scope = {**scope, "chat_id": self._find_chat(scope).id}
        return _json(scope), _language(call)


def _check(command: dict[str, str]) -> None:
    if not _COMMAND.fullmatch(command["command"]):
        raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
        raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def _json(scope: Described) -> str:
    return json.dumps(scope, sort_keys=True)


def _language(call: Call) -> str:
    language = str(call.get("language_code", ""))
    if not _LANGUAGE.fullmatch(language):
        raise Refusal(400, "Bad Request: invalid language code specified")
    return language


def _scopes(person: Person, chat: Chat) -> list[Described]:
    """List the scopes that hold for somebody, the narrowest first (bots/api#botcommandscope)."""
    here: Described = {"type": "chat", "chat_id": chat.id}
    everywhere: Described = {"type": "default"}
    if chat.kind == "private":
        return [here, {"type": "all_private_chats"}, everywhere]
    member = chat.members.get(person.id)
    leads = member is not None and member.is_administrator
    scopes: list[Described] = [{"type": "chat_member", "chat_id": chat.id, "user_id": person.id}]
    if leads:
        scopes.append({"type": "chat_administrators", "chat_id": chat.id})
    scopes.append(here)
    if leads:
        scopes.append({"type": "all_chat_administrators"})
    return [*scopes, {"type": "all_group_chats"}, everywhere]
