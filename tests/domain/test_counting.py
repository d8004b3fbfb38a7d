from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import (
    MOST_PAPERS_A_DAY,
    RULES,
    Counting,
    Ear,
    Tally,
    Torrent,
    Verdict,
    Voice,
    is_own,
    torrents,
)
from bot.domain.engagement import Engagement
from bot.domain.papers import PaperId
from bot.domain.readings import newest
from tests.builders import DAY, NOW, a_mention, a_paper
from tests.domain.days import NETWORKS, Said, said, tallies, value

counters = st.builds(Engagement, *[st.integers(0, 5_000)] * 4)
likes = st.lists(st.integers(0, 5_000), min_size=1, max_size=8)


flooded = st.sets(
    st.builds(
        Torrent,
        st.sampled_from(NETWORKS),
        st.integers(1, 5).map("account {}".format),
        st.just(DAY),
    )
).map(frozenset)


@st.composite
def talk(
    draw: st.DrawFn,
    *,
    voices: int = 5,
    sources: tuple[str, ...] = NETWORKS,
    names: tuple[str, ...] = ("Grace Hopper",),
) -> list[Said]:
    """Posts about one paper by a few accounts, each of which may post again and again."""
    posts = draw(st.integers(0, 12))
    return [
        said(
            source=draw(st.sampled_from(sources)),
            post=str(post),
            by=f"account {draw(st.integers(1, voices))}",
            name=draw(st.sampled_from(names)),
            engagement=draw(counters),
            is_automated=draw(st.booleans()),
            is_own=draw(st.booleans()),
        )
        for post in range(posts)
    ]


@given(talk(), st.randoms())
def test_the_order_of_the_posts_does_not_matter(posts: list[Said], random: Random) -> None:
    assert told(posts) == told(random.sample(posts, len(posts)))


def told(posts: list[Said]) -> list[tuple[str, float, tuple[Voice, ...]]]:
    return [(tally.source, tally.value, tally.voices) for tally in tallies(posts)]


@given(talk())
def test_every_post_is_visible_once_with_a_verdict(posts: list[Said]) -> None:
    seen = [voice for tally in tallies(posts) for voice in tally.voices]
    assert sorted(row.mention.key for row in posts) == sorted(voice.mention.key for voice in seen)
    assert {row.mention.key: row.snapshot.engagement for row in posts} == {
        voice.mention.key: voice.engagement for voice in seen
    }
    for voice in seen:
        assert (voice.worth > 0) <= (voice.verdict in {Verdict.COUNTED, Verdict.OWN})


@given(talk(names=("Grace Hopper", "ada LOVELACE 🦋", "Adam", "", "…")), flooded)
def test_the_number_is_what_the_posts_behind_it_add_up_to(
    posts: list[Said], flood: frozenset[Torrent]
) -> None:
    """The number is worked out quickly, and the posts only when somebody asks: to the last bit."""
    for tally in tallies(posts, torrents=flood):
        rule = RULES[tally.source]
        worths = [voice.worth * rule.others for voice in tally.voices]
        worths[0] = tally.voices[0].worth
        most = rule.largest * sum(worths)
        assert sum(min(worth, most) for worth in worths) == tally.value
        heard = [(voice.worth, voice.mention) for voice in tally.voices if voice.worth]
        assert heard == list(zip(tally.worths, tally.heard, strict=True))


@given(st.lists(st.tuples(st.sampled_from(["2401.00001", "2401.00002"]), talk()), max_size=4))
def test_many_papers_are_counted_as_each_of_them_alone(
    conversations: list[tuple[str, list[Said]]],
) -> None:
    rows = [
        Said(replace(row.mention, paper_id=id_), replace(row.snapshot, paper_id=id_))
        for name, posts in conversations
        for id_ in [PaperId.parse(name)]
        for row in posts
    ]
    papers = {paper.id: paper for paper in map(a_paper, ["2401.00001", "2401.00002"])}
    readings = newest([row.snapshot for row in rows], papers, NOW)
    counting = Counting(rules=RULES, readings=readings)
    counted = counting.tallies(papers, [row.mention for row in rows])
    for id_, paper in papers.items():
        of_it = [row.mention for row in rows if row.mention.paper_id == id_]
        assert counting.tally(paper, of_it) == counted.get(id_, ())


@given(talk())
def test_the_strongest_post_comes_first(posts: list[Said]) -> None:
    for tally in tallies(posts):
        worths = [voice.worth for voice in tally.voices]
        assert sorted(worths, reverse=True) == worths


