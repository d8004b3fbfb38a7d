"""The commands as Discord lists them, and bringing them there.

They are global, and may be used in servers, in private and by who has installed the bot for
themselves. Discord does not hide those that change a place from members without rights: everybody
may use them in private, so the handlers ask for rights each time. Only what is for operators is
offered in servers to nobody but administrators. Names are not translated: help, examples and other
platforms know each command by one name.

https://docs.discord.com/developers/interactions/application-commands
"""

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord.http import Route

from adapters.discord.markup import label
from bot.commands.kinds import Choice, Kind, Option
from bot.commands.spec import Audience, Command, Desk, Param
from bot.domain.languages import ENGLISH, LANGUAGES
from bot.views.words import phrase

LOOK_UP = phrase("Look up papers")
"""The entry in the menu of a message."""

LENGTH = 100
"""Of a description, and of the name of a choice."""

CHOICES = 25

COMMAND, MENU_ENTRY = 1, 3
_TYPES = {Option.TEXT: 3, Option.NUMBER: 4, Option.CHANNEL: 7}
_CHANNELS = [
    discord.ChannelType.text.value,
    discord.ChannelType.news.value,
    discord.ChannelType.news_thread.value,
    discord.ChannelType.public_thread.value,
    discord.ChannelType.private_thread.value,
    discord.ChannelType.forum.value,
]
_EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
_ADMINISTRATORS = 0
_LOCALES = {"es": ("es-ES", "es-419"), "pt": ("pt-BR",), "zh": ("zh-CN",)}
"""https://docs.discord.com/developers/reference#locales, where they are called otherwise."""

Shape = Mapping[str, object]

_COMPARED = frozenset(
    "type name description options choices value required autocomplete min_value max_value"
    " channel_types contexts integration_types default_member_permissions".split()
)
_TRANSLATED = ("name", "description")
_PERMISSIONS = "default_member_permissions"


async def register(client: discord.Client, desk: Desk) -> bool:
    """Bring the commands to Discord if it has others, all at once; say whether it had.

    Raises the errors of discord.py.
    """
    wanted = shapes(desk)
    application = client.application_id
    known = await client.http.request(
        Route("GET", "/applications/{application_id}/commands", application_id=application),
        params={"with_localizations": "true"},
    )
    if _canonical(known) == _canonical(wanted):
        return False
    await client.http.bulk_upsert_global_commands(application or 0, [dict(one) for one in wanted])
    return True


def shapes(desk: Desk) -> Sequence[Shape]:
    """Write everything that people can write or choose as Discord takes it."""
    written = [_command(command, desk) for command in desk.commands if not command.is_hidden]
    return [*written, {"type": MENU_ENTRY, **_said("name", LOOK_UP, desk), **_EVERYWHERE}]


def _command(command: Command, desk: Desk) -> Shape:
    # Discord wants what is required first.
    params = sorted(command.params, key=lambda param: not param.is_required)
    shape = {
        "type": COMMAND,
        "name": command.name,
        **_said("description", command.summary, desk),
        "options": [_option(param, desk) for param in params],
        **_EVERYWHERE,
    }
    if command.audience is Audience.OPERATORS:
        shape[_PERMISSIONS] = _ADMINISTRATORS
    return shape


def _option(param: Param[object], desk: Desk) -> Shape:
    return {
        "type": _TYPES[param.kind.option],
        "name": param.name,
        **_said("description", param.summary, desk),
        **({"required": True} if param.is_required else {}),
        **dict(_bounds(param.kind, desk)),
    }


def _bounds(kind: Kind[object], desk: Desk) -> Iterator[tuple[str, object]]:
    if kind.option is Option.CHANNEL:
        yield "channel_types", _CHANNELS
    if kind.least is not None:
        yield "min_value", kind.least
    if kind.most is not None:
        yield "max_value", kind.most
    if kind.choices:
        yield "choices", [_choice(choice, desk) for choice in kind.choices[:CHOICES]]
    elif kind.suggests:
        yield "autocomplete", True


def _choice(choice: Choice, desk: Desk) -> Shape:
    return {**_said("name", choice.label, desk), "value": str(choice.value)}


def _said(field: str, message: str, desk: Desk) -> Shape:
    """Say something in English, and in every language that has other words for it."""
    english = label(desk.words(ENGLISH)(message), LENGTH)
    others = {
        locale: words
        for code in LANGUAGES
        for locale in _LOCALES.get(code, (code,))
        if code != ENGLISH and (words := label(desk.words(code)(message), LENGTH)) != english
    }
    return {field: english, **({f"{field}_localizations": others} if others else {})}


def _canonical(commands: object) -> object:
    """Leave out what Discord adds by itself, and put the commands in one order."""
    if not isinstance(commands, list):
        return None
    compared = [_compared(one) for one in commands if isinstance(one, dict)]
    return sorted(compared, key=lambda one: (str(one.get("type")), str(one.get("name"))))


def _compared(shape: Shape) -> dict[str, object]:
    kept = {name: shape.get(name) for name in _COMPARED}
    kept |= {
        field: shape.get(field) or None
        for field in (f"{name}_localizations" for name in _TRANSLATED)
    }
    if kept[_PERMISSIONS] is not None:
        # A number when it is sent, and text when it comes back.
        kept[_PERMISSIONS] = str(kept[_PERMISSIONS])
    return {name: _inner(value) for name, value in kept.items() if not _says_nothing(value)}


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [])


def _inner(value: object) -> object:
    if not isinstance(value, list):
        return value
    inner = [_compared(one) if isinstance(one, dict) else one for one in value]
    return inner if any(isinstance(one, dict) for one in inner) else sorted(inner, key=str)
