"""A conversation with the bot, without a platform: text in, text out.

chat = Conversation.begun(storage)
await chat.says("/hot cs.CL")
await chat.presses("Next")
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.commands.cards import Cards
from bot.commands.catalogue import Limits, Services, catalogue
from bot.commands.dispatch import Budgets, Dispatch, actions
from bot.commands.doors import Doors
from bot.commands.spec import Answer, Form, Invocation, Reply
from bot.commands.suggest import Suggestions
from bot.commands.tokens import token_of
from bot.document.nodes import Action
from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.domain.policies import ClassicPolicy, Policies
from bot.errors import BadArgument
from bot.ports import Storage
from bot.services.access import Access
from bot.services.announce import Announce
from bot.services.boards import Boards
from bot.services.budgets import Budget
from bot.services.lookup import Lookup
from bot.services.notices import Notices
from bot.services.readers import Readers
from bot.services.subscribed import Subscribed
from storage.memory import MemoryStorage
from tests.fakes import FakeClock, FakePublisher

ADA = PersonKey(Platform.TELEGRAM, "1815")
EMMY = PersonKey(Platform.TELEGRAM, "1882")
PRIVATE = Place(destination=Destination(Platform.TELEGRAM, "1815"), kind=PlaceKind.PRIVATE)
GROUP = Place(
    destination=Destination(Platform.TELEGRAM, "-100500"),
    kind=PlaceKind.GROUP,
    name="Reading group",
)
CHANNEL = Place(
    destination=Destination(Platform.TELEGRAM, "@papers"), kind=PlaceKind.CHANNEL, name="Papers"
)


@dataclass(slots=True)
class FakeRights:
    """A platform that knows who runs which place."""

    places: dict[str, Place] = field(default_factory=lambda: {"@papers": CHANNEL})
    managers: set[tuple[PersonKey, str]] = field(default_factory=set)

    def makes_manager(self, person: PersonKey, place: Place) -> None:
        self.managers.add((person, place.destination.channel))

    async def may_manage(self, person: PersonKey, place: Place) -> bool:
        return (person, place.destination.channel) in self.managers

    async def place(self, written: str, caller: Caller) -> Place:
        if written not in self.places:
            raise BadArgument("I see no channel “{written}”.", written=written)
        return self.places[written]


@dataclass(slots=True, kw_only=True)
class Conversation:
    """The bot, and whoever speaks with it."""

    desk: Dispatch
    storage: Storage
    clock: FakeClock
    rights: FakeRights
    publisher: FakePublisher
    caller: Caller
    answer: Answer | None = None
    """The newest."""

    @classmethod
    def begun(
        cls,
        storage: Storage | None = None,
        *,
        operators: frozenset[PersonKey] = frozenset(),
        limits: Limits | None = None,
        locale: str = "en",
    ) -> "Conversation":
        """Begin in Ada's private chat."""
        remembered = storage or MemoryStorage()
        clock, rights = FakeClock(), FakeRights()
        publisher = FakePublisher()
        access = Access({Platform.TELEGRAM: rights}, {Platform.TELEGRAM: publisher}, operators)
        lookup = Lookup(remembered, clock, Policies(ClassicPolicy(), BalancedPolicy()))
        boards = Boards(lookup, clock)
        announce = Announce(remembered, {Platform.TELEGRAM: publisher}, clock, "UTC")
        readers = Readers(remembered, clock, "UTC")
        services = Services(
            storage=remembered,
            clock=clock,
            lookup=lookup,
            boards=boards,
            access=access,
            subscribed=Subscribed(remembered, boards, announce, clock),
            limits=limits or Limits(),
            timezone="UTC",
        )
        desk = Dispatch(
            commands=catalogue(services),
            storage=remembered,
            clock=clock,
            readers=readers,
            access=access,
            suggestions=Suggestions(boards),
            finding=Cards(remembered, boards, clock),
            doors=Doors(remembered, clock, readers),
            notices=Notices(remembered, clock),
            budgets=Budgets(
                person=Budget(10**6, clock.moment - clock.moment.replace(hour=0)),
                place=Budget(10**6, clock.moment - clock.moment.replace(hour=0)),
            ),
        )
        caller = Caller(person=ADA, place=PRIVATE, locale=locale)
        return cls(
            desk=desk,
            storage=remembered,
            clock=clock,
            rights=rights,
            publisher=publisher,
            caller=caller,
        )

    def moves_to(self, place: Place) -> None:
        """Go on in another place."""
        self.caller = replace(self.caller, place=place)

    def is_now(self, person: PersonKey, *, locale: str = "en") -> None:
        """Let somebody else speak, in the same place."""
        self.caller = replace(self.caller, person=person, locale=locale)

    async def says(self, line: str) -> str:
        """Write a line, and read the answer."""
        self.answer = await self.desk.answer_line(line, self.caller)
        return shown(self.answer)

    async def presses(self, label: str) -> str:
        """Press the button with a label, or choose it from a menu, and read the answer."""
        found = [one for one in self._actions() if one.label == label]
        assert found, f"There is no button “{label}”, but {[one.label for one in self._actions()]}."
        return await self.sends(self.token(found[0]))

    async def sends(self, token: str) -> str:
        """Press a button that carries a token, forged or not."""
        pressed = await self.desk.press(token, self.caller)
        if isinstance(pressed, Reply):
            self.answer = pressed
        else:
            self.answer = await self.desk.answer(pressed.invocation, self.caller)
        return shown(self.answer)

    async def fills_in(self, values: Mapping[str, str]) -> str:
        """Fill in the form that was answered last."""
        assert isinstance(self.answer, Form)
        then = self.answer.then
        whole = Invocation(then.command, (*then.arguments, *values.items()))
        self.answer = await self.desk.answer(whole, self.caller)
        return shown(self.answer)

    def token(self, action: Action) -> str:
        """Give what a button of the newest answer carries."""
        is_private = isinstance(self.answer, Reply) and self.answer.is_private
        return token_of(action, self.caller.person if is_private else None)

    @property
    def buttons(self) -> list[str]:
        """The labels of the newest answer's buttons."""
        return [action.label for action in self._actions()]

    def _actions(self) -> Iterator[Action]:
        assert isinstance(self.answer, Reply)
        return actions(self.answer.document)


def shown(answer: Answer) -> str:
    """Give what a person reads."""
    if isinstance(answer, Form):
        return "\n".join([answer.title, *(f"{one.label}: {one.written}" for one in answer.fields)])
    return plain(answer.document)
