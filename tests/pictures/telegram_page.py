"""Telegram's app on a phone, with one of our messages in a channel."""

from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.pictures.telegram_markup import page_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The channel around the message; days and times are shown as they are written here."""

    title: str
    subtitle: str
    day: str
    time: str


def classic_phone(text: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    """Lay out the text and the buttons of a `sendMessage`."""
    # A quote is a block of its own: the line breaks at its edges are not shown.
    text = text.replace("\n<blockquote", "<blockquote").replace("</blockquote>\n", "</blockquote>")
    return _phone(f'<div class="classic">{page_html(text)}</div>', keyboard, chat)


def rich_phone(html: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    """Lay out the HTML and the buttons of a `sendRichMessage`."""
    return _phone(f'<div class="rich">{page_html(html)}</div>', keyboard, chat)


def _phone(message: str, keyboard: InlineKeyboardMarkup | None, chat: Chat) -> str:
    return f"""\
<div class="telegram">
<div class="status">{escape(chat.time)}<span class="battery"></span></div>
<header><span class="back">‹</span><span class="avatar">🔥</span>
<span class="name"><b>{escape(chat.title)}</b><small>{escape(chat.subtitle)}</small></span></header>
<div class="chat">
<span class="day">{escape(chat.day)}</span>
<div class="bubble">{message}<span class="time">{escape(chat.time)}</span></div>
{_keyboard(keyboard)}
</div>
<div class="mute">Mute</div>
</div>"""


def _keyboard(keyboard: InlineKeyboardMarkup | None) -> str:
    rows = keyboard.inline_keyboard if keyboard else ()
    return "".join(f'<div class="keys">{"".join(map(_key, row))}</div>' for row in rows)


def _key(button: InlineKeyboardButton) -> str:
    return f"<span>{escape(button.text)}</span>"
