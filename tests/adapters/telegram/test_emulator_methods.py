"""What the emulated Telegram takes from bots, and what it refuses."""

from collections.abc import AsyncIterator, Awaitable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest, Forbidden

from adapters.telegram.client import DiscreetBot, connected
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Chat, Posted
from tests.emulators.telegram_people import Person
from tests.emulators.telegram_queries import Click
from tests.emulators.telegram_words import found

GROUP = -1001234567890
LONG = "😀" * 17  # 68 bytes


@pytest.fixture
def ada(telegram: TelegramEmulator) -> Person:
    return telegram.person("Ada", language="de-AT")


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[DiscreetBot]:
    async with connected(telegram.token, telegram.url) as bot:
        await bot.initialize()
        yield bot


@pytest.fixture
async def started(telegram: TelegramEmulator, ada: Person) -> Person:
    await telegram.starts(ada)
    return ada


def button(**action: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("More", api_kwargs=action)]])


async def refused(call: Awaitable[object]) -> str:
    """Make a call that Telegram refuses; gives its words in lower case."""
    with pytest.raises(BadRequest) as refusal:
        await call
    return str(refusal.value).lower()


async def pressed(telegram: TelegramEmulator, bot: Bot, person: Person) -> tuple[Posted, Click]:
    await bot.send_message(person.id, "Hello", reply_markup=button(callback_data="1"))
    message = telegram.messages(person)[-1]
    return message, await telegram.clicks(person, message, "More")


async def test_the_bot_says_what_it_can(bot: DiscreetBot) -> None:
    me = await bot.get_me()
    assert (True, True, False) == (
        me.supports_inline_queries,
        me.can_join_groups,
        me.can_read_all_group_messages,
    )


async def test_a_person_who_has_not_started_the_bot_is_left_in_peace(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(ada.id, "Hello")
    await telegram.starts(ada)
    await bot.send_message(ada.id, "Hello")
    assert ["Hello"] == [message.text for message in telegram.unread(ada)]
    assert ["sendMessage: Forbidden: bot can't initiate conversation with a user"] == (
        telegram.refusals()
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (button(callback_data=LONG), "button_data_invalid"),
        (button(callback_data=""), "button_data_invalid"),
        (button(copy_text={"text": "x" * 257}), "button_copy_text_invalid"),
        (button(url="javascript:1"), "is invalid"),
        (button(), "text buttons are unallowed"),
        (button(url="https://x.y", callback_data="1"), "does one thing"),
        (button(url="https://x.y", style="pink"), "invalid button style"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", url="tg://x")] * 9]), "too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", url="tg://x")]] * 101), "too long"),
    ],
)
async def test_a_keyboard_that_breaks_a_rule_is_refused_when_sent_and_when_edited(
    bot: DiscreetBot, markup: InlineKeyboardMarkup, words: str
) -> None:
    assert words in await refused(bot.send_message(GROUP, "Hello", reply_markup=markup))
    message = await bot.send_message(GROUP, "Hello")
    assert words in await refused(message.edit_reply_markup(markup))


async def test_an_edit_changes_words_and_buttons_or_is_refused(
    telegram: TelegramEmulator, bot: DiscreetBot
) -> None:
    markup = button(copy_text={"text": "x" * 256})
    message = await bot.send_message(GROUP, "<b>Hello</b>", parse_mode="HTML", reply_markup=markup)
    assert "not modified" in await refused(
        message.edit_text("<strong>Hello</strong>", parse_mode="HTML", reply_markup=markup)
    )
    assert "can't parse entities" in await refused(message.edit_text("p < 0.05", parse_mode="HTML"))
    await message.edit_reply_markup(None)
    await message.edit_text("Bye", reply_markup=button(callback_data="😀" * 16))
    (posted,) = telegram.messages(str(GROUP))
    assert ("Bye", 2, ["More"]) == (posted.text, posted.edits, posted.labels)
    assert "message to edit not found" in await refused(
        bot.edit_message_text("Bye", GROUP, message.message_id + 1)
    )


async def test_what_people_wrote_cannot_be_edited_but_answered(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    said = await telegram.says(ada, str(GROUP), "/hot", thread=42)
    assert "can't be edited" in await refused(bot.edit_message_text("Bye", GROUP, said.message_id))
    answer = await bot.send_message(GROUP, "Yes", reply_to_message_id=said.message_id)
    assert (said.message_id, 42) == (
        answer.reply_to_message and answer.reply_to_message.message_id,
        answer.message_thread_id,
    )


async def test_a_button_takes_one_answer_in_time(
    telegram: TelegramEmulator, bot: DiscreetBot, started: Person
) -> None:
    _, click = await pressed(telegram, bot, started)
    assert "message_too_long" in await refused(bot.answer_callback_query(click.id, "x" * 201))
    await bot.answer_callback_query(click.id, "x" * 200, show_alert=True)
    assert (200, True) == (len((await click.answered()).text), (await click.answered()).show_alert)
    assert "query is too old" in await refused(bot.answer_callback_query(click.id))


async def test_a_late_answer_to_a_button_is_refused(
    telegram: TelegramEmulator, bot: DiscreetBot, started: Person
) -> None:
    _, click = await pressed(telegram, bot, started)
    telegram.expires(click)
    assert "response timeout expired" in await refused(bot.answer_callback_query(click.id))


def article(name: str = "1", text: str = "Hello", title: str = "One") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(name, title, InputTextMessageContent(text, parse_mode="HTML"))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article(str(number)) for number in range(51)], "too many"),
        ([article(), article()], "result_id_duplicate"),
        ([article(LONG)], "result_id_invalid"),
        ([article(title=" ")], "article_title_empty"),
        ([article(text="<b>")], "can't parse entities"),
        ([article(text="x" * 4097)], "too long"),
    ],
)
async def test_inline_results_that_break_a_rule_are_refused(
    telegram: TelegramEmulator,
    bot: DiscreetBot,
    ada: Person,
    results: list[InlineQueryResultArticle],
    words: str,
) -> None:
    query_id = await ask(telegram, ada)
    assert words in await refused(bot.answer_inline_query(query_id, results))


