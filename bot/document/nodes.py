"""The tree of a message. Nodes hold text, never markup; only renderers know markup.

Spans stand in a line, blocks stand below each other. Every renderer has an answer for every node,
and every `match` over them ends in `assert_never`, so a new node is missed by no platform.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula, as LaTeX source without its dollar signs."""

    source: str
    is_display: bool = False
    """It stood on a line of its own."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type or to copy."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A category: searchable where the platform has tags, a link elsewhere."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the reader's own time zone where the platform can."""

    at: datetime
    words: str
    """What is shown where it cannot."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter more."""

    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in another voice."""

    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    spans: "Spans"
    url: str


Span = Text | Math | Code | Tag | Moment | Strong | Emphasis | Link
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the document's, 2 a section's."""

    spans: Spans
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text, or several."""

    spans: Spans
    is_small: bool = False
    """It is greyer or smaller, where the platform can."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Details:
    """A long text that folds away.

    A platform that folds shows the whole of it on demand; one that cannot shows as much as there
    is room for, and never less than the summary.
    """

    summary: Spans
    """The beginning of the text, or a few words that stand for it."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    rows: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address, and the words for those who do not see it."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that copies a text, where the platform has such buttons."""

    label: str
    text: str


Arguments = tuple[tuple[str, str], ...]
"""What a command is told: the names of its parameters and what was written for each."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button that asks the bot something, as if whoever presses it had written the command."""

    label: str
    command: str
    arguments: Arguments = ()
    is_new: bool = False
    """The answer is a message of its own; otherwise it takes the place of this one."""

    is_risky: bool = False
    """It takes something away."""


Button = LinkButton | CopyButton | Action


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons, five at the most."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A list of which one is chosen, 25 at the most."""

    label: str
    """What the choice is about, while nothing is chosen."""

    choices: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines that are shown as they are, to be copied."""

    text: str
    language: str = ""
    """What the platform may colour them as, such as `bibtex`."""


Block = (
    Heading
    | Paragraph
    | Quote
    | Details
    | Bullets
    | Picture
    | Divider
    | Buttons
    | Menu
    | Preformatted
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that are never torn apart between two messages."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Document:
    """A message, or more than fits into one: what opens it, its sections, what closes it."""

    opening: Blocks
    sections: tuple[Section, ...] = ()
    closing: Blocks = ()
    accent: str | None = None
    """The archive that gives the message its colour, such as `cs`, where there are colours."""

    def __iter__(self) -> Iterator[Block]:
        yield from self.opening
        for section in self.sections:
            yield from section.blocks
        yield from self.closing


def text(words: str) -> Spans:
    """Make spans of plain words."""
    return (Text(words),)
