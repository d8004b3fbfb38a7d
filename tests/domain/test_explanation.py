from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.balanced import BalancedPolicy
from bot.domain.engagement import Engagement, Snapshot
from bot.domain.explanation import Explanation, Standing, reading_before, standing
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, rank
from tests.builders import NOW, a_snapshot
from tests.domain.days import a_day, evidence_of, said

HOUR = timedelta(hours=1)
POLICY = BalancedPolicy()
LOUD, QUIET, SILENT = (PaperId.parse(f"2401.0000{number}") for number in (1, 2, 3))
EVIDENCE = evidence_of(
    [
        said(str(LOUD), source="huggingface", post="1", likes=90),
        said(str(QUIET), source="huggingface", post="2", likes=3),
    ]
)


def explained(now: Standing, before: Standing | None = None) -> Explanation:
    return Explanation(threshold=POLICY.threshold, now=now, before=before)


def test_a_paper_under_the_threshold_has_its_place_all_the_same() -> None:
    loud, quiet = (standing(EVIDENCE, POLICY, each, as_of=NOW) for each in (LOUD, QUIET))
    assert [1, 2] == [each.paper.rank for each in (loud, quiet) if each.paper]
    assert [True, False] == [explained(each).is_hot for each in (loud, quiet)]


def test_a_paper_nobody_talks_about_has_no_place_and_is_not_hot() -> None:
    silent = standing(EVIDENCE, POLICY, SILENT, as_of=NOW)
    assert (None, False, None) == (silent.paper, explained(silent).is_hot, explained(silent).growth)


@given(st.integers(0, 10**6))
def test_hot_papers_stand_where_the_ranking_has_them(seed: int) -> None:
    evidence = evidence_of(a_day(seed, networks=("huggingface", "hackernews")))
    ranking = rank(evidence, POLICY, as_of=NOW)
    for row in ranking.papers[:3]:
        found = standing(evidence, POLICY, row.paper.id, as_of=NOW)
        assert row == found.paper
        assert explained(found).is_hot


def test_growth_is_what_the_counters_gained_since_the_reading_before() -> None:
    later = a_snapshot(str(LOUD), source="huggingface", native_id="1", measured_at=NOW + HOUR)
    grown = replace(later, engagement=Engagement(likes=120, comments=4))
    evidence = replace(EVIDENCE, snapshots=[*EVIDENCE.snapshots, grown])
    now, before = (standing(evidence, POLICY, LOUD, as_of=at) for at in (NOW + HOUR, NOW))
    assert Engagement(likes=30, comments=4) == explained(now, before).growth
    assert explained(now).growth is None


moments = st.lists(st.integers(-50, 50).map(lambda hours: NOW + hours * HOUR), max_size=12)


@given(moments)
def test_the_reading_before_is_the_last_but_one_that_was_taken_by_then(
    taken: list[datetime],
) -> None:
    readings: list[Snapshot] = [
        a_snapshot(native_id=str(number), measured_at=at) for number, at in enumerate(taken)
    ]
    past = sorted({at for at in taken if at <= NOW})
    expected = past[-2] if len(past) > 1 else None
    assert expected == reading_before(readings, as_of=NOW)


def test_any_rule_can_be_explained() -> None:
    evidence: Evidence = replace(EVIDENCE, mentions=())
    found = standing(evidence, ClassicPolicy(threshold=1_000), LOUD, as_of=NOW)
    assert found.paper is not None
    assert (1, 90) == (found.paper.rank, found.paper.score.total)
