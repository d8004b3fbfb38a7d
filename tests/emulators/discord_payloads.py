"""What Discord tells the bot about an interaction.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from collections.abc import Mapping

from tests.emulators import discord_world as world
from tests.emulators.discord_interaction import Interaction
from tests.emulators.discord_rules import ATTACHMENT_SIZE
from tests.emulators.discord_state import World
from tests.emulators.discord_world import APPLICATION, Channel, Person

GUILD, BOT_DM, PRIVATE = 0, 1, 2


def context_of(channel: Channel) -> int:
    """Give the number that Discord has for where an interaction comes from."""
    if channel.guild is not None:
        return GUILD
    return BOT_DM if channel.kind == "private" else PRIVATE


def payload(
    state: World, interaction: Interaction, data: Mapping[str, object]
) -> dict[str, object]:
    """Describe an interaction as INTERACTION_CREATE does."""
    person, channel = interaction.person, interaction.channel
    is_in_guild = channel.guild is not None
    shape: dict[str, object] = {
        "id": str(interaction.id),
        "application_id": str(APPLICATION),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel.json() | {"permissions": str(state.rights(person))},
        "app_permissions": str(state.bots_rights(channel)),
        "locale": person.locale,
        "entitlements": [],
        "authorizing_integration_owners": _owners(channel, person),
        "context": context_of(channel),
        "attachment_size_limit": ATTACHMENT_SIZE,
    }
    if interaction.source is not None:
        shape["message"] = interaction.source.json()
    return shape | (_guild_part(state, interaction) if is_in_guild else {"user": person.json()})


def resolved_message(state: World, id: int) -> dict[str, object]:  # noqa: A002
    return {"messages": {str(id): state.message(id).json()}}


def resolved_channel(state: World, channel: Channel, person: Person) -> dict[str, object]:
    """Describe a channel that was chosen as an option or in a menu."""
    partial = {
        "last_message_id": None,
        "rate_limit_per_user": 0,
        **channel.json(),
        "permissions": str(state.rights(person)),
        "app_permissions": str(state.bots_rights(channel)),
    }
    return {"channels": {str(channel.id): partial}}


def resolved_person(state: World, person: Person) -> dict[str, object]:
    member = world.member(person.json()) | {"permissions": str(state.rights(person))}
    del member["user"]
    return {"users": {str(person.id): person.json()}, "members": {str(person.id): member}}


def _guild_part(state: World, interaction: Interaction) -> dict[str, object]:
    assert interaction.channel.guild is not None
    guild, person = state.guild(interaction.channel.guild), interaction.person
    permissions = str(state.rights(person))
    return {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": world.member(person.json()) | {"permissions": permissions},
    }


def _owners(channel: Channel, person: Person) -> dict[str, str]:
    match context_of(channel):
        case 0:
            return {"0": str(channel.guild)}
        case 1:
            return {"0": "0"}
        case _:
            return {"1": str(person.id)}
