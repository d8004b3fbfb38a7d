"""Dispatch: every question comes in here, and every question is answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import TypeVar

from bot.commands import tokens
from bot.commands.cards import Cards
from bot.commands.doors import Doors
from bot.commands.kinds import LONGEST_ARGUMENT
from bot.commands.line import command_named, read_line
from bot.commands.spec import (
    Answer,
    Audience,
    Call,
    Card,
    Command,
    Invocation,
    Press,
    Reply,
    Suggestion,
)
from bot.commands.suggest import Suggestions
from bot.document.nodes import Action, Buttons, Document, Menu
from bot.domain.destinations import Destination, Platform
from bot.domain.languages import spoken
from bot.domain.people import Caller, PersonKey
from bot.domain.topic_words import legible
from bot.errors import NotAllowed, UserMistake
from bot.ports import Clock, Storage
from bot.services.access import Access
from bot.services.budgets import Budget
from bot.services.notices import Notices
from bot.services.readers import Readers
from bot.views import problems
from bot.views.words import Words

log = logging.getLogger(__name__)

Kind = TypeVar("Kind", bound=Answer)
Found = TypeVar("Found")

DEADLINE = timedelta(seconds=10)
"""How long an answer may take; whoever asked is told when that is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """How often one person and one place may ask."""

    person: Budget = field(default_factory=lambda: Budget(30, timedelta(minutes=1)))
    place: Budget = field(default_factory=lambda: Budget(120, timedelta(minutes=1)))

    def spend(self, caller: Caller, now: datetime) -> timedelta | None:
        """Take a request from both; give how long to wait where one of them is used up."""
        return self.person.spend(str(caller.person), now) or self.place.spend(
            str(caller.place.destination), now
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Answers `bot.commands.spec.Desk`: finds the command, checks, asks its handler."""

    commands: Sequence[Command]
    storage: Storage
    clock: Clock
    readers: Readers
    access: Access
    suggestions: Suggestions
    finding: Cards
    doors: Doors
    notices: Notices
    budgets: Budgets = field(default_factory=Budgets)
    deadline: timedelta = DEADLINE

    @property
    def _by_name(self) -> Mapping[str, Command]:
        return {command.name: command for command in self.commands}

    def words(self, locale: str) -> Words:
        """See the port."""
        return Words(locale=spoken(locale), zone=self.readers.zone)

    async def answer(self, invocation: Invocation, caller: Caller) -> Answer:
        """See the port."""
        return await self._guarded(caller, lambda words: self._ask(invocation, caller, words))

    async def answer_line(self, line: str, caller: Caller) -> Answer:
        """See the port."""
        by_name = {name: one for name, one in self._by_name.items() if not one.is_hidden}
        read = read_line(line, by_name)
        if read is None:
            name = command_named(line) or ""
            nearest = get_close_matches(name, by_name, n=1)
            mistake = problems.unknown_command(name, nearest[0] if nearest else None)
            return await self._guarded(caller, lambda _: _refuse(mistake))
        return await self._guarded(
            caller,
            lambda words: self._ask(read.invocation, caller, words, is_cut=read.is_cut),
        )

    async def press(self, token: str, caller: Caller) -> Press | Reply:
        """See the port."""
        return await self._safely(caller, lambda _: self._pressed(token, caller))

    async def suggest(
        self, command: str, param: str, typed: str, caller: Caller
    ) -> Sequence[Suggestion]:
        """See the port."""
        known = self._by_name.get(command)
        wanted = next((one for one in known.params if one.name == param), None) if known else None
        if wanted is None:
            return ()
        return self.suggestions.of(wanted.kind, typed[:LONGEST_ARGUMENT], self.words(caller.locale))

    async def cards(self, query: str, caller: Caller, *, offset: int = 0) -> Sequence[Card]:
        """See the port."""
        if self._is_spent(caller):
            return ()
        written = legible(query)[:LONGEST_ARGUMENT]
        found = await self._safely(
            caller, lambda words: self.finding.find(written, words, offset=offset)
        )
        # Half a query is no mistake yet: there is just nothing to show.
        return () if isinstance(found, Reply) else found

    async def look_up(self, text: str, caller: Caller, *, unasked: bool = False) -> Reply | None:
        """See the port."""

        async def find(words: Words) -> Sequence[Reply]:
            is_wanted = not unasked or await self._answers_links(caller.place.destination)
            if not is_wanted or (unasked and self._is_spent(caller)):
                return ()
            reply = await self.finding.linked(text, words, unasked=unasked)
            return (await self._with_tokens(reply, caller.person),) if reply else ()

        found = await (self._safely if unasked else self._guarded)(caller, find)
        if isinstance(found, Reply):
            # Who did not ask is not told of troubles.
            return None if unasked else found
        return next(iter(found), None)

    async def let_in(self, places: Sequence[Caller]) -> None:
        """See the port."""
        for tidings in await self.doors.let_in(places):
            reply = await self._with_tokens(tidings.reply, tidings.person)
            await self.notices.tell(tidings.person, reply.document)

    async def waiting(self, platform: Platform) -> Collection[Destination]:
        """See the port."""
        return await self.doors.waiting(platform)

    async def shut_out(self, destination: Destination, reason: str) -> None:
        """See the port."""
        await self.doors.shut_out(destination, reason)

    async def moved(self, before: Destination, after: Destination) -> None:
        """See the port."""
        await self.doors.moved(before, after)

    def _is_spent(self, caller: Caller) -> bool:
        """Take what nobody is told of from the same budgets."""
        return self.budgets.spend(caller, self.clock.now()) is not None

    async def _answers_links(self, destination: Destination) -> bool:
        async with self.storage.transaction() as tx:
            settings = await tx.places.find(destination)
        return settings is not None and settings.answers_links

    async def _guarded(
        self, caller: Caller, ask: Callable[[Words], Awaitable[Found]]
    ) -> Found | Reply:
        """Answer, whatever happens, unless too much is asked."""
        pause = self.budgets.spend(caller, self.clock.now())
        if pause is not None:
            return _told(problems.too_often(pause), self.words(caller.locale))
        return await self._safely(caller, ask)

    async def _safely(
        self, caller: Caller, ask: Callable[[Words], Awaitable[Found]]
    ) -> Found | Reply:
        """Give what was found in time, or say why there is nothing."""
        words = self.words(caller.locale)
        try:
            async with asyncio.timeout(self.deadline.total_seconds()):
                words = await self.readers.words_for(caller)
                return await ask(words)
        except UserMistake as mistake:
            return _told(mistake, words)
        except TimeoutError:
            return _told(UserMistake(problems.TOO_SLOW), words)
        # A question that nobody foresaw must not end the bot, nor show its inside to anybody.
        except Exception:
            log.exception("Question failed", extra={"action": "answer"})
            return _told(UserMistake(problems.BROKEN), words)

    async def _ask(
        self, invocation: Invocation, caller: Caller, words: Words, *, is_cut: bool = False
    ) -> Answer:
        command = self._by_name.get(invocation.command)
        if command is None:
            raise UserMistake(problems.WORN_OUT)
        is_operator = self.access.is_operator(caller.person)
        if command.audience is Audience.OPERATORS and not is_operator:
            raise NotAllowed(problems.OPERATORS_ONLY, command=command.name)
        call = Call(
            invocation=_legible(invocation),
            caller=caller,
            words=words,
            now=self.clock.now(),
            is_operator=is_operator,
        )
        answer = await command.handler(call)
        if command.concerns_readers:
            self.readers.look_again()
        if isinstance(answer, Reply) and (is_cut or _is_too_long(invocation)):
            cut = problems.cut(answer.document, LONGEST_ARGUMENT, words)
            answer = replace(answer, document=cut)
        return await self._with_tokens(answer, caller.person)

    async def _pressed(self, token: str, caller: Caller) -> Press:
        whole = token
        if tokens.is_stored(token):
            async with self.storage.transaction() as tx:
                whole = await tx.tokens.find(token) or ""
        read = tokens.read(whole)
        if read is None or read.invocation.command not in self._by_name:
            raise UserMistake(problems.WORN_OUT)
        if read.owner and read.owner != tokens.owner_mark(caller.person):
            raise _anothers(self._by_name[read.invocation.command])
        return Press(read.invocation, read.is_new)

    async def _with_tokens(self, answer: Kind, person: PersonKey) -> Kind:
        """Remember what the buttons of an answer say, where they have too little room for it."""
        wholes = _too_long(answer, person)
        if wholes:
            async with self.storage.transaction() as tx:
                for whole in wholes:
                    await tx.tokens.keep(tokens.stored_name(whole), whole, at=self.clock.now())
        return answer


def _too_long(answer: Answer, person: PersonKey) -> list[str]:
    if not isinstance(answer, Reply):
        return []
    # Where a platform does not say who presses, buttons of private answers have no owner either.
    owners = (None, person) if answer.is_private else (None,)
    wholes = (
        tokens.long_form(action, owner) for action in actions(answer.document) for owner in owners
    )
    return [whole for whole in wholes if len(whole.encode()) > tokens.LONGEST_TOKEN]


def actions(document: Document) -> Iterator[Action]:
    """Give every action that a document offers."""
    for block in document:
        if isinstance(block, Buttons):
            yield from (button for button in block.buttons if isinstance(button, Action))
        elif isinstance(block, Menu):
            yield from block.choices


def _anothers(command: Command) -> NotAllowed:
    # Nobody can write a hidden command.
    if command.is_hidden:
        return NotAllowed(problems.SOMEBODY_ELSES_BUTTON)
    return NotAllowed(problems.ANOTHERS_BUTTON, command=command.name)


def _told(mistake: UserMistake, words: Words) -> Reply:
    return Reply(document=problems.page(mistake, words), is_private=True)


def _legible(invocation: Invocation) -> Invocation:
    """Leave out what nobody sees, and what is too long."""
    return replace(
        invocation,
        arguments=tuple(
            (name, legible(value)[:LONGEST_ARGUMENT]) for name, value in invocation.arguments
        ),
    )


def _is_too_long(invocation: Invocation) -> bool:
    return any(len(legible(value)) > LONGEST_ARGUMENT for _, value in invocation.arguments)


async def _refuse(mistake: UserMistake) -> Answer:
    raise mistake
