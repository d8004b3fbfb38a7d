"""Reading untrusted JSON and markup: whatever comes in, what goes out can be stored and shown."""

import json
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.markup import read_markup
from adapters.sources.shapes import PAYLOAD_KEPT, Address, Count, Instant, Name, Reader, Words
from bot.errors import SourceChanged

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SURROGATES = st.text(st.characters(codec=None, categories=["L", "Cs", "Cc", "Zs"]))


@dataclass(frozen=True)
class Row:
    name: Name
    count: Count = 0
    words: Words = ""
    address: Address = ""
    moment: Instant | None = None


READER = Reader("here", Row)


@given(ANYTHING)
def test_anything_at_all_is_read_or_refused(payload: object) -> None:
    with suppress(SourceChanged):
        assert isinstance(READER.one(payload), Row)


@given(st.lists(ANYTHING))
def test_every_row_is_read_or_counted(payload: list[object]) -> None:
    try:
        rows = READER.rows(payload)
    except SourceChanged:
        return
    assert len(payload) == len(rows.read) + rows.left_out


@given(SURROGATES)
def test_a_name_is_one_storable_line(text: str) -> None:
    name = READER.one({"name": text}).name

    assert name == " ".join(name.encode().decode().split())
    assert len(name) <= 200
    assert not [sign for sign in name if ord(sign) < 32]


@given(SURROGATES)
def test_words_can_be_stored(text: str) -> None:
    words = READER.one({"name": "", "words": text}).words

    assert "\x00" not in words.encode().decode()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https://[::1", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_are_kept(told: object, kept: str) -> None:
    assert kept == READER.one({"name": "", "address": told}).address


@pytest.mark.parametrize(
    "told", ["2026-08-12T20:00:00Z", "2026-08-12T22:00:00+02:00", "2026-08-12T20:00:00"]
)
def test_every_moment_is_in_utc(told: str) -> None:
    moment = READER.one({"name": "", "moment": told}).moment

    assert moment is not None
    assert "2026-08-12T20:00:00+00:00" == moment.isoformat()


def test_the_fault_is_named_without_its_value() -> None:
    with pytest.raises(SourceChanged) as caught:
        READER.one({"name": {"password": "secret"}, "count": "secret"}, secret=True)

    assert ("here answered in an unknown shape: count: int_parsing, name: string_type.") == str(
        caught.value
    )
    assert (b"", None) == (caught.value.payload, caught.value.__cause__)


def test_a_large_payload_is_kept_at_its_beginning() -> None:
    with pytest.raises(SourceChanged) as caught:
        READER.rows({"rows": "x" * 1_000_000})

    assert json.dumps({"rows": "x" * 1_000_000}).encode()[:PAYLOAD_KEPT] == caught.value.payload


def test_one_row_in_two_may_be_unknown_but_not_more() -> None:
    good, bad = {"name": "a"}, {"name": 5}

    assert 1 == READER.rows([good, bad]).left_out
    with pytest.raises(SourceChanged):
        READER.rows([good, bad, bad])


@given(st.text(alphabet="<>/&\"'ap div=#;x!-?\n", max_size=200))
def test_broken_markup_never_stops_the_reading(markup: str) -> None:
    reading = read_markup(markup)

    assert all(isinstance(link, str) for link in reading.links)


def test_markup_is_read_as_a_person_reads_it() -> None:
    reading = read_markup(
        "One <!-- hidden --><a href='https://example.org/?a=1&amp;b=2'>li<b>n</b>k</a>"
        "<br>two<p>three &lt;four&gt;</p>"
    )

    assert ("https://example.org/?a=1&b=2",) == reading.links
    assert [
        "One link",
        "two",
        "three <four>",
    ] == [line for line in reading.text.split("\n") if line]
