"""What the digests of a place leave out, as those see it who run the place."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.document.nodes import (
    Action,
    Arguments,
    Bullets,
    Buttons,
    Document,
    Heading,
    Menu,
    Paragraph,
    text,
)
from bot.domain.mutes import Mute
from bot.views.subscriptions import shortened
from bot.views.words import Words

A_PAGE = 20
"""Mutes that are listed at a time; a menu holds 25."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """Some of the mutes of a place, and which of its pages they are."""

    mutes: Sequence[Mute]
    page: int
    pages: int
    there: Arguments = ()
    """The place as it was named, for the buttons; empty where whoever asks is."""


def page(muted: Muted, words: Words) -> Document:
    """List what is muted; each can be heard again."""
    if not muted.mutes:
        told = words(
            "Nothing is muted here. /mute leaves out a paper, an @author or a word for good."
        )
        return Document(opening=(Paragraph(text(told)),))
    menu = Menu(
        words("Let in again…"),
        tuple(_unmute(shortened(mute.what), mute, muted.there) for mute in muted.mutes),
    )
    turning = [
        Action(label, "mutes", (*muted.there, ("page", str(number))))
        for label, number, is_there in (
            (words("Previous"), muted.page - 1, muted.page > 1),
            (words("Next"), muted.page + 1, muted.page < muted.pages),
        )
        if is_there
    ]
    return Document(
        opening=(
            Heading(text(words("🔇 Muted here"))),
            Bullets(tuple(text(mute.what) for mute in muted.mutes)),
        ),
        closing=(menu, Buttons(tuple(turning))) if turning else (menu,),
    )


def added(mute: Mute, there: Arguments, words: Words, *, is_new: bool) -> Document:
    """Say that something is left out from now on."""
    told = (
        words("🔇 Muted: no digest here brings “{what}” any more.", what=mute.what)
        if is_new
        else words("“{what}” is muted here already.", what=mute.what)
    )
    undo = _unmute(words("Undo"), mute, there)
    return Document(
        opening=(Paragraph(text(told)),),
        closing=(Buttons((undo, Action(words("All mutes"), "mutes", there))),),
    )


def removed(mute: Mute, there: Arguments, words: Words) -> Document:
    """Say that something may come again."""
    told = words("🔔 Digests here may bring “{what}” again.", what=mute.what)
    return Document(
        opening=(Paragraph(text(told)),),
        closing=(Buttons((Action(words("All mutes"), "mutes", there),)),),
    )


def _unmute(label: str, mute: Mute, there: Arguments) -> Action:
    return Action(label, "unmute", (("what", mute.what), *there))
