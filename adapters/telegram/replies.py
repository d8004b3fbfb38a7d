"""Answers as the messages that Telegram takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from telegram import InlineKeyboardMarkup

from adapters.telegram.inert import inert
from adapters.telegram.keyboard import keyboard
from adapters.telegram.render import render
from adapters.telegram.ruler import ClassicRuler
from bot.commands.spec import Answer, Attachment, Form, Reply
from bot.document.fit import paginate
from bot.document.nodes import (
    Blocks,
    Bullets,
    Buttons,
    CopyButton,
    Document,
    Heading,
    Menu,
    Paragraph,
    Preformatted,
    text,
)
from bot.document.plain import plain, plain_spans
from bot.document.shorten import shorten
from bot.domain.people import PersonKey
from bot.views.words import Words

MOST_MESSAGES = 3
"""An answer that would take more loses what stands behind them, but not its buttons."""

LONGEST_CAPTION = 1024
"""UTF-16 units after parsing (https://core.telegram.org/bots/api#senddocument)."""

LONGEST_ALERT = 200
"""Characters: https://core.telegram.org/bots/api#answercallbackquery."""

_CLASSIC = ClassicRuler()
# Whoever asks wants to see an answer at a glance, and turns its pages in one message.
_ANSWERS = ClassicRuler(folds=False)
_NO_WORDS = "…"
"""A message of buttons alone is none."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One message; with a file, the words are its caption."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    file: Attachment | None = None


def leaves(
    reply: Reply, owner: PersonKey | None = None, *, most: int = MOST_MESSAGES
) -> tuple[Leaf, ...]:
    """Write a reply as messages, one at least; with an owner its buttons are for this person."""
    pages = _limited(paginate(reply.document, _ANSWERS), most)
    written = [_leaf(page, owner) for page in pages]
    file = reply.attachment
    if file is None:
        return tuple(written)
    last = written[-1]
    if last.file is None and _ANSWERS.measure(tuple(pages[-1])).characters <= LONGEST_CAPTION:
        return (*written[:-1], replace(last, file=file))
    return (*written, Leaf("", file=file))


def has_actions(reply: Reply) -> bool:
    """Say whether a reply can be answered with a button."""
    return any(isinstance(block, Buttons | Menu) for block in reply.document)


def short_words(reply: Reply) -> str | None:
    """Give the words of a reply if a pop-up has room for them."""
    words = _words(reply.document)
    return words if words and len(words) <= LONGEST_ALERT and not reply.attachment else None


def beginning(reply: Reply) -> str:
    """Give as many words of a reply as a pop-up has room for."""
    return plain_spans(shorten(text(_words(reply.document)), LONGEST_ALERT)) or _NO_WORDS


def as_reply(answer: Answer, words: Words) -> Reply:
    """Give an answer as one that is read; what a form asks for is private."""
    match answer:
        case Reply():
            return answer
        case Form():
            return Reply(document=form_page(answer, words), is_private=True)
        case _:
            assert_never(answer)


def form_page(form: Form, words: Words) -> Document:
    """Show a form as a command that is copied, changed and sent; Telegram has no forms."""
    line = command_line(form)
    asked = tuple(text(f"{field.label}: {field.written}") for field in form.fields)
    how = words("Copy this line, change in it what you like, and send it to me:")
    return Document(
        opening=(
            Heading(text(form.title)),
            Bullets(asked),
            Paragraph(text(how)),
            Preformatted(line),
            Buttons((CopyButton(words("Copy"), line),)),
        )
    )


def command_line(form: Form) -> str:
    """Write what a form asks for so that `bot.commands.line` reads it again."""
    then = form.then
    told = [*then.arguments, *((field.param.name, field.written) for field in form.fields)]
    named = [f"{name}={_quoted(value)}" for name, value in told if value and '"' not in value]
    # Quotes within quotes are not read; behind all that is named, words need neither.
    bare = [value for _, value in told if '"' in value]
    return " ".join((f"/{then.command}", *named, *bare[:1]))


def _quoted(value: str) -> str:
    return f'"{value}"' if any(letter.isspace() for letter in value) else value


def _limited(pages: Sequence[Document], most: int) -> list[Document]:
    kept = list(pages[:most])
    # Every page has room for what closes the last one.
    kept[-1] = replace(kept[-1], closing=pages[-1].closing)
    return kept


def _leaf(page: Document, owner: PersonKey | None) -> Leaf:
    buttons = keyboard(page, owner)
    if not _CLASSIC.measure(tuple(page)).fits(_CLASSIC.limits):
        # Something that cannot be shortened; a file takes it whole.
        body = plain(_without_buttons(page)).encode(errors="replace")
        return Leaf("", buttons, Attachment(name="answer.txt", media_type="text/plain", body=body))
    return Leaf(render(page) if _words(page) else _NO_WORDS, buttons)


def _words(document: Document) -> str:
    return inert(plain(_without_buttons(document))).strip()


def _without_buttons(document: Document) -> Document:
    return replace(
        document,
        opening=_without(document.opening),
        sections=tuple(
            replace(section, blocks=_without(section.blocks)) for section in document.sections
        ),
        closing=_without(document.closing),
    )


def _without(blocks: Blocks) -> Blocks:
    return tuple(block for block in blocks if not isinstance(block, Buttons | Menu))
