"""Posting to Telegram."""

from collections.abc import Mapping
from typing import assert_never

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import EndPointNotFound, InvalidToken

from adapters.telegram import render, rich
from adapters.telegram.access import GENERAL_TOPIC, permission
from adapters.telegram.failures import refusals
from adapters.telegram.keyboard import keyboard
from adapters.telegram.pace import Pacer
from adapters.telegram.ruler import ClassicRuler, RichRuler
from bot import ports
from bot.document.fit import Ruler
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import FormUnsupported, TryLater

RULERS: Mapping[Form, Ruler] = {Form.PLAIN: ClassicRuler(), Form.RICH: RichRuler()}
"""How each kind of message is counted; that takes no bot."""

_NO_RICH_MESSAGES = "This Telegram server knows no rich messages."


class TelegramPublisher:
    """Posts documents through one bot, at the pace that Telegram allows.

    Plain messages are classic ones in HTML, rich ones what Bot API 10.1 calls so. Telegram has no
    idempotency key: a message sent twice stands there twice.
    """

    platform = Platform.TELEGRAM
    recognises_nonces = False

    def __init__(self, bot: Bot, pacer: Pacer) -> None:
        self._bot = bot
        self._pacer = pacer
        self._knows_rich = True

    def ruler(self, form: Form) -> Ruler:
        """Give the way that Telegram counts messages of a form."""
        return RULERS[form]

    async def publish(self, message: ports.Message, to: Destination) -> Receipt:
        """Post once, after waiting for a turn.

        Raises TryLater, Unreachable, Rejected, Uncertain or FormUnsupported, and nothing else.
        """
        if message.form is Form.RICH and not self._knows_rich:
            raise FormUnsupported(_NO_RICH_MESSAGES)
        await self._pacer.turn(to.channel)
        try:
            with refusals(to, form=message.form):
                sent = await self._send(message, to)
        except TryLater as busy:
            if busy.after:
                self._pacer.hold(to.channel, busy.after)
            raise
        return Receipt(str(sent.message_id))

    async def introduce(self) -> str:
        """Say in a sentence which bot the token belongs to.

        Raises Unreachable when Telegram does not accept it, TryLater when it does not answer.
        """
        with refusals(Destination(Platform.TELEGRAM)):
            me = await self._bot.get_me()
        return f"the token belongs to @{me.username}."

    async def check(self, to: Destination) -> str:
        """Say in a sentence that we may post there, as whom.

        Raises Unreachable when we may not, with the right that is missing, and TryLater when
        Telegram does not answer. Whether a topic exists shows only when something is posted.
        """
        with refusals(to):
            me = await self._bot.get_me()
            chat = await self._bot.get_chat(_chat_id(to))
            is_private = chat.type == ChatType.PRIVATE
            member = None if is_private else await self._bot.get_chat_member(chat.id, me.id)
        return permission(me, chat, member, to)

    async def _send(self, message: ports.Message, to: Destination) -> Message:
        match message.form:
            case Form.PLAIN:
                return await self._send_plain(message, to)
            case Form.RICH:
                return await self._send_rich(message, to)
            case _:
                assert_never(message.form)

    async def _send_plain(self, message: ports.Message, to: Destination) -> Message:
        return await self._bot.send_message(
            _chat_id(to),
            render.render(message.document),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=_thread_id(to),
            disable_notification=message.is_silent,
            reply_parameters=_continuing(message),
            reply_markup=keyboard(message.document),
        )

    async def _send_rich(self, message: ports.Message, to: Destination) -> Message:
        """Post what python-telegram-bot 22.8 has no method for.

        Raises FormUnsupported, now and from then on, when the server does not know the method.
        """
        parameters = {
            "chat_id": _chat_id(to),
            "rich_message": {"html": rich.render(message.document)},
            "message_thread_id": _thread_id(to),
            "disable_notification": message.is_silent,
            "reply_parameters": _continuing(message),
            "reply_markup": keyboard(message.document),
        }
        try:
            sent: Message = await self._bot.do_api_request(
                "sendRichMessage", api_kwargs=parameters, return_type=Message
            )
        except (EndPointNotFound, InvalidToken):
            # A token that is not accepted is answered in the same way, but then by every method.
            with refusals(to):
                await self._bot.get_me()
            self._knows_rich = False
            raise FormUnsupported(_NO_RICH_MESSAGES) from None
        return sent


def _chat_id(to: Destination) -> int | str:
    return to.channel if to.channel.startswith("@") else int(to.channel)


def _thread_id(to: Destination) -> int | None:
    return int(to.thread) if to.thread and to.thread != GENERAL_TOPIC else None


def _continuing(message: ports.Message) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(int(message.reply_to), allow_sending_without_reply=True)
