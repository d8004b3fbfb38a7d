"""What every storage remembers of the papers that people saved."""

from datetime import timedelta

from bot.domain.destinations import Platform
from bot.domain.papers import PaperId
from bot.domain.people import Bookmark, PersonKey
from bot.ports import Storage
from tests.builders import NOW, PERSON

HOUR = timedelta(hours=1)
OTHER = PersonKey(Platform.DISCORD, PERSON.id)


def saved(id_: str, after: timedelta = timedelta(0)) -> Bookmark:
    return Bookmark(PaperId.parse(id_), NOW + after)


async def test_saved_papers_come_newest_first(storage: Storage) -> None:
    papers = [saved("2401.00002", HOUR), saved("2401.00003"), saved("hep-th/9901001")]
    async with storage.transaction() as tx:
        for paper in reversed(papers):
            assert await tx.bookmarks.add(PERSON, paper)
        assert await tx.bookmarks.add(OTHER, saved("2401.00009"))
    async with storage.transaction() as tx:
        assert papers == await tx.bookmarks.of(PERSON)
        assert [saved("2401.00009")] == await tx.bookmarks.of(OTHER)
        assert await tx.bookmarks.of(PersonKey(Platform.TELEGRAM, "47")) == []


async def test_a_paper_is_saved_once_and_keeps_its_moment(storage: Storage) -> None:
    first = saved("2401.00001")
    async with storage.transaction() as tx:
        assert await tx.bookmarks.add(PERSON, first)
        assert not await tx.bookmarks.add(PERSON, first)
        assert not await tx.bookmarks.add(PERSON, saved("2401.00001", HOUR))
        assert [first] == await tx.bookmarks.of(PERSON)


async def test_a_paper_that_was_taken_out_can_be_saved_again(storage: Storage) -> None:
    first, again = saved("2401.00001"), saved("2401.00001", HOUR)
    async with storage.transaction() as tx:
        await tx.bookmarks.add(PERSON, first)
        await tx.bookmarks.add(OTHER, first)
        assert await tx.bookmarks.remove(PERSON, first.paper_id)
        assert not await tx.bookmarks.remove(PERSON, first.paper_id)
        assert await tx.bookmarks.add(PERSON, again)
        assert [again] == await tx.bookmarks.of(PERSON)
        assert [first] == await tx.bookmarks.of(OTHER)
