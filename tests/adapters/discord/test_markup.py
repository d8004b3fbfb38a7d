"""Words are shown as they are, and do nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.markup import cleaned, escape, inline
from bot.document.nodes import Code, Emphasis, Link, Math, Moment, Span, Strong, Tag, Text
from tests.adapters.discord.hostile import spans, words
from tests.adapters.discord.model import read

ADDRESS = "https://example.org/a"
DEEDS = {
    "mention",
    "emoji",
    "hidden",
    "struck",
    "underline",
    "raw link",
    "heading",
    "list",
    "small",
}


@given(words)
@example("@everyone, <@1> and <@&1> in <#1>: </cmd:1> <id:guide> <:emoji:1> :smile: <t:1:R>")
@example("**b** __u__ _e_ *e* ~~s~~ ||h|| `c` ```x``` [x](http://e.vil)")
@example("# h\n-# s\n- l\n+ l\n* l\n1. l\n> q\n>>> q")
@example("<\nx https://a.b")
@example("::https://a.b")
def test_plain_text_is_inert_and_unchanged(text: str) -> None:
    reading = read(escape(text))
    assert cleaned(text) == reading.words
    assert reading.acts(apart_from=frozenset({"address"})) == []


@given(words)
def test_an_address_in_plain_text_leads_where_it_says(text: str) -> None:
    assert all(address in cleaned(text) for address in read(escape(text)).of("address"))


@given(words)
def test_a_link_is_one_link_whatever_its_words(text: str) -> None:
    reading = read(inline((Link((Text(f"a{text}"),), ADDRESS),)))
    assert reading.marks == [("link", ADDRESS)]
    assert _folded(f"a{text}") == _folded(reading.words)


@given(st.lists(words, max_size=5))
def test_text_in_pieces_is_as_inert_as_in_one(texts: list[str]) -> None:
    assert escape("".join(texts)) == inline(tuple(map(Text, texts)))


@given(spans)
def test_formatting_of_hostile_words_does_nothing_else(formatted: tuple[Span, ...]) -> None:
    marks = read(inline(formatted)).marks
    assert not DEEDS & {kind for kind, _ in marks}


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (
            "state-of-the-art, 5 + 3 = 8 (yes!), p < 0.05",
            "state-of-the-art, 5 + 3 = 8 (yes!), p < 0.05",
        ),
        ("A: it's 10:30, ~5% of |x|", "A: it's 10:30, ~5% of |x|"),
        ("snake_case", "snake\\_case"),
        ("- 5 and -5", "\\- 5 and -5"),
        ("2. Second", "2\\. Second"),
        ("2.5 times", "2.5 times"),
        ("a ~~b~~ ||c||", "a \\~\\~b\\~\\~ \\|\\|c\\|\\|"),
        ("by @grace, not @everyone", "by @grace, not \\@everyone"),
        ("at https://a.b/x_(y)_z.", "at <https://a.b/x_(y)_z>."),
        ("(https://a.b/c), ftp://a.b", "(<https://a.b/c>), ftp\\://a.b"),
    ],
)
def test_a_backslash_stands_only_where_something_could_happen(text: str, markup: str) -> None:
    assert markup == escape(text)


@pytest.mark.parametrize(
    ("span", "markup"),
    [
        (Strong((Text("a*b"),)), "**a\\*b**"),
        (Strong((Text(" a "),)), " **a** "),
        (Strong((Emphasis((Text("a"),)), Text("b"))), "**\u200b*a*b**"),
        (Strong((Strong((Text("a"),)),)), "**a**"),
        (Emphasis((Text(" "),)), " "),
        (Code("a_b"), "`a_b`"),
        (Code("a`b"), "a\\`b"),
        (Tag("cs.LG", ADDRESS), "cs.LG"),
        (Math("x^2"), "x²"),
        (Moment(datetime(2024, 1, 18, 9, tzinfo=UTC), "18 January"), "<t:1705568400:f>"),
        (Link((Text("a"),), "http://x.y/b_(c) d"), "[a](http://x.y/b_%28c%29%20d)"),
        (Link((Text("[Re] [0,1)"),), ADDRESS), f"[\\[Re\\] ［0,1)]({ADDRESS})"),
        (Link((Text("see http://a.b"),), ADDRESS), f"[see http\\://a.b]({ADDRESS})"),
        (Link((Strong((Text("a\nb"),)),), ADDRESS), f"[**a b**]({ADDRESS})"),
        (Link((Link((Text("a"),), "http://in.ner"),), ADDRESS), f"[a]({ADDRESS})"),
        (Link((Text("a_b"),), "javascript:alert(1)"), "a\\_b"),
    ],
)
def test_each_span_has_its_markup(span: Span, markup: str) -> None:
    assert markup == inline((span,))


def test_marks_of_neighbours_do_not_melt() -> None:
    marks = read(inline((Strong((Text("a"),)), Emphasis((Text("b"),)), Code("c"), Code("d")))).marks
    assert marks == [("strong", "a"), ("emphasis", "b"), ("code", "c"), ("code", "d")]


def test_an_empty_span_does_not_hide_what_its_neighbours_become() -> None:
    assert read(inline((Text("@"), Code(""), Strong(()), Text("everyone")))).marks == []


def test_nothing_turns_the_direction_of_what_follows() -> None:
    assert escape("\u202eevil\u202c \u2066title") == "evil title"


def _folded(text: str) -> str:
    """Ignore what the words of a link cannot keep: lines, and the width of some brackets."""
    return cleaned(text).replace("\n", " ").replace("［", "[").replace("］", "]")
