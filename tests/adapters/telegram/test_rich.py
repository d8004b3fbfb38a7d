from hypothesis import assume, given

from adapters.telegram.rich import render
from bot.document.nodes import (
    Bullets,
    Details,
    Divider,
    Document,
    Heading,
    Link,
    Math,
    Paragraph,
    Picture,
    Quote,
    Section,
    Strong,
    Text,
    text,
)
from tests.adapters.telegram.documents import DIRECTIONS, documents, rich_text, unhurried, visible
from tests.emulators.telegram_rich import parse


@unhurried
@given(documents())
def test_every_document_keeps_to_the_dialect_and_keeps_its_words(document: Document) -> None:
    expected = rich_text(document)
    assume(expected)
    assert expected == visible("".join(parse(render(document)).text.split()))


@unhurried
@given(documents())
def test_words_do_not_turn_the_direction_of_writing(document: Document) -> None:
    assert set() == DIRECTIONS & set(render(document))


def test_every_block_has_its_tag() -> None:
    document = Document(
        opening=(Heading(text("Day")), Paragraph(text("small"), is_small=True)),
        sections=(
            Section(
                (
                    Heading((Text("1. "), Link(text("One"), "https://x.y")), level=2),
                    Quote(text("said")),
                    Details(text("Abstract"), text("long")),
                    Bullets((text("a"), text("b"))),
                    Picture("https://x.y/a.png", 'A "chart"'),
                    Divider(),
                )
            ),
        ),
        closing=(Paragraph(text("end"), is_small=True),),
    )
    assert (
        "<h2>Day</h2><p>small</p>"
        '<h4>1. <a href="https://x.y">One</a></h4>'
        "<blockquote><p>said</p></blockquote>"
        "<details><summary>Abstract</summary><p>long</p></details>"
        "<ul><li>a</li><li>b</li></ul>"
        '<img src="https://x.y/a.png" alt="A &quot;chart&quot;"/>'
        "<hr/>"
        "<footer>end</footer>"
    ) == render(document)


def test_formulae_keep_their_source() -> None:
    formula = Paragraph((Text("If "), Math("a < b"), Text(" then"), Math("x^2", is_display=True)))
    assert (
        "<p>If <tg-math>a &lt; b</tg-math> then</p><tg-math-block>x^2</tg-math-block>"
    ) == render(Document((formula,)))


def test_a_displayed_formula_inside_of_words_stays_in_the_line() -> None:
    heading = Heading((Strong((Math("x", is_display=True),)),), level=2)
    assert "<h4><b><tg-math>x</tg-math></b></h4>" == render(Document((heading,)))


def test_a_new_line_begins_a_paragraph() -> None:
    assert "<p>one</p><p>two</p>" == render(Document((Paragraph(text("one\n\ntwo")),)))


def test_a_mail_address_may_be_linked() -> None:
    link = Link(text("write"), "mailto:ada@example.org")
    assert '<p><a href="mailto:ada@example.org">write</a></p>' == render(
        Document((Paragraph((link,)),))
    )


def test_what_its_summary_says_already_is_not_folded() -> None:
    assert "<p>Short.</p>" == render(Document((Details(text("Short."), text("Short.")),)))
