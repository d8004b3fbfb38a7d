from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.engagement import Engagement, Snapshot
from bot.domain.papers import Listing
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, Ranking, rank
from tests.builders import DAY, NOW, a_listing, a_mention, a_paper, a_snapshot, a_wording

HOUR = timedelta(hours=1)
IDS = [f"2401.{number:05}" for number in range(1, 9)]
ids = st.sampled_from(IDS)
engagements = st.builds(Engagement, *[st.integers(0, 80)] * 4)


@st.composite
def listings(draw: st.DrawFn) -> list[Listing]:
    chosen = draw(st.lists(ids, unique=True))
    published = draw(st.integers(0, len(chosen)))
    places = draw(st.permutations(range(1, published + 1)))
    positions = [*places, *[None] * (len(chosen) - published)]
    return [a_listing(id_, position=place) for id_, place in zip(chosen, positions, strict=True)]


snapshots = st.builds(
    lambda id_, source, native_id, minutes, engagement: replace(
        a_snapshot(id_, source=source, native_id=native_id),
        measured_at=NOW + timedelta(minutes=minutes),
        engagement=engagement,
    ),
    ids,
    st.sampled_from(["x", "bluesky"]),
    st.sampled_from(["", "1", "2"]),
    st.integers(-3, 3),
    engagements,
)
evidences = st.builds(
    lambda listed, measured: Evidence(day=DAY, listings=listed, snapshots=measured),
    listings(),
    st.lists(snapshots, max_size=20),
)


def ranked(
    listed: Sequence[Listing],
    measured: Sequence[Snapshot],
    *,
    threshold: int = 50,
    as_of: datetime = NOW,
) -> Ranking:
    evidence = Evidence(day=DAY, listings=listed, snapshots=measured)
    return rank(evidence, ClassicPolicy(threshold=threshold), as_of=as_of)


def order(ranking: Ranking) -> list[str]:
    return [str(paper.paper.id) for paper in ranking.papers]


def place(ranking: Ranking, id_: str) -> int:
    papers = order(ranking)
    return papers.index(id_) if id_ in papers else len(papers)


@given(evidences, st.randoms())
def test_the_order_of_the_evidence_does_not_matter(evidence: Evidence, random: Random) -> None:
    shuffled = replace(
        evidence,
        listings=random.sample(evidence.listings, len(evidence.listings)),
        snapshots=random.sample(evidence.snapshots, len(evidence.snapshots)),
    )
    policy = ClassicPolicy()
    assert rank(evidence, policy, as_of=NOW) == rank(shuffled, policy, as_of=NOW)


@given(evidences, ids, engagements)
def test_more_attention_never_lowers_a_paper(
    evidence: Evidence, id_: str, growth: Engagement
) -> None:
    before = rank(evidence, ClassicPolicy(), as_of=NOW)
    more = replace(a_snapshot(id_, source="lobsters"), engagement=growth)
    after = rank(
        replace(evidence, snapshots=[*evidence.snapshots, more]), ClassicPolicy(), as_of=NOW
    )
    assert place(after, id_) <= place(before, id_)
    assert [other for other in order(before) if other != id_] == [
        other for other in order(after) if other != id_
    ]


@given(evidences)
def test_what_was_measured_later_does_not_count(evidence: Evidence) -> None:
    known = [snapshot for snapshot in evidence.snapshots if snapshot.measured_at <= NOW]
    policy = ClassicPolicy()
    expected = rank(replace(evidence, snapshots=known), policy, as_of=NOW)
    assert expected == rank(evidence, policy, as_of=NOW)


@given(evidences)
def test_the_parts_add_up_to_the_total(evidence: Evidence) -> None:
    for paper in rank(evidence, ClassicPolicy(), as_of=NOW).papers:
        assert paper.score.total == sum(part.value for part in paper.score.parts)
        assert paper.score.total == paper.engagement.reposts + paper.engagement.likes


@given(evidences)
def test_papers_stand_in_order_and_are_counted_from_one(evidence: Evidence) -> None:
    ranking = rank(evidence, ClassicPolicy(), as_of=NOW)
    totals = [paper.score.total for paper in ranking.papers]
    assert sorted(totals, reverse=True) == totals
    assert list(range(1, len(totals) + 1)) == [paper.rank for paper in ranking.papers]
    assert len(evidence.listings) == ranking.candidates


