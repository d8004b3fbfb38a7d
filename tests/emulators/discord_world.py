"""Guilds, channels and messages as the Discord emulator keeps them, and their JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.emulators.discord_rules import Body, texts

BOT = 900
APPLICATION = 901
OWNER = 902
EPOCH = "2024-01-18T09:00:00.000000+00:00"

Right = Literal["view_channel", "send_messages", "send_messages_in_threads"]
Kind = Literal["text", "news", "forum", "category", "thread", "private"]

# https://docs.discord.com/developers/topics/permissions
RIGHTS: Mapping[Right, int] = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "send_messages_in_threads": 1 << 38,
}
KINDS: Mapping[Kind, int] = {
    "text": 0,
    "private": 1,
    "category": 4,
    "news": 5,
    "thread": 11,
    "forum": 15,
}


@dataclass
class Channel:
    id: int
    guild: int
    name: str
    kind: Kind = "text"
    parent: int | None = None
    denied: set[Right] = field(default_factory=set)
    is_locked: bool = False

    def json(self) -> dict[str, object]:
        shape: dict[str, object] = {
            "id": str(self.id),
            "type": KINDS[self.kind],
            "guild_id": str(self.guild),
            "name": self.name,
            "parent_id": self.parent and str(self.parent),
            "position": 0,
            "nsfw": False,
            "topic": None,
            "flags": 0,
            "permission_overwrites": [self._overwrite()] if self.denied else [],
        }
        return shape | self._peculiarities()

    def _overwrite(self) -> dict[str, object]:
        denied = sum(RIGHTS[right] for right in self.denied)
        return {"id": str(BOT), "type": 1, "allow": "0", "deny": str(denied)}

    def _peculiarities(self) -> dict[str, object]:
        match self.kind:
            case "thread":
                return {
                    "owner_id": str(OWNER),
                    "message_count": 0,
                    "member_count": 1,
                    "thread_metadata": {
                        "archived": False,
                        "auto_archive_duration": 1440,
                        "archive_timestamp": EPOCH,
                        "locked": self.is_locked,
                    },
                }
            case "forum":
                return {"available_tags": [], "default_reaction_emoji": None}
            case "private":
                return {"recipients": [user(OWNER, "Ada")]}
            case _:
                return {}


@dataclass
class Message:
    """A message that stands in a channel."""

    id: int
    channel: int
    body: Body
    pings: list[str]
    is_deleted: bool = False

    @property
    def text(self) -> str:
        """The Markdown of all its texts."""
        return "\n".join(texts(self.body.get("components") or []))

    @property
    def components(self) -> object:
        return self.body.get("components")

    @property
    def flags(self) -> int:
        flags = self.body.get("flags") or 0
        assert isinstance(flags, int)
        return flags

    def json(self) -> dict[str, object]:
        return {
            "id": str(self.id),
            "type": 0,
            "channel_id": str(self.channel),
            "author": user(BOT, "Hot Papers", is_bot=True),
            "content": self.body.get("content") or "",
            "timestamp": EPOCH,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": bool(self.pings),
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": self.components or [],
            "pinned": False,
            "flags": self.flags,
            "nonce": self.body.get("nonce"),
        }


def user(id: int, name: str, *, is_bot: bool = False) -> dict[str, object]:  # noqa: A002
    return {
        "id": str(id),
        "username": name,
        "discriminator": "4242" if is_bot else "0",
        "global_name": None,
        "avatar": None,
        "bot": is_bot,
        "flags": 0,
    }


def application() -> dict[str, object]:
    return {
        "id": str(APPLICATION),
        "name": "Hot Papers",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "team": None,
        "owner": user(OWNER, "Ada"),
        "summary": "",
        "flags": 0,
    }


def guild(id: int, name: str) -> dict[str, object]:  # noqa: A002
    everyone = {
        "id": str(id),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(sum(RIGHTS.values())),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(id),
        "name": name,
        "owner_id": str(OWNER),
        "icon": None,
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "afk_timeout": 300,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
    }


def member() -> dict[str, object]:
    return {
        "user": user(BOT, "Hot Papers", is_bot=True),
        "nick": None,
        "roles": [],
        "joined_at": EPOCH,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