@given(talk(sources=("bluesky",)))
def test_an_account_is_heard_once_however_often_it_posts(posts: list[Said]) -> None:
    for tally in tallies(posts):
        heard = [voice.mention.account for voice in tally.voices if voice.worth]
        assert len(set(heard)) == len(heard)


def test_an_account_is_heard_with_its_strongest_post() -> None:
    posts = [
        said(post="1", by="ada", likes=5),
        said(post="2", by="ada", likes=40),
        said(post="3", by="emmy", likes=30),
    ]
    assert value(posts[1:]) == value(posts)
    (tally,) = tallies(posts)
    verdicts = [(voice.mention.key.native_id, voice.verdict) for voice in tally.voices]
    assert [("2", Verdict.COUNTED), ("3", Verdict.COUNTED), ("1", Verdict.REPEATED)] == verdicts


def test_a_handle_is_the_voice_where_no_account_is_known() -> None:
    posts = [said(post=post, by="Ada", likes=9) for post in "12"]
    nameless = [Said(replace(row.mention, account=""), row.snapshot) for row in posts]
    assert value(posts[:1]) == value(nameless)


@given(likes, st.integers(1, 20), st.integers(1, 10_000))
def test_programs_count_for_nothing(people: list[int], bots: int, loudness: int) -> None:
    posts = [said(post=f"person {n}", likes=many) for n, many in enumerate(people)]
    swarm = [said(post=f"bot {n}", likes=loudness, is_automated=True) for n in range(bots)]
    assert value(posts) == value(posts + swarm)


@given(st.integers(1, 2 * MOST_PAPERS_A_DAY), st.integers(1, 3))
def test_an_account_is_prolific_from_the_eleventh_paper_of_a_day_on(papers: int, days: int) -> None:
    mentions = [
        replace(
            a_mention(f"2401.{paper:05}", native_id=f"{paper} {day}", handle="everything"),
            posted_on=DAY + timedelta(days=day),
        )
        for paper in range(1, papers + 1)
        for day in range(days)
    ]
    # The same paper again is no other paper, and another day is another chance.
    found = torrents([*mentions, *mentions])
    expected = {Torrent("x", "everything", DAY + timedelta(days=day)) for day in range(days)}
    assert (expected if papers > MOST_PAPERS_A_DAY else set()) == found


def test_a_prolific_account_counts_for_nothing_on_that_day_only() -> None:
    flood = said(post="1", by="everything", likes=500)
    person = said(post="2", likes=20)
    elsewhere = frozenset(
        {
            Torrent("bluesky", "everything", DAY + timedelta(days=1)),
            Torrent("x", "everything", DAY),
            Torrent("bluesky", "account of 1", DAY),
        }
    )
    that_day = frozenset({Torrent("bluesky", "everything", DAY)})
    assert value([flood, person]) == value([flood, person], torrents=elsewhere)
    assert value([person]) == value([flood, person], torrents=that_day)
    (tally,) = tallies([flood, person], torrents=that_day)
    assert Verdict.PROLIFIC is tally.voices[-1].verdict


OWN: list[Callable[[Said], Said]] = [
    lambda row: Said(replace(row.mention, is_own=True), row.snapshot),
    lambda row: Said(replace(row.mention, author="Ada Lovelace"), row.snapshot),
    lambda row: Said(replace(row.mention, author="ada LOVELACE 🦋 "), row.snapshot),
]


@pytest.mark.parametrize("made_own", OWN)
@given(engagement=counters)
def test_an_authors_own_post_counts_half(
    made_own: Callable[[Said], Said], engagement: Engagement
) -> None:
    post = said(engagement=engagement)
    assert value([made_own(post)]) == pytest.approx(value([post]) / 2)


def test_the_page_on_hugging_face_is_nobodys_own_post() -> None:
    upvotes = said(source="huggingface", likes=40, name="Ada Lovelace", is_own=True)
    (tally,) = tallies([upvotes])
    assert (40.0, Verdict.COUNTED) == (tally.value, tally.voices[0].verdict)


@pytest.mark.parametrize("name", ["", "🤖", "42", "Ada", "Ada L.", "Ada Lovelace Junior"])
def test_a_name_that_only_resembles_an_authors_is_not_theirs(name: str) -> None:
    paper = a_paper(authors=("Ada Lovelace", "…"))
    assert not is_own(said(name=name).mention, paper)


SPELLINGS: list[Callable[[str], str]] = [str, str.upper, str.swapcase, "{} 🦋".format]


