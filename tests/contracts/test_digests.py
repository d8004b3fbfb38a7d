"""What every storage remembers of digests."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest
from bot.domain.papers import PaperId
from bot.domain.topics import Topic
from bot.ports import Storage
from tests.builders import CHANNEL, DAY, NOW, a_digest, a_paper

LATER = NOW + timedelta(hours=1)
AUDIENCE = a_digest().key.audience


def digest_of(*ids: str, days: int = 0, audience: str = AUDIENCE, edition: int = 0) -> Digest:
    digest = a_digest(*(a_paper(id_) for id_ in ids))
    period = (DAY + timedelta(days=days)).isoformat()
    return replace(digest, key=replace(digest.key, audience=audience, period=period)).edition(
        edition
    )


def papers(*ids: str) -> frozenset[PaperId]:
    return frozenset(map(PaperId.parse, ids))


def day(days: int) -> str:
    return (DAY + timedelta(days=days)).isoformat()


async def test_a_digest_is_remembered_once(storage: Storage) -> None:
    digest = a_digest(a_paper(), a_paper("2401.00002"))
    async with storage.transaction() as tx:
        assert await tx.digests.add(digest)
        assert not await tx.digests.add(digest)
    async with storage.transaction() as tx:
        assert not await tx.digests.add(replace(digest, composed_at=LATER))
        assert await tx.digests.add(digest.edition(1))


async def test_the_newest_edition_is_that_of_the_same_audience_and_period(storage: Storage) -> None:
    digest = a_digest()
    async with storage.transaction() as tx:
        assert await tx.digests.newest_edition(digest.key) is None
        for number in (0, 2, 1):
            await tx.digests.add(digest.edition(number))
        await tx.digests.add(replace(digest, key=replace(digest.key, audience="else", edition=7)))
        await tx.digests.add(replace(digest, key=replace(digest.key, period="else", edition=8)))
        assert await tx.digests.newest_edition(digest.key) == 2


async def test_the_papers_of_every_edition_in_a_range_of_periods_were_posted(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        for digest in (
            digest_of("2401.00001", days=-1),
            digest_of("2401.00002", "hep-th/9901001"),
            digest_of("2401.00003", "2401.00002", edition=1),
            digest_of("2401.00004", days=1),
            digest_of("2401.00005", days=2),
            digest_of("2401.00006", audience="telegram:@others"),
        ):
            assert await tx.digests.add(digest)
    async with storage.transaction() as tx:
        posted = await tx.digests.posted(AUDIENCE, since=day(0), before=day(2))
        expected = papers("2401.00002", "hep-th/9901001", "2401.00003", "2401.00004")
        assert expected == posted
        assert await tx.digests.posted(AUDIENCE, since=day(0), before=day(0)) == frozenset()
        assert await tx.digests.posted("nobody", since=day(-9), before=day(9)) == frozenset()


async def test_a_digest_that_was_refused_posts_nothing(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.digests.add(digest_of("2401.00001"))
        assert not await tx.digests.add(digest_of("2401.00002"))
        posted = await tx.digests.posted(AUDIENCE, since=day(0), before=day(1))
        assert papers("2401.00001") == posted


async def test_only_the_first_papers_of_a_ranking_may_have_been_posted(storage: Storage) -> None:
    digest = a_digest(a_paper("2401.00001"), a_paper("2401.00002"), top=1)
    async with storage.transaction() as tx:
        await tx.digests.add(digest)
        posted = await tx.digests.posted(AUDIENCE, since=day(0), before=day(1))
        assert papers("2401.00001") == posted


async def test_a_period_counts_even_when_its_digest_was_empty(storage: Storage) -> None:
    empty = replace(digest_of("2401.00001", days=1), papers=())
    async with storage.transaction() as tx:
        for digest in (digest_of(days=-1), digest_of(), digest_of(edition=1), empty):
            await tx.digests.add(digest)
        await tx.digests.add(digest_of(days=2, audience="telegram:@others"))
        await tx.digests.add(digest_of(days=3))
        periods = await tx.digests.periods(AUDIENCE, since=day(0), before=day(3))
        assert periods == {day(0), day(1)}


async def test_the_digests_of_exactly_one_place_that_hold_a_paper_come_oldest_first(
    storage: Storage,
) -> None:
    paper, other = a_paper(), a_paper("2401.00002")
    thread = replace(CHANNEL, thread="42")
    later = replace(a_digest(paper).key, period=day(1))
    stored = [
        replace(a_digest(paper), key=later),
        a_digest(other, paper, topic=Topic.parse("cs.LG")),
        a_digest(other),
        a_digest(paper).edition(1),
        replace(a_digest(paper), key=replace(later, edition=1)),
        a_digest(paper, to=thread),
        a_digest(paper, to=Destination(Platform.DISCORD, "1")),
    ]
    async with storage.transaction() as tx:
        for digest in stored:
            assert await tx.digests.add(digest)
    async with storage.transaction() as tx:
        expected = [a_digest().key, stored[1].key, later]
        assert expected == await tx.digests.carrying(paper.id, CHANNEL)
        assert [stored[5].key] == await tx.digests.carrying(paper.id, thread)
        assert await tx.digests.carrying(PaperId.parse("2401.00009"), CHANNEL) == []
