import pytest

from bot.document.plain import plain
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Style
from tests.builders import CHANNEL, a_digest, a_paper, a_ranking
from tests.services.bots import OTHER_CHANNEL, FakeBot, a_narrow_platform, papers

TERMINAL = Destination(Platform.TERMINAL)


async def test_a_digest_asked_for_twice_is_sent_once() -> None:
    bot = FakeBot()
    first = await bot.is_asked_for()
    second = await bot.is_asked_for()
    await bot.deliver.deliver()
    assert 1 == len(bot.publisher.sent)
    assert (True, False) == (first.is_new, second.is_new)
    assert first.key == second.key


async def test_a_digest_that_was_sent_is_not_sent_again_on_the_next_day() -> None:
    bot = FakeBot()
    for _ in range(3):
        await bot.is_asked_for()
        await bot.deliver.deliver()
        bot.clock.advance(hours=24)
    assert 1 == len(bot.publisher.sent)


async def test_again_sends_it_again() -> None:
    bot = FakeBot()
    for _ in range(3):
        await bot.is_asked_for(again=True)
        await bot.deliver.deliver()
    documents = [sent.message.document for sent in bot.publisher.sent]
    assert 3 == len(documents)
    assert documents[0] == documents[1] == documents[2]


async def test_after_again_nothing_is_new_without_it() -> None:
    bot = FakeBot()
    await bot.is_asked_for(again=True)
    assert not (await bot.is_asked_for()).is_new


async def test_a_terminal_remembers_nothing() -> None:
    bot = FakeBot()
    for _ in range(2):
        await bot.is_asked_for(to=TERMINAL)
        await bot.deliver.deliver()
    assert 2 == len(bot.terminal.sent)


async def test_every_channel_gets_its_own() -> None:
    bot = FakeBot()
    for to in (CHANNEL, OTHER_CHANNEL):
        await bot.is_asked_for(to=to)
    await bot.deliver.deliver()
    assert {CHANNEL, OTHER_CHANNEL} == {sent.to for sent in bot.publisher.sent}


async def test_a_long_digest_takes_several_messages_in_order() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    announcement = await bot.is_asked_for(papers(3))
    await bot.deliver.deliver()
    assert 3 == announcement.messages
    assert ["1 of 3", "2 of 3", "3 of 3"] == [title.rpartition(" · ")[2] for title in bot.titles]


async def test_each_part_continues_the_one_before_and_only_the_first_one_rings() -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    await bot.is_asked_for(papers(3))
    await bot.deliver.deliver()
    messages = [sent.message for sent in bot.publisher.sent]
    assert [None, "1", "2"] == [message.reply_to for message in messages]
    assert [False, True, True] == [message.is_silent for message in messages]


@pytest.mark.parametrize(("style", "messages"), [(Style.FULL, 4), (Style.RICH, 2)])
def test_the_style_chooses_the_form_that_messages_are_laid_out_for(
    style: Style, messages: int
) -> None:
    bot = FakeBot(publisher=a_narrow_platform())
    digest = a_digest(*(row.paper for row in papers(4).papers), style=style)
    assert messages == len(bot.announce.messages(digest))


async def test_a_day_without_hot_papers_is_a_message_too() -> None:
    bot = FakeBot()
    await bot.is_asked_for(a_ranking(a_paper(), as_of=bot.clock.now()))
    await bot.deliver.deliver()
    assert 1 == len(bot.publisher.sent)
    assert "Small Models" in plain(bot.publisher.sent[0].message.document)
