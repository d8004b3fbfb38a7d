"""Bringing answers to Telegram: each try counts, none of its refusals goes any further.

Whoever asked waits, so answers take no turns with digests. Where Telegram asks for a pause it gets
one, once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from telegram import (
    InlineQueryResultArticle,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from adapters.telegram.client import DiscreetBot
from adapters.telegram.replies import Leaf
from adapters.telegram.updates import Shown, Spot

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Rest = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

LONGEST_PAUSE = timedelta(seconds=30)
"""Nobody waits any longer for an answer to a question."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SAME_ALREADY = "message is not modified"
_TOO_LATE = "query is too old"


@dataclass(frozen=True, slots=True)
class Courier:
    """Sends through one bot, and raises nothing."""

    bot: DiscreetBot
    rest: Rest = asyncio.sleep

    async def send(self, leaves: Sequence[Leaf], spot: Spot) -> bool:
        """Send messages, each as an answer to the one before; False where Telegram refuses one.

        Only the first one rings.
        """
        for place, leaf in enumerate(leaves):
            sending = partial(self._send, leaf, spot, is_silent=place > 0)
            sent = await self._tried(sending, spot)
            if sent is None:
                return False
            spot = replace(spot, reply_to=sent.message_id)
        return True

    async def edit(self, leaf: Leaf, shown: Shown, spot: Spot) -> bool:
        """Let a message say something else; False where it cannot be changed."""
        if leaf.file is not None:
            return False
        editing = partial(
            self.bot.edit_message_text,
            leaf.html,
            chat_id=None if shown.inline_id else spot.chat_id,
            message_id=shown.message_id,
            inline_message_id=shown.inline_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=leaf.keyboard,
        )
        try:
            await self._patiently(editing)
        except BadRequest as refusal:
            return _SAME_ALREADY in refusal.message.lower()
        except TelegramError as refusal:
            _note(refusal, spot)
        return True

    async def acknowledge(
        self, query_id: str, words: str = "", *, is_alert: bool = False, url: str | None = None
    ) -> None:
        """Bring a button to rest, with words in a pop-up if there are any."""
        await self._tried(
            partial(
                self.bot.answer_callback_query,
                query_id,
                text=words or None,
                show_alert=is_alert or None,
                url=url,
            )
        )

    async def offer(
        self,
        query_id: str,
        results: Sequence[InlineQueryResultArticle],
        *,
        next_offset: str,
        cache_for: timedelta,
    ) -> None:
        """Answer an inline query; the same answer is given to others who ask the same."""
        await self._tried(
            partial(
                self.bot.answer_inline_query,
                query_id,
                results,
                cache_time=cache_for,
                is_personal=True,
                next_offset=next_offset,
            )
        )

    async def seem_busy(self, spot: Spot) -> None:
        """Show for a few seconds that an answer is being written."""
        await self._tried(
            partial(
                self.bot.send_chat_action,
                spot.chat_id,
                ChatAction.TYPING,
                message_thread_id=spot.thread_id,
            ),
            spot,
        )

    async def _send(self, leaf: Leaf, spot: Spot, *, is_silent: bool) -> Message:
        reply_to = (
            ReplyParameters(spot.reply_to, allow_sending_without_reply=True)
            if spot.reply_to
            else None
        )
        if leaf.file is not None:
            return await self.bot.send_document(
                spot.chat_id,
                InputFile(leaf.file.body, filename=leaf.file.name),
                caption=leaf.html or None,
                parse_mode=ParseMode.HTML,
                message_thread_id=spot.thread_id,
                disable_notification=is_silent,
                reply_parameters=reply_to,
                reply_markup=leaf.keyboard,
            )
        return await self.bot.send_message(
            spot.chat_id,
            leaf.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=spot.thread_id,
            disable_notification=is_silent,
            reply_parameters=reply_to,
            reply_markup=leaf.keyboard,
        )

    async def _tried(
        self, call: Callable[[], Awaitable[Result]], spot: Spot | None = None
    ) -> Result | None:
        """Call Telegram; None where it refuses."""
        try:
            return await self._patiently(call)
        except TelegramError as refusal:
            _note(refusal, spot)
            return None

    async def _patiently(self, call: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await call()
        except RetryAfter as busy:
            pause = pause_of(busy)
            if pause > LONGEST_PAUSE:
                raise
            await self.rest(pause.total_seconds())
        return await call()


def pause_of(busy: RetryAfter) -> timedelta:
    """Give the pause that Telegram asks for."""
    pause = busy.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)


def _note(refusal: TelegramError, spot: Spot | None) -> None:
    """Write down that an answer did not arrive; those of people's own making are no trouble."""
    is_expected = isinstance(refusal, Forbidden) or _TOO_LATE in refusal.message.lower()
    level = logging.INFO if is_expected else logging.WARNING
    where = {"chat": spot.chat_id} if spot else {}
    fields = {"action": "answer", "problem": refusal.message, **where}
    log.log(level, "Answer not delivered", extra=fields)
