"""One transaction: every repository on one session."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import SqlDeliveries
from storage.digests import SqlDigests
from storage.ledger import SqlLedger
from storage.mentions import SqlMentions
from storage.mutes import SqlMutes
from storage.papers import SqlPapers
from storage.people import SqlPeople
from storage.places import SqlPlaces
from storage.posts import SqlPosts
from storage.runs import SqlRuns
from storage.saved_papers import SqlSavedPapers
from storage.search import SqlSearch
from storage.snapshots import SqlSnapshots
from storage.standings import SqlStandings
from storage.subscriptions import SqlSubscriptions
from storage.tokens import SqlTokens


@dataclass(frozen=True, slots=True)
class SqlTransaction:
    """Answers `bot.ports.Transaction` with SQL."""

    papers: SqlPapers
    mentions: SqlMentions
    snapshots: SqlSnapshots
    posts: SqlPosts
    digests: SqlDigests
    deliveries: SqlDeliveries
    runs: SqlRuns
    ledger: SqlLedger
    subscriptions: SqlSubscriptions
    people: SqlPeople
    places: SqlPlaces
    bookmarks: SqlSavedPapers
    mutes: SqlMutes
    tokens: SqlTokens
    standings: SqlStandings
    search: SqlSearch

    @classmethod
    def on(cls, session: AsyncSession) -> "SqlTransaction":
        """Put every repository on a session."""
        return cls(
            papers=SqlPapers(session),
            mentions=SqlMentions(session),
            snapshots=SqlSnapshots(session),
            posts=SqlPosts(session),
            digests=SqlDigests(session),
            deliveries=SqlDeliveries(session),
            runs=SqlRuns(session),
            ledger=SqlLedger(session),
            subscriptions=SqlSubscriptions(session),
            people=SqlPeople(session),
            places=SqlPlaces(session),
            bookmarks=SqlSavedPapers(session),
            mutes=SqlMutes(session),
            tokens=SqlTokens(session),
            standings=SqlStandings(session),
            search=SqlSearch(session),
        )
