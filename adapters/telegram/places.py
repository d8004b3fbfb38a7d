"""Telegram's chats as places."""

from telegram import Chat, ChatFullInfo
from telegram.constants import ChatType

from bot.domain.destinations import Destination, Platform
from bot.domain.people import Place, PlaceKind

_KINDS = {
    ChatType.PRIVATE: PlaceKind.PRIVATE,
    ChatType.GROUP: PlaceKind.GROUP,
    ChatType.SUPERGROUP: PlaceKind.GROUP,
    ChatType.CHANNEL: PlaceKind.CHANNEL,
}
_BY_NAME = {str(kind): place for kind, place in _KINDS.items()}


def place_of(chat: Chat | ChatFullInfo, thread: str | None = None) -> Place | None:
    """Give a chat as a place; None for a kind of chat that nobody knows yet.

    A private chat is one place, whatever topics it has. People's names are not taken from it.
    """
    kind = _BY_NAME.get(str(chat.type))
    if kind is None:
        return None
    is_private = kind is PlaceKind.PRIVATE
    destination = Destination(Platform.TELEGRAM, str(chat.id), None if is_private else thread)
    return Place(destination=destination, kind=kind, name="" if is_private else chat.title or "")


def private_place(person: int) -> Place:
    """Give the place where one person and the bot are among themselves."""
    destination = Destination(Platform.TELEGRAM, str(person))
    return Place(destination=destination, kind=PlaceKind.PRIVATE)
