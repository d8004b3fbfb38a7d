"""Documents for a terminal: bold titles that can be clicked, quotes with a thin bar.

Everything is made of rich's `Text`, never of its markup, so `[bold]` in a title is just that.
Without links, as in a pipe, addresses stand in brackets behind the words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style
from rich.text import Text as Words

from adapters.terminal.inert import inert, web_address
from bot.document.nodes import (
    Action,
    Block,
    Blocks,
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
    Span,
    Spans,
    Strong,
    Tag,
    Text,
)
from bot.document.plain import plain_span, plain_spans

_PLAIN = Style()
_BOLD = Style(bold=True)
_ITALIC = Style(italic=True)
_DIM = Style(dim=True)
_CODE = Style(color="green")

_BAR = "│ "
_BULLET = "• "
_NUMBER = re.compile(r"\d+\. ")
_LEAST_WIDTH = 20
"""Where less than this is left for the words, they begin at the margin."""


def render(
    document: Document, *, has_links: bool, choices: Sequence[Action] = ()
) -> RenderableType:
    """Lay a document out for rich's console, which wraps it to its width.

    Actions that are among the choices carry their number, counted from 1, to be typed.
    """
    pen = _Pen(has_links, has_addresses=not has_links, choices=tuple(choices))
    margin = max((len(_number(section.blocks)) for section in document.sections), default=0)
    groups = (
        pen.stack(document.opening, 0),
        *(pen.stack(section.blocks, margin) for section in document.sections),
        pen.stack(document.closing, 0),
    )
    lines: list[RenderableType] = []
    for group in groups:
        if group.renderables:
            lines += [Words(""), group] if lines else [group]
    return Group(*lines)


def _number(blocks: Blocks) -> str:
    """Give the number that a section's heading begins with, if it has one."""
    match blocks:
        case (Heading((Text(words), *_)), *_) if found := _NUMBER.match(words):
            return found[0]
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class _Prefixed:
    """Something whose every line begins with a few characters of ours."""

    inner: RenderableType
    first: str
    others: str
    style: Style = _PLAIN

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the inner thing out in the width that is left."""
        left = options.max_width - len(self.others)
        if left < _LEAST_WIDTH:
            yield self.inner
            return
        lines = console.render_lines(self.inner, options.update(width=left), pad=False)
        for place, line in enumerate(lines):
            yield Segment(self.others if place else self.first, self.style)
            yield from _without_trailing_space(line)
            yield Segment.line()


def _without_trailing_space(line: list[Segment]) -> list[Segment]:
    match line:
        case [*start, last] if not last.text.strip():
            return _without_trailing_space(start)
        case [*start, last]:
            return [*start, Segment(last.text.rstrip(), last.style)]
        case _:
            return line


@dataclass(frozen=True, slots=True)
class _Pen:
    """What writes blocks and spans, with links or with addresses."""

    has_links: bool
    has_addresses: bool
    choices: tuple[Action, ...] = ()

    def stack(self, blocks: Blocks, margin: int) -> Group:
        """Put blocks below each other, the number of their heading in the margin."""
        number = _number(blocks) if margin else ""
        first, others = number.rjust(margin), " " * margin
        return Group(
            *(
                _Prefixed(self.block(block), others if place else first, others, _DIM)
                for place, block in enumerate(_without(number, blocks))
            )
        )

    def block(self, block: Block) -> RenderableType:
        """Lay out one block."""
        match block:
            case Heading(spans):
                # What a title leads to stands below it again.
                return replace(self, has_addresses=False).words(spans, _BOLD)
            case Paragraph(spans, is_small):
                return self.words(spans, _DIM if is_small else _PLAIN)
            case Quote(spans) | Details(_, spans):
                return _Prefixed(self.words(spans), _BAR, _BAR, _DIM)
            case Bullets(rows):
                return Group(*(_Prefixed(self.words(row), _BULLET, "  ", _DIM) for row in rows))
            case Picture(url, words):
                return self.words((Link((Emphasis((Text(words or "picture"),)),), url),))
            case Divider():
                return Rule(style=_DIM)
            case Preformatted() | Buttons() | Menu():
                return self.special(block)
            case _:
                assert_never(block)

    def special(self, block: Preformatted | Buttons | Menu) -> RenderableType:
        """Lay out what can be copied, pressed or chosen."""
        match block:
            case Preformatted(words):
                return self.words((Code(words),))
            case Buttons(buttons):
                return self.words(self._in_a_row(buttons))
            case Menu(label, choices):
                lines = (self.words((self._choice(choice),)) for choice in choices)
                return Group(self.words((Text(label),), _DIM), *lines)
            case _:
                assert_never(block)

    def words(self, spans: Spans, style: Style = _PLAIN) -> Words:
        """Write spans as one text."""
        written = Words(overflow="fold")
        for words, own in self._pieces(spans, style):
            written.append(inert(words), own)
        return written

    def _pieces(self, spans: Spans, style: Style) -> Iterator[tuple[str, Style]]:
        for span in spans:
            match span:
                case Text() | Math() | Moment():
                    yield plain_span(span), style
                case Code(words):
                    yield words, style + _CODE
                case Tag(name, url):
                    yield name, style + self._leading_to(url)
                case Strong(inner):
                    yield from self._pieces(inner, style + _BOLD)
                case Emphasis(inner):
                    yield from self._pieces(inner, style + _ITALIC)
                case Link(inner, url):
                    yield from self._pieces(inner, style + self._leading_to(url))
                    yield self._address_of(span), style
                case _:
                    assert_never(span)

    def _in_a_row(self, buttons: tuple[Button, ...]) -> Spans:
        spans: list[Span] = []
        for button in buttons:
            match button:
                case LinkButton(label, url):
                    shown: Spans = (Text("▸ "), Link((Text(label),), url))
                case Action():
                    shown = (self._choice(button),)
                case CopyButton():
                    # What it would copy stands above it.
                    continue
                case _:
                    assert_never(button)
            spans += [Text("   "), *shown] if spans else shown
        return tuple(spans)

    def _choice(self, action: Action) -> Text:
        number = f"[{self.choices.index(action) + 1}]" if action in self.choices else "▸"
        return Text(f"{number} {action.label}")

    def _leading_to(self, url: str) -> Style:
        address = web_address(url) if self.has_links else None
        return Style(link=address, underline=True) if address else _PLAIN

    def _address_of(self, link: Link) -> str:
        address = web_address(link.url) if self.has_addresses else None
        return f" ({address})" if address and plain_spans(link.spans) != link.url else ""


def _without(number: str, blocks: Blocks) -> Blocks:
    """Take the number off the heading, since it stands in the margin."""
    match blocks:
        case (Heading((Text(words), *rest)) as heading, *others) if number:
            spans = (Text(words.removeprefix(number)), *rest)
            return (replace(heading, spans=spans), *others)
        case _:
            return blocks
