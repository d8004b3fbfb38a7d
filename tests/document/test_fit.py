from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.fit import Load, paginate
from bot.document.nodes import (
    Block,
    Details,
    Document,
    Heading,
    Paragraph,
    Section,
    Text,
    text,
)
from bot.document.plain import plain, plain_spans
from bot.document.shorten import ELLIPSIS, shorten
from bot.domain.digests import Style
from bot.views.digests import page
from bot.views.words import ENGLISH_WORDS
from tests.builders import a_digest, a_paper
from tests.fakes import PlainRuler, title_of

SENTENCE = "Many small words stand here. "
RULERS = [
    PlainRuler(limits=limits, folds=folds)
    for limits in (
        Load(characters=400, entities=1000, size=10_000),
        Load(characters=4000, entities=12, size=100_000),
        Load(characters=4000, entities=1000, size=700),
    )
    for folds in (False, True)
]
rulers = st.sampled_from(RULERS)
some_text = st.integers(0, 60).map(lambda count: ("wörds in a line " * 4)[:count])
more_text = st.integers(0, 200).map(lambda count: (SENTENCE * 8)[:count])
long_text = st.integers(0, 900).map(lambda count: (SENTENCE * 32)[:count])


@st.composite
def folded(draw: st.DrawFn) -> Details:
    whole = text(draw(long_text))
    return Details(draw(st.sampled_from([shorten(whole, 60), text("Abstract")])), whole)


@st.composite
def digests(draw: st.DrawFn) -> Document:
    """Documents whose smallest piece fits every ruler: each section begins with a heading."""
    sections = draw(
        st.lists(st.lists(st.one_of(more_text.map(_paragraph), folded()), max_size=4), max_size=12)
    )
    return Document(
        opening=(Heading(text("Papers")), *map(_paragraph, draw(st.lists(some_text, max_size=1)))),
        sections=tuple(
            Section((Heading(text(f"Section {number}"), level=2), *blocks))
            for number, blocks in enumerate(sections)
        ),
        closing=tuple(map(_paragraph, draw(st.lists(some_text, max_size=1)))),
        accent="cs",
    )


def _paragraph(words: str) -> Paragraph:
    return Paragraph(text(words))


def sections_of(parts: tuple[Document, ...]) -> list[Section]:
    return [section for part in parts for section in part.sections]


def stands_for(shown: Block, whole: Block) -> bool:
    """Say whether a block is shown whole, or with as much of its folded text as fitted."""
    match shown, whole:
        case Details(summary, spans), Details():
            words, cut = plain_spans(whole.spans), plain_spans(spans).removesuffix(ELLIPSIS)
            return summary == whole.summary and (spans == summary or words.startswith(cut))
        case _:
            return shown == whole


@given(digests(), rulers)
def test_every_message_fits(document: Document, ruler: PlainRuler) -> None:
    for part in paginate(document, ruler):
        assert ruler.measure(tuple(part)).fits(ruler.limits)


@given(digests(), rulers)
def test_no_section_is_lost_torn_or_moved(document: Document, ruler: PlainRuler) -> None:
    shown = sections_of(paginate(document, ruler))
    assert len(document.sections) == len(shown)
    for part, whole in zip(shown, document.sections, strict=True):
        kept = whole.blocks[: len(part.blocks)]
        assert kept
        assert all(map(stands_for, part.blocks, kept))


@given(digests(), rulers)
def test_blocks_only_go_from_a_section_that_fills_a_message(
    document: Document, ruler: PlainRuler
) -> None:
    shown = sections_of(paginate(document, ruler))
    for part, whole in zip(shown, document.sections, strict=True):
        if len(part.blocks) < len(whole.blocks):
            assert not _with_frame(document, _least(whole), ruler).fits(ruler.limits)


def _least(section: Section) -> list[Block]:
    return [
        replace(block, spans=block.summary) if isinstance(block, Details) else block
        for block in section.blocks
    ]


def _with_frame(document: Document, blocks: list[Block], ruler: PlainRuler) -> Load:
    number = len(document.sections)
    frame = (*document.opening, _paragraph(f" · {number} of {number}"), *document.closing)
    return ruler.measure([*frame, *blocks])


@given(digests(), rulers)
def test_each_message_says_which_one_it_is(document: Document, ruler: PlainRuler) -> None:
    parts = paginate(document, ruler)
    several = [f"Papers · {number} of {len(parts)}" for number in range(1, len(parts) + 1)]
    assert (several if len(parts) > 1 else ["Papers"]) == [title_of(part) for part in parts]


@given(digests(), rulers)
def test_it_opens_once_and_closes_once(document: Document, ruler: PlainRuler) -> None:
    first, *others = paginate(document, ruler)
    last = others[-1] if others else first
    assert document.opening[1:] == first.opening[1:]
    assert all(len(part.opening) == 1 for part in others)
    assert document.closing == last.closing
    assert not any(part.closing for part in (first, *others) if part is not last)
    assert {"cs"} == {part.accent for part in (first, *others)}


@given(digests(), rulers)
def test_no_message_is_empty(document: Document, ruler: PlainRuler) -> None:
    parts = paginate(document, ruler)
    assert len(parts) == 1 or all(part.sections for part in parts)


@given(digests(), rulers)
def test_a_message_ends_where_the_next_section_would_not_have_fitted(
    document: Document, ruler: PlainRuler
) -> None:
    begin = 0
    for part in paginate(document, ruler)[:-1]:
        end = begin + len(part.sections)
        blocks = [
            block
            for section in document.sections[begin : end + 1]
            for block in (section.blocks if ruler.folds else _least(section))
        ]
        assert not _with_frame(document, blocks, ruler).fits(ruler.limits)
        begin = end


