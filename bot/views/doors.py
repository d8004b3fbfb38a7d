"""What those are told who let the bot in somewhere."""

from collections.abc import Sequence

from bot.document.nodes import Action, Buttons, Document, Heading, Menu, Paragraph, text
from bot.domain.people import Place
from bot.views.subscriptions import LONGEST_MENU, shortened
from bot.views.words import Words

_NAMED = 3


def greeting(places: Sequence[Place], resumed: int, words: Words) -> Document:
    """Thank somebody, and offer the first useful step for the places that they run."""
    names = [_name(place) for place in places[:_NAMED]]
    if len(places) > _NAMED:
        names.append(words("others"))
    told = words(
        "I may post in {places} now. Subscribe it to a topic, and the day's hot papers come there.",
        places=words.listed(names),
    )
    told_more = (Paragraph(text(_goes_on(resumed, words))),) if resumed else ()
    offers = tuple(_offer(place, words) for place in places[:LONGEST_MENU])
    return Document(
        opening=(
            Heading(text(words("Thank you for letting me in"))),
            Paragraph(text(told)),
            *told_more,
        ),
        closing=(Menu(words("Subscribe…"), offers) if len(offers) > 1 else Buttons(offers),),
    )


def going_on(resumed: int, words: Words) -> Document:
    """Tell whose digests were stopped that they come again."""
    return Document(
        opening=(Paragraph(text(_goes_on(resumed, words))),),
        closing=(Buttons((Action(words("Subscriptions"), "subscriptions"),)),),
    )


def _offer(place: Place, words: Words) -> Action:
    label = shortened(words("Subscribe {place}", place=_name(place)))
    return Action(label, "subscribe", (("channel", place.destination.channel),))


def _goes_on(resumed: int, words: Words) -> str:
    return words.plural(
        "I was let in again: {count} digest that had stopped goes on.",
        "I was let in again: {count} digests that had stopped go on.",
        resumed,
    )


def _name(place: Place) -> str:
    return place.name or place.destination.channel
