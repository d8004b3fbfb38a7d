"""Documents made of hostile words, and what a reader is meant to see of them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st

from bot.document.nodes import (
    Action,
    Block,
    Bullets,
    Button,
    Buttons,
    Code,
    CopyButton,
    Details,
    Divider,
    Document,
    Emphasis,
    Heading,
    Link,
    LinkButton,
    Math,
    Menu,
    Moment,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Section,
    Span,
    Spans,
    Strong,
    Tag,
    Text,
)
from bot.document.plain import plain_span, plain_spans
from bot.document.shorten import after

unhurried = settings(deadline=None, max_examples=40)
"""Many tests at once make a slow machine; a few examples in each run find as much over time."""

DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WORD_JOINER = "\u2060"
HOME = "https://arxiv.org/"
HOSTILE = (
    *("</b>", "</a>", "<b>", "&lt;", "&", "<", ">", '"', "'", "@everyone", "@durov", "a@b.c"),
    *(
        "\u202e",
        "\u2066",
        "\u2069",
        "\x00",
        "\r",
        "\n",
        "\ud800",
        "😀",
        "👩‍👩‍👧",
        "مرحبا",
        "é",
        "中文",
    ),
    *("<script>", '<a href="https://evil.example/">', "&#60;b&#62;", "_*$\\", "#tag", "/start"),
    *("https://evil.example/", "]]>", "<!--", "pass@1", " ", "  ", "p < 0.05", "{to}", "%s"),
)
ADDRESSES = (
    *(f"{HOME}abs/2401.00001", f'{HOME}?a=1&b="2"<3>\'', f"{HOME}\u202e@durov"),
    *("javascript:alert(1)", "", "//evil.example", "tg://user?id=1", "mailto:a@b.c", "https://"),
)
FORMULAE = ("x^2", r"\lambda_i < \alpha", r"a \& b", r"\frac{1}{2}")


def words(max_pieces: int = 5) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=max_pieces).map(
        "".join
    )


def _leaves() -> st.SearchStrategy[Span]:
    return st.one_of(
        st.builds(Text, words()),
        st.builds(Math, st.sampled_from(FORMULAE), st.booleans()),
        st.builds(Code, words()),
        st.sampled_from(("cs.CV", "math-ph", "astro-ph.CO")).map(lambda name: Tag(name, HOME)),
        st.builds(Moment, st.just(datetime(2024, 1, 18, 9, tzinfo=UTC)), words()),
    )


def _around(inner: st.SearchStrategy[Span]) -> st.SearchStrategy[Span]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Strong, several),
        st.builds(Emphasis, several),
        st.builds(Link, several, st.sampled_from(ADDRESSES)),
    )


def all_spans() -> st.SearchStrategy[Spans]:
    return st.lists(st.recursive(_leaves(), _around, max_leaves=6), max_size=4).map(tuple)


def blocks() -> st.SearchStrategy[Block]:
    addresses = st.sampled_from(ADDRESSES)
    return st.one_of(
        st.builds(Heading, all_spans(), st.integers(1, 4)),
        st.builds(Paragraph, all_spans(), st.booleans()),
        st.builds(Quote, all_spans()),
        # What folds a text away stands for one that there is.
        st.builds(Details, all_spans(), all_spans().filter(_says_something)),
        st.builds(Bullets, st.lists(all_spans(), max_size=3).map(tuple)),
        st.builds(Picture, addresses, words()),
        st.just(Divider()),
        st.builds(Buttons, st.lists(buttons(), max_size=3).map(tuple)),
        st.builds(Menu, words(), st.lists(actions(), max_size=25).map(tuple)),
        st.builds(Preformatted, words(), st.sampled_from(("", "bibtex", 'c"><b>', "C++"))),
    )


def actions() -> st.SearchStrategy[Action]:
    arguments = st.lists(st.tuples(st.just("topic"), words()), max_size=2).map(tuple)
    return st.builds(Action, words(), st.just("hot"), arguments, st.booleans(), st.booleans())


def buttons() -> st.SearchStrategy[Button]:
    return st.one_of(
        st.builds(LinkButton, words(), st.sampled_from(ADDRESSES)),
        st.builds(CopyButton, words(), words(60)),
        actions(),
    )


def documents() -> st.SearchStrategy[Document]:
    several = st.lists(blocks(), max_size=3).map(tuple)
    sections = st.lists(st.builds(Section, several), max_size=3).map(tuple)
    return st.builds(Document, several, sections, several)


def visible(text: str) -> str:
    """Take out what no reader sees: the joiner that disarms mentions."""
    return text.replace(WORD_JOINER, "")


def classic_text(document: Document) -> str:
    """Give what a classic message should say."""
    sections = (section.blocks for section in document.sections)
    groups = (document.opening, *sections, document.closing)
    lines = ("\n".join(filter(None, map(_classic_block, group))) for group in groups)
    return visible("\n\n".join(filter(None, lines)))


def rich_text(document: Document) -> str:
    """Give what a rich message should say, without any white space."""
    return visible("".join("".join(map(_rich_block, document)).split()))


def _classic_block(block: Block) -> str:
    match block:
        case Heading(spans) | Paragraph(spans) | Quote(spans) | Details(_, spans):
            return _said(spans, plain_span)
        case Bullets(rows):
            return "\n".join(f"• {_said(row, plain_span)}" for row in rows)
        case Picture(url, alternative):
            return _harmless(alternative or url)
        case Preformatted(text):
            return _harmless(text)
        case Divider() | Buttons() | Menu():
            return ""


def _rich_block(block: Block) -> str:
    match block:
        case Heading(spans) | Paragraph(spans) | Quote(spans):
            return _said(spans, _source)
        case Details(summary, spans):
            rest = _said(after(spans, summary), _source)
            return _said(summary, _source) + rest if rest.strip() else _said(spans, _source)
        case Bullets(rows):
            return "".join(_said(row, _source) for row in rows)
        case Picture(url, alternative):
            return "" if url.startswith(HOME) else _harmless(alternative or url)
        case Preformatted(text):
            return _harmless(text)
        case Divider() | Buttons() | Menu():
            return ""


def _source(math: Math) -> str:
    return math.source


def _said(spans: Spans, formula: Callable[[Math], str]) -> str:
    return "".join(_said_by(span, formula) for span in spans)


def _said_by(span: Span, formula: Callable[[Math], str]) -> str:
    match span:
        case Text(text) | Code(text) | Moment(_, text):
            return _harmless(text)
        case Tag(name):
            return "#" + re.sub("[.-]", "_", name)
        case Math():
            return _harmless(formula(span))
        case Strong(spans) | Emphasis(spans) | Link(spans, _):
            return _said(spans, formula)


def _harmless(text: str) -> str:
    return "".join(filter(_is_harmless, text))


def _is_harmless(character: str) -> bool:
    is_control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
    return not is_control and character not in DIRECTIONS


def _says_something(spans: Spans) -> bool:
    return not spans or bool(plain_spans(spans).strip())
