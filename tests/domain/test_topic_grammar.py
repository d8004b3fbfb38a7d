"""The grammar of topics: what it reads, what that means, and what it answers to mistakes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.papers import Paper
from bot.domain.topic_grammar import DEEPEST, MOST_TERMS
from bot.domain.topic_terms import (
    After,
    AllOf,
    AnyOf,
    Author,
    Before,
    Category,
    Clause,
    Not,
    Words,
)
from bot.domain.topic_tokens import LONGEST_TOPIC
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import BadArgument, UnknownCategory, UserMistake
from tests.builders import a_paper

WORDS = ("alpha", "beta", "gamma", "delta")
SIGNS = [*'()|,"-@#*:. \t\n“”–', "\u200b", "\u202e", "\x00", "é", "ﬃ", "1"]
PIECES = [*SIGNS, "AND", " OR ", "NOT ", "cs.CL", "cs", "cs.XX", "after:2024", "before:", "word"]

any_text = st.text(max_size=4096) | st.lists(st.sampled_from(PIECES), max_size=80).map("".join)

Claim = Callable[[frozenset[str]], bool]
"""Says what a topic means for a paper that holds these words."""


def joined(
    parts: list[tuple[str, Claim]], sign: str, how: Callable[[list[bool]], bool]
) -> tuple[str, Claim]:
    """Write parts with a sign between them, and say what that should mean."""
    text = sign.join(f"({part})" for part, _ in parts)
    return text, lambda held: how([claim(held) for _, claim in parts])


def negated(part: tuple[str, Claim]) -> tuple[str, Claim]:
    text, claim = part
    return f"-({text})", lambda held: not claim(held)


def word(text: str) -> tuple[str, Claim]:
    return text, lambda held: text in held


def combined(inner: st.SearchStrategy[tuple[str, Claim]]) -> st.SearchStrategy[tuple[str, Claim]]:
    several = st.lists(inner, min_size=1, max_size=3)
    conjunctions = st.builds(joined, several, st.sampled_from([" ", " AND "]), st.just(all))
    alternatives = st.builds(joined, several, st.sampled_from(["|", " OR ", ", "]), st.just(any))
    return conjunctions | alternatives | st.builds(negated, inner)


claims = st.recursive(st.sampled_from(WORDS).map(word), combined, max_leaves=8)
terms = st.sampled_from(
    ["cs.CL", "stat", "alpha", '"beta gamma"', "@hinton", "after:2024", "-delta", "(alpha beta)"]
)


def answer(text: str) -> Topic | UserMistake:
    """Read a topic, or give the mistake that it is answered with."""
    try:
        return Topic.parse(text)
    except UserMistake as mistake:
        return mistake


def a_paper_about(held: frozenset[str]) -> Paper:
    return a_paper(title=" or ".join(sorted(held)), abstract="Nothing else.")


@given(any_text)
def test_whatever_somebody_writes_is_a_topic_or_answered_with_a_sentence(text: str) -> None:
    match answer(text):
        case Topic() as topic:
            assert topic.matches(a_paper()) in {True, False}
        case UserMistake() as mistake:
            sentence = str(mistake)
            assert sentence.endswith(".")
            assert not {"\u200b", "\u202e", "\x00"}.intersection(sentence)
            assert len(sentence) < 400


@given(any_text)
@example('a|b c, -("d e" @f|g) after:2024')
@example("İ ẞ ᾳ ﷺ ²")
def test_a_topic_can_be_read_from_its_own_text(text: str) -> None:
    match answer(text):
        case Topic() as topic:
            assert topic == Topic.parse(str(topic))
            assert str(topic) == str(Topic.parse(str(topic)))


@given(claims, st.frozensets(st.sampled_from(WORDS)))
def test_operators_mean_what_they_mean_in_logic(
    written: tuple[str, Claim], held: frozenset[str]
) -> None:
    text, claim = written
    topic, paper = Topic.parse(text), a_paper_about(held)
    assert claim(held) == topic.matches(paper)
    assert claim(held) == Topic.parse(str(topic)).matches(paper)


@given(st.lists(terms, min_size=1, max_size=6), st.sampled_from([" ", "|", ", "]))
def test_order_and_repetition_do_not_matter(parts: list[str], sign: str) -> None:
    topic = Topic.parse(sign.join(parts))
    assert topic == Topic.parse(sign.join([*reversed(parts), *parts]))
    assert str(topic) == str(Topic.parse(sign.join([*reversed(parts), *parts])))


@given(any_text)
def test_a_paper_of_a_topic_has_one_of_its_categories(text: str) -> None:
    paper = a_paper(categories=("cs.CL",), title="word")
    match answer(text):
        case Topic() as topic if topic.patterns and topic.matches(paper):
            assert {"cs.CL", "cs.*"}.intersection(topic.patterns)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\n"])
def test_nothing_is_everything(text: str) -> None:
    assert EVERYTHING == Topic.parse(text)
    assert "" == str(EVERYTHING)


@pytest.mark.parametrize("text", ["cs.CL, cs.LG", "cs.CL,cs.LG", "cs.lg OR #cs_cl", "cs.CL|cs.LG,"])
def test_categories_read_as_they_do_in_the_settings(text: str) -> None:
    assert Topic.of(["cs.CL", "cs.LG"]) == Topic.parse(text)
    assert "cs.CL, cs.LG" == str(Topic.parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cs.CL", Category("cs.CL")),
        ("#cs.cl", Category("cs.CL")),
        ("#cond_mat_str_el", Category("cond-mat.str-el")),
        ("cs", Category("cs.*")),
        ("cs.*", Category("cs.*")),
        ("cmp-lg", Category("cs.CL")),
        ("math", Category("math.*")),
        ('"math"', Words("math")),
        ("Transformer", Words("transformer")),
        ("state-space", Words("state space")),
        ("node.js", Words("node js")),
        ("“State  Space”", Words("state space")),
        ("and", Words("and")),
        ("@Hinton", Author("hinton")),
        ('@"Geoffrey E. Hinton"', Author("geoffrey e hinton")),
        ("after:2024", After(date(2024, 1, 1))),
        ("AFTER:2024-02", After(date(2024, 2, 1))),
        ("before:2024-6-30", Before(date(2024, 6, 30))),
        ("-x", Not(Words("x"))),
        ("–x", Not(Words("x"))),
        ("NOT x", Not(Words("x"))),
        ("NOT -x", Words("x")),
        ("((x))", Words("x")),
        ("y x", AllOf((Words("x"), Words("y")))),
        ("y AND x", AllOf((Words("x"), Words("y")))),
        ("y|x", AnyOf((Words("x"), Words("y")))),
        ("x || y", AnyOf((Words("x"), Words("y")))),
        ("x,, y,", AnyOf((Words("x"), Words("y")))),
        ("x OR (y OR x)", AnyOf((Words("x"), Words("y")))),
    ],
)
def test_each_form_is_read_as_what_it_is(text: str, expected: Clause) -> None:
    assert expected == Topic.parse(text).clause


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a b OR c", "(a b) OR c"),
        ("a b, c d", "(a b) OR (c d)"),
        ("a b|c d", "a (b OR c) d"),
        ("-a|b", "(-a)|b"),
        ("-a b", "(-a) b"),
        ("NOT a AND b OR c", "((NOT a) AND b) OR c"),
        ("(a, b) c", "a|b c"),
    ],
)
def test_a_bar_binds_before_a_space_and_a_space_before_or(text: str, same: str) -> None:
    assert Topic.parse(same) == Topic.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@hinton #cs.CL "a phrase" -not a|b after:2024-01', None),
        ("cs.LG OR NLP", "cs.LG, nlp"),
        ("z cs.CL|cs.AI", "z cs.AI|cs.CL"),
        ("z (x y OR w)", "z (w, x y)"),
        ("-(y x)", "-(x y)"),
        ("-(y, x)", "-(x, y)"),
        ('@"Ada Lovelace" @noether', '@"ada lovelace" @noether'),
        ('"Physics"', '"physics"'),
        ("Erdős", "erdos"),
    ],
)
def test_the_text_of_a_topic_is_as_short_as_its_meaning_allows(
    text: str, expected: str | None
) -> None:
    whole = 'cs.CL "a phrase" @hinton after:2024-01-01 a|b -not'
    assert (expected or whole) == str(Topic.parse(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("(cs.CL", "The parenthesis at character 1 is never closed."),
        ("a (b (c)", "The parenthesis at character 3 is never closed."),
        ("a b)", "The parenthesis at character 4 closes nothing."),
        (")", "The parenthesis at character 1 closes nothing."),
        ("a ()", "The parentheses at character 3 hold nothing."),
        ('a "b c', "The quotation mark at character 3 is never closed."),
        ('@"ada', "The quotation mark at character 2 is never closed."),
        ("a OR", "“OR” at character 3 joins two things, and one of them is missing."),
        ("AND a", "“AND” at character 1 joins two things, and one of them is missing."),
        ("a | OR b", "“|” at character 3 joins two things, and one of them is missing."),
        (",", "“,” at character 1 joins two things, and one of them is missing."),
        ("a NOT", "“NOT” at character 3 excludes what it stands in front of, and that is nothing."),
        ("a - b", "“-” at character 3 excludes what it stands in front of, and that is nothing."),
        ("-", "“-” at character 1 excludes what it stands in front of, and that is nothing."),
        ("a & b", "“&” at character 3 has no letter and no digit to look for."),
        ('""', '“""” at character 1 has no letter and no digit to look for.'),
        ("@ ada", "“@” at character 1 has no letter and no digit to look for."),
        ("\u202ea b)", "The parenthesis at character 4 closes nothing."),
        ("transform*", "“transform*” at character 1 is no category, and only they may end in *."),
        ("after:May", "“after:May” at character 1 names no day. Write after:2024, after:2024-01"),
        ("before:2024-02-30", "“before:2024-02-30” at character 1 names no day. Write before:2024"),
        ("before:0000", "“before:0000” at character 1 names no day."),
        ("after:٢٠٢٤", "“after:٢٠٢٤” at character 1 names no day."),
    ],
)
def test_a_slip_is_answered_with_its_place_and_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(BadArgument) as caught:
        Topic.parse(text)
    assert str(caught.value).startswith(sentence)
    assert len(str(caught.value)) > len(sentence)


@pytest.mark.parametrize("text", ["cs.XX", "x #cs.XX", "-(a|cs.xx)"])
def test_an_unknown_category_is_one_in_a_topic_too(text: str) -> None:
    with pytest.raises(UnknownCategory, match=r"Did you mean cs\.CL, cs\.LG, cs\.CV\?"):
        Topic.parse(text)


@pytest.mark.parametrize("text", ["stats.ML", "foo.*", "math.", "#diffusion"])
def test_what_looks_like_a_category_is_not_searched_as_a_word(text: str) -> None:
    with pytest.raises(UnknownCategory):
        Topic.parse(text)


@pytest.mark.parametrize(
    "text", ["(" * DEEPEST + "a" + ")" * DEEPEST, "-(" * DEEPEST + "a" + ")" * DEEPEST]
)
def test_parentheses_are_read_up_to_a_depth(text: str) -> None:
    assert Topic.parse("a") == Topic.parse(text)
    with pytest.raises(BadArgument, match="has 16 around it"):
        Topic.parse(f"({text})")


def test_a_long_row_of_minus_signs_is_no_deep_one() -> None:
    assert Topic.parse("a") == Topic.parse("-" * (LONGEST_TOPIC - 2) + "a")


def test_a_topic_has_an_end() -> None:
    assert Topic.parse("a" * LONGEST_TOPIC)
    with pytest.raises(BadArgument, match="may have 1000 characters, and this one has 1001"):
        Topic.parse("a" * (LONGEST_TOPIC + 1))
    assert Topic.parse("a " * MOST_TERMS)
    with pytest.raises(BadArgument, match="may name 100 things"):
        Topic.parse("a " * (MOST_TERMS + 1))


def test_a_topic_that_is_longer_in_words_than_in_letters_is_too_long() -> None:
    with pytest.raises(BadArgument, match="may have 1000 characters"):
        Topic.parse("ﷺ" * 100)
