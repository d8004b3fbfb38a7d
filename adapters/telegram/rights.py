"""Who may do what on Telegram, asked there at the moment."""

import re
from typing import NamedTuple

from telegram import Bot, ChatFullInfo, ChatMemberBanned, ChatMemberLeft, ChatMemberRestricted
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest

from adapters.telegram.failures import refusals
from adapters.telegram.places import place_of, private_place
from adapters.telegram.updates import is_human
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import BadArgument, Unreachable

_MANAGERS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
_STRANGERS = ("user not found", "member not found", "participant_id_invalid", "user_id_invalid")
"""How Telegram says that somebody was never in a chat."""

_NAME = r"[A-Za-z][A-Za-z0-9_]{3,31}"
_SITE = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)"
# Of two numbers in the address of a message the first is its topic; a single one is the message's.
_MESSAGE = r"(?:/(?P<{topic}>\d{{1,12}})(?=/\d))?(?:/\d{{1,12}})?/?(?:\?\S*)?"
_WRITTEN = re.compile(
    rf"(?:@(?P<name>{_NAME})|(?P<number>-?\d{{1,16}}))(?::(?P<thread>\d{{1,12}}))?"
    rf"|{_SITE}/c/(?P<inner>\d{{1,13}}){_MESSAGE.format(topic='topic_inside')}"
    rf"|{_SITE}/(?:s/)?(?P<linked>{_NAME}){_MESSAGE.format(topic='topic')}",
    re.ASCII | re.IGNORECASE,
)


class _Named(NamedTuple):
    """What somebody writes, as Telegram takes it."""

    chat: str
    thread: str | None


class TelegramRights:
    """Answers `bot.ports.Rights` through a bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def may_manage(self, person: PersonKey, place: Place) -> bool:
        """Say whether somebody is an administrator of a chat, or the chat itself.

        Who stays anonymous, or posts in a channel, writes as the chat, and only administrators can.
        Raises TryLater when Telegram does not answer, and Unreachable when it does not let us see.
        """
        destination = place.destination
        if place.kind is PlaceKind.PRIVATE or person.id == destination.channel:
            return person.id == destination.channel
        with refusals(destination):
            if is_human(person):
                return await self._status(destination.channel, person) in _MANAGERS
            # A channel can go by its name.
            chat = await self._bot.get_chat(_chat_id(destination.channel))
        return str(chat.id) == person.id

    async def place(self, written: str, caller: Caller) -> Place:
        """Find a chat by its `@name`, its id or a link to it.

        What a private group is called is told to its members alone. Raises BadArgument when there
        is none that we see, and TryLater when Telegram does not answer.
        """
        named = _read(written)
        if named is None or (named.chat.isdecimal() and named.chat != caller.person.id):
            raise _unseen(written)
        if named.chat.isdecimal():
            return private_place(int(named.chat))
        try:
            with refusals(Destination(Platform.TELEGRAM, named.chat)):
                chat = await self._bot.get_chat(_chat_id(named.chat))
                is_known = bool(chat.username) or await self._is_inside(chat, caller.person)
        except Unreachable as refusal:
            raise _unseen(written) from refusal
        found = place_of(chat, named.thread)
        if found is None or chat.type == ChatType.PRIVATE:
            raise _unseen(written)
        if is_known:
            return found
        return Place(destination=found.destination, kind=found.kind)

    async def _is_inside(self, chat: ChatFullInfo, person: PersonKey) -> bool:
        if not is_human(person):
            return str(chat.id) == person.id
        status = await self._status(str(chat.id), person)
        return status is not None

    async def _status(self, channel: str, person: PersonKey) -> str | None:
        """Give what a person is in a chat; None for those outside of it."""
        try:
            member = await self._bot.get_chat_member(_chat_id(channel), int(person.id))
        except BadRequest as refusal:
            if any(sign in refusal.message.lower() for sign in _STRANGERS):
                return None
            raise
        match member:
            case ChatMemberLeft() | ChatMemberBanned() | ChatMemberRestricted(is_member=False):
                return None
            case _:
                return member.status


def _read(written: str) -> _Named | None:
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    name, topic = found["name"] or found["linked"], found["topic"] or found["topic_inside"]
    # Addresses leave out the mark of supergroups and channels.
    chat = f"@{name}" if name else found["number"] or f"-100{found['inner']}"
    return _Named(chat, found["thread"] or topic)


def _unseen(written: str) -> BadArgument:
    return BadArgument(
        "I see no “{written}” on Telegram. Look whether it is written as you mean it, such as"
        " @daily_papers, and add me there first.",
        written=written,
    )


def _chat_id(channel: str) -> int | str:
    return channel if channel.startswith("@") else int(channel)