async def test_the_frame_of_inline_results_is_checked(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    query_id = await ask(telegram, ada)
    button = InlineQueryResultsButton("Settings", start_parameter="no spaces")
    told = await refused(bot.answer_inline_query(query_id, [article()], button=button))
    assert "start_param_invalid" in told
    told = await refused(bot.answer_inline_query(query_id, [article()], next_offset=LONG))
    assert "next_offset_invalid" in told


async def test_a_late_answer_to_an_inline_question_is_refused(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    question = await telegram.types_inline(ada, "cs.CL")
    telegram.expires(question)
    assert "query is too old" in await refused(bot.answer_inline_query(question.id, []))


async def ask(telegram: TelegramEmulator, person: Person) -> str:
    """Ask in passing, and give the question's name without waiting for an answer."""
    return (await telegram.types_inline(person, "cs.CL")).id


async def test_a_document_keeps_its_name_and_its_bytes(
    telegram: TelegramEmulator, bot: DiscreetBot
) -> None:
    message = await bot.send_document(
        GROUP,
        "@misc{a, title={Grüße}}".encode(),
        caption="<b>Two</b> papers",
        parse_mode="HTML",
        filename="papers.bib",
    )
    assert message.document is not None
    assert ("papers.bib", 25) == (message.document.file_name, message.document.file_size)
    await bot.send_document(GROUP, message.document.file_id)
    first, again = telegram.messages(str(GROUP))
    assert first.document is not None
    assert first.document == again.document
    assert ("Two papers", "@misc{a, title={Grüße}}") == (
        first.text,
        first.document.content.decode(),
    )
    assert "caption is too long" in await refused(
        bot.send_document(GROUP, b"x", caption="x" * 1025)
    )
    assert "no text in the message" in await refused(message.edit_text("Bye"))


async def test_commands_are_kept_by_scope_and_language(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    forum = telegram.supergroup("Readers", owner=ada)
    await bot.set_my_commands([BotCommand("hot", "Hot papers")])
    await bot.set_my_commands(
        [BotCommand("hot", "Heiße Papiere")], BotCommandScopeAllPrivateChats(), language_code="de"
    )
    await bot.set_my_commands([BotCommand("post", "Post")], BotCommandScopeAllChatAdministrators())
    await bot.set_my_commands([BotCommand("why", "Why")], BotCommandScopeChat(GROUP))
    assert [{"hot": "Heiße Papiere"}, {"post": "Post"}, {"why": "Why"}] == [
        telegram.menu(ada, place) for place in (ada, forum, GROUP)
    ]
    await bot.delete_my_commands(BotCommandScopeChat(GROUP))
    assert {"hot": "Hot papers"} == telegram.menu(ada, GROUP)
    assert ["hot"] == [command.command for command in await bot.get_my_commands()]


@pytest.mark.parametrize(
    "commands",
    [
        [BotCommand("Hot", "Upper case")],
        [BotCommand("x" * 33, "Long")],
        [BotCommand("hot", "")],
        [BotCommand("hot", "x" * 257)],
        [BotCommand("hot", "one"), BotCommand("hot", "two")],
        [BotCommand(f"c{number}", "x") for number in range(101)],
    ],
)
async def test_commands_that_break_a_rule_are_refused(
    bot: DiscreetBot, commands: list[BotCommand]
) -> None:
    assert "bot_command" in await refused(bot.set_my_commands(commands))


async def test_the_bot_says_what_it_is(telegram: TelegramEmulator, bot: DiscreetBot) -> None:
    await bot.set_my_name("Hot papers")
    await bot.set_my_description("x" * 512, language_code="de")
    await bot.set_my_short_description("Papers.")
    assert {"name": "Hot papers", "short_description": "Papers."} == telegram.texts_about_itself()
    assert {"description": "x" * 512} == telegram.texts_about_itself("de")
    for call in (
        bot.set_my_name("x" * 65),
        bot.set_my_description("x" * 513),
        bot.set_my_short_description("x" * 121),
    ):
        assert "is too long" in await refused(call)
    assert "invalid language" in await refused(bot.set_my_name("x", language_code="German"))


async def test_members_are_what_they_were_made(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    bob, cy, dan = (telegram.person(name) for name in ("Bob", "Cy", "Dan"))
    group = telegram.supergroup("Readers", owner=ada, members=(bob, cy))
    await telegram.adds_bot(ada, group, rights=["can_pin_messages"])
    telegram.promotes(bob, group, "can_change_info")
    telegram.bans(cy, group)
    members = [await bot.get_chat_member(group.id, one.id) for one in (ada, bob, cy, dan)]
    assert ["creator", "administrator", "kicked", "left"] == [one.status for one in members]
    administrators = await bot.get_chat_administrators(group.id)
    assert [ada.id, bob.id] == [member.user.id for member in administrators]
    telegram.demotes(bob, group)
    assert "member" == (await bot.get_chat_member(group.id, bob.id)).status


async def test_the_bot_that_left_may_not_write(
    telegram: TelegramEmulator, bot: DiscreetBot
) -> None:
    assert await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await bot.send_message(GROUP, "Hello")
    assert "my_chat_member" in telegram.updates()[-1]


async def test_the_bot_deletes_its_own_and_with_a_right_that_of_others(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    group: Chat = telegram.supergroup("Readers", owner=ada)
    await telegram.adds_bot(ada, group)
    said = await telegram.says(ada, group, "/hot")
    sent = await bot.send_message(group.id, "Hello")
    assert await sent.delete()
    assert "can't be deleted" in await refused(bot.delete_message(group.id, said.message_id))
    await telegram.promotes_bot(ada, group, ["can_delete_messages"])
    await bot.delete_message(group.id, said.message_id)
    assert ([], []) == (telegram.messages(group), telegram.said(group))


async def test_the_bot_shows_that_it_types(telegram: TelegramEmulator, bot: DiscreetBot) -> None:
    await bot.send_chat_action(GROUP, "typing", message_thread_id=42)
    assert ["typing"] == telegram.actions(GROUP)
    assert "wrong parameter action" in await refused(bot.send_chat_action(GROUP, "sleeping"))


@given(st.text(max_size=20), st.sampled_from(["/hot", "/hot@hot_papers_bot"]))
def test_a_command_is_found_where_telegram_counts_it(before: str, command: str) -> None:
    text = f"{before} {command} cs.CL"
    (entity,) = [one for one in found(text) if one.kind == "bot_command"][-1:]
    units = text.encode("utf-16-le", "surrogatepass")
    cut = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
    assert command == cut.decode("utf-16-le")
