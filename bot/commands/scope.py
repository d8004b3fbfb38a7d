"""For whom something is chosen: for oneself, or for the place that is spoken in."""

from enum import StrEnum

from bot.commands.kinds import Choice, one_of
from bot.commands.spec import Call, Param
from bot.domain.people import PlaceKind
from bot.views.words import phrase


class Scope(StrEnum):
    """For whom."""

    ME = "me"
    HERE = "here"


FOR = Param(
    name="for",
    summary=phrase("For you alone, or for everybody here"),
    kind=one_of(
        (
            Choice(Scope.ME, phrase("me: wherever I speak with you")),
            Choice(Scope.HERE, phrase("here: everybody in this place")),
        )
    ),
)


def scope_of(call: Call) -> Scope:
    """Say for whom something is chosen: for oneself, but in a channel, where nobody else speaks.

    What is chosen in a private conversation is for its person.
    """
    kind = call.caller.place.kind
    if kind is PlaceKind.PRIVATE:
        return Scope.ME
    written = call.value(FOR)
    if written:
        return Scope(written)
    return Scope.HERE if kind is PlaceKind.CHANNEL else Scope.ME
