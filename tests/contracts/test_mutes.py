"""What every storage remembers of what is left out."""

from dataclasses import replace

from bot.domain.destinations import Destination, Platform
from bot.domain.mutes import Mute, MuteKind
from bot.ports import Storage
from tests.builders import CHANNEL

THREAD = replace(CHANNEL, thread="42")
DISCORD = Destination(Platform.DISCORD, CHANNEL.channel)
PAPER = Mute.parse("2401.00001")
AUTHOR = Mute.parse("@Lovelace")
LONG = Mute(MuteKind.TOPIC, " ".join(f"長い言葉{number}" for number in range(150)))


async def test_mutes_come_in_the_order_they_were_added(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for mute in (LONG, PAPER, AUTHOR):
            assert await tx.mutes.add(CHANNEL, mute)
            assert not await tx.mutes.add(CHANNEL, mute)
        assert await tx.mutes.remove(CHANNEL, LONG)
        assert await tx.mutes.add(CHANNEL, LONG)
    async with storage.transaction() as tx:
        assert [PAPER, AUTHOR, LONG] == await tx.mutes.of(CHANNEL)


async def test_a_mute_is_that_of_exactly_one_place(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for place in (CHANNEL, THREAD):
            assert await tx.mutes.add(place, PAPER)
        assert not await tx.mutes.remove(DISCORD, PAPER)
        assert await tx.mutes.remove(CHANNEL, PAPER)
        assert not await tx.mutes.remove(CHANNEL, PAPER)
        found = [await tx.mutes.of(place) for place in (CHANNEL, THREAD, DISCORD)]
    assert found == [[], [PAPER], []]


async def test_a_topic_that_reads_like_a_paper_is_another_mute(storage: Storage) -> None:
    topic = Mute(MuteKind.TOPIC, PAPER.what)
    async with storage.transaction() as tx:
        assert await tx.mutes.add(CHANNEL, PAPER)
        assert await tx.mutes.add(CHANNEL, topic)
        assert await tx.mutes.remove(CHANNEL, PAPER)
        assert [topic] == await tx.mutes.of(CHANNEL)
