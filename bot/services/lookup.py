"""Looking up: what was hot on a day, and why."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from bot.domain.balanced import BALANCED, BalancedPolicy
from bot.domain.boards import Board
from bot.domain.calendar import mailed_at
from bot.domain.explanation import Explanation, Standing, reading_before, standing
from bot.domain.papers import PaperId
from bot.domain.policies import CLASSIC, ClassicPolicy, Policies, Policy
from bot.domain.posts import PostHead
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.subscriptions import Window
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import UnknownPaper, UserMistake
from bot.ports import Clock, Storage, Transaction
from bot.services.evidence import gather, references_of

NOTHING_KNOWN = (
    "No papers are known yet. Bring some in with “hotpapers collect”, or with"
    " “hotpapers import PATH…” from the posts of the old blog."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which ranking is wanted; what is not said is left to the day itself."""

    day: date | None = None
    """The newest day known, if none is named."""

    since: date | None = None
    """The first day, where the papers of several days are ranked together."""

    topic: Topic = EVERYTHING
    policy: str | None = None
    """A day of the old blog is ranked by its own rule, any other by the balanced one."""

    as_of: datetime | None = None
    """A day of the old blog is ranked as of its post, any other as of now."""

    late: bool = False
    """Papers of the days before that are hot only now belong, too."""


@dataclass(frozen=True, slots=True)
class RankedDay:
    """A ranking, and the head of the post that it was published in, if it was."""

    ranking: Ranking
    head: PostHead | None


@dataclass(frozen=True, slots=True)
class _Case:
    evidence: Evidence
    policy: Policy
    as_of: datetime
    head: PostHead | None

    def standing(self, paper_id: PaperId) -> Standing:
        return standing(self.evidence, self.policy, paper_id, as_of=self.as_of)


@dataclass(slots=True)
class Lookup:
    """Answers from what is remembered."""

    storage: Storage
    clock: Clock
    policies: Policies
    _references: dict[date, dict[str, float]] = field(default_factory=dict, init=False)
    """What was very hot in the thirty days before a day: it never changes once they are over."""

    async def newest_day(self, *, as_of: datetime | None = None) -> date | None:
        """Give the newest day that has papers, or had at a moment, if there is one."""
        async with self.storage.transaction() as tx:
            days = _until(await tx.papers.days(), as_of or self.clock.now())
        return days[-1] if days else None

    async def day(self, question: Question) -> RankedDay:
        """Rank the papers of a day.

        Raises UserMistake when nothing is known of the day, or there is no such policy.
        """
        async with self.storage.transaction() as tx:
            case = await self._case(tx, question)
        return RankedDay(rank(case.evidence, case.policy, as_of=case.as_of), case.head)

    async def board(self, question: Question) -> Board:
        """Rank every paper of a day, or of several, that anybody talks about.

        The work is done beside the event loop. Raises UserMistake as `day` does.
        """
        async with self.storage.transaction() as tx:
            case = await self._case(tx, question)
        return await asyncio.to_thread(_board, case)

    async def days(self) -> tuple[date, ...]:
        """Give the listing days known, the oldest first."""
        async with self.storage.transaction() as tx:
            return tuple(_until(await tx.papers.days(), self.clock.now()))

    async def explain(self, paper_id: PaperId, question: Question) -> Explanation:
        """Say why a paper stands where it does on a day, or on the last day that it was listed.

        Raises UnknownPaper for a paper that is not known, and UserMistake as `day` does.
        """
        async with self.storage.transaction() as tx:
            now = question.as_of or self.clock.now()
            days = _until(await tx.papers.days_of(paper_id), now)
            if not days or (question.day and question.day not in days):
                raise _not_listed(paper_id, days, question.day)
            day = question.day or days[-1]
            case = await self._case(tx, replace(question, day=day))
            readings = await tx.snapshots.all_of([paper_id], until=case.as_of)
            before_at = reading_before(readings, as_of=case.as_of)
            before = (
                await self._case(tx, replace(question, day=day, as_of=before_at))
                if before_at and before_at >= mailed_at(day)
                else None
            )
        return Explanation(
            threshold=case.policy.threshold,
            now=case.standing(paper_id),
            before=before.standing(paper_id) if before else None,
        )

    async def _case(self, tx: Transaction, question: Question) -> _Case:
        now = question.as_of or self.clock.now()
        day = await self._day(tx, question, now)
        head = await tx.posts.find(day)
        moment = question.as_of or (head.counted_at if head else now)
        policy = self.policies.named(question.policy or (CLASSIC if head else BALANCED))
        window = Window(question.since or day, day)
        evidence = await gather(
            tx, window, question.topic, as_of=moment, late=question.late and head is None
        )
        match policy:
            case ClassicPolicy():
                return _Case(evidence, policy, moment, head)
            case BalancedPolicy():
                return _Case(await self._judged(tx, evidence, policy), policy, moment, head)
            case _:
                assert_never(policy)

    async def _day(self, tx: Transaction, question: Question, now: datetime) -> date:
        """Give the day that is asked about, or the newest one.

        Raises UserMistake where nothing is known of it.
        """
        wanted = question.day
        if wanted is not None and mailed_at(wanted) <= now and await tx.papers.has(wanted):
            return wanted
        return _known(_until(await tx.papers.days(), now), wanted)

    async def _judged(
        self, tx: Transaction, evidence: Evidence, policy: BalancedPolicy
    ) -> Evidence:
        """Add what was very hot in the thirty days before."""
        known = self._references.get(evidence.day)
        if known is None:
            known = await references_of(tx, evidence.day, policy)
            if self.clock.now() >= mailed_at(evidence.day):
                self._references[evidence.day] = known
        circumstances = replace(evidence.circumstances, references=known)
        return replace(evidence, circumstances=circumstances)


def _board(case: _Case) -> Board:
    policy = replace(case.policy, threshold=float("-inf"))
    day, first = case.evidence.day, case.evidence.since or case.evidence.day
    listed = (row for row in case.evidence.listings if first <= row.listed_on <= day)
    return Board(
        ranking=rank(case.evidence, policy, as_of=case.as_of),
        threshold=case.policy.threshold,
        papers=tuple({row.paper.id: row.paper for row in listed}.values()),
    )


def _until(days: list[date], as_of: datetime) -> list[date]:
    """Leave out the days whose papers were not announced yet at a moment."""
    return [day for day in days if mailed_at(day) <= as_of]


def _known(days: list[date], wanted: date | None) -> date:
    if not days:
        raise UserMistake(NOTHING_KNOWN)
    if wanted is None:
        return days[-1]
    if wanted not in days:
        raise UserMistake(
            "No papers are known for {wanted}. The days known lie between {first} and {last};"
            " the nearest is {nearest}.",
            wanted=wanted,
            first=days[0],
            last=days[-1],
            nearest=min(days, key=lambda day: abs(day - wanted)),
        )
    return wanted


def _not_listed(paper_id: PaperId, days: list[date], wanted: date | None) -> UnknownPaper:
    if not days:
        return UnknownPaper(
            "{paper} is not among the papers known. {url} has it.",
            paper=paper_id,
            url=paper_id.abs_url,
        )
    return UnknownPaper(
        "{paper} was not listed on {wanted}. It was on {days}.",
        paper=paper_id,
        wanted=wanted,
        days=", ".join(day.isoformat() for day in days),
    )


def at_most(ranking: Ranking, top: int | None) -> Ranking:
    """Keep the first papers of a ranking, or all of them."""
    return replace(ranking, papers=ranking.papers[:top])
