"""One transaction: every repository on one session."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import SqlDeliveries
from storage.digests import SqlDigests
from storage.ledger import SqlLedger
from storage.mentions import SqlMentions
from storage.papers import SqlPapers
from storage.posts import SqlPosts
from storage.runs import SqlRuns
from storage.snapshots import SqlSnapshots


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
        )
