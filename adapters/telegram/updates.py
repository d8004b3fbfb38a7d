"""What Telegram tells, as what people want: who asks what, from where.

Nothing is awaited here, and nothing of what is read is trusted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from telegram import CallbackQuery, ChatMemberUpdated, InlineQuery, Update, User
from telegram import Message as TelegramMessage
from telegram.constants import ChatType, MessageEntityType

from adapters.telegram.access import GENERAL_TOPIC, obstacle
from adapters.telegram.places import place_of, private_place
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind

WANTED = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of updates that are listened to. Edits are not: nobody expects a second answer."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,32}))?(?=\s|$)", re.ASCII)
_LINKS = frozenset({MessageEntityType.URL, MessageEntityType.TEXT_LINK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an answer goes: a chat, a topic of it, and the message that it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of ours below which a button was pressed.

    One that was sent through inline mode has a name, and stands in a chat that we do not see.
    """

    message_id: int | None = None
    inline_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody writes a command."""

    command: str
    line: str
    caller: Caller
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody writes something else, with the addresses that its words hide."""

    text: str
    caller: Caller
    spot: Spot
    is_to_us: bool
    """They mean us, in private or by our name; else it may only hold a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Somebody presses a button."""

    query_id: str
    token: str
    caller: Caller
    spot: Spot
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Somebody writes our name and some words, in a chat that we need not be part of."""

    query_id: str
    words: str
    offset: int
    caller: Caller


@dataclass(frozen=True, slots=True)
class LetIn:
    """We may write to a place now; the caller is who let us in, with an empty id if unknown."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class ShutOut:
    """We may no longer write to a destination; the reason is a sentence."""

    destination: Destination
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup, with another number."""

    before: Destination
    after: Destination


Event = Asked | Said | Pressed | Typed | LetIn | ShutOut | Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads updates, as the bot of a name."""

    username: str
    commands: Collection[str]
    """Those that people may write; others are for other bots where there are several."""

    def read(self, update: Update) -> Event | None:
        """Say what somebody wants; None where it is nothing to us."""
        if update.callback_query:
            return _pressed(update.callback_query)
        if update.inline_query:
            return _typed(update.inline_query)
        if update.my_chat_member:
            return _change(update.my_chat_member)
        message = update.message or update.channel_post
        return self._message(message) if message else None

    def _message(self, message: TelegramMessage) -> Event | None:
        if message.migrate_to_chat_id:
            return Moved(_destination(message.chat_id), _destination(message.migrate_to_chat_id))
        caller = _writer(message)
        text = message.text or message.caption or ""
        # What another bot wrote for somebody, or Telegram copied from a channel, is no question.
        if caller is None or not text or message.via_bot or message.is_automatic_forward:
            return None
        command = _COMMAND.match(text)
        if command:
            return self._asked(command, text, message, caller)
        return self._said(text, message, caller)

    def _asked(
        self, command: re.Match[str], text: str, message: TelegramMessage, caller: Caller
    ) -> Event | None:
        name, addressee = command[1].lower(), command[2]
        if addressee is not None:
            is_ours = addressee.lower() == self.username.lower()
        else:
            is_ours = caller.place.kind is PlaceKind.PRIVATE or name in self.commands
        if not is_ours:
            return None
        return Asked(command=name, line=text, caller=caller, spot=_spot(message, caller))

    def _said(self, text: str, message: TelegramMessage, caller: Caller) -> Event | None:
        match caller.place.kind:
            case PlaceKind.PRIVATE:
                is_to_us = True
            case PlaceKind.GROUP if _has_link(message):
                is_to_us = f"@{self.username.lower()}" in text.lower()
            case _:
                return None
        words = "\n".join((text, *_hidden_addresses(message)))
        return Said(text=words, caller=caller, spot=_spot(message, caller), is_to_us=is_to_us)


