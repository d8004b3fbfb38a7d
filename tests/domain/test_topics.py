from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.taxonomy import ALIASES, ARCHIVES, CATEGORY_NAMES, SUBSUMED
from bot.domain.topic_words import fold_words
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("cs.XX", "cs.CL, cs.LG, cs.CV"),
        ("cs.LGG", "cs.LG, cs.CL, cs.CG"),
        ("cs.", "cs.*, cs.CL, cs.LG"),
        ("stat.LM", "stat.ML, stat.ME, stat.AP"),
        ("physics.opt", "physics.optics, physics.ao-ph, physics.bio-ph"),
        ("hep-tth", "hep-th, hep-ph, hep-lat"),
    ],
)
def test_the_likeliest_of_the_same_archive_are_suggested_first(text: str, names: str) -> None:
    with pytest.raises(UnknownCategory) as caught:
        Topic.of([text])
    assert (
        f"No category “{text}”. Did you mean {names}?"
        " https://arxiv.org/category_taxonomy lists them all."
    ) == str(caught.value)


def test_what_is_like_no_category_is_answered_with_examples() -> None:
    with pytest.raises(UnknownCategory, match=r"They look like cs\.CL, cs\.\* and stat\.ML\."):
        Topic.of(["diffusion"])


def test_a_long_or_hostile_mistake_is_repeated_only_in_part() -> None:
    with pytest.raises(UnknownCategory) as caught:
        Topic.of(["\u202e" + "x" * 4096])
    assert str(caught.value).startswith(f"No category “{'x' * 40}…”.")


@given(st.text())
def test_folding_words_twice_is_folding_them_once(text: str) -> None:
    assert fold_words(text) == fold_words(fold_words(text))


@given(st.lists(st.text("abcdefgåéñöűłøß", min_size=1), min_size=1, max_size=4))
def test_neither_case_nor_punctuation_hides_a_word(words: list[str]) -> None:
    paper = a_paper(title=f"On {'-'.join(words).upper()}: a study")
    assert Topic.parse(f'"{" ".join(words)}"').matches(paper)
    assert Topic.parse("-".join(words)).matches(paper)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("state-space", "A State Space Model", True),
        ('"state space"', "State-Space Models", True),
        ("statespace", "A State Space Model", False),
        ("state space", "The space of a state", True),
        ('"state space"', "The space of a state", False),
        ("former", "Transformers", False),
        ("transformer", "Transformers at Work", True),
        ("transformers", "One Transformer", True),
        ("LLM", "What LLMs Know", True),
        ("policy", "Learning Policies", True),
        ("loss", "A Los Angeles Study", False),
        ("class", "The Clas Problem", False),
        ("gas", "Ga Compounds", False),
        ("model", "BERT's and the models' limits", True),
        ('"bert limit"', "BERT's Limits", True),
        ("schrodinger", r"Schr\"odinger Bridges", True),
        ("schrödinger", r"Schr{\"{o}}dinger Bridges", True),
        ("naive", r"Na\"{\i}ve Bayes", True),
        ("Møller", r"M\o ller Scattering", True),
        ("GPT-4", "{GPT}-4 Is Here", True),
        ("alpha-divergence", r"The $\alpha$-divergence", True),
        ("emph", r"An \emph{emphatic} Title", True),
        ("emphatic", r"An \emph{emphatic} Title", True),
        ("transformer", "Trans\u00adform\u200bers", True),
        ("efficient", "E\ufb03cient Search", True),
        ("naïve", "Nai\u0308ve", True),
        ("α", "Α Study", True),
    ],
)
def test_words_are_found_whole_however_they_are_written(
    text: str, title: str, *, expected: bool
) -> None:
    assert expected == Topic.parse(text).matches(a_paper(title=title, abstract=""))
    assert expected == Topic.parse(text).matches(a_paper(title="", abstract=f"Or: {title}."))


def test_a_phrase_does_not_reach_from_the_title_into_the_abstract() -> None:
    paper = a_paper(title="Deep learning", abstract="Machines think.")
    assert not Topic.parse('"learning machines"').matches(paper)


