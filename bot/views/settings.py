"""What is chosen for a person or a place, and the choices there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.document.nodes import (
    Action,
    Blocks,
    Bullets,
    Button,
    Buttons,
    Document,
    Heading,
    Menu,
    Paragraph,
    Spans,
    Strong,
    text,
)
from bot.domain.languages import LANGUAGES
from bot.domain.people import Place, PlaceSettings
from bot.views.words import Words, phrase

ZONES = (
    "UTC",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Zurich",
    "Europe/Moscow",
    "Africa/Lagos",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""What is offered to somebody who names none."""

LINKS_ON_DISCORD = phrase(
    "On Discord I see only what is meant for me. Choose Apps → Look up papers in the menu of a"
    " message."
)
LINKS_ONLY_IN_GROUPS = phrase(
    "That can be switched in a group. Here, send me a link whenever you like."
)


class Links(Enum):
    """What becomes of a link to a paper that somebody posts."""

    ANSWERED = auto()
    LEFT_ALONE = auto()
    ON_REQUEST = auto()
    """The platform shows the bot only what is addressed to it."""

    UNHEARD_OF = auto()
    """Nobody posts links there, or every one is meant for the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is chosen for a place."""

    place: Place
    chosen: PlaceSettings | None
    links: Links
    mutes: int
    subscriptions: int


def page(overview: Overview, words: Words) -> Document:
    """Show what is chosen, with the way to each choice."""
    title, name = words("⚙️ Settings"), overview.place.name
    return Document(
        opening=(
            Heading(text(f"{title} · {name}" if name else title)),
            Bullets(tuple(_rows(overview, words))),
            *_notes(overview, words),
        ),
        closing=(Buttons(tuple(_buttons(overview, words))),),
    )


def languages(scope: str, words: Words) -> Document:
    """Offer the languages there are."""
    choices = [
        Action(name, "language", (("language", code), ("for", scope)))
        for code, name in LANGUAGES.items()
    ]
    told = words("I speak {language} with you.", language=LANGUAGES[words.locale])
    return _choice(told, words("Choose a language…"), choices)


def zones(scope: str, words: Words) -> Document:
    """Offer some time zones; there are hundreds more."""
    choices = [Action(zone, "timezone", (("timezone", zone), ("for", scope))) for zone in ZONES]
    told = words(
        "Your clock is that of {zone}. Choose another one, or write any other behind /timezone.",
        zone=words.zone,
    )
    return _choice(told, words("Choose a time zone…"), choices)


def language_for_me(language: str, words: Words, *, is_private: bool) -> Document:
    """Say which language somebody is spoken to in from now on."""
    told = words("From now on I speak {language} with you.", language=language)
    if is_private:
        return _told(told)
    return _told(told, words("“here” behind it chooses for everybody here."))


def language_for_all(language: str, words: Words) -> Document:
    """Say which language a place is spoken to in from now on."""
    told = words("From now on I speak {language} here, in the digests too.", language=language)
    return _told(told, words("Who has chosen a language keeps it."))


def zone_for_me(now: datetime, moved: int, words: Words, *, is_private: bool) -> Document:
    """Say by which clock somebody is told times from now on."""
    told = words(
        "Your clock is that of {zone} now; there it is {at}.", zone=words.zone, at=words.moment(now)
    )
    if is_private:
        return _told(told, _moved(moved, words))
    return _told(told, words("“here” behind it chooses for everybody here."))


def zone_for_all(now: datetime, moved: int, words: Words) -> Document:
    """Say by which clock a place lives from now on."""
    told = words(
        "The clock here is that of {zone} now; there it is {at}.",
        zone=words.zone,
        at=words.moment(now),
    )
    return _told(told, _moved(moved, words))


def _rows(overview: Overview, words: Words) -> list[Spans]:
    chosen = overview.chosen
    rows = [
        (words("Your language"), LANGUAGES[words.locale]),
        (words("Your time zone"), words.zone),
        (words("Subscriptions"), words.number(overview.subscriptions)),
        (words("Mutes"), words.number(overview.mutes)),
    ]
    if chosen and chosen.locale:
        rows.append((words("Language here"), LANGUAGES[chosen.locale]))
    if chosen and chosen.zone:
        rows.append((words("Time zone here"), chosen.zone))
    if overview.links is Links.ANSWERED:
        rows.append((words("Links"), words("answered with the paper's card")))
    elif overview.links is Links.LEFT_ALONE:
        rows.append((words("Links"), words("left alone")))
    return [(Strong(text(name)), *text(f": {value}")) for name, value in rows]


def _notes(overview: Overview, words: Words) -> Blocks:
    if overview.links is Links.ON_REQUEST:
        return (Paragraph(text(words(LINKS_ON_DISCORD)), is_small=True),)
    if overview.links is Links.ANSWERED:
        note = words("On Telegram I see links only where I am an administrator.")
        return (Paragraph(text(note), is_small=True),)
    return ()


def _buttons(overview: Overview, words: Words) -> list[Button]:
    buttons: list[Button] = [
        Action(words("Subscriptions"), "subscriptions"),
        Action(words("Mutes"), "mutes"),
        Action(words("Language"), "language"),
        Action(words("Time zone"), "timezone"),
    ]
    if overview.links is Links.LEFT_ALONE:
        buttons.append(Action(words("Answer links"), "settings", (("links", "on"),)))
    elif overview.links is Links.ANSWERED:
        buttons.append(Action(words("Leave links alone"), "settings", (("links", "off"),)))
    return buttons


def _choice(told: str, label: str, choices: Sequence[Action]) -> Document:
    return Document(
        opening=(Paragraph(text(told)),),
        closing=(Menu(label, tuple(choices)),),
    )


def _told(told: str, note: str = "") -> Document:
    notes = (Paragraph(text(note), is_small=True),) if note else ()
    return Document(opening=(Paragraph(text(told)), *notes))


def _moved(moved: int, words: Words) -> str:
    if not moved:
        return ""
    return words.plural(
        "{count} digest comes by this clock from now on.",
        "{count} digests come by this clock from now on.",
        moved,
    )
