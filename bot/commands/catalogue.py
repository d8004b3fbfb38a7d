"""The catalogue: every command, in the order of the help."""

from dataclasses import dataclass

from bot.commands.spec import Command
from bot.ports import Clock, Storage
from bot.services.access import Access
from bot.services.announce import Announce
from bot.services.boards import Boards
from bot.services.lookup import Lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one destination and one person may have."""

    subscriptions_per_place: int = 10
    subscriptions_per_person: int = 50
    mutes_per_place: int = 100
    bookmarks_per_person: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the commands ask; each gets what it needs from here, and nothing else."""

    storage: Storage
    clock: Clock
    lookup: Lookup
    boards: Boards
    access: Access
    announce: Announce
    limits: Limits
    timezone: str
    """The IANA time zone of those who have chosen none."""

    sources: tuple[str, ...] = ()
    """The names of the sources that are collected."""


def catalogue(services: Services) -> tuple[Command, ...]:
    """Give every command."""
    return (*reading(services), *managing(services))


def reading(services: Services) -> tuple[Command, ...]:
    """Give the commands that look something up."""
    return ()


def managing(services: Services) -> tuple[Command, ...]:
    """Give the commands that change what is sent, or what is remembered."""
    return ()
