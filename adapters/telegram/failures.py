"""Telegram's refusals as ours.

Its descriptions are no contract, so they are recognised by a few lower-case words each; they were
read in the sources of https://github.com/tdlib/telegram-bot-api (`Client.cpp`) and of TDLib.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.deliveries import Form
from bot.domain.destinations import Destination
from bot.errors import (
    FormUnsupported,
    PublishError,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)

MAKE_ADMINISTRATOR = "make me an administrator with the right to post messages"
LET_WRITE = "let me send text messages, in its permissions or by making me an administrator"

BLOCKED = "{to} has blocked me: unblock me there and press Start."

# What is wrong at the destination, and what somebody there can do about it. The first that occurs
# in a description counts.
_AT_THE_DESTINATION: Mapping[str, str] = MappingProxyType(
    {
        "blocked by the user": BLOCKED,
        "user is deactivated": "The account {to} is gone: remove this destination.",
        "initiate conversation": "I may not write to {to} first: open a chat with me, press Start.",
        "messages to bots": "{to} is a bot, and bots do not write to each other: choose a chat.",
        "chat was deleted": "{to} was deleted: remove this destination.",
        "kicked from the channel": f"I was removed from {{to}}: add me and {MAKE_ADMINISTRATOR}.",
        "kicked": "I was removed from {to}: add me again.",
        "not a member of the channel": f"I am not in {{to}}: add me and {MAKE_ADMINISTRATOR}.",
        "not a member": "I am not in {to}: add me.",
        "chat not found": "Telegram knows no {to}: check the name, and that I was added there.",
        "peer_id_invalid": "Telegram knows no {to}: check the name, and that I was added there.",
        "need administrator rights": f"I may not post in {{to}}: {MAKE_ADMINISTRATOR}.",
        "chat_admin_required": f"I may not post in {{to}}: {MAKE_ADMINISTRATOR}.",
        "member list is inaccessible": f"I may not post in {{to}}: {MAKE_ADMINISTRATOR}.",
        "no write access": f"I may not write in {{to}}: {LET_WRITE}.",
        "chat_write_forbidden": f"I may not write in {{to}}: {LET_WRITE}.",
        "chat_restricted": f"I may not write in {{to}}: {LET_WRITE}.",
        "not enough rights": f"I may not write in {{to}}: {LET_WRITE}.",
        "channel_private": f"I am not in {{to}}: add me and {MAKE_ADMINISTRATOR}.",
        "thread not found": "{to} has no topic {thread}: choose another, or none.",
        "topic_deleted": "Topic {thread} of {to} was deleted: choose another, or none.",
        "topic_closed": "Topic {thread} of {to} is closed: reopen it, or let me manage topics.",
    }
)
_WRONG_TOKEN = "Telegram does not accept the bot's token: check TELEGRAM_TOKEN."  # noqa: S105
_BETWEEN_US = "gateway time"
"""Status 504: something between us and Telegram lost its patience after passing the message on."""

# With these the request never left.
_UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


@contextmanager
def refusals(to: Destination, *, form: Form | None = None) -> Iterator[None]:
    """Raise one of our errors for each of python-telegram-bot's, about a destination.

    `form` is that of the message being posted. Without it nothing is posted: then it is only
    TryLater, or Unreachable.
    """
    try:
        yield
    except TelegramError as error:
        raise _translated(error, to, form) from error


def _translated(error: TelegramError, to: Destination, form: Form | None) -> PublishError:
    match error:
        case ChatMigrated(new_chat_id=new_id):
            message = f"{to.channel} became a supergroup with the id {new_id}: use that."
            return Unreachable(message, moved_to=str(new_id))
        case RetryAfter():
            return _busy(error, to)
        case InvalidToken() | EndPointNotFound():
            return Unreachable(_WRONG_TOKEN, is_ours=True)
        case Forbidden() | BadRequest():
            return _refused(error, to, form)
        case Conflict():
            return TryLater("Another process uses the bot's token: stop one of the two.")
        case _:
            return _broken(error, is_question=form is None)


def _busy(error: RetryAfter, to: Destination) -> TryLater:
    pause = error.retry_after
    after = pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
    seconds = int(after.total_seconds())
    return TryLater(f"Telegram asks for a pause of {seconds} s in {to.channel}.", after=after)


def _refused(
    error: Forbidden | BadRequest, to: Destination, form: Form | None
) -> Unreachable | Rejected | FormUnsupported:
    description = error.message.lower()
    for sign, sentence in _AT_THE_DESTINATION.items():
        if sign in description:
            return Unreachable(sentence.format(to=to.channel, thread=to.thread))
    why = error.message.removeprefix("Forbidden: ")
    if form is None or isinstance(error, Forbidden):
        return Unreachable(f"Telegram does not let me into {to.channel}: {why}.")
    if form is Form.RICH:
        # Nobody outside of Telegram can test rich messages, so the plain form answers any doubt.
        return FormUnsupported(f"Telegram refuses the rich message: {why}.")
    return Rejected(f"Telegram refuses the message: {why}.")


def _broken(error: TelegramError, *, is_question: bool) -> TryLater | Uncertain:
    """Say whether a message can have arrived although its request failed."""
    if is_question or isinstance(error.__cause__, _UNSENT):
        return TryLater("Telegram cannot be reached.")
    if _is_server_error(error):
        return TryLater("Telegram has an error of its own.")
    return Uncertain("The connection to Telegram broke after the message was sent.")


def _is_server_error(error: TelegramError) -> bool:
    """Say whether Telegram answered, with a status of 500 or more."""
    if not isinstance(error, NetworkError) or _BETWEEN_US in error.message.lower():
        return False
    # An answer that is no JSON is remembered as the cause; a broken connection is one of httpx's.
    return error.__cause__ is None or isinstance(error.__cause__, TelegramError)
