"""What people do with the bot: its commands, buttons, menus and forms."""

from collections.abc import Mapping, Sequence

from tests.emulators import discord_interaction as kinds
from tests.emulators.discord_command_rules import MESSAGE
from tests.emulators.discord_commands import Commands, refuse_unless_visible
from tests.emulators.discord_gateway import Gateway
from tests.emulators.discord_interaction import Interaction
from tests.emulators.discord_interactions import Interactions
from tests.emulators.discord_options import Filler
from tests.emulators.discord_payloads import context_of, payload, resolved_message
from tests.emulators.discord_rules import BUTTON, COMPONENTS_V2, TEXT
from tests.emulators.discord_shown import Choice, Modal, Shown, shown
from tests.emulators.discord_state import World
from tests.emulators.discord_world import Channel, Message, Person

_STRING_MENU = 3
_TEXT_INPUT, _LABEL = 4, 18

Standing = Shown | Message | int
"""A message, or its id."""


class People:
    """Those who sit in front of Discord's client, and those who write their own."""

    def __init__(
        self, state: World, gateway: Gateway, commands: Commands, interactions: Interactions
    ) -> None:
        self._world = state
        self._gateway = gateway
        self._commands = commands
        self._interactions = interactions

    async def uses(
        self,
        person: Person,
        channel: int | None,
        command: str,
        options: Mapping[str, object] | None = None,
        *,
        is_let_by_an_admin: bool = False,
    ) -> Interaction:
        """Send a slash command; `channel` None is the private conversation with the bot.

        Subcommands stand after the name: "subscriptions add". Options are typed values; people as
        Person, channels by id. Fails where the client would not offer or send it; the rights that a
        command asks for can be overridden as administrators of a guild can.
        """
        place, path = self._place(person, channel), self._commands.path(command)
        if not is_let_by_an_admin:
            self._refuse_unless_visible(path[0], person, place)
        data = Filler(self._world, person).command(path, options or {})
        return self._acts(kinds.COMMAND, person, place, data)

    async def types(
        self,
        person: Person,
        channel: int | None,
        command: str,
        *,
        option: str,
        text: str,
        others: Mapping[str, object] | None = None,
        timeout: float = kinds.PATIENCE,  # noqa: ASYNC109
    ) -> list[Choice]:
        """Type into an option that completes, and give what is offered."""
        place, path = self._place(person, channel), self._commands.path(command)
        filler = Filler(self._world, person)
        data = filler.typing(path, others or {}, option=option, text=text)
        return await self._acts(kinds.AUTOCOMPLETE, person, place, data).choices(timeout)

    async def uses_on_message(
        self,
        person: Person,
        channel: int | None,
        command: str,
        message: Standing,
        *,
        is_let_by_an_admin: bool = False,
    ) -> Interaction:
        """Choose an entry of a message's own menu."""
        place, spec = self._place(person, channel), self._commands.find(command, MESSAGE)
        if not is_let_by_an_admin:
            self._refuse_unless_visible(spec, person, place)
        target = self._seen(person, message).id
        data = {
            "id": spec["id"],
            "name": spec["name"],
            "type": MESSAGE,
            "target_id": str(target),
            "resolved": resolved_message(self._world, target),
        }
        return self._acts(kinds.COMMAND, person, place, data)

    async def clicks(self, person: Person, message: Standing, which: str) -> Interaction:
        """Press the button with this label or custom_id."""
        source = self._seen(person, message)
        button = shown(source).button(which)
        if button.is_disabled or button.custom_id is None:
            raise AssertionError(f"{which!r} cannot be pressed: {button}")
        data = {"custom_id": button.custom_id, "component_type": BUTTON, "id": button.id}
        return self._touches(person, source, data)

    async def chooses(
        self, person: Person, message: Standing, which: str, values: Sequence[object]
    ) -> Interaction:
        """Choose in the menu with this custom_id or placeholder, by labels or values."""
        source = self._seen(person, message)
        menu = shown(source).menu(which)
        if menu.is_disabled:
            raise AssertionError(f"{which!r} is disabled.")
        data = Filler(self._world, person).menu(menu, values) | {"id": menu.id}
        return self._touches(person, source, data)

    async def submits(
        self, person: Person, modal: Modal, values: Mapping[str, object]
    ) -> Interaction:
        """Fill in a form, by labels or custom_ids, and send it."""
        data = Filler(self._world, person).form(modal, values)
        return self._acts(kinds.SUBMIT, person, modal.channel, data, modal.message)

    async def forges(
        self,
        person: Person,
        channel: int | None,
        custom_id: str,
        *,
        message: Standing | None = None,
        values: Sequence[str] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Interaction:
        """Send a custom_id that no client would: a button, a menu with values, a form with fields.

        The message may be one that only others can see, or that is deleted; without one it is a
        message of the bot's that has nothing to press.
        """
        place = self._place(person, channel)
        source = self._any(message) if message is not None else None
        if fields is not None:
            data = {"custom_id": custom_id, "components": _forged_fields(fields)}
            return self._acts(kinds.SUBMIT, person, place, data, source)
        kind = BUTTON if values is None else _STRING_MENU
        touched: dict[str, object] = {"custom_id": custom_id, "component_type": kind, "id": 1}
        if values is not None:
            touched["values"] = list(values)
        return self._acts(kinds.COMPONENT, person, place, touched, source or self._stand_in(place))

    async def forges_data(
        self,
        person: Person,
        channel: int | None,
        kind: int,
        data: Mapping[str, object],
        *,
        message: Standing | None = None,
    ) -> Interaction:
        """Send an interaction of a kind (2 command, 3 component, 4 typing, 5 form) as given."""
        source = self._any(message) if message is not None else None
        return self._acts(kind, person, self._place(person, channel), data, source)

    # How it gets to the bot.

    def _touches(self, person: Person, source: Message, data: Mapping[str, object]) -> Interaction:
        place = self._world.channels[source.channel]
        return self._acts(kinds.COMPONENT, person, place, data, source)

    def _acts(
        self,
        kind: int,
        person: Person,
        place: Channel,
        data: Mapping[str, object],
        source: Message | None = None,
    ) -> Interaction:
        self._world.people[person.id] = person
        interaction = Interaction(
            self._world.next_snowflake(),
            kind=kind,
            person=person,
            channel=place,
            source=source,
            watch=self._world.watch,
        )
        self._interactions.add(interaction)
        told = payload(self._world, interaction, data)
        if not self._gateway.dispatch("INTERACTION_CREATE", told, place.guild):
            raise AssertionError(f"No shard of the bot listens for guild {place.guild}.")
        return interaction

    def _place(self, person: Person, channel: int | None) -> Channel:
        if channel is None:
            return self._world.private(person)
        place = self._world.channels[channel]
        if place.guild is not None and place.guild not in self._world.guilds:
            raise AssertionError(f"The bot is not in guild {place.guild}.")
        return place

    def _refuse_unless_visible(
        self, spec: Mapping[str, object], person: Person, place: Channel
    ) -> None:
        refuse_unless_visible(spec, person, self._world.rights(person), context_of(place))

    def _seen(self, person: Person, standing: Standing) -> Message:
        message = self._any(standing)
        if message.is_deleted:
            raise AssertionError(f"Message {message.id} is deleted.")
        if message.only_for not in {None, person.id}:
            raise AssertionError(f"{person.name} cannot see message {message.id}.")
        return message

    def _any(self, standing: Standing) -> Message:
        id = standing if isinstance(standing, int) else standing.id  # noqa: A001
        return next(message for message in self._world.messages if message.id == id)

    def _stand_in(self, place: Channel) -> Message:
        body = {"flags": COMPONENTS_V2, "components": [{"type": TEXT, "content": "…"}]}
        return self._world.add(place.id, body)


def _forged_fields(fields: Mapping[str, str]) -> list[object]:
    return [
        {
            "type": _LABEL,
            "id": number,
            "component": {"type": _TEXT_INPUT, "id": 1, "custom_id": name, "value": value},
        }
        for number, (name, value) in enumerate(fields.items(), start=1)
    ]
