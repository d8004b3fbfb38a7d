"""`/forget`: everything kept about the caller is deleted, once that was confirmed."""

from functools import partial

from bot.commands.spec import Answer, Call, Command, Reply
from bot.domain.people import PlaceKind
from bot.errors import NotAllowed
from bot.ports import Storage
from bot.views import forgetting
from bot.views.words import phrase


def forget() -> Command:
    """Make the command."""
    return Command(
        name="forget",
        summary=phrase("Delete everything I keep about you"),
        handler=_ask,
        is_private=True,
        examples=("",),
    )


def forgotten(storage: Storage) -> Command:
    """Make the command that does it."""
    return Command(
        name="forgotten",
        summary=phrase("Delete everything, as was confirmed"),
        handler=partial(_forget, storage),
        concerns_readers=True,
        is_private=True,
        is_hidden=True,
    )


async def _ask(call: Call) -> Answer:
    return Reply(document=forgetting.question(call.words), is_private=True)


async def _forget(storage: Storage, call: Call) -> Answer:
    person, place = call.caller.person, call.caller.place
    if person.private == place.destination and place.kind is not PlaceKind.PRIVATE:
        raise NotAllowed("You speak here as the group itself. Ask /forget in a chat with me.")
    private = {person.private}
    if place.kind is PlaceKind.PRIVATE:
        private.add(place.destination)
    async with storage.transaction() as tx:
        count = await tx.people.forget(person, private)
    return Reply(document=forgetting.done(count, call.words), is_private=True)
