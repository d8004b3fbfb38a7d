from datetime import timedelta

from bot.services.remember import Remembered, remember
from storage.memory import MemoryStorage
from tests.builders import DAY, a_post

NEXT_DAY = DAY + timedelta(days=1)


async def test_what_was_remembered_is_counted(storage: MemoryStorage) -> None:
    posts = [a_post(DAY, papers=2), a_post(NEXT_DAY, papers=3)]
    expected = Remembered(posts=2, new_posts=2, papers=5, mentions=5)
    assert expected == await remember(storage, posts)


async def test_a_post_that_is_known_changes_nothing(storage: MemoryStorage) -> None:
    await remember(storage, [a_post(DAY)])
    again = await remember(storage, [a_post(DAY), a_post(NEXT_DAY)])
    assert (2, 1) == (again.posts, again.new_posts)
    async with storage.transaction() as tx:
        assert [DAY, NEXT_DAY] == await tx.papers.days()


def test_sums_are_added_up() -> None:
    one = Remembered(posts=1, new_posts=1, papers=2, mentions=3)
    assert Remembered(posts=2, new_posts=2, papers=4, mentions=6) == one + one
    assert one == Remembered() + one
