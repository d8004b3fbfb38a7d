import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log1p
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.balanced import AGREEMENT, UNKNOWN, BalancedPolicy, Circumstances, references
from bot.domain.counting import RULES, Ear, Talk, Tally, torrents
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.scores import Score
from tests.builders import NOW
from tests.domain.days import NETWORKS, Said, a_day, evidence_of, said, tallies

POLICY = BalancedPolicy()
EVERYTHING = BalancedPolicy(threshold=float("-inf"))
ROUNDING = 0.05 * (len(NETWORKS) + 2)
"""A part is rounded to a tenth, and so is the total."""

UPVOTES = Path(__file__).parents[2] / (
    "../shared/data/recorded/hf_daily/hf_daily_compact_2024-05-27_2026-08-21.jsonl.gz"
)
values = st.dictionaries(st.sampled_from(NETWORKS), st.floats(0, 20_000), max_size=len(NETWORKS))
sources = st.sets(st.sampled_from(NETWORKS)).map(frozenset)


def heard(worth: dict[str, float]) -> list[Tally]:
    """What the networks say, as numbers alone."""
    return [Tally(source=name, value=worth[name], talk=silence(name)) for name in worth]


def silence(source: str) -> Talk:
    nobody = Ear(torrents=frozenset(), authors=frozenset(), openings=frozenset())
    return Talk(RULES[source], nobody, readings={})


def parts(score: Score) -> dict[str, float]:
    return {part.name: part.value for part in score.parts}


@pytest.mark.parametrize(
    ("worth", "total"),
    [
        ({}, 0),
        ({"huggingface": 98}, 100),
        ({"huggingface": 16}, 61.7),
        ({"huggingface": 15}, 60.3),
        ({"huggingface": 14}, 58.9),
        ({"huggingface": 10_000}, 120),
        ({"bluesky": 200}, 80),
        ({"lobsters": 40}, 40),
        ({"huggingface": 98, "hackernews": 250}, 215),
        ({"huggingface": 98, "hackernews": 250, "bluesky": 200}, 310),
        ({"huggingface": 98, "hackernews": 2}, 119.9),
    ],
)
def test_a_network_counts_on_its_own_scale_and_agreement_counts_extra(
    worth: dict[str, float], total: float
) -> None:
    assert total == POLICY.score(heard(worth), UNKNOWN).total


def test_the_parts_name_what_was_counted() -> None:
    score = POLICY.score(heard({"bluesky": 200, "huggingface": 30}), UNKNOWN)
    told = [(part.name, part.value, part.count) for part in score.parts]
    assert [("bluesky", 80.0, 200), ("huggingface", 74.7, 30), (AGREEMENT, 15.0, 2)] == told


@given(values, sources, sources)
def test_the_parts_add_up_to_the_total(
    worth: dict[str, float], expected: frozenset[str], missing: frozenset[str]
) -> None:
    circumstances = Circumstances(expected=expected, missing=missing & expected)
    score = POLICY.score(heard(worth), circumstances)
    assert score.total == round(sum(part.value for part in score.parts), 1)
    assert all(part.value >= 0 for part in score.parts)


@given(values, st.randoms())
def test_the_order_of_the_networks_does_not_matter(worth: dict[str, float], random: Random) -> None:
    shuffled = random.sample(list(worth), len(worth))
    one = POLICY.score(heard(worth), UNKNOWN)
    other = POLICY.score(heard({name: worth[name] for name in shuffled}), UNKNOWN)
    assert (one.total, parts(one)) == (other.total, parts(other))


@given(values, st.sampled_from(NETWORKS), st.floats(0, 5_000), sources)
def test_more_attention_never_scores_less(
    worth: dict[str, float], grows: str, gain: float, missing: frozenset[str]
) -> None:
    circumstances = Circumstances(expected=frozenset(NETWORKS), missing=missing)
    louder = {**worth, grows: worth.get(grows, 0) + gain}
    before = POLICY.score(heard(worth), circumstances).total
    assert POLICY.score(heard(louder), circumstances).total >= before


@given(values)
def test_no_network_counts_for_more_than_the_clip(worth: dict[str, float]) -> None:
    for name, value in parts(POLICY.score(heard(worth), UNKNOWN)).items():
        limit = 15 * len(NETWORKS) if name == AGREEMENT else 120 * RULES[name].weight
        assert value <= limit + 0.05


@given(values)
def test_agreement_is_worth_as_much_for_each_network_beyond_the_first(
    worth: dict[str, float],
) -> None:
    loud = [name for name in worth if log1p(worth[name]) >= 0.2 * log1p(RULES[name].reference)]
    expected = round(15.0 * (len(loud) - 1), 1) if len(loud) > 1 else None
    assert expected == parts(POLICY.score(heard(worth), UNKNOWN)).get(AGREEMENT)


def test_every_number_is_data() -> None:
    rules = {"x": replace(RULES["x"], weight=2.0), "reddit": replace(RULES["reddit"], weight=0.0)}
    policy = BalancedPolicy(rules=rules, clip=0.5, agreement=0.3)
    score = policy.score(heard({"x": 2000, "reddit": 250}), UNKNOWN)
    assert {"x": 100.0, "reddit": 0.0, AGREEMENT: 30.0} == parts(score)


