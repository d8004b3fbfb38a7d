"""How long it takes to rank a day."""

from random import Random

from bot.domain.balanced import BalancedPolicy
from bot.domain.policies import ClassicPolicy, Policy
from bot.domain.ranking import Evidence, rank
from bot.ports import Progress
from tests.benchmarks.days import AS_OF, busy_day, counted_day
from tests.benchmarks.figures import AtMost, Figure, sized
from tests.benchmarks.timing import RUNS, processor_seconds


def classic(share: float, report: Progress) -> list[Figure]:
    papers, snapshots = sized(10_000, share), sized(100_000, share)
    evidence = counted_day(papers, snapshots, Random(1))
    subject = f"Ranking by reposts and likes: {papers:,} papers, {snapshots:,} snapshots"
    return [_figure(subject, evidence, ClassicPolicy(), AtMost(0.3), report)]


def balanced(share: float, report: Progress) -> list[Figure]:
    papers, posts = sized(3000, share), sized(100_000, share)
    evidence = busy_day(papers, posts, Random(1))
    subject = f"Balanced ranking: {papers:,} candidates, {posts:,} mentions"
    return [_figure(subject, evidence, BalancedPolicy(), AtMost(0.5), report)]


def _figure(
    subject: str, evidence: Evidence, policy: Policy, aim: AtMost, report: Progress
) -> Figure:
    def work() -> object:
        return rank(evidence, policy, as_of=AS_OF)

    seconds = processor_seconds([work] * RUNS, report)
    return Figure(subject=subject, value=seconds, unit="s", aim=aim)
