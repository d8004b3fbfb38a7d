"""Posts that talk about papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.counting import Torrent, torrents
from bot.domain.engagement import Mention, MentionKey
from bot.domain.papers import PaperId
from bot.repositories import Counted
from storage.in_memory.contents import Contents


@dataclass(frozen=True, slots=True)
class MemoryMentions:
    """Answers `bot.repositories.Mentions` in memory."""

    contents: Contents

    async def add(self, mentions: Iterable[Mention]) -> int:
        """See the port."""
        known = self.contents.mentions
        before = len(known)
        for mention in mentions:
            known.setdefault((mention.key, mention.paper_id), mention)
        return len(known) - before

    async def of(self, papers: Collection[PaperId]) -> list[Mention]:
        """See the port."""
        wanted = set(papers)
        return [each for each in self.contents.mentions.values() if each.paper_id in wanted]

    async def counted(self, source: str, *, since: date) -> list[Counted]:
        """See the port; the posts come in the order in which they were added."""
        days = {paper_id: day for day, paper_id in sorted(self.contents.listings)}
        moments = {tuple(counter): moment for *counter, moment in sorted(self.contents.snapshots)}
        return [
            Counted(mention.key, days[paper_id], moments.get((paper_id, *mention.key)))
            for (_, paper_id), mention in self.contents.mentions.items()
            if mention.key.source == source
            and mention.gone_at is None
            and days.get(paper_id, date.min) >= since
        ]

    async def torrents(
        self, first: date, last: date, *, until: datetime | None = None
    ) -> frozenset[Torrent]:
        """See the port."""
        read = {
            (snapshot.paper_id, snapshot.source, snapshot.native_id)
            for snapshot in self.contents.snapshots.values()
            if until is None or snapshot.measured_at <= until
        }
        return torrents(
            mention
            for mention in self.contents.mentions.values()
            if first <= mention.posted_on <= last
            and (until is None or (mention.paper_id, *mention.key) in read)
        )

    async def forget(self, keys: Collection[MentionKey], *, gone_at: datetime) -> int:
        """See the port; who is known by a handle only keeps it as the account."""
        wanted = set(keys)
        forgotten = {
            known: _forgotten(mention, gone_at)
            for known, mention in self.contents.mentions.items()
            if mention.key in wanted and mention.gone_at is None
        }
        self.contents.mentions.update(forgotten)
        return len(forgotten)


def _forgotten(mention: Mention, gone_at: datetime) -> Mention:
    return replace(
        mention,
        gone_at=gone_at,
        account=mention.voice,
        author="",
        handle="",
        url="",
        language=None,
        embed=None,
    )
