"""Words and documents that would do harm if they could."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.document.nodes import (
    Block,
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
)

PIECES = (
    "@everyone @here <@1> <@!1> <@&1> <#1> </cmd:1> <id:guide> <:emoji:1> <a:emoji:1> :smile: "
    "<t:1:R> https://a.b/c_d_e(f) <https://a.b> [x](http://e.vil) ](http://e.vil) ** __ _ * ~~ || "
    "` ``` \\ [ ] ( ) < > @ : # -# - + 1. > >>> http: // everyone steam://run </b> &lt; a p<0.05 "
    "snake_case_ ¯\\_(ツ)_/¯ 𝒙² 漢字 \u202eevil\u2066 \x00 \ud800 😀 👩‍💻 $x_i^*$ \\textbf{b}"
).split(" ")

SENTENCES = (
    "A plain sentence about models.",
    "It needs 10% of the data, and p < 0.05.",
    "Code is at https://example.org/lab/code_base (see there).",
)

pieces = (
    st.sampled_from(PIECES) | st.sampled_from(("\n", " ", "\r\n", "\u2028")) | st.text(max_size=4)
)
words = st.lists(pieces, max_size=10).map("".join) | st.lists(pieces, max_size=10).map(" ".join)
long_words = st.lists(
    st.sampled_from(SENTENCES) | st.sampled_from(PIECES), min_size=1, max_size=30
).map(" ".join)
urls = st.sampled_from(
    (
        "https://arxiv.org/abs/2401.00001",
        "http://example.org/a_(b)?c=*d*&e=[f]#g",
        "https://example.org/a) [evil](https://e.vil",
        "https://example.org/**bold**`code`|x|<y>",
        "https://münchen.example/ü \ud800",
        "https://example.org/" + "x" * 600,
        "javascript:alert(1)",
        "",
    )
)


def _nested(inner: st.SearchStrategy[Spans]) -> st.SearchStrategy[Spans]:
    span: st.SearchStrategy[Span] = (
        st.builds(Text, words)
        | st.builds(Strong, inner)
        | st.builds(Emphasis, inner)
        | st.builds(Link, inner, urls)
    )
    return st.lists(span, max_size=4).map(tuple)


_moments = st.integers(0, 4_000_000_000).map(
    lambda at: Moment(datetime.fromtimestamp(at, UTC), "then")
)
_leaf: st.SearchStrategy[Span] = (
    st.builds(Text, words)
    | st.builds(Math, st.sampled_from(("x_i^*", "\\alpha < [\\beta", "O(n \\log n)", "|x|", "")))
    | st.builds(Code, words)
    | st.builds(Tag, st.sampled_from(("cs.LG", "astro-ph.CO", "q_bio*")), urls)
    | _moments
)
spans: st.SearchStrategy[Spans] = st.recursive(
    st.lists(_leaf, max_size=4).map(tuple), _nested, max_leaves=6
)
long_spans: st.SearchStrategy[Spans] = long_words.map(lambda text: (Text(text),))
titles: st.SearchStrategy[Spans] = st.tuples(
    st.just(Text("1. ")), st.builds(Link, words.map(lambda text: (Text(text[:200]),)), urls)
)

text_blocks: st.SearchStrategy[Block] = (
    st.builds(Heading, titles, st.sampled_from((1, 2, 3)))
    | st.builds(Paragraph, spans, st.booleans())
    | st.builds(Quote, spans)
    | st.builds(Details, long_spans.map(lambda _: (Text("Short."),)), long_spans)
    | st.builds(Bullets, st.lists(spans, max_size=3).map(tuple))
)
_buttons = st.builds(LinkButton, st.sampled_from(("More", "", "L" * 80, "L" * 81)), urls)
blocks: st.SearchStrategy[Block] = (
    text_blocks
    | st.just(Divider())
    | st.builds(Picture, urls, words | st.just("w" * 1025))
    | st.builds(Buttons, st.lists(_buttons, max_size=6).map(tuple))
)
sections: st.SearchStrategy[Section] = st.builds(
    lambda title, rest: Section((Heading(title, 2), *rest)), titles, st.lists(blocks, max_size=6)
)


def _documents(most: int) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        opening=st.tuples(st.builds(Heading, st.just((Text("🔥 Hot papers"),)))),
        sections=st.lists(sections, max_size=most).map(tuple),
        closing=st.lists(st.builds(Paragraph, spans, st.booleans()), max_size=2).map(tuple),
        accent=st.sampled_from(("cs", "math", "unheard-of", None)),
    )


documents = _documents(20)
short_documents = _documents(3)
