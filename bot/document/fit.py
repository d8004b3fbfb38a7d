"""Fitting: a document of any length becomes messages that a platform takes.

Fit first, render last: a rendered text is never cut. Documents are split between sections, never
inside one. What shrinks is the text of `Details`, at the end of a sentence where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.document.nodes import Block, Blocks, Details, Document, Heading, Section, Spans, Text
from bot.document.plain import plain_spans
from bot.document.shorten import shorten


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a platform's limits something takes. Loads add."""

    characters: int = 0
    entities: int = 0
    """Pieces of formatting, or components: whatever the platform counts besides characters."""

    size: int = 0
    """Bytes of UTF-8, markup included."""

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.characters + other.characters,
            self.entities + other.entities,
            self.size + other.size,
        )

    def fits(self, limits: "Load") -> bool:
        """Say whether no limit is passed."""
        return (
            self.characters <= limits.characters
            and self.entities <= limits.entities
            and self.size <= limits.size
        )


class Ruler(Protocol):
    """How a platform counts."""

    @property
    def limits(self) -> Load:
        """The most that one message holds."""

    @property
    def folds(self) -> bool:
        """Say whether the text of `Details` can be folded away, so that it need not be short."""

    def measure(self, blocks: Sequence[Block]) -> Load:
        """Count what these blocks take in a message, never less than they really do.

        Loads of parts add up to at least the load of the whole.
        """


def paginate(document: Document, ruler: Ruler) -> tuple[Document, ...]:
    """Split a document into messages within the ruler's limits, as few as it can.

    Where the platform folds, `Details` stay whole unless one alone is too long for a message.
    Elsewhere every one keeps its summary, and the room that is left in a message is shared out.
    With several messages the title of each says which one it is.
    """
    packed = _pack(document, ruler)
    if len(packed) == 1:
        (sections,) = packed
        return (_share_out(replace(document, sections=sections), ruler),)
    return tuple(
        _share_out(_part(document, sections, number, len(packed)), ruler)
        for number, sections in enumerate(packed, 1)
    )


def _pack(document: Document, ruler: Ruler) -> list[tuple[Section, ...]]:
    """Fill one message after the other with sections."""
    # The widest opening and closing are counted everywhere, so numbering cannot overflow a message.
    frame = _frame(document, ruler)
    messages: list[list[Section]] = [[]]
    load, is_closed = frame, False
    for section in document.sections:
        whole = frame + ruler.measure(section.blocks)
        # Where texts fold, one that fills a message of its own must not shorten its neighbours.
        is_alone = ruler.folds and not whole.fits(ruler.limits)
        least = section if ruler.folds and not is_alone else _least(section, frame, ruler)
        taken = ruler.measure(least.blocks)
        if messages[-1] and (is_alone or is_closed or not (load + taken).fits(ruler.limits)):
            messages.append([])
            load = frame
        messages[-1].append(Section(section.blocks[: len(least.blocks)]))
        load, is_closed = load + taken, is_alone
    return [tuple(sections) for sections in messages]


def _frame(document: Document, ruler: Ruler) -> Load:
    numbered = _numbered(document.opening, 888, 888)
    return ruler.measure(numbered) + ruler.measure(document.closing)


def _least(section: Section, frame: Load, ruler: Ruler) -> Section:
    """Give the least that is shown of a section; if even that is too much, its last blocks go."""
    blocks = tuple(map(_summarised, section.blocks))
    while len(blocks) > 1 and not (frame + ruler.measure(blocks)).fits(ruler.limits):
        blocks = blocks[:-1]
    return Section(blocks)


def _summarised(block: Block) -> Block:
    return replace(block, spans=block.summary) if isinstance(block, Details) else block


def _part(document: Document, sections: tuple[Section, ...], number: int, parts: int) -> Document:
    return replace(
        document,
        opening=_numbered(document.opening[: None if number == 1 else 1], number, parts),
        sections=sections,
        closing=document.closing if number == parts else (),
    )


def _numbered(opening: Blocks, number: int, parts: int) -> Blocks:
    match opening:
        case (Heading(spans) as title, *rest):
            return (replace(title, spans=(*spans, Text(f" · {number}/{parts}"))), *rest)
        case _:
            return opening


def _share_out(document: Document, ruler: Ruler) -> Document:
    """Let the folded texts of a message grow until it is full, the short ones first."""
    if ruler.measure(tuple(document)).fits(ruler.limits):
        return document
    length = _longest_common(document, ruler)
    return _limited(document, length)


def _longest_common(document: Document, ruler: Ruler) -> int:
    """Find the greatest length at which every folded text may stand, by halving."""
    low, high = 0, max((_length(block.spans) for block in _details(document)), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if ruler.measure(tuple(_limited(document, middle))).fits(ruler.limits):
            low = middle
        else:
            high = middle - 1
    return low


def _limited(document: Document, length: int) -> Document:
    sections = tuple(
        Section(tuple(_limited_block(block, length) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _limited_block(block: Block, length: int) -> Block:
    if not isinstance(block, Details) or _length(block.spans) <= length:
        return block
    if length <= _length(block.summary):
        return replace(block, spans=block.summary)
    return replace(block, spans=_shortened(block, length))


def _shortened(block: Details, length: int) -> Spans:
    shorter = shorten(block.spans, length)
    return shorter if _length(shorter) > _length(block.summary) else block.summary


def _details(document: Document) -> list[Details]:
    return [block for block in document if isinstance(block, Details)]


def _length(spans: Spans) -> int:
    return len(plain_spans(spans))
