from datetime import UTC, datetime

import pytest
from hypothesis import given

from adapters.telegram.render import render
from bot.document.nodes import (
    Action,
    Buttons,
    Code,
    Details,
    Document,
    Emphasis,
    Heading,
    Link,
    Menu,
    Moment,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Section,
    Span,
    Strong,
    Tag,
    Text,
    text,
)
from tests.adapters.telegram.documents import (
    DIRECTIONS,
    HOME,
    classic_text,
    documents,
    unhurried,
    visible,
)
from tests.emulators import telegram_html
from tests.judges.tdlib import parse_html

URL = "https://arxiv.org/abs/2401.00001"


@unhurried
@given(documents())
def test_telegram_shows_the_words_of_every_document_as_they_were(document: Document) -> None:
    assert classic_text(document) == visible(parse_html(render(document)).text)


@unhurried
@given(documents())
def test_words_forge_no_link(document: Document) -> None:
    urls = {entity.url for entity in parse_html(render(document)).entities if entity.url}
    assert set() == {url for url in urls if not url.startswith(HOME)}


@unhurried
@given(documents())
def test_words_ring_nobody(document: Document) -> None:
    posted = telegram_html.with_found(telegram_html.parse(render(document)))
    assert [] == [entity for entity in posted.entities if entity.kind == "mention"]


@unhurried
@given(documents())
def test_words_do_not_turn_the_direction_of_writing(document: Document) -> None:
    assert set() == DIRECTIONS & set(render(document))


def test_blocks_of_a_section_stand_close_and_sections_apart() -> None:
    document = Document(
        opening=(Heading(text("Day")), Paragraph(text("two papers"), is_small=True)),
        sections=(
            Section((Heading(text("One"), level=2), Quote(text("first")))),
            Section((Heading(text("Two"), level=2), Details(text("sh"), text("short and long")))),
        ),
        closing=(Paragraph(text("end")),),
    )
    assert (
        "<b>Day</b>\ntwo papers\n\n"
        "<b>One</b>\n<blockquote>first</blockquote>\n\n"
        "<b>Two</b>\n<blockquote expandable>short and long</blockquote>\n\n"
        "end"
    ) == render(document)


@pytest.mark.parametrize(
    ("span", "html"),
    [
        (Text("a < b & c"), "a &lt; b &amp; c"),
        (Code("/hot <n>"), "<code>/hot &lt;n&gt;</code>"),
        (Tag("cs.CV", URL), "#cs_CV"),
        (Tag("math-ph", URL), "#math_ph"),
        (Strong(text("so")), "<b>so</b>"),
        (Strong((Strong(text("so")),)), "<b>so</b>"),
        (Emphasis(text("so")), "<i>so</i>"),
        (Link(text("abs"), URL), f'<a href="{URL}">abs</a>'),
        (Link(text("q"), 'https://x.y/?a="&b'), '<a href="https://x.y/?a=&quot;&amp;b">q</a>'),
        (Link((Link(text("in"), "https://x.y"),), URL), f'<a href="{URL}">in</a>'),
        (Link((Code("in"),), URL), f'<a href="{URL}">in</a>'),
        (Link(text("open"), "tg://resolve?domain=x"), '<a href="tg://resolve?domain=x">open</a>'),
        (Link(text("run"), "javascript:alert(1)"), "run"),
        (Link(text("you"), "tg://user?id=1"), "you"),
        (Link(text("mail"), "mailto:ada@example.org"), "mail"),
        (
            Moment(datetime(2027, 1, 15, 8, tzinfo=UTC), "15 January, 08:00 UTC"),
            '<tg-time unix="1800000000" format="Dt">15 January, 08:00 UTC</tg-time>',
        ),
    ],
)
def test_each_span_has_its_markup(span: Span, html: str) -> None:
    assert html == render(Document((Paragraph((span,)),)))


def test_a_picture_is_a_link_with_its_words() -> None:
    document = Document((Picture("https://x.y/a.png", "A chart"), Picture("https://x.y/b.png", "")))
    assert (
        '<a href="https://x.y/a.png">A chart</a>\n<a href="https://x.y/b.png">https://x.y/b.png</a>'
    ) == render(document)


def test_what_is_copied_stays_as_it_is_to_the_letter() -> None:
    document = Document((Preformatted("@article{ada<1>,\n  year = 1843\n}", "bibtex"),))
    assert (
        '<pre><code class="language-bibtex">@article{ada&lt;1&gt;,\n  year = 1843\n}</code></pre>'
    ) == render(document)
    posted = telegram_html.with_found(telegram_html.parse(render(document)))
    assert [] == [entity for entity in posted.entities if entity.kind == "mention"]


def test_a_language_that_is_no_name_of_one_is_left_out() -> None:
    assert "<pre>x</pre>" == render(Document((Preformatted("x", 'c"><b>'),)))


def test_buttons_and_menus_are_no_words() -> None:
    action = Action("Next", "hot")
    assert "" == render(Document((Buttons((action,)), Menu("Choose", (action,)))))
