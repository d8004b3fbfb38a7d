"""Subscriptions, as those see them who set them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.document.nodes import (
    Action,
    Blocks,
    Buttons,
    Document,
    Heading,
    Menu,
    Paragraph,
    Section,
    Spans,
    Strong,
    Text,
    text,
)
from bot.domain.people import Place, PlaceKind
from bot.domain.subscriptions import State, Subscription
from bot.views.rhythms import named, shape, standing, times
from bot.views.words import Words, phrase

CHANGED = phrase("Changed.")
PAUSED = phrase("Paused, until somebody resumes it.")
RESUMED = phrase("It goes on.")
SUBSCRIBED = phrase("Subscribed.")
CHANGED_INSTEAD = phrase("That was subscribed already; now it is as you said.")

A_PAGE = 5
"""Subscriptions that are listed at a time."""

LONGEST_LABEL = 80
"""Characters: https://docs.discord.com/developers/components/reference#button"""

LONGEST_MENU = 25
"""Choices: https://docs.discord.com/developers/components/reference#string-select"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Some of the subscriptions of a place, and which of its pages they are."""

    place: Place
    subscriptions: Sequence[Subscription]
    page: int
    pages: int
    channel: str | None = None
    """The place, as it was named by whoever asked; None where they are."""


def card(subscription: Subscription, words: Words, now: datetime, *, said: str = "") -> Document:
    """Show a subscription, and what can be done with it; first something about it is said."""
    opening: Blocks = (
        Heading(text(f"🔔 {_title(subscription, words)}")),
        Paragraph(text(times(subscription, words))),
        Paragraph(text(shape(subscription, words)), is_small=True),
        Paragraph(standing(subscription, words, now)),
    )
    if said:
        opening = (opening[0], Paragraph((Strong(text(words(said))),)), *opening[1:])
    return Document(opening=opening, closing=(_buttons(subscription, words),))


def shelf(shown: Shelf, words: Words, now: datetime) -> Document:
    """List the subscriptions of a place; one of them can be chosen."""
    if not shown.subscriptions:
        return _empty(shown, words)
    title = words("Subscriptions")
    name = shown.place.name
    sections = tuple(Section((Paragraph(_row(one, words, now)),)) for one in shown.subscriptions)
    menu = Menu(
        words("Change, pause, preview or remove…"),
        tuple(choice(one, "subscription", words) for one in shown.subscriptions),
    )
    return Document(
        opening=(Heading(text(f"{title} · {name}" if name else title)),),
        sections=sections,
        closing=(menu, _turning(shown, words)),
    )


def which(found: Sequence[Subscription], command: str, words: Words) -> Document:
    """Ask which of several subscriptions is meant."""
    menu = Menu(
        words("Which subscription?"),
        tuple(choice(one, command, words) for one in found[:LONGEST_MENU]),
    )
    question = words(
        "There are several. Choose one, or write its number behind /{command}.", command=command
    )
    return Document(opening=(Paragraph(text(question)),), closing=(menu,))


def removal(subscription: Subscription, words: Words) -> Document:
    """Ask whether a subscription should really end."""
    number = (("which", str(subscription.id)),)
    question = words(
        "Remove the subscription to “{topic}”? What was sent stays.",
        topic=named(subscription.topic, words),
    )
    return Document(
        opening=(
            Heading(text(_title(subscription, words))),
            Paragraph(text(question)),
        ),
        closing=(
            Buttons(
                (
                    Action(words("Remove it"), "unsubscribed", number, is_risky=True),
                    Action(words("Keep it"), "subscription", number),
                )
            ),
        ),
    )


def removed(subscription: Subscription, words: Words) -> Document:
    """Say that a subscription has ended."""
    told = words("“{topic}” is not sent any more.", topic=named(subscription.topic, words))
    return Document(
        opening=(Paragraph(text(told)),),
        closing=(Buttons((Action(words("Subscriptions"), "subscriptions"),)),),
    )


def choice(subscription: Subscription, command: str, words: Words) -> Action:
    """Let a subscription be chosen from a menu."""
    where = subscription.name if subscription.kind is not PlaceKind.PRIVATE else ""
    label = " · ".join(filter(None, (f"#{subscription.id} {_title(subscription, words)}", where)))
    return Action(shortened(label), command, (("which", str(subscription.id)),))


def _row(subscription: Subscription, words: Words, now: datetime) -> Spans:
    title = Strong(text(f"#{subscription.id} · {_title(subscription, words)}"))
    rest = Text(f" · {times(subscription, words)} · ")
    return (title, rest, *standing(subscription, words, now))


def _title(subscription: Subscription, words: Words) -> str:
    return named(subscription.topic, words)


def _buttons(subscription: Subscription, words: Words) -> Buttons:
    number = (("which", str(subscription.id)),)
    is_active = subscription.state is State.ACTIVE
    pause = Action(words("Pause"), "pause", number)
    return Buttons(
        (
            Action(words("Preview"), "preview", number, is_new=True),
            Action(words("Change"), "change", number),
            pause if is_active else Action(words("Resume"), "resume", number),
            Action(words("Remove"), "unsubscribe", number),
        )
    )


def _turning(shown: Shelf, words: Words) -> Buttons:
    there = (("channel", shown.channel),) if shown.channel else ()
    actions = [
        Action(label, "subscriptions", (*there, ("page", str(page))))
        for label, page, is_there in (
            (words("Previous"), shown.page - 1, shown.page > 1),
            (words("Next"), shown.page + 1, shown.page < shown.pages),
        )
        if is_there
    ]
    return Buttons((*actions, Action(words("Subscribe"), "subscribe", there, is_new=True)))


def _empty(shown: Shelf, words: Words) -> Document:
    there = (("channel", shown.channel),) if shown.channel else ()
    told = words("Nothing is sent here yet. A digest a day is set up in a moment.")
    return Document(
        opening=(Paragraph(text(told)),),
        closing=(Buttons((Action(words("Subscribe"), "subscribe", there),)),),
    )


def shortened(label: str) -> str:
    """Put a label on one line, and cut what is too long for a button."""
    line = " ".join(label.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"
