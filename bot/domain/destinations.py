"""Destinations: where a message can go."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadArgument


class Platform(StrEnum):
    """A place with people in it that we can post to."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Destination:
    """A channel, and a thread in it where there is one. Both are opaque to us."""

    platform: Platform
    channel: str = ""
    thread: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Destination":
        """Read `PLATFORM:CHANNEL[:THREAD]`, or just `terminal`.

        Raises BadArgument, with an example of what was expected.
        """
        name, _, rest = text.strip().partition(":")
        if name not in set(Platform):
            names = ", ".join(Platform)
            raise BadArgument(
                "“{text}” names no platform. Write PLATFORM:CHANNEL, with one of {names}.",
                text=text,
                names=names,
            )
        return cls.on(Platform(name), rest)

    @classmethod
    def on(cls, platform: Platform, text: str) -> "Destination":
        """Read `CHANNEL[:THREAD]` on a platform that is known already.

        Raises BadArgument, with an example of what was expected.
        """
        channel, _, thread = text.strip().partition(":")
        if platform is Platform.TERMINAL:
            return cls(platform)
        if not _EXPECTED[platform](channel) or (thread and not _is_number(thread)):
            raise BadArgument(f"“{text}” is no {platform.title()} channel. {_EXAMPLES[platform]}")
        return cls(platform, channel, thread or None)

    def __str__(self) -> str:
        return ":".join(part for part in (self.platform, self.channel, self.thread) if part)


def _is_snowflake(channel: str) -> bool:
    return _is_number(channel) and len(channel) <= 20


def _is_chat(channel: str) -> bool:
    if channel.startswith("@"):
        return channel.isascii() and channel[1:].replace("_", "a").isalnum()
    return _is_number(channel.removeprefix("-"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


_EXPECTED = {Platform.DISCORD: _is_snowflake, Platform.TELEGRAM: _is_chat}
_EXAMPLES = {
    Platform.DISCORD: (
        "Its id is a number such as 1234567890123456789: switch on Developer Mode, "
        "right-click the channel, Copy Channel ID."
    ),
    Platform.TELEGRAM: (
        "It is a name such as @daily_papers or a number such as -1001234567890, "
        "and :42 after it names a topic."
    ),
}
