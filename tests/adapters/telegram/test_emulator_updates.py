"""What people do, as the real python-telegram-bot is told of it by long polling."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Update
from telegram.error import ChatMigrated, Conflict, Forbidden

from adapters.telegram.client import DiscreetBot, connected
from tests.adapters.telegram.small_bot import URL, running
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Chat
from tests.emulators.telegram_people import Person
from tests.emulators.telegram_spec import SPECIFICATION, faults_of, specification


@pytest.fixture
def ada(telegram: TelegramEmulator) -> Person:
    return telegram.person("Ada", language="de", username="ada_l")


@pytest.fixture
def bob(telegram: TelegramEmulator) -> Person:
    return telegram.person("Bob")


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[DiscreetBot]:
    async with connected(telegram.token, telegram.url) as bot:
        yield bot


@pytest.fixture
async def polling(bot: DiscreetBot) -> AsyncIterator[None]:
    async with running(bot) as application:
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield
        await application.updater.stop()


@pytest.fixture
async def group(telegram: TelegramEmulator, polling: None, ada: Person, bob: Person) -> Chat:
    """A group that the bot was added to, and greeted."""
    group = telegram.group("Readers", owner=ada, members=(bob,))
    await telegram.adds_bot(ada, group)
    assert "Ada made me member" == (await telegram.answer(group)).text
    return group


async def test_a_command_is_answered_with_buttons(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    said = await telegram.says(ada, ada, "/hot  cs.CL <b>")
    answer = await telegram.answer(ada)
    assert ("/hot cs.CL <b>", said.message_id, False) == (
        answer.text,
        answer.reply_to,
        answer.is_edit,
    )


async def test_a_button_leads_to_an_edit(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    await telegram.says(ada, ada, "/hot cs.CL")
    first = await telegram.answer(ada)
    assert ["More", "pdf", "Copy", "Find"] == first.labels
    assert ("more:1", URL) == (first.button("More").data, first.button("pdf").url)
    assert ("2401.00001", "cs.") == (first.button("Copy").copied, first.button("Find").asks)
    answer = await (await telegram.clicks(ada, first, "More")).answered()
    assert ("You sent more:1", False) == (answer.text, answer.show_alert)
    edit = await telegram.answer(ada)
    assert (first.message_id, "More", True, []) == (
        edit.message_id,
        edit.text,
        edit.is_edit,
        edit.labels,
    )
    assert [edit] == telegram.messages(ada)


async def test_a_forged_button_arrives_as_any_other(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    await telegram.says(ada, ada, "/hot")
    click = await telegram.forges(ada, await telegram.answer(ada), "drop table")
    answer = await click.answered()
    assert ("You sent drop table", True) == (answer.text, answer.show_alert)


async def test_a_deep_link_starts_the_bot_with_its_payload(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    await telegram.follows(ada, "https://t.me/hot_papers_bot?start=topic-cs_CL")
    assert "/start topic-cs_CL" == (await telegram.answer(ada)).text


async def test_a_deep_link_to_a_group_adds_the_bot_and_starts_it_there(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    readers = telegram.supergroup("Readers", owner=ada)
    link = "https://t.me/hot_papers_bot?startgroup=x1&admin=post_messages+pin_messages"
    await telegram.follows(ada, link, readers)
    texts = [(await telegram.answer(readers)).text for _ in range(2)]
    assert ["Ada made me administrator", "/start@hot_papers_bot x1"] == texts


async def test_an_inline_question_is_answered_and_its_choice_edited(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    offered = await telegram.asks_inline(ada, "cs.CL")
    assert [("One", "cs"), ("Two", "")] == [(r.title, r.description) for r in offered.results]
    assert (60, True, "50", "settings") == (
        offered.cache_time,
        offered.is_personal,
        offered.next_offset,
        offered.start_parameter,
    )
    message = await telegram.chooses_inline(ada, offered.results[0])
    assert "cs.CL" == message.text
    assert "Chosen" == (await telegram.answer(message)).text


async def test_a_group_in_privacy_mode_is_heard_only_when_it_talks_to_the_bot(
    telegram: TelegramEmulator, group: Chat, bob: Person
) -> None:
    await telegram.says(bob, group, "nothing for you")
    await telegram.says(bob, group, "/hot@another_bot")
    await telegram.says(bob, group, "/hot@hot_papers_bot")
    answer = await telegram.answer(group)
    await telegram.says(bob, group, "and this?", reply_to=answer)
    texts = [answer.text, (await telegram.answer(group)).text]
    assert ["/hot@hot_papers_bot", "heard: and this?"] == texts


@pytest.mark.parametrize("is_promoted", [True, False])
async def test_a_group_is_heard_whole_by_an_administrator_or_without_privacy(
    telegram: TelegramEmulator, group: Chat, ada: Person, *, is_promoted: bool
) -> None:
    if is_promoted:
        await telegram.promotes_bot(ada, group, ["can_delete_messages"])
        await telegram.answer(group)
    telegram.sees_everything = not is_promoted
    await telegram.says(ada, group, "nothing for you")
    assert "heard: nothing for you" == (await telegram.answer(group)).text


async def test_an_answer_stays_in_the_topic(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    forum = telegram.supergroup("Readers", owner=ada, topics=(7,))
    await telegram.adds_bot(ada, forum)
    await telegram.says(ada, forum, "/hot", thread=7)
    await telegram.says(ada, forum, "/hot")
    assert [None, 7, None] == [(await telegram.answer(forum)).thread for _ in range(3)]


async def test_a_group_that_is_upgraded_moves_on(
    telegram: TelegramEmulator, group: Chat, bot: DiscreetBot
) -> None:
    supergroup = await telegram.upgrades(group)
    assert "moved along" == (await telegram.answer(supergroup)).text
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "Hello?")
    assert supergroup.id == moved.value.new_chat_id


async def test_a_channel_speaks_without_a_sender(
    telegram: TelegramEmulator, polling: None, ada: Person
) -> None:
    channel = telegram.channel("News", owner=ada, username="news")
    await telegram.adds_bot(ada, channel, rights=["can_post_messages"])
    await telegram.posts_in_channel("@news", "Good morning")
    texts = [(await telegram.answer(channel)).text for _ in range(2)]
    assert ["Ada made me administrator", "heard: Good morning"] == texts


async def test_blocking_and_removing_are_told_with_what_was_before(
    telegram: TelegramEmulator, group: Chat, bot: DiscreetBot, ada: Person
) -> None:
    await telegram.starts(ada)
    await telegram.blocks(ada)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ada.id, "Hello?")
    await telegram.unblocks(ada)
    await telegram.removes_bot(ada, group)
    with pytest.raises(Forbidden, match="kicked from the group"):
        await bot.send_message(group.id, "Hello?")
    assert [
        ("private", "member", "kicked"),
        ("private", "kicked", "member"),
        ("group", "member", "kicked"),
    ] == changes(telegram)[1:]


def changes(telegram: TelegramEmulator) -> list[tuple[str, str, str]]:
    """What the bot was in chats, before and after."""
    told = [Update.de_json(update) for update in telegram.updates()]
    return [
        (one.chat.type, one.old_chat_member.status, one.new_chat_member.status)
        for one in (update.my_chat_member for update in told)
        if one is not None
    ]


async def test_nothing_said_before_the_bot_listens_is_lost(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    await telegram.says(ada, ada, "/hot one")
    await telegram.says(ada, ada, "/hot two")
    async with running(bot) as application:
        assert application.updater is not None
        await application.updater.start_polling()
        texts = [(await telegram.answer(ada)).text for _ in range(2)]
        await telegram.takes_all()
        await application.updater.stop()
    assert ["/hot one", "/hot two"] == texts


async def test_a_second_poller_ends_the_first(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    async with connected(telegram.token, telegram.url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram.polled()
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        await telegram.says(ada, ada, "/hot")
        assert 1 == len(await second)


@pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the Bot API's specification is not beside the project"
)
async def test_every_update_has_the_shape_that_is_specified(
    telegram: TelegramEmulator, group: Chat, ada: Person, bob: Person
) -> None:
    await telegram.says(ada, ada, "/hot")
    await telegram.clicks(ada, await telegram.answer(ada), "More")
    await telegram.edits(await telegram.says(bob, group, "/hot x"), "/hot cs.CL")
    await telegram.says(bob, group, "/hot", reply_to=await telegram.answer(group), anonymous=True)
    telegram.promotes(bob, group, "can_change_info")
    await telegram.promotes_bot(ada, group, ["can_pin_messages"])
    telegram.demotes(bob, group)
    offered = await telegram.asks_inline(ada, "cs.CL")
    await telegram.chooses_inline(ada, offered.results[1])
    await telegram.upgrades(group)
    channel = telegram.channel("News", owner=ada)
    await telegram.adds_bot(ada, channel)
    await telegram.posts_in_channel(channel, "Good morning")
    await telegram.removes_bot(ada, channel)
    kinds = {next(kind for kind in update if kind != "update_id") for update in telegram.updates()}
    assert {
        *("message", "edited_message", "channel_post", "callback_query", "inline_query"),
        *("chosen_inline_result", "my_chat_member", "chat_member"),
    } == kinds
    faults = [faults_of("Update", update, specification()) for update in telegram.updates()]
    assert [] == [fault for fault in faults if fault]
