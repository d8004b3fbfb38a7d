from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.terminal.render import render
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
from tests.adapters.terminal.screens import (
    assert_golden,
    in_a_pipe,
    on_screen,
    readable,
    without_commands,
)

NOON = datetime(2024, 1, 18, 12, 0, tzinfo=UTC)
EVIL = [
    "[bold]not bold[/bold] [link=https://evil.example]x[/link]",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31mred \x90q\x9c",
    "\x1b]0;a window title\x07",
    "over\rwritten\b\b\b",
    "turned \u202eback\u202c and \u2066left open",
    "half \ud83d",
    "tab\there, feed\x0cthere\x0b",
    ":smile: \\[x] {y}",
]


def a_section(number: int, title: str) -> Section:
    url = f"https://arxiv.org/abs/2401.{number:05}"
    pdf_url = f"https://arxiv.org/pdf/2401.{number:05}"
    return Section(
        (
            Heading((Text(f"{number}. "), Link(text(title), url)), level=2),
            Paragraph(text("Ada Lovelace, Emmy Noether"), is_small=True),
            Paragraph(text("▲ 1,060 · 1,000 reposts · 60 likes")),
            Details(
                text("Kettles boil."),
                text(
                    "Kettles boil. We measured how long each of them takes, in which room, and "
                    "whether somebody was looking. Nobody was."
                ),
            ),
            Paragraph((Link(text("abs"), url), Text(" · "), Link(text("pdf"), pdf_url))),
            Paragraph((Tag("cs.LG", "https://arxiv.org/list/cs.LG/recent"),), is_small=True),
        )
    )


DIGEST = Document(
    opening=(
        Heading(text("🔥 Hot papers · Wednesday, 17 January 2024")),
        Paragraph(text("mostly cs.LG · 2 papers"), is_small=True),
    ),
    sections=(
        a_section(9, "Small Models Learn Quickly"),
        a_section(
            10,
            "A Title That Is so Long That No Terminal of the Usual Width Can Ever Show All of It "
            "in One Line",
        ),
    ),
    closing=(
        Paragraph(
            (Text("Measured "), Moment(NOON, "18 January 2024, 12:00 UTC"), Text(" on X")),
            is_small=True,
        ),
    ),
)

EVERYTHING = Document(
    opening=(
        Heading(text("A heading")),
        Paragraph(
            (
                Text("Words, "),
                Strong(text("strong ones")),
                Text(", "),
                Emphasis((Text("others with "), Strong(text("weight")))),
                Text(", a formula "),
                Math("x^2"),
                Text(", "),
                Code("/hot cs.CL"),
                Text(" and "),
                Link(text("a link"), "https://example.org/?a=1&b=é"),
                Text("."),
            )
        ),
        Bullets(
            (
                text("A short row"),
                (
                    Link(text("A row"), "https://example.org/row"),
                    Text(" that is too long for one line of eighty columns and so has two"),
                ),
            )
        ),
        Divider(),
        Quote(text("Somebody said so.\nAnd then said more.")),
        Picture("https://example.org/p.png", "A kettle"),
        Buttons((LinkButton("More", "https://example.org/1"), LinkButton("Why", "https://x.org"))),
    )
)


def everywhere(words: str, url: str = "https://example.org") -> Document:
    """A document with these words in every place that takes words."""
    spans = (
        Text(words),
        Math(words),
        Code(words),
        Tag(words, url),
        Moment(NOON, words),
        Strong(text(words)),
        Emphasis(text(words)),
        Link(text(words), url),
    )
    return Document(
        opening=(
            Heading(spans),
            Paragraph(spans, is_small=True),
            Quote(spans),
            Details(spans, spans),
            Bullets((spans,)),
            Picture(url, words),
            Divider(),
            Buttons((LinkButton(words, url),)),
        ),
        sections=(Section((Heading((Text("1. "), Link(text(words), url)), level=2),)),),
    )


@pytest.mark.parametrize(("name", "document"), [("digest", DIGEST), ("everything", EVERYTHING)])
def test_documents_look_as_they_are_meant_to(name: str, document: Document) -> None:
    assert_golden(f"{name}.screen.txt", readable(on_screen(render(document, has_links=True))))
    assert_golden(f"{name}.pipe.txt", in_a_pipe(render(document, has_links=False)))


def test_a_narrow_terminal_wraps_everything() -> None:
    assert_golden("digest.narrow.txt", in_a_pipe(render(DIGEST, has_links=False), 40))


def test_screen_and_pipe_say_the_same_words() -> None:
    screen = without_commands(on_screen(render(DIGEST, has_links=True)))
    assert screen == in_a_pipe(render(DIGEST, has_links=True))


def test_an_empty_document_prints_nothing_but_its_line() -> None:
    assert in_a_pipe(render(Document(opening=()), has_links=False)).strip() == ""


@given(st.sampled_from(EVIL) | st.text(max_size=50), st.integers(10, 100))
def test_hostile_words_send_no_command_to_a_terminal(words: str, width: int) -> None:
    output = without_commands(on_screen(render(everywhere(words), has_links=True), width))
    assert [letter for letter in output if letter != "\n" and is_obeyed(letter)] == []


@given(st.sampled_from(EVIL) | st.text(max_size=50))
def test_hostile_addresses_send_no_command_to_a_terminal(url: str) -> None:
    for address in (url, f"https://example.org/{url}"):
        output = without_commands(on_screen(render(everywhere("x", address), has_links=True)))
        assert [letter for letter in output if letter != "\n" and is_obeyed(letter)] == []


@given(st.sampled_from(EVIL) | st.text(max_size=50), st.integers(10, 100))
def test_a_pipe_gets_plain_text_within_the_width(words: str, width: int) -> None:
    output = in_a_pipe(render(everywhere(words), has_links=False), width)
    assert [letter for letter in output if letter != "\n" and is_obeyed(letter)] == []
    assert [line for line in output.split("\n") if cell_len(line) > width] == []
    output.encode()


def test_markup_of_rich_is_shown_as_it_was_written() -> None:
    words = "[bold]x[/] [link=https://evil.example]y[/link] :smile:"
    assert in_a_pipe(render(Document((Paragraph(text(words)),)), has_links=True)) == f"{words}\n"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "https://", "x"])
def test_only_web_addresses_become_links(url: str) -> None:
    document = Document((Paragraph((Link(text("words"), url),)),))
    assert "\x1b]8" not in on_screen(render(document, has_links=True))
    assert in_a_pipe(render(document, has_links=False)) == "words\n"


def is_obeyed(letter: str) -> bool:
    code = ord(letter)
    ranges = ((0, 32), (127, 160), (0x202A, 0x202F), (0x2066, 0x206A), (0xD800, 0xE000))
    return any(first <= code < end for first, end in ranges)
