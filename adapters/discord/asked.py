"""What an interaction says, in the words of the core.

Custom ids, values and names of options are what somebody's client sent: any text at all.
https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from collections.abc import Iterator, Mapping

import discord
from discord.abc import GuildChannel

from adapters.discord.controls import APART
from adapters.discord.places import place_of, private_place
from adapters.discord.texts import mappings, texts
from bot.commands.spec import Invocation
from bot.document.nodes import Arguments
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind

Interaction = discord.Interaction[discord.Client]
Data = Mapping[str, object]


def caller_of(interaction: Interaction) -> Caller:
    """Give who asks, where, in which language."""
    person = PersonKey(Platform.DISCORD, str(interaction.user.id))
    locale = str(interaction.locale.value)
    return Caller(person=person, place=_place(interaction, person), locale=locale)


def data_of(interaction: Interaction) -> Data:
    """Give what comes with an interaction."""
    return interaction.data or {}


def invocation_of(data: Data) -> Invocation:
    """Read a command with its options; numbers and ids become text."""
    arguments = tuple(
        (str(option.get("name")), str(option["value"]))
        for option in mappings(data.get("options"))
        if "value" in option
    )
    return Invocation(str(data.get("name")), arguments)


def typed_in(data: Data) -> tuple[str, str]:
    """Give the option that is being typed, and what stands there so far."""
    for option in mappings(data.get("options")):
        if option.get("focused"):
            return str(option.get("name")), str(option.get("value") or "")
    return "", ""


def token_in(data: Data) -> str:
    """Give what a button or a form carries, or what was chosen in a menu."""
    chosen = data.get("values")
    if isinstance(chosen, list):
        return str(chosen[0]) if chosen else ""
    return str(data.get("custom_id") or "").partition(APART)[0]


def filled_in(data: Data) -> Arguments:
    """Give what was written in a form, field by field."""
    return tuple(_fields(data.get("components")))


def words_on(data: Data) -> str:
    """Give all words and links of the message that a menu was opened on."""
    resolved = data.get("resolved")
    messages = resolved.get("messages") if isinstance(resolved, dict) else None
    chosen = messages.get(str(data.get("target_id"))) if isinstance(messages, dict) else None
    return "\n".join(filter(None, _said(chosen))) if isinstance(chosen, dict) else ""


def _place(interaction: Interaction, person: PersonKey) -> Place:
    room = interaction.channel
    if isinstance(room, GuildChannel | discord.Thread):
        return place_of(room)
    if interaction.guild_id is None and not interaction.context.private_channel:
        return private_place(person)
    # Other people's conversations: we can answer there, but post nothing.
    elsewhere = Destination(Platform.DISCORD, str(interaction.channel_id or 0))
    return Place(destination=elsewhere, kind=PlaceKind.GROUP)


def _fields(components: object) -> Iterator[tuple[str, str]]:
    for component in mappings(components):
        yield from _fields(component.get("components"))
        yield from _fields([component.get("component")])
        if "custom_id" in component and "value" in component:
            yield str(component["custom_id"]), str(component["value"] or "")


def _said(message: Data) -> Iterator[str]:
    yield str(message.get("content") or "")
    yield from texts(message.get("components"))
    for embed in mappings(message.get("embeds")):
        yield from (str(embed.get(field) or "") for field in ("url", "title", "description"))
    for forwarded in mappings(message.get("message_snapshots")):
        inner = forwarded.get("message")
        if isinstance(inner, dict):
            yield from _said(inner)
