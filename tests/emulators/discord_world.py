"""Guilds, channels and messages as the Discord emulator keeps them, and their JSON."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal

from tests.emulators.discord_rules import EPHEMERAL, Body, texts, walk
from tests.emulators.discord_wire import File

BOT = 900
APPLICATION = 901
OWNER = 902
CROSSPOSTED = 1 << 0
REQUIRE_TAG = 1 << 4
LOADING = 1 << 7
CHAT_INPUT_COMMAND = 20
EPOCH = "2024-01-18T09:00:00.000000+00:00"

Right = Literal[
    "administrator",
    "attach_files",
    "create_public_threads",
    "embed_links",
    "manage_channels",
    "manage_guild",
    "manage_messages",
    "manage_webhooks",
    "mention_everyone",
    "read_message_history",
    "send_messages",
    "send_messages_in_threads",
    "use_application_commands",
    "view_channel",
]
Kind = Literal["text", "news", "forum", "category", "thread", "private", "group"]

# https://docs.discord.com/developers/topics/permissions
RIGHTS: Mapping[Right, int] = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "manage_webhooks": 1 << 29,
    "use_application_commands": 1 << 31,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
EVERYBODYS: frozenset[Right] = frozenset(
    {
        "attach_files",
        "create_public_threads",
        "embed_links",
        "read_message_history",
        "send_messages",
        "send_messages_in_threads",
        "use_application_commands",
        "view_channel",
    }
)
KINDS: Mapping[Kind, int] = {
    "text": 0,
    "private": 1,
    "group": 3,
    "category": 4,
    "news": 5,
    "thread": 11,
    "forum": 15,
}


@dataclass(frozen=True)
class Person:
    """Somebody on Discord, with what they may do in every guild beside what everybody may."""

    id: int
    name: str = "ada"
    locale: str = "en-US"
    rights: frozenset[Right] = frozenset()

    def json(self) -> dict[str, object]:
        return user(self.id, self.name)


@dataclass
class Guild:
    id: int
    name: str = "The Reading Group"
    locale: str = "en-US"
    strangers: set[int] = field(default_factory=set)
    """Who is not in it; everybody else is."""

    def json(self) -> dict[str, object]:
        return guild(self.id, self.name, locale=self.locale)


@dataclass
class Channel:
    id: int
    guild: int | None
    """None for conversations outside of guilds."""

    name: str
    kind: Kind = "text"
    parent: int | None = None
    denied: set[Right] = field(default_factory=set)
    is_locked: bool = False
    person: Person | None = None
    """Whom the bot talks to in a private conversation."""

    tags: Mapping[str, int] = field(default_factory=dict)
    """What posts in a forum can be tagged with, by name."""

    requires_tag: bool = False
    applied_tags: tuple[int, ...] = ()
    owner: int = OWNER
    """Who has opened it, if it is a thread."""

    def json(self) -> dict[str, object]:
        shape: dict[str, object] = {
            "id": str(self.id),
            "type": KINDS[self.kind],
            "name": self.name,
            "flags": 0,
        }
        if self.guild is not None:
            shape |= {
                "guild_id": str(self.guild),
                "parent_id": self.parent and str(self.parent),
                "position": 0,
                "nsfw": False,
                "topic": None,
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
                    "owner_id": str(self.owner),
                    "applied_tags": [str(tag) for tag in self.applied_tags],
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
                tags = [_tag(*each) for each in self.tags.items()]
                flags = REQUIRE_TAG if self.requires_tag else 0
                return {"available_tags": tags, "default_reaction_emoji": None, "flags": flags}
            case "private" | "group":
                person = self.person.json() if self.person else user(OWNER, "Ada")
                return {"recipients": [person], "owner_id": person["id"]}
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
    files: tuple[File, ...] = ()
    only_for: int | None = None
    """The one person who can see it, if it is ephemeral."""

    is_loading: bool = False
    is_crossposted: bool = False
    is_answer: bool = False
    """Whether it answers an interaction."""

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
        flags = self.flags & ~EPHEMERAL
        flags |= EPHEMERAL if self.only_for is not None else 0
        flags |= LOADING if self.is_loading else 0
        flags |= CROSSPOSTED if self.is_crossposted else 0
        shape: dict[str, object] = {
            "id": str(self.id),
            "type": CHAT_INPUT_COMMAND if self.is_answer else 0,
            "channel_id": str(self.channel),
            "author": user(BOT, "Hot Papers", is_bot=True),
            "content": self.body.get("content") or "",
            "timestamp": EPOCH,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": bool(self.pings),
            "mentions": [],
            "mention_roles": [],
            "attachments": [_attachment(*each) for each in enumerate(self.files)],
            "embeds": self.body.get("embeds") or [],
            "components": numbered(self.components or []),
            "pinned": False,
            "flags": flags,
            "nonce": self.body.get("nonce"),
        }
        application = {"application_id": str(APPLICATION), "webhook_id": str(APPLICATION)}
        return shape | (application if self.is_answer else {})


def numbered(components: object) -> object:
    """Give each component an id, as Discord does where the bot gave none."""
    copies = deepcopy(components)
    for number, component in enumerate(walk(copies), start=1):
        assert isinstance(component, dict)
        component.setdefault("id", number)
    return copies


def _attachment(index: int, file: File) -> dict[str, object]:
    url = f"https://cdn.discordapp.example/{index}/{file.name}"
    size = len(file.content)
    return {"id": str(index), "filename": file.name, "size": size, "url": url, "proxy_url": url}


def _tag(name: str, id: int) -> dict[str, object]:  # noqa: A002
    emoji = {"emoji_id": None, "emoji_name": None}
    return {"id": str(id), "name": name, "moderated": False, **emoji}


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


def role(id: int, name: str, rights: int) -> dict[str, object]:  # noqa: A002
    return {
        "id": str(id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(rights),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(id: int, name: str, *, locale: str = "en-US") -> dict[str, object]:  # noqa: A002
    everyone = role(id, "@everyone", sum(RIGHTS[right] for right in EVERYBODYS))
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
        "preferred_locale": locale,
        "system_channel_flags": 0,
    }


def member(someone: Mapping[str, object] | None = None) -> dict[str, object]:
    return {
        "user": someone or user(BOT, "Hot Papers", is_bot=True),
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "roles": [],
        "joined_at": EPOCH,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
