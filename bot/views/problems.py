"""What people are told when something cannot be done: what happened, then what to do."""

from dataclasses import replace
from datetime import timedelta
from math import ceil

from bot.document.nodes import Document, Paragraph, text
from bot.errors import UserMistake
from bot.views.words import Words, phrase

WORN_OUT = phrase("This button is from an earlier time, and leads nowhere now. Ask again.")
ANOTHERS_BUTTON = phrase("This button belongs to somebody else. Ask /{command} yourself.")
SOMEBODY_ELSES_BUTTON = phrase("This button belongs to somebody else.")
OPERATORS_ONLY = phrase("/{command} is for the people who run this bot.")
TOO_SLOW = phrase("That took too long. Ask for less: fewer words, a shorter time, one category.")
BROKEN = phrase("Something went wrong here, and it is not your fault. It has been written down.")


def page(mistake: UserMistake, words: Words) -> Document:
    """Say what was wrong, in the reader's language."""
    return Document(opening=(Paragraph(text(words.mistake(mistake))),))


def unknown_command(name: str, nearest: str | None) -> UserMistake:
    """Say that there is no such command, and which one may be meant."""
    if not name:
        return UserMistake("Commands begin with a slash, such as /hot. /help lists them all.")
    if nearest is None:
        return UserMistake("There is no command /{name}. /help lists them all.", name=name)
    return UserMistake(
        "There is no command /{name}. Did you mean /{nearest}? /help lists them all.",
        name=name,
        nearest=nearest,
    )


def too_often(pause: timedelta) -> UserMistake:
    """Ask for a pause."""
    return UserMistake(
        "That is a lot of questions at once. Ask again in {seconds} s.",
        seconds=ceil(pause.total_seconds()),
    )


def cut(document: Document, length: int, words: Words) -> Document:
    """Add that only the beginning of what was written has been read."""
    note = words("Only the first {length} characters of that were read.", length=length)
    return replace(document, closing=(*document.closing, Paragraph(text(note), is_small=True)))
