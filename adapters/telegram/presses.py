"""Pressed buttons: what follows, and who sees it.

In a private chat an answer takes the place of the message, or stands below it. In a group the same
holds for what everybody may see. What only one person asked for is a pop-up where that is enough,
goes to the person's own chat where the group should not see it, and else stands in the group with
buttons for this person alone. In channels nobody but their owners speaks, so readers who press a
button are answered apart, always; and so are those who press one in a chat that we do not see.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import assert_never

from adapters.telegram.courier import Courier
from adapters.telegram.private import ANSWERED, FOR_OWN_EYES, OPEN_FIRST, PrivateChats, owner_of
from adapters.telegram.replies import (
    MOST_MESSAGES,
    as_reply,
    beginning,
    has_actions,
    leaves,
    short_words,
)
from adapters.telegram.updates import Pressed
from bot.commands.spec import Answer, Desk, Invocation, Press, Reply
from bot.domain.people import PlaceKind

AT_ONCE = timedelta(milliseconds=50)
"""How long an answer may take before its button comes to rest without it."""

_CONFIRMED = frozenset({"save"})
"""Commands of which a pop-up tells enough, although their answers have buttons."""

_LONG_READS = frozenset({"details"})
"""Commands for which somebody else's group is not the place."""


class Way(Enum):
    """Where the answer to a pressed button goes."""

    IN_PLACE = auto()
    BELOW = auto()
    POP_UP = auto()
    APART = auto()
    """To the chat with the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A button that was pressed, and what is known about it before there is an answer."""

    event: Pressed
    press: Press
    is_private: bool
    """The command's answers are for the eyes of the caller."""

    @property
    def kind(self) -> PlaceKind:
        """Who sees the message of the button; strangers, where we do not see its chat."""
        if self.event.shown.inline_id is not None:
            return PlaceKind.CHANNEL
        return self.event.caller.place.kind

    @property
    def is_worth_waiting(self) -> bool:
        """Say whether its button should not come to rest before it is known whether it pops up."""
        return self.kind is PlaceKind.CHANNEL or (self.is_private and self.kind is PlaceKind.GROUP)

    @property
    def invocation(self) -> Invocation:
        """What it asks for."""
        return self.press.invocation


def way_of(asking: Asking, reply: Reply, *, is_at_rest: bool) -> Way:
    """Decide where an answer goes; there is no pop-up for a button that is at rest already."""
    # A private answer of a command that has public ones tells of a mistake.
    is_mistake = reply.is_private and not asking.is_private
    can_pop_up = not is_at_rest and _fits_pop_up(asking.invocation, reply)
    match asking.kind:
        case PlaceKind.PRIVATE if is_mistake:
            return Way.POP_UP if can_pop_up else Way.BELOW
        case PlaceKind.PRIVATE:
            return Way.BELOW if asking.press.is_new else Way.IN_PLACE
        case PlaceKind.GROUP:
            return _in_group(asking, reply, can_pop_up=can_pop_up)
        case PlaceKind.CHANNEL if _is_for_all(asking, reply):
            return Way.IN_PLACE
        case PlaceKind.CHANNEL:
            return Way.POP_UP if can_pop_up else Way.APART
        case _:
            assert_never(asking.kind)


def _in_group(asking: Asking, reply: Reply, *, can_pop_up: bool) -> Way:
    if not reply.is_private:
        return Way.BELOW if asking.press.is_new else Way.IN_PLACE
    if asking.invocation.command in FOR_OWN_EYES | _LONG_READS:
        return Way.POP_UP if can_pop_up else Way.APART
    if asking.is_private and not asking.press.is_new:
        return Way.IN_PLACE
    return Way.POP_UP if can_pop_up else Way.BELOW


def _is_for_all(asking: Asking, reply: Reply) -> bool:
    """Say whether a message in a chat that we do not see turns a page for everybody there."""
    is_inline = asking.event.shown.inline_id is not None
    return is_inline and not reply.is_private and not asking.press.is_new


def _fits_pop_up(invocation: Invocation, reply: Reply) -> bool:
    if invocation.command in _CONFIRMED:
        return reply.attachment is None
    return short_words(reply) is not None and not has_actions(reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presses:
    """Answers those who press buttons."""

    desk: Desk
    courier: Courier
    private_chats: PrivateChats
    at_once: timedelta = AT_ONCE

    async def take(self, event: Pressed) -> None:
        """Do what a button asks for."""
        pressed = await self.desk.press(event.token, event.caller)
        if isinstance(pressed, Reply):
            await self.courier.acknowledge(event.query_id, beginning(pressed), is_alert=True)
            return
        asking = Asking(event=event, press=pressed, is_private=self._is_private(pressed))
        answer, is_at_rest = await self._answered(asking)
        reply = as_reply(answer, self.desk.words(event.caller.locale))
        await self._show(reply, asking, is_at_rest=is_at_rest)

    async def _answered(self, asking: Asking) -> tuple[Answer, bool]:
        """Give the answer, and whether the button had to come to rest before it was there."""
        event = asking.event
        answering = asyncio.ensure_future(self.desk.answer(asking.invocation, event.caller))
        patience = None if asking.is_worth_waiting else self.at_once.total_seconds()
        try:
            done, _ = await asyncio.wait({answering}, timeout=patience)
            if not done:
                await self.courier.acknowledge(event.query_id)
            return await answering, not done
        finally:
            answering.cancel()

    async def _show(self, reply: Reply, asking: Asking, *, is_at_rest: bool) -> None:
        event = asking.event
        way = way_of(asking, reply, is_at_rest=is_at_rest)
        if way is Way.POP_UP:
            await self.courier.acknowledge(event.query_id, beginning(reply), is_alert=True)
            return
        if way is Way.APART:
            await self._apart(reply, asking)
            return
        if not is_at_rest:
            await self.courier.acknowledge(event.query_id)
        is_changed = way is Way.IN_PLACE and await self._changed(reply, event)
        if not is_changed and event.shown.inline_id is None:
            await self.courier.send(leaves(reply, owner_of(reply, event.caller)), event.spot)

    async def _changed(self, reply: Reply, event: Pressed) -> bool:
        """Let the message say something else, if one message has room for it."""
        is_inline = event.shown.inline_id is not None
        most = 1 if is_inline else MOST_MESSAGES
        (leaf, *others) = leaves(reply, owner_of(reply, event.caller), most=most)
        return not others and await self.courier.edit(leaf, event.shown, event.spot)

    async def _apart(self, reply: Reply, asking: Asking) -> None:
        event = asking.event
        words = self.desk.words(event.caller.locale)
        if await self.private_chats.tell(reply, event.caller):
            await self.courier.acknowledge(event.query_id, words(ANSWERED))
            return
        link = self.private_chats.link(asking.invocation)
        await self.courier.acknowledge(event.query_id, words(OPEN_FIRST), is_alert=True, url=link)

    def _is_private(self, press: Press) -> bool:
        name = press.invocation.command
        return any(one.is_private for one in self.desk.commands if one.name == name)
