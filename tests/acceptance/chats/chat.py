"""What people do in a conversation with the bot, whatever the platform.

    await chat.says(ADA, "/hot cs.CL")
    await chat.presses(ADA, "Next ▸")
    await chat.time_reaches("09:00")
    assert ["…"] == chat.posts(CLUB)

What a verb gives is what the person reads: plain words, each run of white space one space.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Who(StrEnum):
    """Those who talk with the bot."""

    ADA = "Ada"
    """Runs the club, and the channel."""

    EMMY = "Emmy"
    """Is a plain member of the club."""

    OPERATOR = "Grace"
    """Runs the bot."""


class Where(StrEnum):
    """Where they do so."""

    PRIVATE = "private"
    """Each person's own conversation with the bot."""

    CLUB = "club"
    CHANNEL = "channel"


ADA, EMMY, OPERATOR = Who.ADA, Who.EMMY, Who.OPERATOR
PRIVATE, CLUB, CHANNEL = Where.PRIVATE, Where.CLUB, Where.CHANNEL


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with an answer."""

    name: str
    text: str


class Chat(Protocol):
    """Every platform, be it one that has no more than private conversations."""

    @property
    def buttons(self) -> list[str]:
        """What can be pressed, or chosen from a menu, in the newest answer."""

    @property
    def file(self) -> File:
        """The file of the newest answer."""

    async def says(self, who: Who, line: str, *, at: Where = PRIVATE) -> str:
        """Write a command, and read the answer."""

    async def presses(self, who: Who, label: str) -> str:
        """Press a button of the newest answer, or choose from its menu; read what comes of it."""

    async def fills_in(self, who: Who, **written: str) -> str:
        """Fill in the form of the newest answer, by parameters; the rest is left as it is."""

    async def time_reaches(self, clock_time: str) -> None:
        """Go on to the next moment at which a clock in UTC shows this; what is due is sent."""

    def posts(self, where: Where, who: Who = ADA) -> list[str]:
        """Read what stands in a place, or in somebody's own, without having been asked for."""

    async def restarts(self) -> None:
        """End the bot, and start it again with all that it stored."""


class Sociable(Chat, Protocol):
    """Platforms where people meet."""

    def answers(self, where: Where, who: Who = ADA) -> int:
        """Count the answers that stand in a place, and that everybody there can see."""

    async def loses_rights(self, who: Who) -> None:
        """Make somebody a plain member of the club."""


class Emulated(Sociable, Protocol):
    """Platforms of our own make, on which anything can happen."""

    async def speaks(self, who: Who, language: str) -> None:
        """Let somebody's client speak a language, such as `de`."""

    async def forges(self, who: Who, token: str) -> str:
        """Press a button that the newest answer does not have, as a changed client can."""

    async def shuts_out(self) -> None:
        """Remove the bot from the club."""

    async def lets_in(self) -> None:
        """Add the bot to the club again."""