@given(digests(), rulers)
def test_a_document_that_fits_comes_back_as_it_is(document: Document, ruler: PlainRuler) -> None:
    roomy = replace(ruler, limits=Load(10**6, 10**6, 10**7))
    assert (document,) == paginate(document, roomy)


@given(digests(), st.sampled_from([ruler for ruler in RULERS if ruler.folds]))
def test_where_texts_fold_they_stay_whole_if_they_fit_into_a_message(
    document: Document, ruler: PlainRuler
) -> None:
    shown = sections_of(paginate(document, ruler))
    for part, whole in zip(shown, document.sections, strict=True):
        if _with_frame(document, list(whole.blocks), ruler).fits(ruler.limits):
            assert whole == part


def a_section(number: int, *, sentences: int = 20) -> Section:
    whole = text((SENTENCE * sentences).strip())
    return Section(
        (Heading(text(f"Section {number}"), level=2), Details(shorten(whole, 60), whole))
    )


def a_page(sections: int, *, sentences: int = 20) -> Document:
    return Document(
        opening=(Heading(text("Papers")),),
        sections=tuple(a_section(number, sentences=sentences) for number in range(sections)),
    )


def test_where_nothing_folds_the_room_that_is_left_is_shared_out_evenly() -> None:
    ruler = PlainRuler(limits=Load(1000, 100, 10_000))
    (part,) = paginate(a_page(4), ruler)
    lengths = [len(plain_spans(block.spans)) for block in part if isinstance(block, Details)]
    assert 1 == len(set(lengths))
    assert 1000 - 4 * len(SENTENCE) < ruler.measure(tuple(part)).characters <= 1000


def test_a_short_text_leaves_its_room_to_the_long_ones() -> None:
    ruler = PlainRuler(limits=Load(1000, 100, 10_000))
    document = a_page(3)
    short = Section((Heading(text("Short")), Details(text("Few."), text("Few words."))))
    (part,) = paginate(replace(document, sections=(short, *document.sections)), ruler)
    assert short == part.sections[0]
    assert ruler.measure(tuple(part)).characters > 1000 - 3 * len(SENTENCE)


def test_a_text_that_fills_a_message_shortens_no_neighbour() -> None:
    ruler = PlainRuler(limits=Load(400, 100, 10_000), folds=True)
    long, short = a_section(1, sentences=40), a_section(2, sentences=2)
    document = Document((Heading(text("Papers")),), (short, long, short))
    first, second, third = paginate(document, ruler)
    assert (short,) == first.sections == third.sections
    assert ruler.measure(tuple(second)).characters > 300


@pytest.mark.parametrize("sections", [9, 10, 11, 99, 100, 1001])
def test_numbering_never_overflows_a_message(sections: int) -> None:
    words = Section((Paragraph((Text("w" * 73),)),))
    ruler = PlainRuler(limits=Load(100, 1000, 10_000))
    parts = paginate(Document((Heading(text("Papers")),), (words,) * sections), ruler)
    assert sections == len(parts)
    assert f"Papers · {sections} of {sections}" == title_of(parts[-1])
    assert max(ruler.measure(tuple(part)).characters for part in parts) <= 100


def test_of_a_section_that_fits_nowhere_the_beginning_is_shown() -> None:
    blocks = [Paragraph(text("w" * 50)) for _ in range(10)]
    ruler = PlainRuler(limits=Load(300, 100, 10_000))
    (part,) = paginate(Document((Heading(text("Papers")),), (Section(tuple(blocks)),)), ruler)
    assert (Section(tuple(blocks[:5])),) == part.sections


def test_without_a_title_there_is_nothing_to_number() -> None:
    ruler = PlainRuler(limits=Load(100, 100, 10_000))
    section = Section((Paragraph(text("w" * 50)),))
    first, second = paginate(Document((), (section, section)), ruler)
    assert ((), ()) == (first.opening, second.opening)


def test_a_document_without_sections_is_one_message() -> None:
    document = Document((Heading(text("Papers")), _paragraph("A quiet day.")))
    assert (document,) == paginate(document, RULERS[0])
    assert "Papers\n\nA quiet day." == plain(document)


@dataclass(frozen=True, slots=True)
class CountingRuler:
    """A ruler that counts how many blocks it is asked to measure."""

    ruler: PlainRuler
    measured: list[Block] = field(default_factory=list)

    @property
    def limits(self) -> Load:
        return self.ruler.limits

    @property
    def folds(self) -> bool:
        return self.ruler.folds

    def measure(self, blocks: Sequence[Block]) -> Load:
        self.measured.extend(blocks)
        return self.ruler.measure(blocks)


def test_a_days_digest_is_laid_out_with_little_measuring() -> None:
    abstract = "A model of this kind needs few examples, as we show for inputs of length $n$. " * 16
    papers = [a_paper(f"2401.{number:05}", abstract=abstract) for number in range(1, 17)]
    document = page(a_digest(*papers, style=Style.FULL), ENGLISH_WORDS)
    ruler = CountingRuler(PlainRuler())
    assert len(paginate(document, ruler)) > 1
    # Each block once for packing and once for the whole message; each abstract once for every
    # halving of some 1,200 characters.
    blocks = len(list(document))
    assert 3 * blocks + 8 * len(papers) > len(ruler.measured)
