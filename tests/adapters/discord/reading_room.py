"""The bot's own desk on Discord, with a day of papers."""

from datetime import timedelta

from bot.commands.cards import Cards
from bot.commands.catalogue import Limits, Services, catalogue
from bot.commands.dispatch import Budgets, Dispatch
from bot.commands.doors import Doors
from bot.commands.suggest import Suggestions
from bot.domain.balanced import BalancedPolicy
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from bot.domain.policies import ClassicPolicy, Policies
from bot.ports import Publisher, Rights
from bot.services.access import Access
from bot.services.announce import Announce
from bot.services.boards import Boards
from bot.services.budgets import Budget
from bot.services.lookup import Lookup
from bot.services.notices import Notices
from bot.services.readers import Readers
from bot.services.subscribed import Subscribed
from storage.memory import MemoryStorage
from tests.commands.libraries import NOW, a_library
from tests.fakes import FakeClock


async def a_desk(
    rights: Rights,
    publisher: Publisher,
    *,
    storage: MemoryStorage | None = None,
    operators: frozenset[PersonKey] = frozenset(),
) -> Dispatch:
    """Build the desk, four hours after Tuesday's mailing."""
    storage, clock = storage or await a_library(), FakeClock(NOW)
    publishers = {Platform.DISCORD: publisher}
    access = Access({Platform.DISCORD: rights}, publishers, operators)
    lookup = Lookup(storage, clock, Policies(ClassicPolicy(), BalancedPolicy()))
    boards, readers = Boards(lookup, clock), Readers(storage, clock, "UTC")
    announce = Announce(storage, publishers, clock, "UTC")
    services = Services(
        storage=storage,
        clock=clock,
        lookup=lookup,
        boards=boards,
        access=access,
        subscribed=Subscribed(storage, boards, announce, clock),
        limits=Limits(),
        timezone="UTC",
    )
    return Dispatch(
        commands=catalogue(services),
        storage=storage,
        clock=clock,
        readers=readers,
        access=access,
        suggestions=Suggestions(boards),
        finding=Cards(storage, boards, clock),
        doors=Doors(storage, clock, readers),
        notices=Notices(storage, clock),
        budgets=Budgets(person=_often(), place=_often()),
    )


def _often() -> Budget:
    return Budget(10_000, timedelta(minutes=1))
