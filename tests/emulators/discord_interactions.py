"""The REST routes with which the bot reacts to what people did.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from collections.abc import Mapping, Sequence

from aiohttp import web

from tests.emulators import discord_interaction as kinds
from tests.emulators.discord_command_rules import INTEGER, NUMBER, STRING, inspect_choices
from tests.emulators.discord_commands import localized
from tests.emulators.discord_interaction import Interaction
from tests.emulators.discord_modal_rules import inspect_modal
from tests.emulators.discord_rules import (
    ANSWER,
    COMPONENTS_V2,
    EDIT,
    EPHEMERAL,
    FOLLOW_UP,
    Body,
    Form,
    Refusal,
    inspect,
    inspect_edit,
    judge,
    pings,
    require,
)
from tests.emulators.discord_shown import Choice, modal
from tests.emulators.discord_state import World
from tests.emulators.discord_wire import File, read, reply, silence
from tests.emulators.discord_world import APPLICATION, Message

_ALREADY_ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged.")
_TOO_MANY_FOLLOW_UPS = Refusal(400, 40094, "The maximum number of follow ups has been reached.")
_UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
_UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
_UNKNOWN_WEBHOOK = Refusal(404, 10015, "Unknown Webhook")
_WRONG_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
_NO_ROUTE = Refusal(404, 0, "404: Not Found")

_FOLLOW_UPS_OUTSIDE = 5
# discord.py's own value is 1; others write the word.
_YES = frozenset({"1", "true", "True"})


class Interactions:
    """Takes callbacks and messages for interactions; their tokens are all that it asks for."""

    def __init__(self, state: World) -> None:
        self._world = state
        self._interactions: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        self._interactions[interaction.token] = interaction

    async def answer(self, request: web.Request, path: Sequence[str]) -> web.Response:
        match request.method, *path:
            case "POST", "interactions", id, token, "callback":
                return await self._call_back(request, id, token)
            case "POST", "webhooks", application, token:
                return await self._follow_up(request, self._open(application, token))
            case method, "webhooks", application, token, "messages", id:
                interaction = self._open(application, token)
                return await self._on_message(request, interaction, id, method)
            case _:
                raise _NO_ROUTE

    def _open(self, application: str, token: str) -> Interaction:
        """Find the interaction of a webhook; there is none before a first reaction."""
        interaction = self._interactions.get(token)
        if interaction is None or application != str(APPLICATION):
            raise _UNKNOWN_WEBHOOK
        if interaction.is_over:
            raise _WRONG_TOKEN
        if interaction.acknowledged is None:
            raise _UNKNOWN_WEBHOOK
        return interaction

    # The first reaction.

    async def _call_back(
        self,
        request: web.Request,
        id: str,  # noqa: A002
        token: str,
    ) -> web.Response:
        body, files = await read(request)
        interaction = self._interactions.get(token)
        if interaction is None or str(interaction.id) != id or interaction.is_expired:
            raise _UNKNOWN_INTERACTION
        if interaction.acknowledged:
            raise _ALREADY_ACKNOWLEDGED
        callback = body.get("type")
        is_allowed = callback in interaction.allowed_callbacks
        require(is_allowed, f"no callback of type {callback} here")
        data = body.get("data") or {}
        require(isinstance(data, dict), "data is no object")
        assert isinstance(data, dict)
        assert isinstance(callback, int)
        self._react(interaction, callback, data, files)
        interaction.acknowledge(callback)
        self._world.watch.tell()
        if request.query.get("with_response") not in _YES:
            return silence()
        return reply(_response(interaction, callback))

    def _react(
        self,
        interaction: Interaction,
        callback: int,
        data: Body,
        files: tuple[File, ...],
    ) -> None:
        match callback:
            case kinds.ANSWER:
                interaction.original = self._say(interaction, data, files, ANSWER)
                interaction.is_touched = True
            case kinds.DEFERRED_ANSWER:
                require(not _flags(data) & ~EPHEMERAL, "only the ephemeral flag can be deferred")
                require(not set(data) - {"flags"}, "words in what is deferred")
                interaction.original = self._think(interaction, data)
            case kinds.DEFERRED_UPDATE:
                interaction.original = interaction.source
            case kinds.UPDATE:
                source = self._source(interaction)
                self._edit(source, data, files)
                interaction.original = source
                interaction.is_touched = True
            case kinds.CHOICES:
                interaction.offer(_choices(data, interaction.person.locale))
            case _:
                inspect_modal(data)
                interaction.opened = modal(data, interaction.channel, interaction.source)

    def _think(self, interaction: Interaction, data: Body) -> Message:
        message = self._message(interaction, {"flags": _flags(data)}, ())
        message.is_loading = True
        return self._world.keep(message)

    def _source(self, interaction: Interaction) -> Message:
        if interaction.source is None or interaction.source.is_deleted:
            raise _UNKNOWN_MESSAGE
        return interaction.source

    # What comes after it.

    async def _follow_up(self, request: web.Request, interaction: Interaction) -> web.Response:
        body, files = await read(request)
        original = interaction.original
        if original and original.is_loading and not original.is_deleted:
            # The first follow-up takes the place of “thinking”, and stays as private as that was.
            inspect(body, FOLLOW_UP, files=[file.name for file in files])
            self._edit(original, {**body, "flags": _flags(body) & ~EPHEMERAL}, files)
            interaction.is_touched = True
            message = original
        else:
            is_outside = interaction.channel.kind == "group"
            if is_outside and len(interaction.replies) >= _FOLLOW_UPS_OUTSIDE:
                raise _TOO_MANY_FOLLOW_UPS
            message = self._say(interaction, body, files, FOLLOW_UP)
            interaction.replies.append(message)
        self._world.watch.tell()
        return reply(message.json()) if request.query.get("wait") in _YES else silence()

    async def _on_message(
        self,
        request: web.Request,
        interaction: Interaction,
        id: str,  # noqa: A002
        method: str,
    ) -> web.Response:
        message = self._named(interaction, id)
        match method:
            case "GET":
                return reply(message.json())
            case "PATCH":
                body, files = await read(request)
                self._edit(message, body, files)
                interaction.is_touched |= message is interaction.original
                self._world.watch.tell()
                return reply(message.json())
            case "DELETE":
                message.is_deleted = True
                self._world.watch.tell()
                return silence()
            case _:
                raise _NO_ROUTE

    def _named(self, interaction: Interaction, id: str) -> Message:  # noqa: A002
        messages = filter(None, (interaction.original, *interaction.replies))
        for message in messages:
            is_named = id == str(message.id) or (
                id == "@original" and message is interaction.original
            )
            if is_named and not message.is_deleted:
                return message
        raise _UNKNOWN_MESSAGE

    # Messages.

    def _say(
        self, interaction: Interaction, body: Body, files: tuple[File, ...], form: Form
    ) -> Message:
        self._world.bodies.append(body)
        inspect(body, form, files=[file.name for file in files])
        return self._world.keep(self._message(interaction, body, files))

    def _message(self, interaction: Interaction, body: Body, files: tuple[File, ...]) -> Message:
        return Message(
            self._world.next_id(),
            interaction.channel.id,
            body,
            pings(body, kinds=["users"]),
            files=files,
            only_for=interaction.person.id if _flags(body) & EPHEMERAL else None,
            is_answer=True,
        )

    def _edit(self, message: Message, body: Body, files: tuple[File, ...]) -> None:
        self._world.bodies.append(body)
        kept = _kept(message, body)
        flags = message.flags & COMPONENTS_V2 | _flags(body)
        edited = {**message.body, **body, "flags": flags}
        standing = (*kept, *files)
        fields = {name: value for name, value in body.items() if name != "tts"}
        inspect_edit(fields, edited, EDIT, files=[file.name for file in standing])
        message.body, message.files = edited, standing
        message.pings = pings(edited, kinds=["users"])
        message.is_loading = False


def _kept(message: Message, body: Body) -> tuple[File, ...]:
    """Give the files that stay: all, unless the change lists those that do."""
    listed = body.get("attachments")
    if not isinstance(listed, list):
        return message.files
    names = {str(index): file for index, file in enumerate(message.files)}
    ids = [
        str(each.get("id")) for each in listed if isinstance(each, dict) and "filename" not in each
    ]
    return tuple(names[each] for each in ids if each in names)


def _choices(data: Mapping[str, object], locale: str) -> list[Choice]:
    choices = data.get("choices")
    require(isinstance(choices, list), "choices are no list")
    assert isinstance(choices, list)
    kind = {str: STRING, int: INTEGER, float: NUMBER}
    kinds_of_values = {kind.get(type(each.get("value")), STRING) for each in choices}
    require(len(kinds_of_values) <= 1, "choices of several types")
    inspect_choices(choices, next(iter(kinds_of_values), STRING), "autocomplete")
    judge({"type": kinds.CHOICES, "data": data}, "ApplicationCommandAutocompleteCallbackRequest")
    return [Choice(localized(each, "name", locale), each["value"]) for each in choices]


def _response(interaction: Interaction, callback: int) -> dict[str, object]:
    about: dict[str, object] = {"id": str(interaction.id), "type": interaction.kind}
    message = interaction.original
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.is_loading,
        "response_message_ephemeral": message.only_for is not None,
    }
    if callback == kinds.DEFERRED_UPDATE:
        return {"interaction": about}
    return {"interaction": about, "resource": {"type": callback, "message": message.json()}}


def _flags(body: Body) -> int:
    flags = body.get("flags") or 0
    require(isinstance(flags, int), "flags is no number")
    assert isinstance(flags, int)
    return flags
