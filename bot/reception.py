"""Putting the conversations on top: everything that answers people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.commands.cards import Cards
from bot.commands.catalogue import Limits, Services, catalogue
from bot.commands.dispatch import Budgets, Dispatch
from bot.commands.doors import Doors
from bot.commands.suggest import Suggestions
from bot.domain.destinations import Platform
from bot.platforms import Bot
from bot.ports import Rights
from bot.services.access import Access
from bot.services.boards import Boards
from bot.services.budgets import Budget
from bot.services.notices import Notices
from bot.services.readers import Readers
from bot.services.subscribed import Subscribed
from bot.settings import Settings

_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reception:
    """The desk where people ask, and what subscriptions are owed."""

    desk: Dispatch
    subscribed: Subscribed


def reception(
    settings: Settings,
    bot: Bot,
    rights: Mapping[Platform, Rights],
    *,
    sources: tuple[str, ...] = (),
) -> Reception:
    """Build the desk on a bot; `sources` are the names of those that are collected."""
    storage, clock = bot.library.storage, bot.library.clock
    boards = Boards(bot.library.lookup, clock)
    access = Access(rights, bot.publishers, frozenset(settings.operators))
    readers = Readers(storage, clock, settings.timezone)
    subscribed = Subscribed(storage, boards, bot.announce, clock)
    services = Services(
        storage=storage,
        clock=clock,
        lookup=bot.library.lookup,
        boards=boards,
        access=access,
        subscribed=subscribed,
        limits=Limits(
            subscriptions_per_place=settings.subscriptions_per_place,
            subscriptions_per_person=settings.subscriptions_per_person,
        ),
        timezone=settings.timezone,
        sources=sources,
    )
    desk = Dispatch(
        commands=catalogue(services),
        storage=storage,
        clock=clock,
        readers=readers,
        access=access,
        suggestions=Suggestions(boards),
        finding=Cards(storage, boards, clock),
        doors=Doors(storage, clock, readers),
        notices=Notices(storage, clock),
        budgets=Budgets(
            person=Budget(settings.questions_per_person, _A_MINUTE),
            place=Budget(settings.questions_per_place, _A_MINUTE),
        ),
    )
    return Reception(desk, subscribed)
