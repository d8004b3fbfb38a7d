"""The storage in dictionaries: for tests, and to show what the port means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from storage.in_memory.contents import Contents
from storage.in_memory.deliveries import MemoryDeliveries
from storage.in_memory.digests import MemoryDigests
from storage.in_memory.ledger import MemoryLedger
from storage.in_memory.mentions import MemoryMentions
from storage.in_memory.mutes import MemoryMutes
from storage.in_memory.papers import MemoryPapers
from storage.in_memory.people import MemoryPeople
from storage.in_memory.places import MemoryPlaces
from storage.in_memory.posts import MemoryPosts
from storage.in_memory.runs import MemoryRuns
from storage.in_memory.saved_papers import MemorySavedPapers
from storage.in_memory.search import MemorySearch
from storage.in_memory.snapshots import MemorySnapshots
from storage.in_memory.standings import MemoryStandings
from storage.in_memory.subscriptions import MemorySubscriptions
from storage.in_memory.tokens import MemoryTokens


class MemoryStorage:
    """Answers `bot.ports.Storage` without a database; what it remembers ends with the process."""

    def __init__(self) -> None:
        self._contents = Contents()
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["MemoryTransaction"]:
        """See the port; transactions come one after the other."""
        async with self._lock:
            contents = self._contents.copy()
            yield MemoryTransaction.on(contents)
            self._contents = contents


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """Answers `bot.ports.Transaction` in memory."""

    papers: MemoryPapers
    mentions: MemoryMentions
    snapshots: MemorySnapshots
    posts: MemoryPosts
    digests: MemoryDigests
    deliveries: MemoryDeliveries
    runs: MemoryRuns
    ledger: MemoryLedger
    subscriptions: MemorySubscriptions
    people: MemoryPeople
    places: MemoryPlaces
    bookmarks: MemorySavedPapers
    mutes: MemoryMutes
    tokens: MemoryTokens
    standings: MemoryStandings
    search: MemorySearch

    @classmethod
    def on(cls, contents: Contents) -> "MemoryTransaction":
        """Put every repository on the same contents."""
        return cls(
            papers=MemoryPapers(contents),
            mentions=MemoryMentions(contents),
            snapshots=MemorySnapshots(contents),
            posts=MemoryPosts(contents),
            digests=MemoryDigests(contents),
            deliveries=MemoryDeliveries(contents),
            runs=MemoryRuns(contents),
            ledger=MemoryLedger(contents),
            subscriptions=MemorySubscriptions(contents),
            people=MemoryPeople(contents),
            places=MemoryPlaces(contents),
            bookmarks=MemorySavedPapers(contents),
            mutes=MemoryMutes(contents),
            tokens=MemoryTokens(contents),
            standings=MemoryStandings(contents),
            search=MemorySearch(contents),
        )
