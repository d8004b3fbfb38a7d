"""What every storage remembers of the places that papers had."""

from datetime import timedelta

from bot.domain.papers import PaperId
from bot.ports import Storage
from tests.builders import DAY, a_standing

ID = PaperId.parse("2401.00001")
EARLY, LATE = timedelta(hours=8), timedelta(days=7)
TOMORROW = DAY + timedelta(days=1)


async def test_the_places_of_a_paper_come_oldest_first(storage: Storage) -> None:
    places = [
        a_standing(horizon=EARLY, place=7, score=0.1),
        a_standing(horizon=LATE, place=1, score=1234.5),
        a_standing(day=TOMORROW, horizon=EARLY, place=200, candidates=1),
    ]
    async with storage.transaction() as tx:
        assert await tx.standings.add(reversed(places)) == 3
        assert await tx.standings.add([a_standing("hep-th/9901001", horizon=EARLY)]) == 1
    async with storage.transaction() as tx:
        assert places == await tx.standings.of(ID)
        assert await tx.standings.of(PaperId.parse("2401.00009")) == []


async def test_a_place_that_is_known_is_left_alone(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.standings.add([a_standing(place=3), a_standing(place=4)]) == 1
        assert await tx.standings.add([a_standing(place=5), a_standing("2401.00002")]) == 1
        assert await tx.standings.add([]) == 0
        assert [a_standing(place=3)] == await tx.standings.of(ID)


async def test_the_horizons_of_a_day_are_recorded(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for id_ in ("2401.00001", "2401.00002"):
            await tx.standings.add([a_standing(id_, horizon=EARLY), a_standing(id_, horizon=LATE)])
        await tx.standings.add([a_standing(day=TOMORROW)])
        assert {EARLY, LATE} == await tx.standings.recorded(DAY)
        assert await tx.standings.recorded(DAY - timedelta(days=1)) == frozenset()