@given(st.text(max_size=6), st.sampled_from(SPELLINGS))
def test_no_author_escapes_a_closer_look(name: str, spell: Callable[[str], str]) -> None:
    paper = a_paper(authors=(name,))
    post = said(name=spell(name)).mention
    assert Ear.of(paper, frozenset()).is_suspicious(post) >= is_own(post, paper)


@given(st.sampled_from([name for name in NETWORKS if name != "huggingface"]), likes)
def test_no_post_is_more_than_three_fifths_of_what_all_are_worth(
    source: str, many: list[int]
) -> None:
    (tally,) = tallies(
        said(source=source, post=str(number), likes=one) for number, one in enumerate(many)
    )
    strongest, *others = sorted(many, reverse=True)
    worths = [strongest, *(RULES[source].others * other for other in others)]
    whole = sum(worths)
    assert tally.value == pytest.approx(sum(min(worth, 0.6 * whole) for worth in worths))


def _of(source: str, many: list[int]) -> float:
    found = tallies(said(source=source, post=str(number), likes=n) for number, n in enumerate(many))
    return found[0].value if found else 0.0


@given(likes, st.integers(1, 100_000))
def test_a_louder_post_never_weighs_more_than_three_fifths_of_its_gain(
    many: list[int], gain: int
) -> None:
    """A post that already outweighs all others cannot buy the whole network."""
    loudest = max(many) + sum(many)
    before, after = [*many, 2 * loudest], [*many, 2 * loudest + gain]
    assert _of("bluesky", after) - _of("bluesky", before) == pytest.approx(0.6 * gain)


def test_the_votes_of_a_page_are_many_voices() -> None:
    (tally,) = tallies([said(source="huggingface", engagement=Engagement(likes=40, comments=10))])
    assert 45 == tally.value


@given(talk(), st.integers(0, 11), st.integers(1, 1000))
def test_more_attention_never_counts_for_less(posts: list[Said], which: int, gain: int) -> None:
    if not posts:
        return
    row = posts[which % len(posts)]
    counted = row.snapshot.engagement
    grown = Engagement(
        counted.reposts + gain, counted.likes + gain, counted.quotes, counted.comments + gain
    )
    louder = [
        Said(other.mention, replace(other.snapshot, engagement=grown)) if other is row else other
        for other in posts
    ]
    values = {tally.source: tally.value for tally in tallies(posts)}
    for tally in tallies(louder):
        assert tally.value >= values[tally.source] - 1e-9


def test_a_native_repost_is_engagement_of_its_original() -> None:
    quiet, passed_on = Engagement(likes=10), Engagement(likes=10, reposts=5)
    assert value([said(engagement=passed_on)]) == pytest.approx(0.6 * (10 + 2 * 5))
    assert value([said(engagement=quiet)]) == pytest.approx(0.6 * 10)


@pytest.mark.parametrize("source", ["hackernews", "lobsters", "reddit", "huggingface"])
def test_a_quarrel_counts_for_no_more_than_the_votes(source: str) -> None:
    calm = said(source=source, engagement=Engagement(likes=10, comments=20))
    quarrel = said(source=source, engagement=Engagement(likes=10, comments=2000))
    assert value([calm]) == value([quarrel])


def test_further_submissions_to_hacker_news_count_a_quarter() -> None:
    stories = [said(source="hackernews", post=str(n), likes=100) for n in range(3)]
    # Of 100, 25 and 25 the first may be 60 percent.
    assert value(stories) == pytest.approx(90 + 25 + 25)


@given(talk())
def test_downvotes_never_count_against_a_paper(posts: list[Said]) -> None:
    hated = said(source="reddit", post="hated", engagement=Engagement(likes=-500))
    values = {tally.source: tally.value for tally in tallies(posts)}
    for tally in tallies([*posts, hated]):
        assert tally.value == pytest.approx(values.get(tally.source, 0.0))


def test_a_post_without_counters_or_of_an_unknown_network_is_left_out() -> None:
    uncounted = said(post="2")
    posts = [said(post="1"), Said(uncounted.mention, said(post="3").snapshot)]
    posts.append(said(source="carrier-pigeons", post="4"))
    (tally,) = tallies(posts)
    assert ["1"] == [voice.mention.key.native_id for voice in tally.voices]


def test_a_tally_knows_when_it_was_measured() -> None:
    earlier = NOW - timedelta(hours=5)
    posts = [said(post="1", measured_at=earlier), said(post="2"), said(source="x", post="3")]
    found: dict[str, Tally] = {tally.source: tally for tally in tallies(posts)}
    assert ["bluesky", "x"] == list(found)
    assert {"bluesky": NOW, "x": NOW} == {name: tally.measured_at for name, tally in found.items()}