@given(evidences, st.integers(0, 200))
def test_the_threshold_only_cuts_off_the_end(evidence: Evidence, threshold: int) -> None:
    everything = rank(evidence, ClassicPolicy(threshold=0), as_of=NOW)
    hot = rank(evidence, ClassicPolicy(threshold=threshold), as_of=NOW)
    expected = [paper for paper in everything.papers if paper.score.total >= threshold]
    assert tuple(expected) == hot.papers


@given(listings(), engagements)
def test_on_a_tie_published_papers_keep_their_order_and_the_lower_id_comes_first(
    listed: list[Listing], engagement: Engagement
) -> None:
    measured = [replace(a_snapshot(id_), engagement=engagement) for id_ in IDS]
    published = sorted((row for row in listed if row.position), key=lambda row: row.position or 0)
    new = sorted((row for row in listed if not row.position), key=lambda row: row.paper.id)
    expected = [str(row.paper.id) for row in (*published, *new)]
    assert expected == order(ranked(listed, measured, threshold=0))


def test_of_several_readings_of_one_counter_the_newest_counts() -> None:
    readings = [
        a_snapshot(likes=900, measured_at=NOW - 2 * HOUR),
        a_snapshot(likes=70, measured_at=NOW - HOUR),
        a_snapshot(likes=5000, measured_at=NOW + HOUR),
    ]
    (paper,) = ranked([a_listing()], readings).papers
    assert Engagement(reposts=40, likes=70) == paper.engagement
    assert NOW - HOUR == paper.measured_at


def test_different_counters_are_added_up() -> None:
    readings = [
        a_snapshot(likes=10, native_id="1", measured_at=NOW - HOUR),
        a_snapshot(likes=20, native_id="2", measured_at=NOW - 2 * HOUR),
        a_snapshot(likes=30, source="bluesky", measured_at=NOW - 3 * HOUR),
    ]
    ranking = ranked([a_listing()], readings)
    assert Engagement(reposts=120, likes=60) == ranking.papers[0].engagement
    assert NOW - HOUR == ranking.papers[0].measured_at
    assert ("bluesky", "x") == ranking.sources


def test_only_sources_that_were_counted_are_named() -> None:
    readings = [
        a_snapshot(source="x"),
        a_snapshot(source="bluesky", measured_at=NOW + HOUR),
        a_snapshot("2401.00002", source="reddit"),
    ]
    assert ("x",) == ranked([a_listing()], readings).sources


def test_a_paper_without_a_reading_is_a_candidate_but_not_ranked() -> None:
    ranking = ranked([a_listing()], [], threshold=0)
    assert ((), 1) == (ranking.papers, ranking.candidates)


def test_of_two_listings_of_a_paper_the_one_published_first_is_kept() -> None:
    wording = a_wording(a_paper())
    listed = [
        a_listing(position=7),
        a_listing(position=2, wording=wording),
        a_listing(position=None),
    ]
    ranking = ranked(listed, [a_snapshot()])
    assert 1 == ranking.candidates
    assert wording == ranking.papers[0].wording


def test_the_strongest_mention_comes_first() -> None:
    evidence = Evidence(
        day=DAY,
        listings=[a_listing()],
        snapshots=[
            a_snapshot(),
            a_snapshot(native_id="2", likes=500),
            a_snapshot(native_id="3", likes=100),
        ],
        mentions=[a_mention(native_id=str(number)) for number in range(1, 5)],
    )
    (paper,) = rank(evidence, ClassicPolicy(), as_of=NOW).papers
    assert ["2", "3", "1", "4"] == [mention.key.native_id for mention in paper.mentions]


def test_a_mention_of_later_is_not_quoted() -> None:
    early = replace(a_mention(native_id="1"), posted_at=NOW)
    late = replace(a_mention(native_id="2"), posted_at=NOW + HOUR)
    evidence = Evidence(
        day=DAY, listings=[a_listing()], snapshots=[a_snapshot()], mentions=[late, early]
    )
    (paper,) = rank(evidence, ClassicPolicy(), as_of=NOW).papers
    assert (early,) == paper.mentions


@pytest.mark.parametrize(("likes", "expected"), [(9, 0), (10, 1), (11, 1)])
def test_the_threshold_itself_is_hot(likes: int, expected: int) -> None:
    ranking = ranked([a_listing()], [a_snapshot(reposts=40, likes=likes)], threshold=50)
    assert expected == len(ranking.papers)
