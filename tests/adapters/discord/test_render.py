"""Documents become messages that Discord takes, that say what they should, and do nothing else."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord import render
from adapters.discord.markup import cleaned, web_address
from adapters.discord.ruler import BYTES, CHARACTERS, COMPONENTS, DiscordRuler
from bot.document.fit import paginate
from bot.document.nodes import (
    Block,
    Blocks,
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
    Span,
    Spans,
    Strong,
    Tag,
    Text,
    text,
)
from bot.document.plain import plain_span
from tests.adapters.discord.hostile import blocks, documents, text_blocks
from tests.adapters.discord.model import read
from tests.adapters.discord.payloads import payload
from tests.emulators.discord_rules import inspect, pings, texts, walk
from tests.judges import discord_openapi

URL = "https://arxiv.org/abs/2401.00001"
LINE, CONTAINER, TEXT, ROW, GALLERY = 14, 17, 10, 1, 12
DEEDS = {"mention", "emoji", "hidden", "struck", "underline", "raw link"}


@given(documents)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_part_of_any_document_is_taken_and_does_no_more_than_it_should(
    document: Document,
) -> None:
    for part in paginate(document, DiscordRuler()):
        body = payload(part)
        inspect(body)
        shown = texts(body["components"])
        assert sum(map(len, shown)) <= CHARACTERS
        assert len("".join(shown).encode()) <= BYTES
        assert len(list(walk(body["components"]))) <= COMPONENTS
        assert sum(map(len, shown)) == render.message(part).content_length()
        assert not DEEDS & {kind for content in shown for kind, _ in read(content).marks}
        assert pings(body) == []


@given(text_blocks)
def test_a_block_says_its_words_and_its_links_lead_to_their_pages(block: Block) -> None:
    reading = read("\n".join(piece for piece in render.pieces(block) if isinstance(piece, str)))
    assert _letters(_words(block)) == _letters(reading.words)
    expected = Counter(_targets(block))
    assert expected == Counter(reading.of("link"))


@given(text_blocks)
def test_only_a_block_makes_headings_quotes_lists_and_small_print(block: Block) -> None:
    lines = [line for piece in render.pieces(block) for line in str(piece).split("\n") if line]
    kinds = Counter(kind for line in lines for kind, _ in read(line).marks)
    shapes = {kind: kinds[kind] for kind in ("heading", "small", "quote", "list") if kinds[kind]}
    expected = {kind: len(lines) for kind in _shape(block) if lines}
    assert expected == shapes


@given(st.lists(blocks, max_size=4))
def test_without_words_there_is_no_text(some: list[Block]) -> None:
    shown = texts(payload(Document(tuple(some)))["components"]) if some else []
    assert all(content.strip() for content in shown)


def test_a_section_is_one_text_and_a_line_stands_between_two() -> None:
    document = Document(
        opening=(Heading(text("Hot papers")), Paragraph(text("2 papers"), is_small=True)),
        sections=(_section("One"), _section("Two")),
        closing=(Paragraph(text("That was it."), is_small=True),),
        accent="cs",
    )
    assert [
        "## Hot papers\n-# 2 papers",
        None,
        f"### [One]({URL})\nA line.\n> Said",
        None,
        f"### [Two]({URL})\nA line.\n> Said",
        None,
        "-# That was it.",
    ] == [each.get("content") for each in _inside(document)]


def test_the_archive_gives_the_colour() -> None:
    colours = [
        _container(Document(_opening(), accent=name)) for name in ("cs", "math", "new", None)
    ]
    assert len({colour.get("accent_color") for colour in colours}) == 4


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (Heading(text("A\nb")), "## A b"),
        (Heading(text("1. A"), level=2), "### 1\\. A"),
        (Paragraph(text("a\n# b")), "a\n\\# b"),
        (Paragraph(text("a\n\nb"), is_small=True), "-# a\n-# b"),
        (Quote(text("a\n> b")), "> a\n> \\> b"),
        (Details(text("Short"), text("The whole")), "> The whole"),
        (Bullets((text("a"), text(""), text("b\nc"))), "- a\n- b c"),
    ],
)
def test_each_block_has_its_lines(block: Block, lines: str) -> None:
    assert [lines] == list(render.pieces(block))


def test_a_divider_is_a_line_and_a_picture_a_gallery() -> None:
    document = Document((*_opening(), Divider(), Picture(URL, "A bird"), Paragraph(text("After"))))
    assert [each["type"] for each in _inside(document)] == [TEXT, LINE, GALLERY, TEXT]
    gallery = _inside(document)[2]
    assert gallery["items"] == [{"media": {"url": URL}, "description": "A bird", "spoiler": False}]


def test_a_picture_that_leads_nowhere_is_told_in_words() -> None:
    assert list(render.pieces(Picture("file:///bird.png", "A *bird*"))) == ["A \\*bird\\*"]


def test_buttons_stand_in_rows_of_five() -> None:
    buttons = Buttons(tuple(LinkButton(str(number), URL) for number in range(7)))
    rows = [each for each in _inside(Document((*_opening(), buttons))) if each["type"] == ROW]
    assert [len(_list(row["components"])) for row in rows] == [5, 2]


@pytest.mark.parametrize(
    ("button", "link"),
    [
        (LinkButton("L" * 81, URL), f"[{'L' * 81}]({URL})"),
        (LinkButton("More", f"https://a.b/{'x' * 512}"), f"[More](https://a.b/{'x' * 512})"),
        (LinkButton("More", "javascript:alert(1)"), "More"),
    ],
)
def test_what_discord_takes_for_no_button_is_a_link(button: LinkButton, link: str) -> None:
    assert [link] == list(render.pieces(Buttons((button,))))


@pytest.mark.skipif(not discord_openapi.is_present(), reason=discord_openapi.ABSENT)
def test_the_judge_names_the_place_of_a_fault() -> None:
    button = {"type": 2, "style": 5, "label": "L" * 81, "url": URL}
    body = {"components": [{"type": 1, "components": [button]}]}
    with pytest.raises(discord_openapi.NotByTheBook, match=r"\['components'\]\[0\]"):
        discord_openapi.judge(body)


@pytest.mark.skipif(not discord_openapi.is_present(), reason=discord_openapi.ABSENT)
def test_the_judge_knows_no_other_fields() -> None:
    with pytest.raises(discord_openapi.NotByTheBook, match="colour"):
        discord_openapi.judge({"content": "Hello", "colour": "red"})


def _opening() -> Blocks:
    return (Heading(text("Hot papers")),)


def _section(title: str) -> Section:
    heading = Heading((Link(text(title), URL),), level=2)
    return Section((heading, Paragraph(text("A line.")), Quote(text("Said"))))


def _container(document: Document) -> dict[str, object]:
    (container,) = _list(payload(document)["components"])
    assert isinstance(container, dict)
    return container


def _inside(document: Document) -> list[dict[str, object]]:
    return _list(_container(document)["components"])


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def _letters(words: str) -> str:
    """Ignore white space, and the width of brackets in the words of a link."""
    return "".join(cleaned(words).split()).replace("［", "[").replace("］", "]")


def _shape(block: Block) -> list[str]:
    match block:
        case Heading():
            return ["heading"]
        case Paragraph(_, is_small):
            return ["small"] if is_small else []
        case Quote() | Details():
            return ["quote"]
        case Bullets():
            return ["list"]
        case _:
            return []


def _words(block: Block) -> str:
    return "".join(map(_shown, _spans(block)))


def _spans(block: Block) -> Spans:
    match block:
        case Heading(spans) | Paragraph(spans) | Quote(spans) | Details(_, spans):
            return spans
        case Bullets(rows):
            return tuple(span for row in rows for span in row)
        case _:
            return ()


def _shown(span: Span, in_link: bool = False) -> str:  # noqa: FBT001, FBT002
    match span:
        case Moment(at, words):
            return words if in_link else f"t:{int(at.timestamp())}:f"
        case Link(inner, url):
            is_link = in_link or web_address(url) is not None
            return "".join(_shown(each, is_link) for each in inner)
        case Strong(inner) | Emphasis(inner):
            return "".join(_shown(each, in_link) for each in inner)
        case Text() | Math() | Code() | Tag():
            return plain_span(span)


def _targets(block: Block) -> list[str]:
    return list(_addresses(_spans(block)))


def _addresses(spans: Spans) -> Iterable[str]:
    for span in spans:
        match span:
            case Link(inner, url) if web_address(url) and cleaned(plain_span(span)).strip():
                yield str(web_address(url))
            case Strong(inner) | Emphasis(inner) | Link(inner):
                yield from _addresses(inner)
            case _:
                pass
