"""What every storage remembers of visits to sources, and of spending."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.runs import Run
from bot.ports import Storage
from tests.builders import NOW

HOUR = timedelta(hours=1)


def a_run(
    source: str = "bluesky",
    as_of: datetime = NOW,
    *,
    problem: str | None = None,
    payload: bytes | None = None,
) -> Run:
    return Run(source=source, as_of=as_of, problem=problem, payload=payload)


async def remember(storage: Storage, *runs: Run) -> None:
    async with storage.transaction() as tx:
        for run in runs:
            await tx.runs.add(run)


async def test_a_visit_comes_back_as_it_went_in(storage: Storage) -> None:
    run = Run(
        source="reddit",
        as_of=NOW,
        papers=1,
        mentions=2,
        snapshots=3,
        warnings=("One <b>post</b> had no author.", "Zwei “Beiträge” 🧪\0 fehlten."),
    )
    failed = Run(source="x", as_of=NOW, problem="It’s down.", payload=b"\x00\xff<html>")
    await remember(storage, run, failed)
    async with storage.transaction() as tx:
        assert run == await tx.runs.last_success("reddit", before=NOW + HOUR)
        assert [run, replace(failed, payload=None)] == await tx.runs.between(NOW, NOW)
        assert await tx.runs.payload("x") == b"\x00\xff<html>"


async def test_visits_between_two_moments_come_oldest_first(storage: Storage) -> None:
    runs = [a_run(source, NOW + number * HOUR) for number in range(4) for source in ("arxiv", "x")]
    await remember(storage, *reversed(runs))
    async with storage.transaction() as tx:
        assert runs[2:6] == await tx.runs.between(NOW + HOUR, NOW + 2 * HOUR)
        assert await tx.runs.between(NOW + HOUR, NOW) == []


async def test_a_second_visit_of_one_moment_takes_the_place_of_the_first(storage: Storage) -> None:
    again = replace(a_run(), papers=7, warnings=("Slow.",))
    await remember(storage, a_run(problem="No.", payload=b"?"), a_run("x"), again)
    async with storage.transaction() as tx:
        assert [again, a_run("x")] == await tx.runs.between(NOW, NOW)
        assert await tx.runs.payload("bluesky") is None


async def test_the_last_success_is_strictly_before_the_moment(storage: Storage) -> None:
    first, second = a_run(), a_run(as_of=NOW + HOUR)
    failed = a_run(as_of=NOW + 2 * HOUR, problem="Down.")
    await remember(storage, second, failed, first, a_run("x", NOW + 3 * HOUR))
    async with storage.transaction() as tx:
        assert second == await tx.runs.last_success("bluesky", before=NOW + 3 * HOUR)
        assert first == await tx.runs.last_success("bluesky", before=NOW + HOUR)
        assert await tx.runs.last_success("bluesky", before=NOW) is None
        assert await tx.runs.last_success("reddit", before=NOW + HOUR) is None


async def test_the_newest_payload_that_was_kept_is_given(storage: Storage) -> None:
    await remember(
        storage,
        a_run(as_of=NOW + HOUR, problem="New.", payload=b"new"),
        a_run(as_of=NOW, problem="Old.", payload=b"old"),
        a_run(as_of=NOW + 2 * HOUR, problem="Down."),
        a_run("x", NOW + 3 * HOUR, problem="Other.", payload=b"other"),
    )
    async with storage.transaction() as tx:
        assert await tx.runs.payload("bluesky") == b"new"
        assert await tx.runs.payload("reddit") is None


async def test_of_a_huge_payload_the_start_is_kept(storage: Storage) -> None:
    await remember(storage, a_run(problem="Huge.", payload=b"ab" * 65_536))
    async with storage.transaction() as tx:
        assert await tx.runs.payload("bluesky") == b"ab" * 32_768


async def test_a_bookmark_is_the_one_left_last(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.runs.bookmark("bluesky") is None
        await tx.runs.leave_bookmark("bluesky", "cursor:1")
        await tx.runs.leave_bookmark("x", "7")
    async with storage.transaction() as tx:
        await tx.runs.leave_bookmark("bluesky", "cursor:2")
        assert await tx.runs.bookmark("bluesky") == "cursor:2"
        assert await tx.runs.bookmark("x") == "7"


async def test_a_visit_and_its_bookmark_are_rolled_back_together(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.transaction() as tx:
            await tx.runs.add(a_run())
            await tx.runs.leave_bookmark("bluesky", "cursor:1")
            await tx.ledger.charge("x", "2026-11", Decimal(1))
            raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        await fail()
    async with storage.transaction() as tx:
        assert await tx.runs.between(NOW, NOW) == []
        assert await tx.runs.bookmark("bluesky") is None
        assert await tx.ledger.spent("x", "2026-11") == 0


async def test_spending_adds_up_exactly_by_account_and_month(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.ledger.spent("x", "2026-11") == 0
        for number in range(1, 11):
            spent = await tx.ledger.charge("x", "2026-11", Decimal("0.1"))
            assert Decimal(number) / 10 == spent
        assert await tx.ledger.charge("x", "2026-12", Decimal("0.000001")) == Decimal("0.000001")
        assert await tx.ledger.charge("y", "2026-11", Decimal("9999999.99")) == Decimal(
            "9999999.99"
        )
    async with storage.transaction() as tx:
        assert await tx.ledger.spent("x", "2026-11") == 1
        assert await tx.ledger.charge("x", "2026-11", Decimal("-0.995")) == Decimal("0.005")
        assert await tx.ledger.spent("x", "2026-11") == Decimal("0.005")


async def test_an_amount_that_cannot_be_kept_exactly_is_refused(storage: Storage) -> None:
    async with storage.transaction() as tx:
        with pytest.raises(ValueError, match="finer than a millionth"):
            await tx.ledger.charge("x", "2026-11", Decimal("0.0000001"))
        assert await tx.ledger.spent("x", "2026-11") == 0
