"""The catalogue: every command, in the order of the help."""

from dataclasses import dataclass

from bot.commands.change import change
from bot.commands.cite import cite
from bot.commands.forget import forget, forgotten
from bot.commands.help import help_with
from bot.commands.hot import hot
from bot.commands.language import language
from bot.commands.mute import muting
from bot.commands.paper import details, paper
from bot.commands.pause import pause, resume
from bot.commands.preview import preview
from bot.commands.saved import export, save, saved, unsave
from bot.commands.search import search
from bot.commands.settings import settings
from bot.commands.spec import Command
from bot.commands.start import about, start
from bot.commands.status import status
from bot.commands.subscribe import subscribe
from bot.commands.subscriptions import subscription, subscriptions
from bot.commands.timezone import timezone
from bot.commands.topics import topics
from bot.commands.trending import trending
from bot.commands.unsubscribe import unsubscribe, unsubscribed
from bot.commands.why import why
from bot.ports import Clock, Storage
from bot.services.access import Access
from bot.services.boards import Boards
from bot.services.lookup import Lookup
from bot.services.subscribe import Subscribe
from bot.services.subscribed import Subscribed


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
    subscribed: Subscribed
    limits: Limits
    timezone: str
    """The IANA time zone of those who have chosen none."""

    sources: tuple[str, ...] = ()
    """The names of the sources that are collected."""


def catalogue(services: Services) -> tuple[Command, ...]:
    """Give every command."""
    return (*reading(services), *managing(services), *introducing(services))


def reading(services: Services) -> tuple[Command, ...]:
    """Give the commands that look something up."""
    storage, boards, limits = services.storage, services.boards, services.limits
    return (
        hot(boards),
        trending(boards),
        search(storage, boards),
        topics(),
        paper(storage, boards),
        details(storage, boards),
        why(storage, services.lookup, boards),
        cite(storage),
        save(storage, limits.bookmarks_per_person),
        unsave(storage),
        saved(storage),
        export(storage),
    )


def managing(services: Services) -> tuple[Command, ...]:
    """Give the commands that change what is sent, or what is remembered."""
    storage, access, limits = services.storage, services.access, services.limits
    subscribing = Subscribe(
        storage=storage,
        clock=services.clock,
        access=access,
        per_place=limits.subscriptions_per_place,
        per_person=limits.subscriptions_per_person,
    )
    return (
        subscribe(subscribing, access, services.boards),
        subscriptions(subscribing, access),
        subscription(subscribing),
        preview(subscribing, services.subscribed),
        change(subscribing),
        pause(subscribing),
        resume(subscribing),
        unsubscribe(subscribing),
        unsubscribed(subscribing),
        *muting(storage, access, limits.mutes_per_place),
        settings(storage, access),
        language(storage, access, subscribing),
        timezone(storage, access, subscribing),
        forget(),
        forgotten(storage),
    )


def introducing(services: Services) -> tuple[Command, ...]:
    """Give the commands that tell about the bot itself."""
    storage, boards = services.storage, services.boards
    return (
        start(hot(boards).handler, paper(storage, boards).handler),
        help_with(lambda: catalogue(services)),
        about(services.sources),
        status(storage, boards, services.sources),
    )
