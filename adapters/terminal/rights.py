"""Rights in a terminal: whoever sits there may do everything."""

from bot.domain.destinations import Destination
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import BadArgument


class TerminalRights:
    """Answers `bot.ports.Rights` for the person at the keyboard."""

    async def may_manage(self, person: PersonKey, place: Place) -> bool:  # noqa: ARG002
        """Say yes: the operator sits here, and could write into the database."""
        return True

    async def place(self, written: str, caller: Caller) -> Place:  # noqa: ARG002 - the port's
        """Find a place by `PLATFORM:CHANNEL[:THREAD]`.

        Raises BadArgument for anything else.
        """
        try:
            destination = Destination.parse(written)
        except BadArgument:
            if not written:
                raise
            raise BadArgument(
                "“{written}” names no place. Write PLATFORM:CHANNEL, such as telegram:@papers.",
                written=written,
            ) from None
        return Place(destination=destination, kind=PlaceKind.CHANNEL, name=written)