@pytest.mark.parametrize(
    ("text", "author", "expected"),
    [
        ("@hinton", "Geoffrey E. Hinton", True),
        ("@geoffrey", "Geoffrey E. Hinton", False),
        ("@inton", "Geoffrey E. Hinton", False),
        ('@"Geoffrey Hinton"', "Geoffrey E. Hinton", True),
        ('@"G. Hinton"', "Geoffrey E. Hinton", True),
        ('@"Geoffrey E. Hinton"', "G. E. Hinton", True),
        ('@"Edward Hinton"', "Geoffrey E. Hinton", True),
        ('@"Anna Hinton"', "Geoffrey E. Hinton", False),
        ('@"E. G. Hinton"', "Geoffrey E. Hinton", False),
        ('@"van der Maaten"', "Laurens van der Maaten", True),
        ("@maaten", "Laurens van der Maaten", True),
        ("@erdos", r"Paul Erd\H{o}s", True),
        ("@Erdős", "Paul Erdos", True),
        ("@smith", "John Smith Jr.", True),
        ('@"John Smith Jr."', "John Smith", True),
        ("@jr", "Jr", True),
        ("@atlas", "ATLAS Collaboration", True),
        ("@lecun|bengio", "Yann LeCun", True),
        ("@garcia-marquez", "Gabriel García Márquez", True),
    ],
)
def test_an_author_is_known_by_the_last_name_and_by_more_of_it(
    text: str, author: str, *, expected: bool
) -> None:
    paper = a_paper(authors=("Ada Lovelace", author, "Emmy Noether"))
    assert expected == Topic.parse(text).matches(paper)


def test_a_name_is_that_of_one_author() -> None:
    paper = a_paper(authors=("Ada Noether", "Emmy Lovelace"))
    assert not Topic.parse('@"Ada Lovelace"').matches(paper)
    assert not Topic.parse("@lovelace").matches(a_paper(authors=()))


def test_an_author_without_letters_is_nobody() -> None:
    paper = a_paper(authors=("???", "Emmy Noether"))
    assert Topic.parse('@"Emmy Noether"').matches(paper)
    assert not Topic.parse('@"Ada Noether"').matches(paper)


@given(st.dates(), st.dates())
def test_after_takes_the_day_itself_and_before_does_not(named: date, announced: date) -> None:
    paper = a_paper(announced_on=announced)
    assert (announced >= named) == Topic.parse(f"after:{named}").matches(paper)
    assert (announced < named) == Topic.parse(f"before:{named}").matches(paper)


def test_a_year_is_what_lies_between_two() -> None:
    topic = Topic.parse("after:2024 before:2025")
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    taken = [topic.matches(a_paper(announced_on=day)) for day in days]
    assert [False, True, True, False] == taken


@given(few_names, few_names, few_names)
def test_two_topics_together_take_what_both_take(
    one: list[str], other: list[str], categories: list[str]
) -> None:
    both = Topic.of(one) & Topic.of(other)
    expected = is_wanted(one, *categories) and is_wanted(other, *categories)
    assert expected == both.matches(a_paper(categories=tuple(categories)))


def test_narrowing_by_everything_changes_nothing() -> None:
    topic = Topic.parse("cs.CL, survey")
    assert topic == topic & EVERYTHING == EVERYTHING & topic
    assert EVERYTHING == EVERYTHING & EVERYTHING


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("", ()),
        ("cs.LG, cs.CL", ("cs.CL", "cs.LG")),
        ("(stat, cs.CL) survey -@hinton", ("cs.CL", "stat.*")),
        ("cs.CL survey, stat.ML", ("cs.CL", "stat.ML")),
        ("cs.CL, survey", ()),
        ("-cs.CL", ()),
        ("survey", ()),
    ],
)
def test_a_heading_can_name_the_categories_that_bound_a_topic(
    text: str, patterns: tuple[str, ...]
) -> None:
    assert patterns == Topic.parse(text).patterns


def test_topics_that_mean_the_same_are_one_key() -> None:
    topics = {Topic.parse("cs.CL, survey"), Topic.parse("Survey OR #cs.cl")}
    assert 1 == len(topics)
