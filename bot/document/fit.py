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


_WORD = 8
"""Room that is not worth looking for, in characters."""


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


@dataclass(frozen=True, slots=True)
class _Packet:
    """A section as it goes into a message, and the least that it takes there."""

    section: Section
    load: Load
    is_alone: bool = False
    """It fills a message of its own, and must not shorten its neighbours."""


def _pack(document: Document, ruler: Ruler) -> list[tuple[Section, ...]]:
    """Fill one message after the other with sections."""
    frame = _frame(document, ruler)
    messages: list[list[Section]] = [[]]
    load, is_closed = frame, False
    for section in document.sections:
        packet = _packet(section, frame, ruler)
        is_full = is_closed or not (load + packet.load).fits(ruler.limits)
        if messages[-1] and (packet.is_alone or is_full):
            messages.append([])
            load = frame
        messages[-1].append(packet.section)
        load, is_closed = load + packet.load, packet.is_alone
    return [tuple(sections) for sections in messages]


def _frame(document: Document, ruler: Ruler) -> Load:
    """Measure the widest opening and closing, so that numbering overflows no message."""
    most = len(document.sections)
    return ruler.measure(_numbered(document.opening, most, most)) + ruler.measure(document.closing)


def _packet(section: Section, frame: Load, ruler: Ruler) -> _Packet:
    """Take a whole section where texts fold, else the least of it that is shown."""
    if ruler.folds:
        whole = ruler.measure(section.blocks)
        if (frame + whole).fits(ruler.limits):
            return _Packet(section, whole)
    blocks = tuple(map(_summarised, section.blocks))
    least = ruler.measure(blocks)
    # If even that is too much, its last blocks go.
    while len(blocks) > 1 and not (frame + least).fits(ruler.limits):
        blocks = blocks[:-1]
        least = ruler.measure(blocks)
    return _Packet(Section(section.blocks[: len(blocks)]), least, is_alone=ruler.folds)


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
            return (replace(title, spans=(*spans, Text(f" · {number} of {parts}"))), *rest)
        case _:
            return opening


def _share_out(document: Document, ruler: Ruler) -> Document:
    """Let the folded texts of a message grow until it is full, the short ones first."""
    if ruler.measure(tuple(document)).fits(ruler.limits):
        return document
    length = _longest_common(document, ruler)
    return replace(
        document,
        sections=tuple(
            Section(tuple(_limited(block, length) for block in section.blocks))
            for section in document.sections
        ),
    )


def _longest_common(document: Document, ruler: Ruler) -> int:
    """Find the length at which every folded text may stand, by halving, to within a word."""
    folded = [_Folded.of(block) for block in document if isinstance(block, Details)]
    others = ruler.measure([block for block in document if not isinstance(block, Details)])
    low, high = 0, max((text.length for text in folded), default=0)
    while high - low >= _WORD:
        middle = (low + high + 1) // 2
        texts = ruler.measure([text.limited(middle) for text in folded])
        if (others + texts).fits(ruler.limits):
            low = middle
        else:
            high = middle - 1
    return low


def _limited(block: Block, length: int) -> Block:
    return _Folded.of(block).limited(length) if isinstance(block, Details) else block


@dataclass(frozen=True, slots=True)
class _Folded:
    """A folded text, and what is asked of it for every length that is tried."""

    block: Details
    length: int
    least: int

    @classmethod
    def of(cls, block: Details) -> "_Folded":
        return cls(block, _length(block.spans), _length(block.summary))

    def limited(self, length: int) -> Details:
        """Shorten it to a length, but to no less than its summary."""
        if self.length <= length:
            return self.block
        if length > self.least:
            shorter = shorten(self.block.spans, length)
            if _length(shorter) > self.least:
                return replace(self.block, spans=shorter)
        return replace(self.block, spans=self.block.summary)


def _length(spans: Spans) -> int:
    return len(plain_spans(spans))
