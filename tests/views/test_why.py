from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.counting import Torrent
from bot.domain.engagement import Engagement
from bot.domain.explanation import Explanation, standing
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy, Policy
from bot.domain.ranking import Evidence
from bot.views.why import page
from bot.views.words import ENGLISH_WORDS
from tests.builders import DAY, NOW, a_listing, a_mention, a_snapshot
from tests.domain.days import Said, evidence_of, said

PAPER = "2401.00001"
ID = PaperId.parse(PAPER)
BALANCED = BalancedPolicy()


def explained(*talk: Said, policy: Policy = BALANCED, torrents: tuple[Torrent, ...] = ()) -> str:
    evidence = evidence_of(talk, torrents=frozenset(torrents))
    now = standing(evidence, policy, ID, as_of=NOW)
    return told(Explanation(threshold=policy.threshold, now=now))


def told(explanation: Explanation) -> str:
    return plain(page(ID, explanation, ENGLISH_WORDS))


def test_it_tells_the_place_the_score_its_parts_and_who_talks() -> None:
    words = explained(
        said(source="huggingface", post="1", name="Grace", likes=97),
        said(source="hackernews", post="2", name="Lin", engagement=Engagement(0, 250, 0, 90)),
        said("2401.00002", source="huggingface", post="3", likes=300),
    )
    assert words.splitlines() == [line for line in words.splitlines() if line == line.rstrip()]
    expected = [
        "Why Small Models Learn Quickly?",
        (
            "Place 1 of 30 papers of Wednesday, 17 January 2024, by the balanced rule: a score of"
            " 208.6, over the 60 that make a paper hot."
        ),
        "Its score",
        "• 93.8 from Hacker News, with 177 counted there",
        "• 99.8 from Hugging Face, with 97 counted there",
        "• 15 for the agreement of 2 networks",
        "Hacker News: 1 post",
        "• Lin: 250 likes, 90 comments, worth 295",
        "It counts 177: a single post is never all that is said.",
        "Hugging Face: 1 post",
        "• Grace: 97 likes",
    ]
    assert expected == [line for line in words.splitlines() if line]


def test_a_paper_that_is_not_hot_says_so() -> None:
    words = explained(said(source="huggingface", likes=3))
    assert "a score of 30.2, under the 60 that make a paper hot" in words


def test_a_paper_nobody_talks_about_says_so() -> None:
    words = explained(said("2401.00002"))
    assert "Nobody has been heard to talk about 2401.00001 yet" in words
    assert "It was listed on Wednesday, 17 January 2024." in words


def test_the_strongest_posts_are_shown_and_the_others_counted() -> None:
    words = explained(*(said(post=str(n), name=f"Reader {n}", likes=10 * n) for n in range(1, 7)))
    shown = [line for line in words.splitlines() if "Reader" in line]
    assert [f"• Reader {n}: {10 * n} likes" for n in (6, 5, 4)] == shown
    assert "3 more posts are not shown." in words


def test_what_does_not_count_says_why() -> None:
    words = explained(
        said(post="1", name="Feed", likes=90, is_automated=True),
        said(post="2", name="Everything", by="everything", likes=80),
        said(post="3", name="Ada Lovelace", likes=40),
        torrents=(Torrent("bluesky", "everything", DAY),),
    )
    assert "Ada Lovelace: 40 likes, worth 20 (an author's own, counts half)" in words
    assert "Feed: 90 likes, worth 0 (posted by a program)" in words
    assert "Everything: 80 likes, worth 0 (posts about everything)" in words
    assert "2 posts count for nothing." in words


def test_several_posts_that_one_outshouts_say_what_they_count_together() -> None:
    words = explained(said(post="1", likes=900), said(post="2", likes=10))
    assert "Together they count 556: no post may be most of it" in words


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (Engagement(likes=1), "has gained 1 like since."),
        (Engagement(2, 30, 1, 4), "has gained 30 likes, 2 reposts, 1 quote, 4 comments since."),
        (Engagement(), "has gained nothing since."),
    ],
)
def test_it_tells_the_place_before_and_what_was_gained(gain: Engagement, words: str) -> None:
    before = said(source="hackernews", engagement=Engagement(likes=20), measured_at=NOW)
    later = replace(
        before.snapshot,
        engagement=before.snapshot.engagement + gain,
        measured_at=NOW + timedelta(hours=13),
    )
    evidence = evidence_of([before])
    evidence = replace(evidence, snapshots=[*evidence.snapshots, later])
    now, earlier = [
        standing(evidence, BALANCED, ID, as_of=at) for at in (NOW + timedelta(hours=13), NOW)
    ]
    text = told(Explanation(threshold=60, now=now, before=earlier))
    assert "It was in place 1 with 46.4 on 18 January 2024, 09:00 UTC" in text
    assert words in text


def test_a_day_of_the_old_blog_is_explained_by_its_own_rule() -> None:
    evidence = Evidence(
        day=DAY,
        listings=[a_listing(PAPER, position=1)],
        snapshots=[a_snapshot(PAPER, reposts=1_500, likes=60)],
        mentions=[a_mention(PAPER, author="Grace Hopper")],
    )
    policy = ClassicPolicy()
    text = told(Explanation(threshold=50, now=standing(evidence, policy, ID, as_of=NOW)))
    assert "by the classic rule: a score of 1,560" in text
    assert "• 1,500 reposts" in text
    assert "• 60 likes" in text
    assert "• Grace Hopper" in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_hostile_names_stay_words(author: str, title: str) -> None:
    row = said(name=author, source="bluesky")
    evidence = evidence_of([row])
    paper = replace(evidence.listings[0].paper, title=title)
    listings = [replace(evidence.listings[0], paper=paper), *evidence.listings[1:]]
    now = standing(replace(evidence, listings=listings), BALANCED, ID, as_of=NOW)
    words = told(Explanation(threshold=60, now=now))
    assert "from Bluesky" in words
