from datetime import timedelta

from bot.services.lookup import Lookup
from bot.services.standings import Record
from storage.memory import MemoryStorage
from tests.commands.libraries import PAPERS, a_library, adds, titled
from tests.fakes import FakeClock
from tests.services.networks import TUESDAY, FakeSource, a_count, a_post, at, visit
from tests.services.test_lookup import POLICIES

HOUR = timedelta(hours=1)


def a_record(storage: MemoryStorage, clock: FakeClock) -> Record:
    return Record(storage, Lookup(storage, clock, POLICIES), clock)


async def places(storage: MemoryStorage, paper: str) -> dict[timedelta, int]:
    async with storage.transaction() as tx:
        return {row.horizon: row.place for row in await tx.standings.of(titled(paper).id)}


async def test_a_place_is_recorded_when_its_horizon_is_over() -> None:
    storage, clock = await a_library(), FakeClock(at(7.9))
    record = a_record(storage, clock)
    await record.ring()
    assert {} == await places(storage, PAPERS[0])
    clock.moment = at(8)
    await record.ring()
    assert {8 * HOUR: 1} == await places(storage, PAPERS[0])


async def test_a_late_bell_records_the_places_as_they_were() -> None:
    storage, clock = await a_library(), FakeClock(at(30))
    other = FakeSource("hackernews")
    post = a_post(PAPERS[6], "late", posted_at=at(10), source="hackernews", by="somebody")
    other.brings(post, counts=[a_count(post, 5000, at(12))])
    await visit(storage, other, as_of=at(12))
    await a_record(storage, clock).ring()
    assert {8 * HOUR: 7, 21 * HOUR: 1} == await places(storage, PAPERS[6])


async def test_ringing_again_changes_nothing_in_any_process() -> None:
    storage, clock = await a_library(), FakeClock(at(9))
    record = a_record(storage, clock)
    await record.ring()
    before = await places(storage, PAPERS[1])
    await adds(storage, likes={PAPERS[1]: 9000}, source="hackernews", as_of=at(10))
    await record.ring()
    await a_record(storage, clock).ring()
    assert before == await places(storage, PAPERS[1])


async def test_a_week_brings_four_places_and_then_it_is_over() -> None:
    storage, clock = await a_library(), FakeClock(at(0))
    record = a_record(storage, clock)
    for day in range(12):
        clock.moment = at(24 * day + 1)
        await record.ring()
    expected = {8 * HOUR: 1, 21 * HOUR: 1, 72 * HOUR: 1, 168 * HOUR: 1}
    assert expected == await places(storage, PAPERS[0])


async def test_days_that_are_long_over_are_left_alone() -> None:
    storage, clock = await a_library(), FakeClock(at(24 * 30))
    await a_record(storage, clock).ring()
    assert {} == await places(storage, PAPERS[0])


async def test_an_empty_storage_has_no_places() -> None:
    await a_record(MemoryStorage(), FakeClock(at(9, TUESDAY))).ring()
