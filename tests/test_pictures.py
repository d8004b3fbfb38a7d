"""The pages that become pictures: they show a message's words, and obey none of them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.discord.markup import escape, inline
from adapters.telegram import render, rich
from adapters.telegram.inert import inert, markup
from adapters.telegram.replies import Leaf
from bot.document.nodes import (
    Action,
    Buttons,
    Document,
    LinkButton,
    Paragraph,
    Preformatted,
    Strong,
    text,
)
from tests.adapters.discord.corpus import nasty_papers
from tests.adapters.discord.payloads import payload
from tests.builders import a_document
from tests.pictures import day, discord_markdown, telegram_markup
from tests.pictures.browser import Browser, BrowserMissing
from tests.pictures.conversations import OnTelegram, on_discord, on_telegram
from tests.pictures.discord_page import Channel, Turn, conversation, window
from tests.pictures.formula import mathml
from tests.pictures.page import hero, page
from tests.pictures.telegram_page import Chat, classic_phone, private_phone, rich_phone
from tests.pictures.terminal import chat_svg, digest_svg, ranking_svg

CHAT = Chat(title="Papers", subtitle="channel", day="24 April", time="09:00")
CHANNEL = Channel(name="papers", bot="Hot Papers", time="09:00")

HOSTILE = (
    "</div><script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    '<a href="javascript:alert(1)">',
    "<!-- ",
    "<![CDATA[",
    "</blockquote></b></style>",
    "[x](https://example.org/'onclick='alert(1))",
    '<https://example.org/"onclick="alert(1)>',
    "**`*[a](https://b.c)*`**",
    "<t:99999999999999:f>",
    "-# > # 1. - \\",
    "{{{ }} \\frac \\sqrt ^^__",
    "&lt;script&gt; &amp &#60;b&#62;",
)
hostile_words = st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE), max_size=8).map("".join)
unhurried = settings(deadline=None)


class Sight(HTMLParser):
    """What a browser would show of a page, and which tags and attributes it would obey."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.depth = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}
        self.depth += tag not in {"br", "hr"}

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        assert self.depth >= 0, f"</{tag}> closes the page around the message"

    def handle_data(self, data: str) -> None:
        self.words += data


def assert_harmless(html: str) -> None:
    sight = Sight(html)
    assert 0 == sight.depth
    assert set() == sight.tags & {"script", "style", "svg", "img", "iframe", "link", "object"}
    assert set() == sight.attributes - {"href", "class", "display", "mathvariant"}
    assert all(re.match("https?://", address, re.IGNORECASE) for address in sight.addresses)


def assert_in_order(words: str, *pieces: str) -> None:
    assert re.search(".*".join(map(re.escape, pieces)), words, re.DOTALL), words


@unhurried
@given(hostile_words)
def test_no_telegram_markup_reaches_the_page_around_it(source: str) -> None:
    assert_harmless(telegram_markup.page_html(source))


@unhurried
@given(hostile_words)
def test_words_that_the_telegram_adapter_escaped_are_shown_as_they_are(words: str) -> None:
    assert inert(words) == Sight(telegram_markup.page_html(markup(words))).words


@unhurried
@given(hostile_words)
def test_no_discord_markdown_reaches_the_page_around_it(source: str) -> None:
    assert_harmless(discord_markdown.page_html(source))


@unhurried
@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" *_`[]()#>-\\:~|")))
@example("# not a heading")
@example("1. **not** `anything` [at all](here)")
def test_words_that_the_discord_adapter_escaped_are_shown_as_they_are(words: str) -> None:
    assert words == Sight(discord_markdown.page_html(escape(words))).words


