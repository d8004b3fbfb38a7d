"""Inline keyboards: what a button may say and do."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.emulators.telegram_refusal import Refusal

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA_BYTES = 64
MAX_COPIED = 256
_ACTIONS = {
    *("url", "callback_data", "copy_text", "web_app", "login_url", "callback_game", "pay"),
    *("switch_inline_query", "switch_inline_query_current_chat"),
    "switch_inline_query_chosen_chat",
}
_STYLES = {"danger", "success", "primary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button below a message; what it does not do is empty."""

    label: str
    url: str = ""
    data: str = ""
    """What the bot is sent when it is pressed."""

    copied: str = ""
    """What it copies."""

    asks: str | None = None
    """The query that it begins in the chat where it stands."""

    asks_elsewhere: str | None = None
    """The query that it begins in a chat of one's choice."""

    style: str = ""

    def described(self) -> dict[str, object]:
        """Give it as the Bot API does."""
        fields: dict[str, object] = {
            "text": self.label,
            "url": self.url or None,
            "callback_data": self.data or None,
            "copy_text": {"text": self.copied} if self.copied else None,
            "switch_inline_query_current_chat": self.asks,
            "switch_inline_query": self.asks_elsewhere,
            "style": self.style or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


Keyboard = tuple[tuple[Button, ...], ...]


def read(call: Mapping[str, object]) -> Keyboard:
    """Read the keyboard of a call, or refuse it; empty rows are dropped as Telegram drops them."""
    markup = call.get("reply_markup")
    if not isinstance(markup, dict):
        return ()
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise Refusal(400, "Bad Request: reply markup is too long")
    return tuple(tuple(_button(button) for button in row) for row in rows if row)


def described(keyboard: Keyboard) -> dict[str, object]:
    """Give a keyboard as the Bot API does."""
    return {"inline_keyboard": [[button.described() for button in row] for row in keyboard]}


def _button(raw: Mapping[str, object]) -> Button:
    copied = raw.get("copy_text")
    button = Button(
        label=str(raw["text"]),
        url=str(raw.get("url", "")),
        data=str(raw.get("callback_data", "")),
        copied=str(copied["text"]) if isinstance(copied, dict) else "",
        asks=_optional(raw, "switch_inline_query_current_chat"),
        asks_elsewhere=_optional(raw, "switch_inline_query"),
        style=str(raw.get("style", "")),
    )
    actions = _ACTIONS & set(raw)
    if fault := _fault(button, actions):
        raise Refusal(400, f"Bad Request: {fault}")
    return button


def _fault(button: Button, actions: set[str]) -> str:
    if not button.label.strip():
        return "inline keyboard button text must be non-empty"
    if not actions:
        return "text buttons are unallowed in the inline keyboard"
    if len(actions) > 1:
        return "an inline keyboard button does one thing"
    if button.style and button.style not in _STYLES:
        return "invalid button style specified"
    if "callback_data" in actions and not 1 <= len(button.data.encode()) <= MAX_DATA_BYTES:
        return "BUTTON_DATA_INVALID"
    if "copy_text" in actions and not 1 <= len(button.copied) <= MAX_COPIED:
        return "BUTTON_COPY_TEXT_INVALID"
    if "url" in actions and not button.url.startswith(("http://", "https://", "tg://")):
        return f"inline keyboard button URL '{button.url}' is invalid"
    return ""


def _optional(raw: Mapping[str, object], name: str) -> str | None:
    return str(raw[name]) if name in raw else None
