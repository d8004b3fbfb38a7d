"""The emulator's parser of HTML against Telegram's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.render import render
from bot.document.nodes import Document
from tests.adapters.telegram.documents import documents, unhurried
from tests.emulators import telegram_html as emulated
from tests.judges import tdlib

PIECES = (
    *("<b>", "</b>", "<i>", "</i>", '<a href="https://x.y">', "</a>", "<a href=abc>", "</>", "</"),
    *("<blockquote expandable>", "</blockquote>", "<code>", "</code>", "<pre>", "</pre>", "<br>"),
    *("<", ">", "&", '"', "'", "=", " ", "\n", "é", "😀", "<b x>", "<b x=1>", "<a href='q'", "<P "),
    *("&amp;", "&lt;", "&nbsp;", "&#60;", "&#x1F600;", "&#0;", "&#xD800;", "&#1114112;", "words"),
    *('<tg-time unix="1800000000" format="Dt">', '<tg-time unix="5" format="q">', "</tg-time>"),
    *('<span class="tg-spoiler">', "<span>", "</span>", "<u>", "</u>", "<strong>", "</strong>"),
)


def emulator_says(html: str) -> str:
    try:
        return emulated.parse(html).text
    except emulated.Unparsable:
        return "refused"


def telegram_says(html: str) -> str:
    try:
        return tdlib.parse_html(html).text
    except tdlib.Unparsable:
        return "refused"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_it_takes_and_refuses_what_telegram_does(html: str) -> None:
    assert telegram_says(html) == emulator_says(html)


@unhurried
@given(documents())
def test_it_finds_the_formatting_that_telegram_finds(document: Document) -> None:
    html = render(document)
    ours = {(e.kind.replace("_", ""), e.offset, e.length) for e in emulated.parse(html).entities}
    theirs = {
        (
            e.kind.lower().replace("texturl", "textlink").replace("precode", "pre"),
            e.offset,
            e.length,
        )
        for e in tdlib.parse_html(html).entities
    }
    assert theirs == ours


@pytest.mark.parametrize(
    "html",
    [
        *("a < b", "<br>", "<b>bold", "bold</b>", "<b>both</i>", "<p>text</p>", "<b", "</b"),
        *("<b/>", "<b =1>x</b>", "<span>x</span>", "<b x=a!>x</b>", "<i><b>x</i></b>"),
        '<tg-time unix="5" format="q">x</tg-time>',
    ],
)
def test_it_refuses_in_telegrams_words(html: str) -> None:
    with pytest.raises(tdlib.Unparsable) as theirs:
        tdlib.parse_html(html)
    with pytest.raises(emulated.Unparsable) as ours:
        emulated.parse(html)
    assert str(theirs.value) == f"Can't parse entities: {ours.value}"


def test_bold_is_lost_first_when_there_are_too_many_entities() -> None:
    html = "<b>x</b> " * 60 + '<a href="https://x.y">y</a> ' * 60
    kept = emulated.limited(emulated.parse(html)).entities
    assert (40, 60) == (
        sum(entity.kind == "bold" for entity in kept),
        sum(entity.kind == "text_link" for entity in kept),
    )