@unhurried
@given(hostile_words)
def test_any_formula_is_well_formed_mathml(source: str) -> None:
    source = re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", source)
    root = ET.fromstring(mathml(source))
    known = {"math", "mrow", "mi", "mn", "mo", "msub", "msup", "msubsup", "mfrac", "msqrt"}
    assert set() == {element.tag for element in root.iter()} - known


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\frac{1}{n}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>"),
        (r"\mathcal{L} \le 3", '<mi mathvariant="normal">ℒ</mi><mo>≤</mo><mn>3</mn>'),
        (r"\sqrt\theta", "<msqrt><mi>θ</mi></msqrt>"),
        ("_0", "<msub><mrow></mrow><mn>0</mn></msub>"),
    ],
)
def test_formulae_are_set(source: str, expected: str) -> None:
    assert f"<math><mrow>{expected}</mrow></math>" == mathml(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("see #cs_CV now", "see <a>#cs_CV</a> now"),
        ('<a href="https://a.b">#1</a>', '<a href="https://a.b">#1</a>'),
        ('<a href="tg://user?id=1">me</a>', "<a>me</a>"),
        ("<blockquote expandable>q</blockquote>", '<blockquote class="expandable">q</blockquote>'),
        ('<tg-time unix="1619252436" format="Dt">then</tg-time>', "24 April 2021 at 08:20"),
        ('<tg-time unix="soon">then</tg-time>', "then"),
        ("<tg-math>x</tg-math>", "<math><mrow><mi>x</mi></mrow></math>"),
        ("<b>open", "<b>open</b>"),
        ("<b><i>crossed</b></i>", "<b><i>crossed</i></b>"),
        ("<video>", "&lt;video&gt;"),
        ('<img src="https://a.b/c.png" alt="a cat"/>', '<span class="picture">a cat</span>'),
    ],
)
def test_telegram_markup_is_shown_as_telegram_does(source: str, expected: str) -> None:
    assert expected == telegram_markup.page_html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## A\n### B", "<h2>A</h2><h3>B</h3>"),
        ("-# small\nwords", "<small>small</small><p>words</p>"),
        ("> one\n> two", "<blockquote>one<br>two</blockquote>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (r"1\. \*a\*", "<p>1. *a*</p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("`a*b`", "<p><code>a*b</code></p>"),
        (r"[\[a\] [b]](https://a.b)", '<p><a href="https://a.b">[a] [b]</a></p>'),
        ("<https://a.b>", '<p><a href="https://a.b">https://a.b</a></p>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        (
            "a\n```bibtex\n{*b*}\n\n- c\n```\nd",
            "<p>a</p><pre><code>{*b*}\n\n- c</code></pre><p>d</p>",
        ),
        ("```</code>```", "<pre><code>&lt;/code&gt;</code></pre>"),
        ("```never closed", "<p>```never closed</p>"),
        ("at <t:1619252436:f>", "<p>at <time>24 April 2021 08:20</time></p>"),
    ],
)
def test_discord_markdown_is_shown_as_discord_does(source: str, expected: str) -> None:
    assert expected == discord_markdown.page_html(source)


def test_strong_words_of_the_discord_adapter_are_strong() -> None:
    written = inline((Strong(text("a*b")),))
    assert "<p><strong>a*b</strong></p>" == discord_markdown.page_html(written)


def test_a_phone_shows_the_channel_the_message_and_its_buttons() -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("<More>", url="https://example.org")]])
    shown = Sight(classic_phone(render.render(a_document("Hello <b>")), keys, CHAT)).words
    for words in ("Papers", "24 April", "A title", "Hello <b>", "09:00", "<More>"):
        assert words in shown


def test_moments_are_shown_by_the_clock_of_the_phone() -> None:
    source = '<tg-time unix="1619308800" format="Dt">then</tg-time>'
    assert "25 April 2021 at 09:00" == telegram_markup.page_html(source, ZoneInfo("Asia/Tokyo"))


async def test_a_private_chat_shows_what_was_said_and_every_answer_with_its_buttons() -> None:
    turns = await on_telegram("/subscribe cs.CL 9:00 Asia/Tokyo", "/hot cs.CV 2")
    shown = Sight(private_phone(turns, CHAT)).words
    expected = (
        *("/subscribe cs.CL 9:00 Asia/Tokyo", "Subscribed.", "Preview", "Remove"),
        *("/hot cs.CV 2", "1. VATT", "2. Multiscale", "Measured", "Subscribe"),
    )
    assert_in_order(shown, *expected)


@unhurried
@given(hostile_words)
def test_hostile_lines_stay_inside_the_private_chat(words: str) -> None:
    turn = OnTelegram(said=words, answered=(Leaf(markup(words)),))
    sight = Sight(private_phone([turn], CHAT))
    assert set() == sight.attributes - {"class"}
    assert set() == sight.tags & {"script", "img", "svg"}
    assert 0 == sight.depth


def test_a_quote_swallows_the_line_breaks_at_its_edges() -> None:
    html = classic_phone("a\n<blockquote>b</blockquote>\nc", None, CHAT)
    assert "a<blockquote>b</blockquote>c" in html


def test_every_paper_of_the_first_message_is_on_the_telegram_page() -> None:
    message = day.telegram_message()
    shown = Sight(classic_phone(render.render(message), None, CHAT)).words
    for number in range(1, len(message.sections) + 1):
        assert f"{number}. " in shown


def test_the_rich_message_has_something_to_fold_and_formulae_that_are_set() -> None:
    message = day.telegram_rich_message()
    html = rich_phone(rich.render(message), None, CHAT)
    assert "<details><summary>" in html
    assert "<msub>" in html
    assert "tg-math" not in html


def test_a_window_shows_each_component_of_the_message() -> None:
    message = payload(day.discord_message(top=3))
    html = window(message, CHANNEL)
    assert 'style="border-left-color:#5b7db1"' in html
    assert 4 == html.count("<hr>")
    assert 3 == html.count("<h3>")
    assert 1 == html.count("<h2>")


def a_turn(document: Document, *, person: str = "ada", is_private: bool = False) -> Turn:
    return Turn(person=person, command="/paper", payload=payload(document), is_private=is_private)


def test_a_command_stands_above_its_answer() -> None:
    html = conversation([a_turn(a_document("An answer"))], CHANNEL)
    shown = Sight(html).words.replace("\n", " ")
    assert shown.index("ada used /paper") < shown.index("An answer")
    assert "Only you can see this" not in shown


