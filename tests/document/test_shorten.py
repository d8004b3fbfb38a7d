import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.document.nodes import Emphasis, Link, Math, Span, Spans, Strong, Text, text
from bot.document.plain import plain_spans
from bot.document.shorten import ELLIPSIS, after, first_sentence, sentence_ends, shorten
from tests.document.strategies import spans as any_spans

lengths = st.integers(0, 200)
signs = st.text(alphabet="abcXYZ0 .,!?é。“”()", max_size=20)
some_words = st.lists(st.sampled_from("we show that small models learn".split()), min_size=1)
sentences = st.builds(
    lambda words, end: f"{' '.join(words).capitalize()}{end}", some_words, st.sampled_from(".!?")
)
formulae = st.sampled_from([r"\alpha", "O(n^2)", "x = y + 1", "a. B. C"]).map(Math)


@st.composite
def prose(draw: st.DrawFn) -> Spans:
    """Words, some of them in other voices, with a space around each formula."""
    spans: list[Span] = []
    for span in draw(st.lists(st.one_of(sentences.map(Text), formulae), max_size=6)):
        voice = draw(st.sampled_from([Strong, Emphasis, None]))
        spans += [voice((span,)) if voice else span, Text(" ")]
    return tuple(spans)


def without_ellipsis(spans: Spans) -> str:
    return plain_spans(spans).removesuffix(ELLIPSIS)


@given(any_spans, st.integers(-5, 60))
def test_the_result_is_never_longer_than_asked(spans: Spans, length: int) -> None:
    assert len(plain_spans(shorten(spans, length))) <= max(length, 0)


@given(any_spans | prose(), lengths)
def test_the_result_is_the_beginning_of_the_text(spans: Spans, length: int) -> None:
    kept = shorten(spans, length)
    assert kept == spans or plain_spans(spans).startswith(without_ellipsis(kept).rstrip())


@given(any_spans | prose(), lengths)
def test_a_text_that_fits_comes_back_as_it_is(spans: Spans, spare: int) -> None:
    assert spans == shorten(spans, len(plain_spans(spans)) + spare)


@given(signs.map(text), lengths)
@example(text("Word. Other words follow"), 6)
def test_no_word_is_cut_where_there_are_spaces(spans: Spans, length: int) -> None:
    whole, kept = plain_spans(spans), without_ellipsis(shorten(spans, length))
    end = len(kept)
    is_inside = 0 < end < len(whole) and (whole[end - 1] + whole[end]).isalnum()
    has_space = " " in whole.lstrip()[: length + 1]
    is_ideographic = "。" in whole
    assert not (is_inside and has_space and not is_ideographic)


@given(prose(), lengths)
def test_formulae_are_kept_whole_or_not_at_all(spans: Spans, length: int) -> None:
    kept = [span.source for span in _flat(shorten(spans, length)) if isinstance(span, Math)]
    whole = [span.source for span in _flat(spans) if isinstance(span, Math)]
    assert whole[: len(kept)] == kept


def _flat(spans: Spans) -> list[Span]:
    flat: list[Span] = []
    for span in spans:
        match span:
            case Strong(inner) | Emphasis(inner) | Link(inner, _):
                flat += _flat(inner)
            case _:
                flat.append(span)
    return flat


@given(prose(), st.integers(0, 100))
def test_something_that_was_cut_ends_at_a_sentence_or_in_an_ellipsis(
    spans: Spans, percent: int
) -> None:
    whole = f"{plain_spans(spans)} "
    length = len(whole) * percent // 100
    assert (f" {plain_spans(shorten(spans, length))}")[-1] in " .!?…"


@given(prose(), st.integers(1, 200))
def test_more_room_never_shows_less(spans: Spans, length: int) -> None:
    shorter = without_ellipsis(shorten(spans, length))
    assert len(shorter) <= len(plain_spans(shorten(spans, length + 1)))


@given(prose(), st.integers(3, 200))
def test_no_empty_words_are_left_behind(spans: Spans, length: int) -> None:
    kept = shorten(spans, length)
    assert Text("") not in _flat(kept)


@pytest.mark.parametrize(
    ("words", "length", "expected"),
    [
        ("We learn. It works well.", 20, "We learn."),
        ("We learn. It works well.", 24, "We learn. It works well."),
        ("It works, as Eq. 3 shows. Good.", 28, "It works, as Eq. 3 shows."),
        ("By A. Turing and others we know a lot", 20, "By A. Turing and…"),
        ("See e.g. The Book of All Things", 12, "See e.g.…"),
        ("Version 2.0 is out. Great", 20, "Version 2.0 is out."),
        ("So it is (we hope). Now the rest follows", 25, "So it is (we hope)."),
        ("Wirklich! Ärger", 12, "Wirklich!"),
        (
            "Yes. And then a very long sentence without an end",
            40,
            "Yes. And then a very long sentence…",
        ),
        ("one two, three four", 9, "one two…"),
        ("abcdefghijkl", 5, "abcd…"),
        ("深い学習。これは長い文です", 8, "深い学習。"),
        ("word", 1, "…"),
        ("word", 0, ""),
    ],
)
def test_where_texts_are_cut(words: str, length: int, expected: str) -> None:
    assert expected == plain_spans(shorten(text(words), length))


def test_a_formula_that_the_end_falls_into_is_dropped() -> None:
    spans = (Text("The cost is "), Math("x = y + z"), Text(" in all."))
    assert "The cost is…" == plain_spans(shorten(spans, 16))


def test_a_full_stop_inside_a_formula_ends_no_sentence() -> None:
    spans = (Text("The cost is "), Math("a. B. C"), Text(" in all of the cases."))
    assert "The cost is…" == plain_spans(shorten(spans, 17))


def test_a_shortened_link_leads_to_the_same_place() -> None:
    (link, _) = shorten((Link(text("many words stand here"), "https://example.org"),), 12)
    assert Link(text("many words"), "https://example.org") == link


@given(st.lists(sentences, min_size=1).map(" ".join), lengths)
def test_the_first_sentence_is_the_first_of_the_sentences(words: str, length: int) -> None:
    end = next(sentence_ends(words))
    assert shorten(text(words[:end]), length) == first_sentence(text(words), length)


@given(signs)
def test_sentence_ends_rise_and_lie_behind_a_sign(words: str) -> None:
    ends = list(sentence_ends(words))
    assert sorted(set(ends)) == ends
    assert all(words[end - 1] in ".!?。！？\"'”’)]" for end in ends)


@given(prose(), lengths)
def test_what_follows_the_first_sentence_is_the_rest(spans: Spans, length: int) -> None:
    beginning = first_sentence(spans, length)
    shown, whole = plain_spans(beginning), plain_spans(spans)
    rest = plain_spans(after(spans, beginning))
    assert rest.lstrip() == (whole.removeprefix(shown)).lstrip()


def test_what_does_not_begin_so_has_nothing_left_out() -> None:
    spans = text("We learn. It works.")
    assert spans == after(spans, text("They learn."))
    assert () == after(spans, spans)


def test_the_white_space_before_the_rest_is_left_out() -> None:
    rest = Strong(text("It works."))
    assert (rest,) == after((Text("We learn. "), rest), text("We learn."))
