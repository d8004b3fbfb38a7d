"""Whether we may post somewhere, and if not, what somebody there can do about it."""

from telegram import (
    Chat,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberOwner,
    ChatMemberRestricted,
    User,
)
from telegram.constants import ChatType

from adapters.telegram.failures import BLOCKED, LET_WRITE, MAKE_ADMINISTRATOR
from bot.domain.destinations import Destination
from bot.errors import Unreachable

GENERAL_TOPIC = "1"
"""The topic of a forum that has no thread: naming it is refused."""


def permission(me: User, chat: ChatFullInfo, member: ChatMember | None, to: Destination) -> str:
    """Say in a sentence that we may post there; `member` is what we are in it, if it has members.

    Raises Unreachable when we may not, with the right that is missing.
    """
    name = chat.effective_name or to.channel
    if chat.type == ChatType.PRIVATE:
        return f"@{me.username} may write to “{name}”."
    if found := obstacle(chat, member):
        raise Unreachable(found.format(to=to.channel))
    if to.thread and to.thread != GENERAL_TOPIC and not chat.is_forum:
        raise Unreachable(f"{to.channel} has no topics: switch them on, or name none.")
    return f"@{me.username} may post in “{name}”."


def obstacle(chat: Chat | ChatFullInfo, member: ChatMember | None) -> str | None:
    """Say what keeps us from posting in a chat in which we are this member, and what helps.

    The sentence has a place for the chat's name, `{to}`. What all members may do counts where the
    chat tells it.
    """
    is_outside = member is None or isinstance(member, ChatMemberLeft | ChatMemberBanned)
    if chat.type == ChatType.PRIVATE:
        return BLOCKED if is_outside else None
    if member is None or is_outside:
        return f"I am not in {{to}}: add me and {_wish(chat)}."
    if chat.type == ChatType.CHANNEL:
        return None if _posts(member) else f"I may not post in {{to}}: {MAKE_ADMINISTRATOR}."
    return None if _writes(chat, member) else f"I may not write in {{to}}: {LET_WRITE}."


def _wish(chat: Chat | ChatFullInfo) -> str:
    return MAKE_ADMINISTRATOR if chat.type == ChatType.CHANNEL else LET_WRITE


def _posts(member: ChatMember) -> bool:
    match member:
        case ChatMemberOwner():
            return True
        case ChatMemberAdministrator(can_post_messages=may_post):
            return bool(may_post)
        case _:
            return False


def _writes(chat: Chat | ChatFullInfo, member: ChatMember) -> bool:
    match member:
        case ChatMemberOwner() | ChatMemberAdministrator():
            return True
        case ChatMemberRestricted(is_member=is_member, can_send_messages=may_send):
            return is_member and may_send
        case _:
            permissions = chat.permissions if isinstance(chat, ChatFullInfo) else None
            return permissions is None or bool(permissions.can_send_messages)
