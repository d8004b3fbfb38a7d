from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram import render, rich
from adapters.telegram.ruler import ClassicRuler, RichRuler
from bot.document.fit import Load, Ruler, paginate
from bot.document.nodes import (
    Block,
    Blocks,
    Details,
    Document,
    Heading,
    Link,
    Paragraph,
    Section,
    Strong,
    Tag,
    Text,
    text,
)
from tests.adapters.telegram.documents import blocks, rich_text, unhurried, words
from tests.emulators import telegram_html, telegram_rich
from tests.judges.tdlib import Entity, parse_html

URL = "https://arxiv.org/abs/2401.00001"
CLASSIC = ClassicRuler()
RICH = RichRuler()
SPLITTABLE = {"Bold", "Italic"}


def several_blocks() -> st.SearchStrategy[Blocks]:
    return st.lists(blocks(), max_size=4).map(tuple)


def apart(several: Blocks) -> Document:
    """A document in which each block stands as far from the others as it can."""
    return Document((), tuple(Section((block,)) for block in several))


def classic_load(document: Document) -> Load:
    """What Telegram counts, without the hashtags."""
    html = render.render(document)
    parsed = parse_html(html)
    pieces = sum(_pieces(entity, parsed.entities) for entity in parsed.entities)
    return Load(telegram_html.units(parsed.text), pieces, len(html.encode()))


def rich_load(document: Document) -> Load:
    html = rich.render(document)
    if not rich_text(document):
        return Load(size=len(html.encode()))
    parsed = telegram_rich.parse(html)
    return Load(telegram_html.units(parsed.text), parsed.blocks, len(html.encode()))


def _pieces(entity: Entity, others: tuple[Entity, ...]) -> int:
    """Into how many pieces others tear one: a link inside of bold makes three of it."""
    if entity.kind not in SPLITTABLE:
        return 1
    ends = {end for other in others for end in (other.offset, other.offset + other.length)}
    return 1 + sum(entity.offset < end < entity.offset + entity.length for end in ends)


def long_documents() -> st.SearchStrategy[Document]:
    abstracts = st.builds(lambda words, times: (words * times)[:9000], words(), st.integers(1, 400))
    return st.lists(st.tuples(words(12), abstracts), max_size=30).map(a_long_document)


def a_long_document(papers: list[tuple[str, str]]) -> Document:
    """Something like a digest, of titles and abstracts."""
    return Document(
        opening=(Heading(text("Hot papers")), Paragraph(text("of a day"))),
        sections=tuple(Section(_paper(title, abstract)) for title, abstract in papers),
        closing=(Paragraph(text("Measured"), is_small=True),),
    )


def _paper(title: str, abstract: str) -> Blocks:
    return (
        Heading((Text("1. "), Link(text(title[:300]), URL)), level=2),
        Paragraph((Strong(text("Ada")), Text(" "), Tag("cs.CV", URL))),
        Details(text(abstract[:80]), text(abstract)),
    )


@unhurried
@given(several_blocks())
def test_a_classic_load_is_never_less_than_the_real_one(several: Blocks) -> None:
    assert classic_load(apart(several)).fits(CLASSIC.measure(several))


@unhurried
@given(several_blocks())
def test_a_rich_load_is_never_less_than_the_real_one(several: Blocks) -> None:
    assert rich_load(apart(several)).fits(RICH.measure(several))
    assert rich_load(Document((), (), several)).fits(RICH.measure(several))


@unhurried
@given(several_blocks(), several_blocks(), st.sampled_from((CLASSIC, RICH)))
def test_loads_of_parts_add_up_to_the_load_of_the_whole(
    one: Blocks, other: Blocks, ruler: Ruler
) -> None:
    assert ruler.measure((*one, *other)) == ruler.measure(one) + ruler.measure(other)


@unhurried
@given(long_documents())
def test_every_message_of_a_long_document_is_one_that_telegram_takes_whole(
    document: Document,
) -> None:
    for part in paginate(document, CLASSIC):
        assert classic_load(part).fits(Load(4096, 100, 32_768))


@unhurried
@given(long_documents())
def test_every_rich_message_of_a_long_document_keeps_to_the_limits(document: Document) -> None:
    for part in paginate(document, RICH):
        assert rich_load(part).fits(Load(32_768, 500, 65_536))


def test_hashtags_count_as_formatting() -> None:
    paragraph = Paragraph((Tag("cs.CV", URL), Text(" "), Tag("cs.LG", URL)))
    assert 2 == CLASSIC.measure((paragraph,)).entities


def test_a_linked_title_counts_its_bold_before_and_in_the_link() -> None:
    heading = Heading((Text("1. "), Link(text("One"), URL)), level=2)
    assert 3 == CLASSIC.measure((heading,)).entities


def test_characters_outside_of_the_first_plane_count_twice() -> None:
    block: Block = Paragraph(text("😀" * 10))
    assert (
        10
        == CLASSIC.measure((block,)).characters
        - CLASSIC.measure((Paragraph(text("é" * 10)),)).characters
    )