@given(values, sources, sources)
def test_a_missing_network_is_not_zero(
    worth: dict[str, float], expected: frozenset[str], missing: frozenset[str]
) -> None:
    missing &= expected
    here = Circumstances(expected=expected)
    gone = Circumstances(expected=expected, missing=missing)
    before, after = (parts(POLICY.score(heard(worth), each)) for each in (here, gone))
    present = sum(RULES[name].weight for name in expected - missing)
    raised = sum(RULES[name].weight for name in expected) / present if present else 1.0
    assert not set(after) & missing
    for name in set(worth) - missing:
        rounding = 0.051 * (1 + raised)
        assert after.get(name, 0) == pytest.approx(raised * before.get(name, 0), abs=rounding)


def test_the_weights_that_are_left_add_up_to_the_same() -> None:
    expected = frozenset({"huggingface", "hackernews", "bluesky", "lobsters"})
    all_at_reference = {name: RULES[name].reference for name in expected}
    attention = [
        POLICY.score(heard(all_at_reference), Circumstances(expected=expected, missing=missing))
        for missing in (frozenset[str](), frozenset({"hackernews"}), frozenset({"lobsters"}))
    ]
    totals = [
        sum(v for name, v in parts(score).items() if name != AGREEMENT) for score in attention
    ]
    assert [320.0] * 3 == pytest.approx(totals, abs=0.2)


# What was very hot in the past


def past(*upvotes: int, source: str = "huggingface") -> list[tuple[Tally, ...]]:
    return [tallies([said(source=source, likes=likes)]) for likes in upvotes]


def test_fifty_papers_of_the_past_replace_the_first_guess() -> None:
    assert 98 == references(past(*[500] * 49), RULES)["huggingface"]
    assert 500 == references(past(*[500] * 50), RULES)["huggingface"]


@given(st.lists(st.integers(31, 5_000), min_size=50, max_size=130), st.randoms())
def test_very_hot_is_what_one_paper_in_a_hundred_reaches(
    upvotes: list[int], random: Random
) -> None:
    reference = references(past(*random.sample(upvotes, len(upvotes))), RULES)["huggingface"]
    hotter = sum(likes > reference for likes in upvotes)
    assert reference in upvotes
    assert hotter <= 0.01 * len(upvotes) < sum(likes >= reference for likes in upvotes)


def test_a_quiet_network_does_not_shout() -> None:
    assert 30 == references(past(*[2] * 80), RULES)["huggingface"]
    assert 98 == references(past(*[0] * 80), RULES)["huggingface"]


def test_what_is_very_hot_comes_from_the_circumstances() -> None:
    circumstances = Circumstances(references={"huggingface": 48.0})
    assert 100 == POLICY.score(heard({"huggingface": 48}), circumstances).total


# Stability: the bounds that the ranking keeps


def hottest(evidence: Evidence, count: int = 10) -> dict[str, float]:
    return dict(list(scores(evidence).items())[:count])


def scores(evidence: Evidence) -> dict[str, float]:
    ranking = rank(evidence, EVERYTHING, as_of=NOW)
    return {str(row.paper.id): row.score.total for row in ranking.papers}


def without(evidence: Evidence, source: str) -> Ranking:
    circumstances = Circumstances(expected=frozenset(NETWORKS), missing=frozenset({source}))
    return rank(replace(evidence, circumstances=circumstances), EVERYTHING, as_of=NOW)


def dropping_a_source_is_explained(evidence: Evidence, source: str) -> None:
    """With a source missing, each paper loses that part and no more than its agreement.

    The bound: `after = raised · (what the others said) + agreement`, where `raised` is the sum of
    all weights through the sum of those left, and the agreement loses 15 exactly where the source
    agreed. So papers that the source said nothing about keep their order but for the agreement,
    which is not raised: no pair of them can change places that was further apart than that.
    """
    whole = sum(rule.weight for rule in RULES.values())
    raised = whole / (whole - RULES[source].weight)
    before = {row.paper.id: row.score for row in rank(evidence, EVERYTHING, as_of=NOW).papers}
    for row in without(evidence, source).papers:
        was, now = parts(before[row.paper.id]), parts(row.score)
        agreed = was.get(AGREEMENT, 0) - now.get(AGREEMENT, 0)
        others = sum(value for name, value in was.items() if name not in {source, AGREEMENT})
        assert agreed in {0, 15} if source in was else agreed == 0
        expected = raised * others + now.get(AGREEMENT, 0)
        assert row.score.total == pytest.approx(expected, abs=ROUNDING * raised)


def a_swarm(paper: str, source: str, *, is_automated: bool = False) -> list[Said]:
    return [
        said(
            paper,
            source=source,
            post=f"bot {number}",
            likes=1 + number % 3,
            is_automated=is_automated,
        )
        for number in range(1_000)
    ]


