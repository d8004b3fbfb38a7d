from hypothesis import given
from hypothesis import strategies as st

from bot.domain.growth import trending
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.topics import EVERYTHING, Topic
from tests.builders import DAY, NOW, a_listing, a_snapshot

IDS = tuple(f"2401.{number:05}" for number in range(1, 8))
counts = st.dictionaries(st.sampled_from(IDS), st.integers(0, 5_000))


def a_ranking_of(likes: dict[str, int]) -> Ranking:
    evidence = Evidence(
        day=DAY,
        listings=[a_listing(one) for one in IDS],
        snapshots=[a_snapshot(one, reposts=0, likes=count) for one, count in likes.items()],
    )
    return rank(evidence, ClassicPolicy(threshold=0), as_of=NOW)


@given(counts, counts)
def test_what_gained_most_comes_first_and_what_gained_nothing_not_at_all(
    before: dict[str, int], gains: dict[str, int]
) -> None:
    now = {one: before.get(one, 0) + gain for one, gain in gains.items()}
    found = trending(a_ranking_of(now), a_ranking_of(before), EVERYTHING)
    assert sorted((gain for gain in gains.values() if gain), reverse=True) == [
        row.gained for row in found
    ]
    assert {one for one, gain in gains.items() if gain} == {
        str(row.paper.paper.id) for row in found
    }
    assert list(range(1, len(found) + 1)) == [row.place for row in found]
    assert all(row.engagement.likes == row.gained for row in found)


def test_a_paper_of_another_topic_does_not_count() -> None:
    now = a_ranking_of({IDS[0]: 90})
    assert () == trending(now, a_ranking_of({}), Topic.of(["hep-th"]))
    (row,) = trending(now, a_ranking_of({}), Topic.of(["cs.LG"]))
    assert PaperId.parse(IDS[0]) == row.paper.paper.id
