"""One exchange: how an interaction is acknowledged, and where its answer goes.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import io
from collections.abc import Sequence
from enum import Enum, auto
from typing import assert_never

import discord
from discord import ui

from adapters.discord import render
from adapters.discord.asked import Interaction, caller_of
from adapters.discord.forms import modal, way_to
from adapters.discord.markup import label
from adapters.discord.ruler import DiscordRuler
from bot.commands.spec import Answer, Attachment, Form, Reply, Suggestion
from bot.document.fit import paginate
from bot.document.nodes import Document
from bot.domain.people import PlaceKind

MOST_MESSAGES = 3
"""Of one answer; where the bot was not invited to, Discord takes five after the first."""

_CHOICE_LENGTH = 100
_CHOICES = 25
"""https://docs.discord.com/developers/interactions/application-commands#autocomplete"""


class _State(Enum):
    FRESH = auto()
    """Not acknowledged."""

    THINKING = auto()
    """Everybody sees that an answer will come."""

    THINKING_IN_PRIVATE = auto()
    KEPT = auto()
    """The message that was pressed stays as it is, until it is changed."""

    ANSWERED = auto()


class Exchange:
    """Answers one interaction. Its methods raise the errors of discord.py.

    What is private is shown to the caller alone; in their own conversation with the bot everything
    is, so that there it stays.
    """

    def __init__(self, interaction: Interaction) -> None:
        self.caller = caller_of(interaction)
        self._interaction = interaction
        self._state = _State.FRESH

    @property
    def is_fresh(self) -> bool:
        """Say whether Discord still waits for the first reaction."""
        return self._state is _State.FRESH

    async def think(self, *, in_private: bool) -> None:
        """Promise an answer, unless something was promised already."""
        if not self.is_fresh:
            return
        is_hidden = self._hides(is_private=in_private)
        await self._interaction.response.defer(ephemeral=is_hidden, thinking=True)
        self._state = _State.THINKING_IN_PRIVATE if is_hidden else _State.THINKING

    async def keep(self) -> None:
        """Promise that the message that was pressed will change, or that another one will come."""
        if self._interaction.message is None:
            await self.think(in_private=True)
        elif self.is_fresh:
            await self._interaction.response.defer()
            self._state = _State.KEPT

    async def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Complete what is being typed."""
        choices = [
            discord.app_commands.Choice(name=label(one.label, _CHOICE_LENGTH), value=one.value)
            for one in suggestions[:_CHOICES]
        ]
        await self._interaction.response.autocomplete(choices)

    async def give(
        self, answer: Answer, *, in_place: bool = False, in_private: bool = False
    ) -> None:
        """Answer, which is a reaction too if there was none.

        It takes the place of the message that was pressed, if it should, and not if it is private
        while the message is not. A form opens as the first reaction; later there is a button that
        opens it. Raises ValueError for an answer with more parts than Discord takes.
        """
        match answer:
            case Form() if self.is_fresh:
                await self._interaction.response.send_modal(modal(answer, self.caller.person))
            case Form():
                offer = Reply(document=way_to(answer), is_private=True)
                await self._say(offer, in_place=False, is_hidden=self._hides(is_private=True))
            case Reply():
                is_hidden = self._hides(is_private=answer.is_private or in_private)
                await self._say(answer, in_place=in_place, is_hidden=is_hidden)
            case _:
                assert_never(answer)

    async def _say(self, reply: Reply, *, in_place: bool, is_hidden: bool) -> None:
        first, *others = paginate(reply.document, DiscordRuler())[:MOST_MESSAGES]
        view, files = self._view(first, reply), _files(reply.attachment)
        for file in files:
            view.add_item(ui.File(file))
        if in_place and self._may_change(is_hidden=is_hidden):
            await self._change(view, files)
        else:
            await self._tell(view, files, is_hidden=is_hidden)
        for part in others:
            await self._follow_up(self._view(part, reply), [], is_hidden=is_hidden)

    async def _change(self, view: ui.LayoutView, files: list[discord.File]) -> None:
        """Put an answer in the place of the message that was pressed."""
        if self.is_fresh:
            await self._interaction.response.edit_message(view=view, attachments=files)
        else:
            await self._interaction.edit_original_response(view=view, attachments=files)
        self._state = _State.ANSWERED

    async def _tell(
        self, view: ui.LayoutView, files: list[discord.File], *, is_hidden: bool
    ) -> None:
        """Answer with a message of its own."""
        match self._state:
            case _State.FRESH:
                respond = self._interaction.response.send_message
                await respond(view=view, files=files, ephemeral=is_hidden)
            case _State.THINKING if is_hidden:
                # A mistake, for one, is not for everybody; and a public promise stays public.
                await self._interaction.delete_original_response()
                self._state = _State.ANSWERED
                await self._follow_up(view, files, is_hidden=True)
            case _State.THINKING | _State.THINKING_IN_PRIVATE:
                await self._interaction.edit_original_response(view=view, attachments=files)
            case _State.KEPT | _State.ANSWERED:
                await self._follow_up(view, files, is_hidden=is_hidden)
            case _:
                assert_never(self._state)
        self._state = _State.ANSWERED

    async def _follow_up(
        self, view: ui.LayoutView, files: list[discord.File], *, is_hidden: bool
    ) -> None:
        await self._interaction.followup.send(
            view=view, files=files, ephemeral=is_hidden, wait=True
        )

    def _view(self, part: Document, reply: Reply) -> ui.LayoutView:
        return render.message(part, self.caller.person if reply.is_private else None)

    def _hides(self, *, is_private: bool) -> bool:
        return is_private and self.caller.place.kind is not PlaceKind.PRIVATE

    def _may_change(self, *, is_hidden: bool) -> bool:
        """Say whether an answer may stand where everybody sees the message that was pressed."""
        pressed = self._interaction.message
        is_there = pressed is not None and self._state in {_State.FRESH, _State.KEPT}
        return is_there and (not is_hidden or (pressed is not None and pressed.flags.ephemeral))


def _files(attachment: Attachment | None) -> list[discord.File]:
    if attachment is None:
        return []
    return [discord.File(io.BytesIO(attachment.body), attachment.name)]
