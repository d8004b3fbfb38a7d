from dataclasses import dataclass, replace

import pytest

from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import HotPapersError, NotAllowed, TryLater, Unreachable
from bot.services.access import Access
from tests.fakes import FakePublisher

ADA = PersonKey(Platform.TELEGRAM, "1815")
EMMY = PersonKey(Platform.TELEGRAM, "1882")
GROUP = Place(
    destination=Destination(Platform.TELEGRAM, "-100500"), kind=PlaceKind.GROUP, name="Group"
)
HERS = Place(destination=ADA.private, kind=PlaceKind.PRIVATE)


@dataclass(frozen=True, slots=True)
class Telling:
    """A platform that gives everybody every right, or fails."""

    failure: HotPapersError | None = None

    async def may_manage(self, person: PersonKey, place: Place) -> bool:
        if self.failure is not None:
            raise self.failure
        return True

    async def place(self, written: str, caller: Caller) -> Place:
        if self.failure is not None:
            raise self.failure
        return GROUP


def an_access(
    failure: HotPapersError | None = None, *, operators: frozenset[PersonKey] = frozenset()
) -> Access:
    return Access(
        {Platform.TELEGRAM: Telling(failure)}, {Platform.TELEGRAM: FakePublisher()}, operators
    )


@pytest.mark.parametrize("written", [None, "@group"])
@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (TryLater("Bad gateway"), "The platform does not answer. Try again in a minute."),
        (Unreachable("I was removed from Group."), "I was removed from Group."),
    ],
)
async def test_a_platform_that_does_not_tell_gives_no_rights(
    written: str | None, failure: HotPapersError, told: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        await an_access(failure).managed(Caller(person=ADA, place=GROUP), written)
    assert told == str(refused.value)


async def test_an_operator_needs_no_answer_of_the_platform() -> None:
    access = an_access(TryLater("Bad gateway"), operators=frozenset({ADA}))
    assert GROUP == await access.managed(Caller(person=ADA, place=GROUP))


async def test_a_private_chat_belongs_to_its_person() -> None:
    access = an_access()
    assert await access.may_manage(Caller(person=ADA, place=HERS), HERS)
    assert await access.may_manage(Caller(person=ADA, place=GROUP), HERS)
    assert not await access.may_manage(Caller(person=EMMY, place=GROUP), HERS)


async def test_a_group_with_the_id_of_a_private_chat_does_not_open_it() -> None:
    spoken_in = replace(HERS, kind=PlaceKind.GROUP)
    assert not await an_access().may_manage(Caller(person=EMMY, place=spoken_in), HERS)


async def test_a_platform_is_not_asked_about_places_of_another_one() -> None:
    elsewhere = replace(GROUP, destination=Destination(Platform.DISCORD, "-100500"))
    assert not await an_access().may_manage(Caller(person=ADA, place=GROUP), elsewhere)


async def test_posting_takes_the_right_to_post() -> None:
    publisher = FakePublisher()
    access = Access({}, {Platform.TELEGRAM: publisher})
    await access.require_posting(GROUP)
    publisher.refuses("-100500")
    with pytest.raises(NotAllowed, match="-100500 does not let us in"):
        await access.require_posting(GROUP)