def test_a_private_answer_says_that_nobody_else_sees_it() -> None:
    turns = [a_turn(a_document("Public")), a_turn(a_document("Private"), is_private=True)]
    shown = Sight(conversation(turns, CHANNEL)).words
    assert 1 == shown.count("Only you can see this")
    assert shown.index("Private") < shown.index("Only you can see this")


def test_buttons_look_like_what_they_do() -> None:
    buttons = (LinkButton("PDF", "https://example.org"), Action("Go", "go"))
    risky = Action("Delete", "forget", is_risky=True)
    document = Document((Paragraph(text("x")), Buttons((*buttons, risky))))
    html = conversation([a_turn(document)], CHANNEL)
    assert '<span class="button link">PDF</span>' in html
    assert '<span class="button">Go</span>' in html
    assert '<span class="button red">Delete</span>' in html


def test_code_stands_in_a_block_whatever_is_in_it() -> None:
    words = "@misc{a,\n  title = {```</pre>}\n}"
    html = window(payload(Document((Preformatted(words, "bibtex"),))), CHANNEL)
    assert f"<pre><code>{words.replace('</pre>', '&lt;/pre&gt;')}</code></pre>" in html


async def test_the_answers_on_discord_are_those_of_a_channel() -> None:
    lines = ("/paper 2104.11178", "/topics", "/subscriptions")
    topics, *_ = (turn for turn in await on_discord(*lines) if turn.command == "/topics")
    assert '<span class="select">A field</span>' in window(payload(topics.answered), CHANNEL)
    asked = await on_discord(*lines, before=["/subscribe cs.CL, cs.LG 9:00"])
    privacy: Mapping[str, bool] = {turn.command: turn.is_private for turn in asked}
    assert {"/paper": False, "/topics": False, "/subscriptions": True} == privacy
    assert "#hot-papers" in Sight(window(payload(asked[-1].answered), CHANNEL)).words


@unhurried
@given(hostile_words)
def test_hostile_names_stay_inside_the_conversation(words: str) -> None:
    turn = Turn(person=words, command=words, payload=payload(a_document("x")))
    sight = Sight(conversation([turn], CHANNEL))
    assert set() == sight.attributes - {"class"}
    assert set() == sight.tags & {"script", "img", "svg"}
    assert 0 == sight.depth


def test_hostile_papers_stay_inside_the_discord_window() -> None:
    words = [f"{paper.title} {paper.abstract[:300]}" for paper in nasty_papers()]
    words += HOSTILE
    message = Document(opening=tuple(Paragraph(text(line)) for line in words))
    sight = Sight(window(payload(message), CHANNEL))
    assert set() == sight.attributes - {"class", "href", "style"}
    assert set() == sight.tags & {"script", "img", "svg"}
    assert 0 == sight.depth


def test_a_component_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(ValueError, match="'type': 99"):
        window({"components": [{"type": 99}]}, CHANNEL)
    with pytest.raises(ValueError, match="without components"):
        window({"content": "words"}, CHANNEL)


def test_a_page_fetches_nothing() -> None:
    phone = classic_phone(render.render(day.telegram_message()), None, CHAT)
    html = page(hero(phone, window(payload(day.discord_message(top=5)), CHANNEL)), width=1280)
    outside = re.findall(r"""(?:src=|url\(|@import)["']?[^"')]+""", html)
    assert [] == outside


@pytest.mark.parametrize("width", [60, 100])
def test_a_terminal_is_drawn_as_well_formed_svg_that_fetches_nothing(width: int) -> None:
    for svg in (
        ranking_svg(day.ranking(), width=width, title="a <title> & more"),
        digest_svg(a_document("<script>&amp;"), width=width, title="</svg>"),
    ):
        root = ET.fromstring(svg)
        assert "{http://www.w3.org/2000/svg}svg" == root.tag
        assert [] == re.findall(r"https?://(?!www\.w3\.org)[^\s\"]+|@font-face", svg)


async def test_a_chat_in_a_terminal_shows_each_line_above_its_answer() -> None:
    svg = await chat_svg("/search transformer video", "2", width=80, title="chat")
    shown = "".join(ET.fromstring(svg).itertext()).replace("\N{NO-BREAK SPACE}", " ")
    answers = ("› /search", "VATT", "[2]", "[3] Subscribe", "› 2", "Place 2 of 16", "Cite", "›")
    assert_in_order(shown, *answers)
    assert [] == re.findall(r"https?://(?!www\.w3\.org)[^\s\"]+|@font-face", svg)


def test_a_picture_is_the_same_every_time() -> None:
    first, second = (ranking_svg(day.ranking(), width=100, title="rank") for _ in range(2))
    assert first == second


def test_a_missing_browser_is_answered_with_what_to_install() -> None:
    with pytest.raises(BrowserMissing, match="apt-get install chromium"):
        Browser.find(path="")
