from datetime import UTC, datetime

from hypothesis import given

from bot.document.nodes import (
    Bullets,
    Buttons,
    Code,
    Details,
    Divider,
    Document,
    Emphasis,
    Heading,
    Link,
    LinkButton,
    Math,
    Moment,
    Paragraph,
    Picture,
    Quote,
    Section,
    Strong,
    Tag,
    Text,
    text,
)
from bot.document.plain import plain, plain_block, plain_spans
from tests.document.strategies import documents


@given(documents)
def test_the_words_of_a_document_are_those_of_its_blocks(document: Document) -> None:
    expected = [words for block in document if (words := plain_block(block))]
    assert "\n\n".join(expected) == plain(document)


def test_markup_is_gone_and_the_words_are_left() -> None:
    spans = (
        Text("We "),
        Strong((Emphasis(text("show")),)),
        Text(" "),
        Math(r"O(n^2)"),
        Text(" in "),
        Code("f(x)"),
        Text(" "),
        Tag("cs.LG", "https://example.org"),
        Text(" "),
        Moment(datetime(2024, 1, 17, tzinfo=UTC), "today"),
        Text(" "),
        Link(text("here"), "https://example.org"),
    )
    assert "We show O(n²) in f(x) cs.LG today here" == plain_spans(spans)


def test_every_block_has_words_but_a_divider() -> None:
    document = Document(
        opening=(Heading(text("Title")), Divider()),
        sections=(
            Section((Quote(text("Said")), Details(text("Short"), text("Long")))),
            Section((Bullets((text("one"), text("two"))), Picture("https://p", "A cat"))),
        ),
        closing=(
            Buttons((LinkButton("More", "https://m"), LinkButton("Why", "https://w"))),
            Paragraph(text("End")),
        ),
    )
    expected = "Title\n\nSaid\n\nLong\n\n• one\n• two\n\nA cat\n\nMore · Why\n\nEnd"
    assert expected == plain(document)


def test_a_formula_that_is_none_keeps_its_source() -> None:
    assert "5 and" in plain_spans((Math("5 and "),))
