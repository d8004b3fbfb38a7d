"""What every storage knows of posts: when each was counted, who posts too much, what is gone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.counting import MOST_PAPERS_A_DAY, Torrent, torrents
from bot.domain.engagement import Mention, MentionKey
from bot.domain.papers import PaperId
from bot.ports import Storage
from bot.repositories import Counted
from tests.builders import DAY, NOW, a_listing, a_mention, a_snapshot

ID = PaperId.parse("2401.00001")
OTHER_ID = PaperId.parse("2401.00002")
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
LATER = NOW + timedelta(hours=1)
FLOOD = MOST_PAPERS_A_DAY + 1


def flood(
    papers: int = FLOOD,
    *,
    source: str = "bluesky",
    handle: str = "grace",
    account: str = "",
    posted_on: date = DAY,
) -> list[Mention]:
    return [
        replace(
            a_mention(
                f"2401.{number:05}",
                native_id=f"{handle}-{account}-{posted_on}-{number}",
                source=source,
                handle=handle,
                posted_on=posted_on,
            ),
            account=account,
        )
        for number in range(1, papers + 1)
    ]


async def remember(storage: Storage, mentions: Iterable[Mention]) -> None:
    async with storage.transaction() as tx:
        await tx.mentions.add(mentions)


async def found(storage: Storage, first: date = DAY, last: date = DAY) -> frozenset[Torrent]:
    async with storage.transaction() as tx:
        return await tx.mentions.torrents(first, last)


async def test_each_post_says_when_it_was_last_counted(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing(), a_listing(listed_on=TOMORROW)])
        await tx.papers.add([a_listing(str(OTHER_ID))])
        await tx.mentions.add(a_mention(native_id=native_id) for native_id in "21")
        await tx.mentions.add([a_mention(str(OTHER_ID), native_id="1")])
        await tx.snapshots.add(
            [
                a_snapshot(native_id="1"),
                a_snapshot(native_id="1", measured_at=LATER),
                a_snapshot(native_id="2", source="reddit"),
                a_snapshot(str(OTHER_ID), native_id="1"),
                a_snapshot(),
            ]
        )
    async with storage.transaction() as tx:
        assert await tx.mentions.counted("x", since=DAY) == [
            Counted(MentionKey("x", "2"), TOMORROW, None),
            Counted(MentionKey("x", "1"), TOMORROW, LATER),
            Counted(MentionKey("x", "1"), DAY, NOW),
        ]


async def test_only_posts_of_the_source_about_papers_listed_since_are_counted(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing(), a_listing(listed_on=YESTERDAY)])
        await tx.papers.add([a_listing(str(OTHER_ID), listed_on=YESTERDAY)])
        await tx.mentions.add([a_mention(native_id="1"), a_mention(str(OTHER_ID), native_id="2")])
        await tx.mentions.add([a_mention(native_id="3", source="reddit")])
        await tx.mentions.add([a_mention("2401.00009", native_id="4")])
        assert await tx.mentions.counted("x", since=DAY) == [
            Counted(MentionKey("x", "1"), DAY, None)
        ]
        keys = [row.key.native_id for row in await tx.mentions.counted("x", since=YESTERDAY)]
        assert keys == ["1", "2"]
        assert await tx.mentions.counted("x", since=TOMORROW) == []


async def test_a_post_that_is_gone_is_not_counted_again(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add([a_listing()])
        await tx.mentions.add([a_mention(native_id="1"), a_mention(native_id="2")])
        await tx.mentions.forget([MentionKey("x", "1")], gone_at=NOW)
        counted = await tx.mentions.counted("x", since=DAY)
        assert [MentionKey("x", "2")] == [row.key for row in counted]


async def test_who_posts_about_everything_is_found(storage: Storage) -> None:
    mentions = [
        *flood(account="did:plc:flood"),
        *flood(handle="BÉATRICE"),
        *flood(MOST_PAPERS_A_DAY, account="did:plc:keen"),
        *flood(account="did:plc:keen", source="mastodon", posted_on=TOMORROW),
    ]
    await remember(storage, mentions)
    assert await found(storage) == {
        Torrent("bluesky", "did:plc:flood", DAY),
        Torrent("bluesky", "béatrice", DAY),
    }
    everyone = await found(storage, YESTERDAY, TOMORROW)
    assert Torrent("mastodon", "did:plc:keen", TOMORROW) in everyone
    assert torrents(mentions) == everyone
    assert await found(storage, YESTERDAY, YESTERDAY) == frozenset()


async def test_many_posts_about_few_papers_are_no_torrent(storage: Storage) -> None:
    often = [replace(a_mention(native_id=str(number)), account="a") for number in range(FLOOD)]
    split = flood(6, account="b") + flood(FLOOD, account="b", posted_on=TOMORROW)[6:]
    await remember(storage, often + split)
    assert await found(storage, YESTERDAY, TOMORROW) == frozenset()


async def test_of_a_deleted_post_only_what_counts_is_kept(storage: Storage) -> None:
    mention = replace(
        a_mention(embed="<p>Hello</p>"),
        account="did:plc:grace",
        posted_at=NOW,
        is_comment=True,
        is_automated=True,
        is_own=True,
    )
    other = a_mention(native_id="2")
    await remember(storage, [mention, replace(mention, paper_id=OTHER_ID), other])
    async with storage.transaction() as tx:
        assert await tx.mentions.forget([mention.key, mention.key], gone_at=LATER) == 2
    async with storage.transaction() as tx:
        gone = replace(
            mention, author="", handle="", url="", embed=None, language=None, gone_at=LATER
        )
        assert [gone, other] == await tx.mentions.of([ID])
        assert [replace(gone, paper_id=OTHER_ID)] == await tx.mentions.of([OTHER_ID])


async def test_a_post_that_is_gone_keeps_its_first_moment(storage: Storage) -> None:
    await remember(storage, [a_mention()])
    key = a_mention().key
    async with storage.transaction() as tx:
        assert await tx.mentions.forget([key, MentionKey("reddit", "1")], gone_at=NOW) == 1
        assert await tx.mentions.forget([key], gone_at=LATER) == 0
        assert await tx.mentions.forget([], gone_at=LATER) == 0
        (gone,) = await tx.mentions.of([ID])
        assert gone.gone_at == NOW


async def test_a_post_that_is_gone_stays_gone_when_it_is_found_again(storage: Storage) -> None:
    await remember(storage, [a_mention()])
    async with storage.transaction() as tx:
        await tx.mentions.forget([a_mention().key], gone_at=NOW)
        assert await tx.mentions.add([a_mention()]) == 0
        (gone,) = await tx.mentions.of([ID])
        assert (gone.author, gone.gone_at) == ("", NOW)


@pytest.mark.parametrize("account", ["did:plc:flood", ""])
async def test_deleting_posts_changes_neither_voices_nor_torrents(
    storage: Storage, account: str
) -> None:
    mentions = flood(account=account, handle="Béatrice")
    await remember(storage, mentions)
    before = await found(storage)
    async with storage.transaction() as tx:
        keys = [mention.key for mention in mentions[::2]]
        await tx.mentions.forget(keys, gone_at=LATER)
        stored = await tx.mentions.of([mention.paper_id for mention in mentions])
    assert {mentions[0].voice} == {mention.voice for mention in stored}
    assert len(before) == 1
    assert before == await found(storage) == torrents(stored)


async def test_what_was_read_later_makes_nobody_a_torrent_before(storage: Storage) -> None:
    posts = flood()
    moments = [NOW] * 3 + [LATER] * (FLOOD - 3)
    async with storage.transaction() as tx:
        await tx.mentions.add(posts)
        await tx.snapshots.add(
            a_snapshot(
                str(post.paper_id),
                source=post.key.source,
                native_id=post.key.native_id,
                measured_at=moment,
            )
            for post, moment in zip(posts, moments, strict=True)
        )
        before = await tx.mentions.torrents(DAY, DAY, until=NOW)
        after = await tx.mentions.torrents(DAY, DAY, until=LATER)
    assert frozenset() == before
    assert torrents(posts) == after
