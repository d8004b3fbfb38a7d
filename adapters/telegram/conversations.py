"""What is done about what people want."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from adapters.telegram import inline
from adapters.telegram.courier import Courier
from adapters.telegram.presses import Presses
from adapters.telegram.private import FOR_OWN_EYES, PrivateChats, owner_of
from adapters.telegram.replies import as_reply, leaves
from adapters.telegram.updates import (
    Asked,
    Event,
    LetIn,
    Moved,
    Pressed,
    Said,
    ShutOut,
    Typed,
)
from bot.commands.spec import Answer, Desk, Reply
from bot.domain.people import PlaceKind
from bot.errors import UserMistake
from bot.views import problems

A_WHILE = timedelta(seconds=1)
"""An answer that takes longer is announced as being written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversations:
    """Takes what people want to a desk, and brings back what it answers."""

    desk: Desk
    courier: Courier
    private_chats: PrivateChats
    presses: Presses
    a_while: timedelta = A_WHILE

    @classmethod
    def at(cls, desk: Desk, courier: Courier, username: str) -> "Conversations":
        """Put the parts together, for the bot of a name."""
        private_chats = PrivateChats(desk=desk, courier=courier, username=username)
        presses = Presses(desk=desk, courier=courier, private_chats=private_chats)
        return cls(desk=desk, courier=courier, private_chats=private_chats, presses=presses)

    async def take(self, event: Event) -> None:
        """Do what somebody wants."""
        match event:
            case Asked() | Said():
                await self._answer(event)
            case Pressed():
                await self.presses.take(event)
            case Typed():
                await inline.offer(self.desk, self.courier, event)
            case LetIn() | ShutOut() | Moved():
                await self._pass_on(event)
            case _:
                assert_never(event)

    async def apologise(self, event: Event) -> None:
        """Tell whoever waits for an answer that there is none."""
        match event:
            case Pressed(query_id=query_id, caller=caller):
                words = self.desk.words(caller.locale)
                await self.courier.acknowledge(query_id, words(problems.BROKEN), is_alert=True)
            case Asked(caller=caller, spot=spot) | Said(caller=caller, spot=spot, is_to_us=True):
                words = self.desk.words(caller.locale)
                page = problems.page(UserMistake(problems.BROKEN), words)
                await self.courier.send(leaves(Reply(document=page)), spot)
            case _:
                pass

    async def _pass_on(self, event: LetIn | ShutOut | Moved) -> None:
        match event:
            case LetIn(caller):
                await self.desk.let_in([caller])
            case ShutOut(destination, reason):
                await self.desk.shut_out(destination, reason)
            case Moved(before, after):
                await self.desk.moved(before, after)
            case _:
                assert_never(event)

    async def _answer(self, event: Asked | Said) -> None:
        answer = await self._written(event)
        if answer is None:
            return
        caller, spot = event.caller, event.spot
        reply = as_reply(answer, self.desk.words(caller.locale))
        if self._is_apart(event, reply):
            await self.private_chats.answer_apart(reply, caller, spot)
        else:
            await self.courier.send(leaves(reply, owner_of(reply, caller)), spot)

    async def _written(self, event: Asked | Said) -> Answer | None:
        """Wait for the answer; if it takes a while, show that it is being written."""
        writing = asyncio.ensure_future(self._answered(event))
        try:
            done, _ = await asyncio.wait({writing}, timeout=self.a_while.total_seconds())
            if not done and _is_expected(event):
                await self.courier.seem_busy(event.spot)
            return await writing
        finally:
            writing.cancel()

    async def _answered(self, event: Asked | Said) -> Answer | None:
        match event:
            case Asked(line=line, caller=caller):
                return await self.desk.answer_line(line, caller)
            case Said(text=text, caller=caller, is_to_us=is_to_us):
                reply = await self.desk.look_up(text, caller, unasked=not is_to_us)
                is_private = caller.place.kind is PlaceKind.PRIVATE
                # In private everything is meant for us; elsewhere people may just speak about us.
                return reply or (await self.desk.answer_line(text, caller) if is_private else None)
            case _:
                assert_never(event)

    def _is_apart(self, event: Asked | Said, reply: Reply) -> bool:
        is_shared = event.caller.place.kind is not PlaceKind.PRIVATE
        is_own = isinstance(event, Asked) and event.command in FOR_OWN_EYES
        return is_shared and is_own and reply.is_private


def _is_expected(event: Asked | Said) -> bool:
    """Say whether somebody waits for the answer."""
    return isinstance(event, Asked) or event.is_to_us
