"""What a command is, what it is asked and what it answers.

Adapters build their menus, forms and parsers from these values, and hand what people say to a
`Desk`. Nothing here knows a platform or awaits anything.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from bot.commands.kinds import Kind
from bot.document.nodes import Arguments, Document
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey
from bot.errors import BadArgument
from bot.views.words import Words

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Param(Generic[Value_co]):
    """One thing that a command can be told.

    `name` is what people write: lower case, ASCII, one word. `summary` is English, and the key of
    its translations.
    """

    name: str
    summary: str
    kind: Kind[Value_co]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command and what it is told; text, as people and buttons give it."""

    command: str
    arguments: Arguments = ()

    def get(self, name: str) -> str | None:
        """Give what was written for a parameter."""
        return dict(self.arguments).get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An invocation, who makes it, and what a handler needs to understand and to answer it."""

    invocation: Invocation
    caller: Caller
    words: Words
    """The language and the clock of the caller."""

    now: datetime
    is_operator: bool = False

    def value(self, param: Param[Value]) -> Value | None:
        """Read what was written for a parameter; None if nothing was.

        Raises UserMistake with a sentence that says what to write instead.
        """
        written = self.invocation.get(param.name)
        return None if not written or not written.strip() else param.kind.read(written.strip())

    def required(self, param: Param[Value]) -> Value:
        """Read what was written for a parameter.

        Raises BadArgument when nothing was, with an example.
        """
        value = self.value(param)
        if value is None:
            raise BadArgument(
                "/{command} needs a {param}: {summary}",
                command=self.invocation.command,
                param=param.name,
                summary=self.words(param.summary),
            )
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that comes with an answer."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A document for whoever asked."""

    document: Document
    is_private: bool = False
    """Nobody else should see it, where the platform can keep it from them."""

    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form."""

    param: "Param[object]"
    label: str
    written: str = ""
    """What stands there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Questions that are answered together: a modal on Discord, a command to edit elsewhere.

    What is filled in becomes arguments of `then`, after those that it has.
    """

    title: str
    fields: tuple[Field, ...]
    """Five at the most."""

    then: Invocation


Answer = Reply | Form
Handler = Callable[[Call], Awaitable[Answer]]


class Audience(StrEnum):
    """Who may use a command."""

    EVERYBODY = "everybody"
    MANAGERS = "managers"
    """Who may change the place; the handler asks the platform each time."""

    OPERATORS = "operators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, for every platform.

    `name` is lower case, ASCII, one word. `summary` is English, at most 100 characters, and the key
    of its translations.
    """

    name: str
    summary: str
    handler: Handler
    params: "tuple[Param[object], ...]" = ()
    audience: Audience = Audience.EVERYBODY
    is_private: bool = False
    """Its answers are for the caller's eyes; asked for before there is an answer."""

    is_hidden: bool = False
    """Only buttons and forms ask for it; people do not write it, and help does not name it."""

    concerns_readers: bool = False
    """It may change the language or the clock that people are answered with."""

    opens_form: bool = False
    """Its answer is a Form, quickly: Discord must show it before anything else."""

    examples: tuple[str, ...] = ()
    """What people may write behind the name; each is tried by a test."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that a parameter may be: what is shown, and what is written."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A paper, as a result of looking something up from any conversation."""

    id: str
    title: str
    summary: str
    url: str
    document: Document


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for."""

    invocation: Invocation
    is_new: bool = False
    """It wants a message of its own as its answer, rather than a changed one."""


@dataclass(frozen=True, slots=True)
class Tidings:
    """What somebody is told without having asked: their own private conversation gets it."""

    person: PersonKey
    reply: Reply = field(repr=False)


class Desk(Protocol):
    """Where adapters take what people say. It answers always, and raises nothing."""

    @property
    def commands(self) -> Sequence[Command]:
        """Every command, in the order of the help; hidden ones too."""

    def words(self, locale: str) -> Words:
        """Give the language that is nearest to a locale as platforms spell it."""

    async def answer(self, invocation: Invocation, caller: Caller) -> Answer:
        """Do what is asked. A mistake is answered with a sentence, in private."""

    async def answer_line(self, line: str, caller: Caller) -> Answer:
        """Do what a line of text asks, such as `/hot cs.CL yesterday 5`."""

    async def press(self, token: str, caller: Caller) -> Press | Reply:
        """Read what a button carries; a Reply tells why it is not for this caller, or forged."""

    async def suggest(
        self, command: str, param: str, typed: str, caller: Caller
    ) -> Sequence[Suggestion]:
        """Complete what is being typed: at most 25, from memory, labels and values of <= 100."""

    async def cards(self, query: str, caller: Caller, *, offset: int = 0) -> Sequence[Card]:
        """Find papers to show in any conversation, ten at a time."""

    async def look_up(self, text: str, caller: Caller, *, unasked: bool = False) -> Reply | None:
        """Show the papers that a text links to; None where there are none.

        Unasked, it does so only in places whose managers have switched that on.
        """

    async def let_in(self, places: Sequence[Caller]) -> None:
        """Learn that we may write to these places, each with who let us in, or an empty id.

        Subscriptions that were shut out go on, and those people are told what they can do next.
        """

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        """Give the places of a platform whose subscriptions wait until we are let in again."""

    async def shut_out(self, destination: Destination, reason: str) -> None:
        """Learn that a destination, with all of its threads, takes no messages of ours any more."""

    async def moved(self, before: Destination, after: Destination) -> None:
        """Learn that a destination has another id for ever."""
