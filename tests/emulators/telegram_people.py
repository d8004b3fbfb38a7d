"""Persons, and what they and the bot are in a chat."""

from collections.abc import Collection
from dataclasses import dataclass

BOT_ID = 123456789
BOT_NAME = "hot_papers_bot"
ANONYMOUS_ID = 1087968824
"""Whom Telegram names as the sender where an administrator of a group stays anonymous."""

_ADMINISTRATOR = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories"
).split()
_IN_CHANNELS = ("can_post_messages", "can_edit_messages")
_IN_GROUPS = ("can_pin_messages", "can_manage_topics")
RIGHTS = frozenset((*_ADMINISTRATOR, *_IN_CHANNELS, *_IN_GROUPS))

Described = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account."""

    id: int
    first_name: str
    username: str | None = None
    language: str | None = None

    def described(self) -> Described:
        """Give the person as the Bot API does."""
        username = {"username": self.username} if self.username else {}
        language = {"language_code": self.language} if self.language else {}
        named = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return {**named, **username, **language}


BOT: Described = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Hot papers",
    "username": BOT_NAME,
}
ANONYMOUS: Described = {
    "id": ANONYMOUS_ID,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(frozen=True, slots=True)
class Member:
    """What somebody is in a chat."""

    status: str
    """`creator`, `administrator`, `member`, `left` or `kicked`."""

    rights: frozenset[str] = frozenset()
    """An administrator's, such as `can_post_messages`."""

    @property
    def is_inside(self) -> bool:
        """Say whether he is in the chat at all."""
        return self.status not in {"left", "kicked"}

    @property
    def is_administrator(self) -> bool:
        """Say whether he may see everything and manage something."""
        return self.status in {"creator", "administrator"}

    def described(self, user: Described, chat_kind: str) -> Described:
        """Give the membership as the Bot API does."""
        common: Described = {"status": self.status, "user": user}
        match self.status:
            case "creator":
                return {**common, "is_anonymous": "is_anonymous" in self.rights}
            case "administrator":
                return {**common, **_flags(self.rights, chat_kind)}
            case "kicked":
                return {**common, "until_date": 0}
            case _:
                return common


def an_administrator(rights: Collection[str]) -> Member:
    """Make an administrator with rights that exist."""
    assert set(rights) <= RIGHTS, f"no rights of administrators: {set(rights) - RIGHTS}"
    return Member("administrator", frozenset(rights))


def _flags(rights: frozenset[str], chat_kind: str) -> dict[str, bool]:
    some = _IN_CHANNELS if chat_kind == "channel" else _IN_GROUPS
    held = {name: name in rights for name in (*_ADMINISTRATOR, *some)}
    # Telegram's clients give it with any other right.
    return {**held, "can_manage_chat": True}
