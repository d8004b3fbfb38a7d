import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.taxonomy import ALIASES, ARCHIVES, CATEGORY_NAMES, SUBSUMED
from bot.domain.topics import EVERYTHING, Topic, fold, fold_all
from bot.errors import UnknownCategory
from tests.builders import a_paper

names = st.sampled_from(sorted({*CATEGORY_NAMES, *ALIASES, *SUBSUMED}))
wildcards = st.sampled_from(sorted({f"{name.partition('.')[0]}.*" for name in CATEGORY_NAMES}))
few_names = st.lists(names, min_size=1, max_size=4)


def is_wanted(topic: list[str], *categories: str) -> bool:
    return Topic.of(topic).matches(a_paper(categories=categories))


@given(names, few_names)
def test_a_paper_answers_to_each_of_its_categories(wanted: str, others: list[str]) -> None:
    assert is_wanted([wanted], *others, wanted)


@given(names)
def test_a_paper_answers_to_the_whole_of_its_archive(name: str) -> None:
    archive = fold(name).partition(".")[0]
    assert is_wanted([f"{archive}.*"], name)


@given(few_names, few_names)
def test_categories_of_a_topic_are_alternatives(topic: list[str], categories: list[str]) -> None:
    each = [is_wanted([name], *categories) for name in topic]
    assert any(each) == is_wanted(topic, *categories)


@given(st.lists(names | wildcards, min_size=1, max_size=5))
def test_order_case_and_repetition_do_not_matter(topic: list[str]) -> None:
    shuffled = [f"  {name.upper()} " for name in reversed(topic + topic)]
    assert Topic.of(topic) == Topic.of(shuffled)


@given(st.lists(names | wildcards, min_size=1, max_size=5))
def test_a_topic_can_be_read_from_its_own_words(topic: list[str]) -> None:
    read = Topic.of(topic)
    assert read == Topic.of(str(read).split(", "))


@given(names)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(name) == fold(fold(name))
    assert fold(name) in CATEGORY_NAMES


@given(st.lists(names))
def test_folding_many_keeps_their_order_and_each_once(categories: list[str]) -> None:
    folded = fold_all(categories)
    assert list(folded) == list(dict.fromkeys(map(fold, categories)))


def test_everything_matches_a_paper_without_categories() -> None:
    assert EVERYTHING.matches(a_paper(categories=()))
    assert Topic.of(()) == EVERYTHING


@pytest.mark.parametrize(
    ("topic", "categories", "expected"),
    [
        (["cs.NA"], ["math.NA"], True),
        (["math.NA"], ["cs.NA"], True),
        (["cs.*"], ["cs.NA"], True),
        (["math.*"], ["cs.NA"], True),
        (["cs.SY"], ["eess.SY"], True),
        (["cmp-lg"], ["cs.CL"], True),
        (["cs.CL"], ["cmp-lg"], True),
        (["cs"], ["cs.CL"], True),
        (["CS.cl"], ["cs.CL"], True),
        (["astro-ph"], ["astro-ph"], True),
        (["astro-ph"], ["astro-ph.GA"], True),
        (["astro-ph.GA"], ["astro-ph"], False),
        (["hep-th.*"], ["hep-th"], True),
        (["math.*"], ["math-ph"], False),
        (["cs.*"], ["stat.ML", "math.ST"], False),
        (["cs.CL", "stat.*"], ["stat.ML"], True),
    ],
)
def test_a_topic_takes_these_papers_and_no_others(
    topic: list[str], categories: list[str], *, expected: bool
) -> None:
    assert expected == is_wanted(topic, *categories)


@pytest.mark.parametrize("text", ["cs.XX", "", "*", "cs.*.*", "cs.", "foo.*", "cs.CL\n,"])
def test_an_unknown_category_is_named_with_what_to_do(text: str) -> None:
    with pytest.raises(UnknownCategory, match=r"https://arxiv\.org/category_taxonomy") as caught:
        Topic.of([text])
    assert f"“{text.strip()}”" in str(caught.value)


def test_a_near_miss_is_answered_with_what_was_meant() -> None:
    with pytest.raises(UnknownCategory, match=r"Did you mean .*stat\.ML"):
        Topic.of(["stats.ML"])


def test_every_archive_with_papers_of_its_own_is_a_topic() -> None:
    assert all(Topic.of([archive]).patterns for archive in ARCHIVES)
