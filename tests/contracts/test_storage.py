"""What every storage does, whatever it is made of. The outbox has a suite of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain.engagement import Engagement, Mention
from bot.domain.papers import PaperId, Wording
from bot.ports import Storage
from tests.builders import (
    DAY,
    NOW,
    a_digest,
    a_listing,
    a_mention,
    a_paper,
    a_post,
    a_snapshot,
)

ID = PaperId.parse("2401.00001")
OTHER_ID = PaperId.parse("2401.00002")
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
LATER = NOW + timedelta(hours=1)


async def test_a_paper_comes_back_as_it_went_in(storage: Storage) -> None:
    paper = replace(
        a_paper(
            "hep-th/9901001",
            title="On $\\alpha_s$ & <b>@everyone</b> “naïve” 模型 🧪",
            authors=("Erdős, P.", "'; DROP TABLE papers; --"),
        ),
        submitted_at=NOW,
    )
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing(paper=paper)])
    async with storage.transaction() as tx:
        assert paper == await tx.papers.find(paper.id)


async def test_an_unknown_paper_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.papers.find(ID) is None
        assert await tx.papers.on(DAY) == []
        assert await tx.papers.days() == []


async def test_a_listing_keeps_its_place_and_its_wording(storage: Storage) -> None:
    wording = Wording(
        title="  As It  Was ",
        authors="Somebody et al.",
        categories=("cs.LG",),
        abstract="Two\nlines.",
        embeds=("<blockquote>One</blockquote>", ""),
    )
    listing = a_listing(position=3, wording=wording)
    async with storage.transaction() as tx:
        await tx.papers.add([listing])
        assert [listing] == await tx.papers.on(DAY)


async def test_published_listings_come_in_their_order_and_the_others_by_identifier(
    storage: Storage,
) -> None:
    listings = [
        a_listing("2401.00009"),
        a_listing("2401.00005", position=2),
        a_listing("math/9901001"),
        a_listing("2401.00007", position=1),
        a_listing("2312.00001"),
    ]
    async with storage.transaction() as tx:
        await tx.papers.add(listings)
        ids = [str(listing.paper.id) for listing in await tx.papers.on(DAY)]
    expected = ["2401.00007", "2401.00005", "math/9901001", "2312.00001", "2401.00009"]
    assert expected == ids


async def test_several_days_are_given_in_order_each_as_by_itself(storage: Storage) -> None:
    listings = [
        a_listing("2401.00003", listed_on=TOMORROW, position=2),
        a_listing("2401.00001", listed_on=TOMORROW, paper=a_paper(title="Listed again")),
        a_listing("2401.00002"),
        a_listing("2401.00009", position=1),
        a_listing("2401.00004", listed_on=YESTERDAY),
        a_listing("2401.00005", listed_on=DAY - timedelta(days=2)),
    ]
    async with storage.transaction() as tx:
        await tx.papers.add(listings)
        days = [await tx.papers.on(day) for day in (YESTERDAY, DAY, TOMORROW)]
        assert [*days[0], *days[1], *days[2]] == await tx.papers.between(YESTERDAY, TOMORROW)
        assert days[1] == await tx.papers.between(DAY, DAY)
        assert await tx.papers.between(TOMORROW, YESTERDAY) == []


async def test_the_days_of_a_paper_come_oldest_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing(listed_on=day) for day in (TOMORROW, YESTERDAY, DAY)])
        await tx.papers.add([a_listing(str(OTHER_ID))])
        assert [YESTERDAY, DAY, TOMORROW] == await tx.papers.days_of(ID)
        assert await tx.papers.days_of(PaperId.parse("2401.99999")) == []


async def test_only_new_listings_are_counted_and_known_ones_left_alone(storage: Storage) -> None:
    known = a_listing(position=1)
    async with storage.transaction() as tx:
        assert await tx.papers.add([known, known]) == 1
    async with storage.transaction() as tx:
        again = [replace(known, position=9), a_listing("2401.00002"), a_listing(listed_on=TOMORROW)]
        assert await tx.papers.add(again) == 2
        assert await tx.papers.add([]) == 0
        assert [listing.position for listing in await tx.papers.on(DAY)] == [1, None]
        assert await tx.papers.days() == [DAY, TOMORROW]


@pytest.mark.parametrize("days", [(DAY, TOMORROW), (TOMORROW, DAY)])
@pytest.mark.parametrize("is_one_call", [True, False])
async def test_a_paper_keeps_its_first_announcement_and_its_newest_description(
    storage: Storage,
    days: tuple[datetime, ...],
    is_one_call: bool,  # noqa: FBT001
) -> None:
    listings = [
        a_listing(listed_on=day, paper=a_paper(title=f"As of {day}", announced_on=day))
        for day in days
    ]
    async with storage.transaction() as tx:
        for added in [listings] if is_one_call else [[listing] for listing in listings]:
            await tx.papers.add(added)
    async with storage.transaction() as tx:
        expected = a_paper(title=f"As of {TOMORROW}", announced_on=DAY)
        assert expected == await tx.papers.find(ID)
        assert [expected] == [listing.paper for listing in await tx.papers.on(DAY)]


async def test_what_a_transaction_read_before_it_changed_is_not_given_again(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing()])
        before = await tx.papers.find(ID)
        newer = a_paper(title="Revised")
        await tx.papers.add([a_listing(listed_on=TOMORROW, paper=newer)])
        assert (a_paper(), newer) == (before, await tx.papers.find(ID))


async def test_a_mention_comes_back_as_it_went_in(storage: Storage) -> None:
    mention = Mention(
        key=a_mention(native_id="at://did:plc:abc/app.bsky.feed.post/3k").key,
        paper_id=ID,
        url="https://bsky.example/post/3k",
        author="A <script> of *markup*",
        handle="a.example",
        posted_on=DAY,
        posted_at=NOW,
        account="did:plc:abc",
        is_comment=True,
        is_automated=True,
        is_own=True,
        gone_at=LATER,
        language="pt-BR",
        embed="<blockquote>Olá</blockquote>",
    )
    async with storage.transaction() as tx:
        await tx.mentions.add([mention])
    async with storage.transaction() as tx:
        assert [mention] == await tx.mentions.of([ID])


async def test_mentions_come_in_the_order_in_which_they_were_added(storage: Storage) -> None:
    mentions = [
        a_mention(str(ID if number % 3 else OTHER_ID), native_id=str(number))
        for number in (7, 3, 9, 1, 12, 5)
    ]
    async with storage.transaction() as tx:
        await tx.mentions.add(mentions[:4])
    async with storage.transaction() as tx:
        await tx.mentions.add(mentions[4:])
    async with storage.transaction() as tx:
        assert mentions == await tx.mentions.of({ID, OTHER_ID})
        assert [mentions[0], mentions[3], mentions[5]] == await tx.mentions.of([ID])
        assert await tx.mentions.of([]) == []


async def test_a_post_may_talk_about_two_papers_and_counts_once_for_each(storage: Storage) -> None:
    mention, other = a_mention(), a_mention(str(OTHER_ID))
    async with storage.transaction() as tx:
        assert await tx.mentions.add([mention, other, mention]) == 2
    async with storage.transaction() as tx:
        assert await tx.mentions.add([replace(mention, author="Renamed")]) == 0
        assert [mention] == await tx.mentions.of([ID])
        assert [other] == await tx.mentions.of([OTHER_ID])


async def test_of_several_readings_the_newest_up_to_the_moment_is_given(storage: Storage) -> None:
    first, second = a_snapshot(likes=1), a_snapshot(likes=2, measured_at=LATER)
    async with storage.transaction() as tx:
        assert await tx.snapshots.add([second, first]) == 2
    async with storage.transaction() as tx:
        moment = timedelta(microseconds=1)
        assert await tx.snapshots.of([ID], until=NOW - moment) == []
        assert [first] == await tx.snapshots.of([ID], until=NOW)
        assert [first] == await tx.snapshots.of([ID], until=LATER - moment)
        assert [second] == await tx.snapshots.of([ID], until=LATER)


async def test_each_counter_of_a_paper_has_a_newest_reading_of_its_own(storage: Storage) -> None:
    newest = {
        a_snapshot(),
        a_snapshot(native_id="1", measured_at=LATER),
        a_snapshot(source="hackernews", native_id="1"),
        a_snapshot(str(OTHER_ID)),
    }
    outdated = a_snapshot(native_id="1", likes=1)
    unwanted = a_snapshot("2401.00003")
    async with storage.transaction() as tx:
        await tx.snapshots.add([outdated, *newest, unwanted])
        found = await tx.snapshots.of([ID, OTHER_ID, PaperId.parse("2401.99999")], until=LATER)
        assert await tx.snapshots.of([], until=LATER) == []
    assert sorted(newest, key=repr) == sorted(found, key=repr)


async def test_every_reading_up_to_a_moment_is_given_the_oldest_first(storage: Storage) -> None:
    readings = [
        a_snapshot(likes=1),
        a_snapshot(source="hackernews", native_id="9", measured_at=NOW + timedelta(minutes=1)),
        a_snapshot(str(OTHER_ID), measured_at=NOW + timedelta(minutes=2)),
        a_snapshot(likes=2, measured_at=LATER),
    ]
    async with storage.transaction() as tx:
        await tx.snapshots.add([*reversed(readings), a_snapshot("2401.00003")])
    async with storage.transaction() as tx:
        assert readings == await tx.snapshots.all_of({ID, OTHER_ID}, until=LATER)
        moment = timedelta(microseconds=1)
        assert readings[:3] == await tx.snapshots.all_of([OTHER_ID, ID], until=LATER - moment)
        assert readings[2:3] == await tx.snapshots.all_of([OTHER_ID], until=LATER)
        assert await tx.snapshots.all_of([], until=LATER) == []


async def test_a_reading_that_is_known_is_left_alone(storage: Storage) -> None:
    known = a_snapshot(likes=1)
    async with storage.transaction() as tx:
        assert await tx.snapshots.add([known, a_snapshot(likes=2)]) == 1
    async with storage.transaction() as tx:
        assert await tx.snapshots.add([a_snapshot(likes=3)]) == 0
        assert [known] == await tx.snapshots.of([ID], until=NOW)


async def test_moments_come_back_in_utc_from_whichever_zone(storage: Storage) -> None:
    tokyo = timezone(timedelta(hours=9))
    snapshot = replace(
        a_snapshot(measured_at=NOW.astimezone(tokyo)),
        engagement=Engagement(2**40, 0, 1, 2),
    )
    async with storage.transaction() as tx:
        await tx.snapshots.add([snapshot])
        (found,) = await tx.snapshots.of([ID], until=NOW.astimezone(tokyo))
    assert snapshot == found
    assert found.measured_at.utcoffset() is not None


async def test_thousands_of_papers_can_be_asked_for_at_once(storage: Storage) -> None:
    ids = [PaperId.parse(f"2401.{number:05}") for number in range(1, 12_001)]
    snapshots = [a_snapshot(str(ids[0])), a_snapshot(str(ids[-1]))]
    mentions = [a_mention(str(ids[-1])), a_mention(str(ids[0]))]
    async with storage.transaction() as tx:
        await tx.snapshots.add(snapshots)
        await tx.mentions.add(mentions)
        assert mentions == await tx.mentions.of(ids)
        assert snapshots == await tx.snapshots.of(ids, until=NOW)


async def test_a_post_is_remembered_with_all_that_stands_in_it(storage: Storage) -> None:
    post = a_post()
    async with storage.transaction() as tx:
        assert await tx.posts.add(post)
    async with storage.transaction() as tx:
        papers = [listing.paper.id for listing in post.listings]
        assert post.head == await tx.posts.find(DAY)
        assert list(post.listings) == await tx.papers.on(DAY)
        assert list(post.mentions) == await tx.mentions.of(papers)
        assert set(post.snapshots) == set(await tx.snapshots.of(papers, until=LATER))
        assert await tx.posts.find(TOMORROW) is None


async def test_of_a_post_that_is_known_nothing_is_taken(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.posts.add(a_post(papers=1))
    async with storage.transaction() as tx:
        assert not await tx.posts.add(a_post(papers=2))
        assert len(await tx.papers.on(DAY)) == 1


async def test_a_transaction_that_fails_leaves_nothing_behind(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing()])

    async def fail() -> None:
        async with storage.transaction() as tx:
            await tx.posts.add(a_post(TOMORROW))
            await tx.digests.add(a_digest())
            await tx.papers.add([a_listing(listed_on=YESTERDAY, paper=a_paper(title="Unsaid"))])
            raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        await fail()
    async with storage.transaction() as tx:
        assert await tx.papers.days() == [DAY]
        assert a_paper() == await tx.papers.find(ID)
        assert await tx.posts.find(TOMORROW) is None
        assert await tx.digests.newest_edition(a_digest().key) is None


async def test_moments_are_as_fine_as_they_were(storage: Storage) -> None:
    exact = datetime(2024, 3, 31, 1, 59, 59, 999_999, tzinfo=UTC)
    async with storage.transaction() as tx:
        await tx.snapshots.add([a_snapshot(measured_at=exact)])
        (found,) = await tx.snapshots.of([ID], until=exact)
    assert exact == found.measured_at


async def test_papers_that_nobody_talks_about_are_not_among_the_discussed(storage: Storage) -> None:
    quiet, early, late = (a_listing(f"2401.0000{number}") for number in (1, 2, 3))
    before = a_listing("2401.00004", listed_on=YESTERDAY)
    async with storage.transaction() as tx:
        await tx.papers.add([late, quiet, early, before])
        await tx.mentions.add([a_mention(str(one.paper.id)) for one in (late, early, before)])
    async with storage.transaction() as tx:
        assert [early.paper, late.paper] == await tx.papers.discussed(DAY, DAY)
        assert [before.paper] == await tx.papers.discussed(YESTERDAY, YESTERDAY)
        assert [] == await tx.papers.discussed(TOMORROW, TOMORROW)
