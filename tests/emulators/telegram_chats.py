"""Chats as the emulated Telegram keeps them: who may post where, and what was posted."""

from dataclasses import dataclass, field, replace

from tests.emulators import telegram_keyboards as keyboards
from tests.emulators.telegram_content import Call, Content, read, read_caption
from tests.emulators.telegram_html import Entity
from tests.emulators.telegram_keyboards import Button, Keyboard
from tests.emulators.telegram_people import Member, Person
from tests.emulators.telegram_refusal import Refusal
from tests.emulators.telegram_spec import Upload

GENERAL_TOPIC = 1
SENT_AT = 1_705_568_400
"""When everything happens where no clock is given."""

Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message of the bot as it stands in a chat, or in one that the bot does not see."""

    message_id: int
    chat_id: int = 0
    inline_id: str | None = None
    """Its name where it was sent through inline mode; then it has no other."""

    form: str = "plain"
    """`plain`, `rich` or `document`."""

    html: str = ""
    """What was sent."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    """Formatting of a plain message, and the hashtags and mentions found in it."""

    blocks: int = 0
    """How many blocks a rich message has."""

    links: tuple[str, ...] = ()
    """Where its words lead; buttons are not among them."""

    formulae: tuple[str, ...] = ()
    keyboard: Keyboard = ()
    document: Upload | None = None
    reply_to: int | None = None
    thread: int | None = None
    is_silent: bool = False
    shows_preview: bool = False
    sent_at: int = SENT_AT
    edits: int = 0
    """How often it was edited until now."""

    edited_at: int | None = None

    @property
    def is_edit(self) -> bool:
        """Say whether it was sent before, and now changed."""
        return self.edits > 0

    @property
    def buttons(self) -> tuple[Row, ...]:
        """Rows of labels and addresses; buttons that lead nowhere have an empty one."""
        return tuple(tuple((button.label, button.url) for button in row) for row in self.keyboard)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button.label for row in self.keyboard for button in row]

    def button(self, wanted: str) -> Button:
        """Find a button by its label, else by what it sends to the bot."""
        buttons = [button for row in self.keyboard for button in row]
        named = [button for button in buttons if wanted == button.label]
        found = named or [button for button in buttons if wanted == button.data]
        assert found, f"no button {wanted!r} among {self.labels}"
        return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of a person, or of Telegram itself about one."""

    message_id: int
    chat_id: int
    sender: Person | None
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply_to: int | None = None
    thread: int | None = None
    is_anonymous: bool = False
    sent_at: int = SENT_AT
    edited_at: int | None = None


@dataclass(slots=True, kw_only=True)
class Chat:
    """A channel, a group, a supergroup, or what a person and the bot have together."""

    id: int
    kind: str
    """`channel`, `group`, `supergroup` or `private`."""

    title: str
    username: str | None = None
    rights: set[str] = field(default_factory=set)
    """The bot's as an administrator, and in groups `can_send_messages`, which all share."""

    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    is_ours: bool = True
    """The bot is in it; a person has not blocked the bot."""

    departure: str = "kicked"
    """How the bot left where it is not: `kicked`, or `left` if on its own or never inside."""

    is_administrator: bool = False
    """The bot is one of a group; in channels its rights say so."""

    has_started: bool = True
    """A person has written to the bot at some time."""

    moved_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    posts: list[Posted] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    """What the bot showed to be doing, such as `typing`."""

    @property
    def is_group(self) -> bool:
        """Say whether several people talk in it."""
        return self.kind in {"group", "supergroup"}

    @property
    def bot(self) -> Member:
        """What the bot is in it."""
        if not self.is_ours:
            return Member(self.departure)
        if self.is_administrator or (self.kind == "channel" and self.rights):
            return Member("administrator", frozenset(self.rights - {"can_send_messages"}))
        return Member("member")

    def message(self, message_id: int) -> Posted | Said | None:
        """Find a message that stands in it."""
        known: list[Posted | Said] = [*self.posts, *self.said]
        return next((one for one in known if one.message_id == message_id), None)


