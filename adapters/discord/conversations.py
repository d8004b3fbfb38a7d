"""From an interaction to the desk, and back.

Discord wants a reaction within three seconds. An answer that is there in a blink is the reaction;
before any other there is one that promises it. Only a form has to be the first reaction: commands
that open one are given a moment to do so.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import aiohttp
import discord
from discord import InteractionType

from adapters.discord.asked import (
    Data,
    Interaction,
    data_of,
    filled_in,
    invocation_of,
    token_in,
    typed_in,
    words_on,
)
from adapters.discord.exchange import Exchange
from adapters.discord.registry import MENU_ENTRY
from bot.commands.spec import Command, Desk, Invocation, Reply
from bot.document.nodes import Arguments
from bot.errors import UserMistake
from bot.views import problems
from bot.views.words import phrase

log = logging.getLogger(__name__)

Found = TypeVar("Found")

A_BLINK = timedelta(seconds=0.1)
"""How long an answer may take to be a reaction by itself, seen by whom it should be seen."""

A_MOMENT = timedelta(seconds=1.5)
"""How long Discord is kept waiting for a form; it waits for three seconds."""

GRACE = timedelta(seconds=5)
"""How long answers that are being given may take when the bot stops."""

NOTHING_LINKED = phrase("I see no link to an arXiv paper in this message.")

_TOO_LATE = frozenset(
    {
        10008,  # the message is gone
        10015,  # so is the webhook of the interaction
        10062,  # so is the interaction
        40060,  # it was acknowledged already
        50027,  # its quarter of an hour is over
    }
)
_LOST = (aiohttp.ClientError, OSError)


class Conversations:
    """Takes interactions to a desk, one beside the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._in_hand: set[asyncio.Task[None]] = set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer an interaction, whatever happens."""
        task = asyncio.current_task()
        if task is not None:
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        exchange = Exchange(interaction)
        try:
            await self._answer(exchange, interaction.type, data_of(interaction))
        except discord.HTTPException as refusal:
            await self._refused(exchange, interaction, refusal)
        except _LOST as failure:
            log.warning("Answer lost on the way to Discord", extra=_fields(interaction, failure))
        # One question that nobody foresaw must not end the others.
        except Exception:
            log.exception("Interaction failed", extra=_fields(interaction))
            await self._apologise(exchange, interaction)

    async def finish(self) -> None:
        """Wait a while until what is in hand is answered."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=GRACE.total_seconds())

    async def _answer(self, exchange: Exchange, kind: InteractionType, data: Data) -> None:
        match kind:
            case InteractionType.application_command if data.get("type") == MENU_ENTRY:
                await self._look_up(exchange, words_on(data))
            case InteractionType.application_command:
                await self._command(exchange, invocation_of(data))
            case InteractionType.autocomplete:
                await self._complete(exchange, data)
            case InteractionType.component:
                await self._pressed(exchange, token_in(data))
            case InteractionType.modal_submit:
                await self._pressed(exchange, token_in(data), filled_in(data))
            case _:
                log.debug("Interaction of an unknown kind")

    async def _command(self, exchange: Exchange, invocation: Invocation) -> None:
        command = self._named(invocation.command)
        in_private = command is None or command.is_private
        answer = await self._soon(
            self._desk.answer(invocation, exchange.caller),
            lambda: exchange.think(in_private=in_private),
            within=_patience_with(command),
        )
        await exchange.give(answer, in_private=in_private)

    async def _look_up(self, exchange: Exchange, words: str) -> None:
        reply = await self._soon(
            self._desk.look_up(words, exchange.caller), lambda: exchange.think(in_private=True)
        )
        await exchange.give(reply or self._told(NOTHING_LINKED, exchange), in_private=True)

    async def _complete(self, exchange: Exchange, data: Data) -> None:
        param, typed = typed_in(data)
        command = invocation_of(data).command
        await exchange.offer(await self._desk.suggest(command, param, typed, exchange.caller))

    async def _pressed(
        self, exchange: Exchange, token: str, filled: Arguments | None = None
    ) -> None:
        """Do what a button asks for, or a form whose fields are filled in."""
        pressed = await self._soon(self._desk.press(token, exchange.caller), exchange.keep)
        if isinstance(pressed, Reply):
            await exchange.give(pressed)
            return
        asked = pressed.invocation
        invocation = replace(asked, arguments=(*asked.arguments, *(filled or ())))
        # A form cannot follow another one.
        command = None if filled is not None else self._named(asked.command)
        answer = await self._soon(
            self._desk.answer(invocation, exchange.caller),
            lambda: exchange.think(in_private=True) if pressed.is_new else exchange.keep(),
            within=_patience_with(command),
        )
        await exchange.give(answer, in_place=not pressed.is_new, in_private=pressed.is_new)

    async def _soon(
        self,
        asking: Coroutine[object, object, Found],
        promise: Callable[[], Awaitable[None]],
        *,
        within: timedelta = A_BLINK,
    ) -> Found:
        """Give what should be there soon, and promise it to Discord if it is not."""
        task = asyncio.create_task(asking)
        done, _ = await asyncio.wait({task}, timeout=within.total_seconds())
        if not done:
            await promise()
        return await task

    async def _refused(
        self, exchange: Exchange, interaction: Interaction, refusal: discord.HTTPException
    ) -> None:
        """Write down what Discord did not take; what came too late is nobody's fault."""
        if refusal.code in _TOO_LATE:
            log.debug("Answer came too late", extra=_fields(interaction, refusal))
            return
        log.error("Discord does not take an answer", extra=_fields(interaction, refusal))
        await self._apologise(exchange, interaction)

    async def _apologise(self, exchange: Exchange, interaction: Interaction) -> None:
        if interaction.type is InteractionType.autocomplete:
            return
        with suppress(discord.DiscordException, *_LOST):
            await exchange.give(self._told(problems.BROKEN, exchange))

    def _told(self, problem: str, exchange: Exchange) -> Reply:
        words = self._desk.words(exchange.caller.locale)
        return Reply(document=problems.page(UserMistake(problem), words), is_private=True)

    def _named(self, name: str) -> Command | None:
        return next((one for one in self._desk.commands if one.name == name), None)


def _patience_with(command: Command | None) -> timedelta:
    return A_MOMENT if command is not None and command.opens_form else A_BLINK


def _fields(interaction: Interaction, problem: Exception | None = None) -> dict[str, object]:
    told = {} if problem is None else {"problem": str(problem)}
    return {"action": "answer", "interaction": interaction.id, **told}
