"""What can be asked, and how."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.document.nodes import (
    Bullets,
    Code,
    Document,
    Heading,
    Paragraph,
    Section,
    Spans,
    Strong,
    Text,
    text,
)
from bot.views.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that a command can be told; `summary` is English."""

    name: str
    summary: str
    is_required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command; `summary` is English."""

    name: str
    summary: str
    inputs: tuple[Input, ...] = ()
    examples: tuple[str, ...] = ()


def index(entries: Sequence[Entry], words: Words) -> Document:
    """List the commands."""
    rows = tuple(
        (Strong(text(f"/{entry.name}")), Text(f" · {words(entry.summary)}")) for entry in entries
    )
    more = words.spans("{example} tells more about one of them.", example=Code("/help hot"))
    return Document(
        opening=(Heading(text(words("What you can ask"))),),
        sections=(Section((Bullets(rows),)),),
        closing=(Paragraph(more, is_small=True),),
    )


def page(entry: Entry, words: Words) -> Document:
    """Explain a command."""
    return Document(
        opening=(
            Heading(text(f"/{entry.name}")),
            Paragraph(text(words(entry.summary))),
            Paragraph((Code(_usage(entry)),)),
        ),
        sections=(*_inputs(entry, words), *_examples(entry, words)),
    )


def _usage(entry: Entry) -> str:
    parts = (one.name if one.is_required else f"[{one.name}]" for one in entry.inputs)
    return " ".join((f"/{entry.name}", *parts))


def _inputs(entry: Entry, words: Words) -> tuple[Section, ...]:
    if not entry.inputs:
        return ()
    return (Section((Bullets(tuple(_input(one, words) for one in entry.inputs)),)),)


def _input(one: Input, words: Words) -> Spans:
    choices = f" ({', '.join(one.choices)})" if one.choices else ""
    return (Strong(text(one.name)), Text(f" · {words(one.summary)}{choices}"))


def _examples(entry: Entry, words: Words) -> tuple[Section, ...]:
    if not entry.examples:
        return ()
    rows = tuple((Code(f"/{entry.name} {example}".rstrip()),) for example in entry.examples)
    return (Section((Heading(text(words("For example")), level=2), Bullets(rows))),)