def is_human(person: PersonKey) -> bool:
    """Say whether a person has an own chat with us; one who writes as a chat has none."""
    return person.id.isdecimal()


def _writer(message: TelegramMessage) -> Caller | None:
    """Say who writes; a channel, or an administrator who stays anonymous, is its chat."""
    place = place_of(message.chat, _written(_topic(message)))
    if place is None:
        return None
    if message.sender_chat:
        return Caller(person=_person(message.sender_chat.id), place=place)
    return _caller(message.from_user, place)


def _caller(user: User | None, place: Place) -> Caller | None:
    if user is None or user.is_bot:
        return None
    return Caller(person=_person(user.id), place=place, locale=user.language_code or "")


def _pressed(query: CallbackQuery) -> Pressed | None:
    place, spot, shown = _whereabouts(query)
    caller = _caller(query.from_user, place) if place else None
    if caller is None or not query.data:
        return None
    return Pressed(query_id=query.id, token=query.data, caller=caller, spot=spot, shown=shown)


def _whereabouts(query: CallbackQuery) -> tuple[Place | None, Spot, Shown]:
    message = query.message
    if message is None:
        # In a chat that we do not see: what is said about it, is said to the person.
        person = query.from_user.id
        shown = Shown(inline_id=query.inline_message_id)
        return private_place(person), Spot(chat_id=person), shown
    thread = _topic(message) if isinstance(message, TelegramMessage) else None
    reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
    spot = Spot(chat_id=message.chat.id, thread_id=thread, reply_to=reply_to)
    return place_of(message.chat, _written(thread)), spot, Shown(message_id=message.message_id)


def _typed(query: InlineQuery) -> Typed | None:
    caller = _caller(query.from_user, private_place(query.from_user.id))
    if caller is None:
        return None
    is_number = query.offset.isascii() and query.offset.isdecimal() and len(query.offset) < 6
    offset = int(query.offset) if is_number else 0
    return Typed(query_id=query.id, words=query.query, offset=offset, caller=caller)


def _change(change: ChatMemberUpdated) -> LetIn | ShutOut | None:
    """Say what a change of what we are in a chat means."""
    place = place_of(change.chat)
    if place is None:
        return None
    refusal = obstacle(change.chat, change.new_chat_member)
    if refusal:
        name = f"“{change.chat.effective_name or change.chat.id}”"
        return ShutOut(place.destination, refusal.format(to=name))
    # Who only makes an administrator of us has been thanked already.
    is_news = obstacle(change.chat, change.old_chat_member) is not None
    is_known = is_news and not change.from_user.is_bot
    host = str(change.from_user.id) if is_known else ""
    locale = change.from_user.language_code or ""
    return LetIn(Caller(person=PersonKey(Platform.TELEGRAM, host), place=place, locale=locale))


def _spot(message: TelegramMessage, caller: Caller) -> Spot:
    is_private = caller.place.kind is PlaceKind.PRIVATE
    return Spot(
        chat_id=message.chat_id,
        thread_id=_topic(message),
        reply_to=None if is_private else message.message_id,
    )


def _topic(message: TelegramMessage) -> int | None:
    """Give the topic of a forum; threads of replies elsewhere have a number too."""
    thread = message.message_thread_id
    is_topic = message.is_topic_message and str(thread) != GENERAL_TOPIC
    return thread if is_topic else None


def _written(topic: int | None) -> str | None:
    return None if topic is None else str(topic)


def _has_link(message: TelegramMessage) -> bool:
    return any(entity.type in _LINKS for entity in (*message.entities, *message.caption_entities))


def _hidden_addresses(message: TelegramMessage) -> tuple[str, ...]:
    entities = (*message.entities, *message.caption_entities)
    return tuple(entity.url for entity in entities if entity.url)


def _person(number: int) -> PersonKey:
    return PersonKey(Platform.TELEGRAM, str(number))


def _destination(number: int) -> Destination:
    return Destination(Platform.TELEGRAM, str(number))
