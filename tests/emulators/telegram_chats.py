"""Chats as the emulated Telegram keeps them: who may post where, and what was posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.emulators.telegram_html import (
    Entity,
    Unparsable,
    limited,
    parse,
    trimmed,
    units,
    with_found,
)
from tests.emulators.telegram_rich import RichUnparsable
from tests.emulators.telegram_rich import parse as parse_rich

MAX_CHARACTERS = 4096
MAX_BYTES = 32_768
MAX_BUTTONS = 100
MAX_ROW = 8
GENERAL_TOPIC = 1

Call = Mapping[str, object]
Row = tuple[tuple[str, str], ...]


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that stands in a chat."""

    message_id: int
    form: str
    """`plain` or `rich`."""

    html: str
    """What was sent."""

    text: str
    entities: tuple[Entity, ...] = ()
    """Formatting of a plain message, and the hashtags and mentions found in it."""

    blocks: int = 0
    """How many blocks a rich message has."""

    links: tuple[str, ...] = ()
    """Where its words lead; buttons are not among them."""

    formulae: tuple[str, ...] = ()
    buttons: tuple[Row, ...] = ()
    """Rows of labels and addresses."""

    reply_to: int | None = None
    thread: int | None = None
    is_silent: bool = False
    shows_preview: bool = False


@dataclass(slots=True, kw_only=True)
class Chat:
    """A channel, a supergroup or a person."""

    id: int
    kind: str
    title: str
    username: str | None = None
    rights: set[str] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    is_ours: bool = True
    """The bot is in it; a person has not blocked the bot."""

    moved_to: int | None = None
    posts: list[Posted] = field(default_factory=list)


def check_access(chat: Chat) -> None:
    """Refuse whoever is not in the chat."""
    if chat.moved_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, text, migrate_to_chat_id=chat.moved_to)
    if chat.is_ours:
        return
    if chat.kind == "private":
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    raise Refusal(403, f"Forbidden: bot was kicked from the {chat.kind} chat")


def post(chat: Chat, call: Call, message_id: int) -> Posted:
    """Let a message stand in the chat, or refuse it as Telegram would."""
    check_access(chat)
    _check_rights(chat)
    thread = _thread(chat, call)
    reply_to = _reply_to(chat, call)
    content = _rich(call) if "rich_message" in call else _plain(call)
    preview = call.get("link_preview_options")
    posted = Posted(
        message_id=message_id,
        form=content.form,
        html=content.html,
        text=content.text,
        entities=content.entities,
        blocks=content.blocks,
        links=content.links,
        formulae=content.formulae,
        buttons=_buttons(call),
        reply_to=reply_to,
        thread=thread,
        is_silent=call.get("disable_notification") is True,
        shows_preview=not (isinstance(preview, dict) and preview.get("is_disabled") is True),
    )
    chat.posts.append(posted)
    return posted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    form: str
    html: str
    text: str
    entities: tuple[Entity, ...] = ()
    blocks: int = 0
    links: tuple[str, ...] = ()
    formulae: tuple[str, ...] = ()


def _check_rights(chat: Chat) -> None:
    if chat.kind == "channel" and "can_post_messages" not in chat.rights:
        raise Refusal(400, "Bad Request: need administrator rights in the channel chat")
    if chat.kind == "supergroup" and "can_send_messages" not in chat.rights:
        raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")


def _thread(chat: Chat, call: Call) -> int | None:
    thread = call.get("message_thread_id")
    if not isinstance(thread, int):
        return None
    if thread == GENERAL_TOPIC or thread not in chat.topics:
        raise Refusal(400, "Bad Request: message thread not found")
    if thread in chat.closed_topics:
        raise Refusal(400, "Bad Request: TOPIC_CLOSED")
    return thread


def _reply_to(chat: Chat, call: Call) -> int | None:
    wish = call.get("reply_parameters")
    if not isinstance(wish, dict):
        return None
    if any(posted.message_id == wish["message_id"] for posted in chat.posts):
        return int(wish["message_id"])
    if wish.get("allow_sending_without_reply") is True:
        return None
    raise Refusal(400, "Bad Request: message to be replied not found")


def _plain(call: Call) -> _Content:
    html = str(call["text"])
    if len(html.encode()) > MAX_BYTES:
        raise Refusal(400, "Bad Request: text is too long")
    if call.get("parse_mode") != "HTML":
        raise Refusal(400, "Bad Request: this emulator reads HTML alone")
    try:
        parsed = limited(with_found(trimmed(parse(html))))
    except Unparsable as fault:
        raise Refusal(400, f"Bad Request: can't parse entities: {fault}") from fault
    if not parsed.text:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(parsed.text) > MAX_CHARACTERS:
        raise Refusal(400, "Bad Request: message is too long")
    links = tuple(entity.url for entity in parsed.entities if entity.url)
    return _Content(
        form="plain", html=html, text=parsed.text, entities=parsed.entities, links=links
    )


def _rich(call: Call) -> _Content:
    message = call["rich_message"]
    assert isinstance(message, dict)
    if "html" not in message:
        raise Refusal(400, "Bad Request: this emulator reads HTML alone")
    html = str(message["html"])
    try:
        parsed = parse_rich(html)
    except RichUnparsable as fault:
        raise Refusal(400, f"Bad Request: can't parse rich message: {fault}") from fault
    return _Content(
        form="rich",
        html=html,
        text=parsed.text,
        blocks=parsed.blocks,
        links=parsed.links,
        formulae=parsed.formulae,
    )


def _buttons(call: Call) -> tuple[Row, ...]:
    markup = call.get("reply_markup")
    if not isinstance(markup, dict):
        return ()
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise Refusal(400, "Bad Request: reply markup is too long")
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: dict[str, object]) -> tuple[str, str]:
    label, url = str(button["text"]), str(button.get("url", ""))
    if not label.strip():
        raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
    if not url.startswith(("http://", "https://", "tg://")):
        raise Refusal(400, f"Bad Request: inline keyboard button URL '{url}' is invalid")
    return label, url
