"""Telegram's app on a phone: one of our messages in a channel, or a conversation with the bot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.replies import Leaf
from tests.pictures.conversations import OnTelegram
from tests.pictures.telegram_markup import page_html

_MUTE = '<div class="mute">Mute</div>'
_WRITE = """\
<div class="write"><span class="menu">Menu</span><span class="field">Message</span></div>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The chat around the messages; its day and time are shown as they are written here."""

    title: str
    subtitle: str
    day: str
    time: str
    zone: tzinfo = UTC
    """The phone's, for the moments within messages."""


def classic_phone(text: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    """Lay out the text and the buttons of a `sendMessage` in a channel."""
    return _phone(_message(_classic(text, chat), keyboard, chat), _MUTE, chat)


def rich_phone(html: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    """Lay out the HTML and the buttons of a `sendRichMessage` in a channel."""
    written = f'<div class="rich">{page_html(html, chat.zone)}</div>'
    return _phone(_message(written, keyboard, chat), _MUTE, chat)


def private_phone(turns: Sequence[OnTelegram], chat: Chat) -> str:
    """Lay out a private chat on a phone that is as high as it takes."""
    messages = (f"{_said(turn.said, chat)}{_answered(turn.answered, chat)}" for turn in turns)
    return _phone("".join(messages), _WRITE, chat, kind=" private")


def _phone(messages: str, bar: str, chat: Chat, *, kind: str = "") -> str:
    return f"""\
<div class="telegram{kind}">
<div class="status">{escape(chat.time)}<span class="battery"></span></div>
<header><span class="back">‹</span><span class="avatar">🔥</span>
<span class="name"><b>{escape(chat.title)}</b><small>{escape(chat.subtitle)}</small></span></header>
<div class="chat">
<span class="day">{escape(chat.day)}</span>
{messages}
</div>
{bar}
</div>"""


def _said(line: str, chat: Chat) -> str:
    command, space, others = line.partition(" ")
    words = f"<a>{escape(command)}</a>{escape(space + others)}"
    return _bubble(f'<div class="classic">{words}</div>', f"{chat.time} ✓✓", kind=" own")


def _answered(leaves: Sequence[Leaf], chat: Chat) -> str:
    return "".join(_message(_classic(leaf.html, chat), leaf.keyboard, chat) for leaf in leaves)


def _message(written: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    return f"{_bubble(written, chat.time)}\n{_keyboard(keyboard)}"


def _bubble(written: str, time: str, *, kind: str = "") -> str:
    return f'<div class="bubble{kind}">{written}<span class="time">{escape(time)}</span></div>'


def _classic(text: str, chat: Chat) -> str:
    # A quote is a block of its own: the line breaks at its edges are not shown.
    text = text.replace("\n<blockquote", "<blockquote").replace("</blockquote>\n", "</blockquote>")
    return f'<div class="classic">{page_html(text, chat.zone)}</div>'


def _keyboard(keyboard: InlineKeyboardMarkup | None) -> str:
    rows = keyboard.inline_keyboard if keyboard else ()
    return "".join(f'<div class="keys">{"".join(map(_key, row))}</div>' for row in rows)


def _key(button: InlineKeyboardButton) -> str:
    kind = ' class="link"' if button.url else ""
    return f"<span{kind}>{escape(button.text)}</span>"
