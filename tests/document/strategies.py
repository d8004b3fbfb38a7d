"""Arbitrary documents."""

from datetime import UTC, timedelta, timezone

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

words = st.text(max_size=20)
zones = st.just(UTC) | st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(timezones=zones)
leaves: st.SearchStrategy[Span] = st.one_of(
    st.builds(Text, words),
    st.builds(Math, words, st.booleans()),
    st.builds(Code, words),
    st.builds(Tag, words, words),
    st.builds(Moment, moments, words),
)


def _nested(inner: st.SearchStrategy[Span]) -> st.SearchStrategy[Span]:
    some = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Strong, some), st.builds(Emphasis, some), st.builds(Link, some, words)
    )


spans: st.SearchStrategy[Spans] = st.lists(
    st.recursive(leaves, _nested, max_leaves=4), max_size=4
).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, spans, st.integers(1, 2)),
    st.builds(Paragraph, spans, st.booleans()),
    st.builds(Quote, spans),
    st.builds(Details, spans, spans),
    st.builds(Bullets, st.lists(spans, max_size=3).map(tuple)),
    st.builds(Picture, words, words),
    st.just(Divider()),
    st.builds(Buttons, st.lists(st.builds(LinkButton, words, words), max_size=3).map(tuple)),
)
some_blocks = st.lists(blocks, max_size=3).map(tuple)
documents = st.builds(
    Document,
    some_blocks,
    st.lists(st.builds(Section, some_blocks), max_size=3).map(tuple),
    some_blocks,
    st.none() | words,
)
