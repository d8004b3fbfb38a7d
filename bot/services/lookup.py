"""Looking up: what was hot on a day, and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.papers import PaperId
from bot.domain.posts import PostHead
from bot.domain.ranking import ClassicPolicy, Evidence, Ranking, rank
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import UserMistake
from bot.ports import Clock, Storage, Transaction


@dataclass(frozen=True, slots=True)
class RankedDay:
    """A ranking, and the head of the post that it was published in, if it was."""

    ranking: Ranking
    head: PostHead | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """Answers from what is remembered."""

    storage: Storage
    clock: Clock
    policy: ClassicPolicy

    async def newest_day(self) -> date | None:
        """Give the newest day that has papers, if there is one."""
        async with self.storage.transaction() as tx:
            days = await tx.papers.days()
        return days[-1] if days else None

    async def day(
        self,
        day: date | None = None,
        *,
        topic: Topic = EVERYTHING,
        as_of: datetime | None = None,
    ) -> RankedDay:
        """Rank the papers of a day, or of the newest day known.

        Without a moment a published day is ranked as of its post, and any other as of now. Raises
        UserMistake when nothing is known of the day.
        """
        async with self.storage.transaction() as tx:
            chosen = _known(await tx.papers.days(), day)
            head = await tx.posts.find(chosen)
            moment = as_of or (head.counted_at if head else self.clock.now())
            evidence = await _evidence(tx, chosen, topic, moment)
        return RankedDay(rank(evidence, self.policy, as_of=moment), head)


def _known(days: list[date], wanted: date | None) -> date:
    if not days:
        raise UserMistake("No papers are known yet. Bring some in with: hotpapers import PATH…")
    if wanted is None:
        return days[-1]
    if wanted not in days:
        raise UserMistake(
            f"No papers are known for {wanted}. The days known lie between {days[0]} and"
            f" {days[-1]}; the nearest is {min(days, key=lambda day: abs(day - wanted))}."
        )
    return wanted


async def _evidence(tx: Transaction, day: date, topic: Topic, until: datetime) -> Evidence:
    listings = [listing for listing in await tx.papers.on(day) if topic.matches(listing.paper)]
    papers: list[PaperId] = [listing.paper.id for listing in listings]
    return Evidence(
        day=day,
        listings=listings,
        snapshots=await tx.snapshots.of(papers, until=until),
        mentions=await tx.mentions.of(papers),
    )


def at_most(ranking: Ranking, top: int | None) -> Ranking:
    """Keep the first papers of a ranking, or all of them."""
    return replace(ranking, papers=ranking.papers[:top])