def places(scored: dict[str, float]) -> dict[str, int]:
    return {paper: place for place, paper in enumerate(scored, 1)}


def a_swarm_moves_nothing_else(talk: Sequence[Said], source: str, target: str) -> None:
    """Whatever a thousand accounts do for one paper, the others keep score and order.

    The bound: no score but the target's changes at all, so each other paper moves one place at
    most, and only to let the target pass. The target gains at most what its network may say in
    all, 120 times the weight, and one agreement.
    """
    quiet = scores(evidence_of(talk))
    loud = scores(evidence_of([*talk, *a_swarm(target, source)]))
    gain = loud.pop(target) - quiet.pop(target, 0.0)
    assert quiet == loud
    assert list(quiet) == list(loud)
    assert 0 <= gain <= 120 * RULES[source].weight + 15 + ROUNDING


@pytest.mark.parametrize("source", NETWORKS)
@pytest.mark.parametrize("seed", range(12))
def test_a_source_that_drops_out_moves_papers_only_by_the_renormalisation(
    source: str, seed: int
) -> None:
    dropping_a_source_is_explained(evidence_of(a_day(seed)), source)


@pytest.mark.parametrize("seed", range(6))
def test_what_a_missing_source_never_talked_about_keeps_its_order(seed: int) -> None:
    """Among papers with the same agreement that the source is silent about, nothing moves."""
    evidence = evidence_of(a_day(seed))
    for source in NETWORKS:
        kept: dict[float, list[str]] = defaultdict(list)
        for row in rank(evidence, EVERYTHING, as_of=NOW).papers:
            told = parts(row.score)
            if source not in told:
                kept[told.get(AGREEMENT, 0)].append(str(row.paper.id))
        after = {str(row.paper.id): row.score.total for row in without(evidence, source).papers}
        for papers in kept.values():
            ordered = [after[paper] for paper in papers]
            assert all(one >= two - 0.3 for one, two in pairwise(ordered))


@pytest.mark.parametrize("seed", range(6))
def test_a_thousand_posts_for_one_paper_move_no_other(seed: int) -> None:
    talk = a_day(seed)
    random = Random(seed)
    for source in random.sample([name for name in NETWORKS if name != "huggingface"], 2):
        target = random.choice(list(hottest(evidence_of(talk))))
        a_swarm_moves_nothing_else(talk, source, target)
        outsider = list(scores(evidence_of(talk)))[-1]
        a_swarm_moves_nothing_else(talk, source, outsider)


@pytest.mark.parametrize("seed", range(6))
def test_a_thousand_programs_move_nothing_at_all(seed: int) -> None:
    talk = a_day(seed)
    target = list(scores(evidence_of(talk)))[5]
    swarm = a_swarm(target, "bluesky", is_automated=True)
    assert scores(evidence_of(talk)) == scores(evidence_of([*talk, *swarm]))


def test_accounts_that_praise_everything_move_nothing_at_all() -> None:
    talk = a_day(7)
    papers = list(scores(evidence_of(talk)))[:11]
    flood = [
        said(paper, source="x", post=f"{account} {paper}", by=account, likes=900)
        for paper in papers
        for account in (f"bot {number}" for number in range(90))
    ]
    found = torrents(row.mention for row in [*talk, *flood])
    assert 90 == len(found)
    assert scores(evidence_of(talk)) == scores(evidence_of([*talk, *flood], torrents=found))


@pytest.fixture(scope="module")
def real_days() -> list[list[int]]:
    """The upvotes of every fortieth recorded day, a paper each."""
    if not UPVOTES.exists():
        pytest.skip("the recorded upvotes are not at ../shared/data/recorded/hf_daily")
    days: dict[str, list[int]] = defaultdict(list)
    with gzip.open(UPVOTES, "rt") as lines:
        for row in map(json.loads, lines):
            days[row["file_date"]].append(row["upvotes"])
    return [days[day] for day in sorted(days)][::40]


def test_on_real_days_a_source_that_drops_out_is_explained(real_days: list[list[int]]) -> None:
    for seed, upvotes in enumerate(real_days):
        evidence = evidence_of(a_day(seed, networks=("hackernews", "bluesky"), upvotes=upvotes))
        for source in ("huggingface", "hackernews", "bluesky"):
            dropping_a_source_is_explained(evidence, source)


def test_on_real_days_a_swarm_moves_no_other_paper(real_days: list[list[int]]) -> None:
    for seed, upvotes in enumerate(real_days[:6]):
        talk = a_day(seed, networks=("hackernews", "bluesky"), upvotes=upvotes)
        a_swarm_moves_nothing_else(talk, "bluesky", list(hottest(evidence_of(talk)))[4])


def test_on_real_days_upvotes_alone_rank_as_they_are(real_days: list[list[int]]) -> None:
    for upvotes in real_days:
        evidence = evidence_of(a_day(0, networks=(), upvotes=upvotes))
        ranking = rank(evidence, POLICY, as_of=NOW)
        hot = sorted((likes for likes in upvotes if likes >= 15), reverse=True)
        assert hot == [row.engagement.likes for row in ranking.papers]
