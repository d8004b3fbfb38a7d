import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.codec import dump, key_of, load
from bot.document.nodes import Document, Moment, Paragraph
from tests.builders import a_document
from tests.document.strategies import documents


@given(documents)
def test_a_document_is_read_as_it_was_written(document: Document) -> None:
    assert document == load(dump(document))


@given(documents, documents)
def test_documents_have_one_key_exactly_if_they_are_equal(one: Document, other: Document) -> None:
    assert key_of(dump(one)) == key_of(dump(load(dump(one))))
    assert (one == other) == (key_of(dump(one)) == key_of(dump(other)))


def test_an_instant_has_one_text_in_every_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    instants = datetime(2024, 1, 17, 9, tzinfo=UTC), datetime(2024, 1, 17, 18, tzinfo=tokyo)
    one, other = (Document((Paragraph((Moment(instant, "9:00"),)),)) for instant in instants)
    assert one == other
    assert dump(one) == dump(other)


def test_a_key_is_64_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", key_of(dump(a_document())))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"Document"',
        '{"is":"Paragraph","spans":[],"is_small":false}',
        '{"is":"Hologram"}',
        '{"opening":[]}',
        '{"is":"Document"}',
        '{"is":"Document","opening":[],"pages":[]}',
        '{"is":"at"}',
        '{"is":"at","iso":"yesterday"}',
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(text)


@given(st.text())
def test_any_text_is_a_document_or_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(text)
