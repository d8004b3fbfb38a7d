"""What every storage remembers of buttons."""

from datetime import timedelta

from bot.ports import Storage
from tests.builders import NOW

HOUR = timedelta(hours=1)


async def test_a_long_token_is_found_by_its_name(storage: Storage) -> None:
    whole = 'search "dunkle Materie" ' + "模型" * 500
    async with storage.transaction() as tx:
        await tx.tokens.keep("~a", whole, at=NOW)
    async with storage.transaction() as tx:
        assert whole == await tx.tokens.find("~a")
        assert await tx.tokens.find("~b") is None


async def test_tokens_that_were_not_kept_again_are_dropped(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for name, after in (("old", 0), ("edge", 1), ("used", 0), ("used", 2)):
            await tx.tokens.keep(name, f"/{name}", at=NOW + after * HOUR)
        assert await tx.tokens.drop(before=NOW) == 0
        assert await tx.tokens.drop(before=NOW + HOUR) == 1
        found = [await tx.tokens.find(name) for name in ("old", "edge", "used")]
    assert found == [None, "/edge", "/used"]