def check_access(chat: Chat) -> None:
    """Refuse whoever is not in the chat."""
    if chat.moved_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, text, migrate_to_chat_id=chat.moved_to)
    if chat.kind == "private":
        _check_person(chat)
    elif not chat.is_ours:
        did = "is not a member of" if chat.departure == "left" else "was kicked from"
        raise Refusal(403, f"Forbidden: bot {did} the {chat.kind} chat")


def post(chat: Chat, call: Call, message_id: int, *, sent_at: int = SENT_AT) -> Posted:
    """Let a message stand in the chat, or refuse it as Telegram would."""
    check_access(chat)
    _check_rights(chat)
    reply_to = _reply_to(chat, call)
    document = call.get("document")
    blank = Posted(message_id=message_id, chat_id=chat.id, sent_at=sent_at)
    posted = replace(
        filled(blank, read_caption(call) if document else read(call)),
        keyboard=keyboards.read(call),
        document=document if isinstance(document, Upload) else None,
        reply_to=reply_to,
        thread=_thread(chat, call, reply_to),
        is_silent=call.get("disable_notification") is True,
        shows_preview=_shows_preview(call),
    )
    chat.posts.append(posted)
    return posted


def filled(posted: Posted, content: Content) -> Posted:
    """Give a message with the words of a call."""
    return replace(
        posted,
        form=content.form,
        html=content.html,
        text=content.text,
        entities=content.entities,
        blocks=content.blocks,
        links=content.links,
        formulae=content.formulae,
    )


def edited(posted: Posted, call: Call) -> Posted:
    """Give a message with other words and buttons; without buttons in the call it loses its own."""
    if posted.form == "document":
        raise Refusal(400, "Bad Request: there is no text in the message to edit")
    words = filled(posted, read(call))
    preview = _shows_preview(call)
    return _changed(posted, replace(words, keyboard=keyboards.read(call), shows_preview=preview))


def relabelled(posted: Posted, call: Call) -> Posted:
    """Give a message with other buttons, or with none."""
    return _changed(posted, replace(posted, keyboard=keyboards.read(call)))


def _changed(old: Posted, new: Posted) -> Posted:
    if old == replace(new, html=old.html if new.form != "rich" else new.html):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    return replace(new, edits=old.edits + 1)


def _check_person(chat: Chat) -> None:
    if not chat.is_ours:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    if not chat.has_started:
        raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")


def _check_rights(chat: Chat) -> None:
    if chat.kind == "channel" and "can_post_messages" not in chat.rights:
        raise Refusal(400, "Bad Request: need administrator rights in the channel chat")
    if chat.is_group and not chat.is_administrator and "can_send_messages" not in chat.rights:
        raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")


def check_thread(chat: Chat, call: Call) -> int | None:
    """Give the topic of a forum that a call names, if it may be written in."""
    thread = call.get("message_thread_id")
    if not isinstance(thread, int):
        return None
    if thread == GENERAL_TOPIC or thread not in chat.topics:
        raise Refusal(400, "Bad Request: message thread not found")
    if thread in chat.closed_topics and "can_manage_topics" not in chat.bot.rights:
        raise Refusal(400, "Bad Request: TOPIC_CLOSED")
    return thread


def _thread(chat: Chat, call: Call, reply_to: int | None) -> int | None:
    """Give the topic: the one named, else that of the message which is answered."""
    answered = None if reply_to is None else chat.message(reply_to)
    named = check_thread(chat, call)
    return answered.thread if named is None and answered is not None else named


def _reply_to(chat: Chat, call: Call) -> int | None:
    wish = call.get("reply_parameters")
    if not isinstance(wish, dict):
        return None
    if chat.message(wish["message_id"]):
        return int(wish["message_id"])
    if wish.get("allow_sending_without_reply") is True:
        return None
    raise Refusal(400, "Bad Request: message to be replied not found")


def _shows_preview(call: Call) -> bool:
    preview = call.get("link_preview_options")
    return not (isinstance(preview, dict) and preview.get("is_disabled") is True)
