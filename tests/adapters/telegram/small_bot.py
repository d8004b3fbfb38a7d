"""A small bot on python-telegram-bot, for seeing what the emulated Telegram tells bots."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

from aiohttp import web
from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    ReplyParameters,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

URL = "https://arxiv.org/pdf/2401.00001"

Context = ContextTypes.DEFAULT_TYPE


def keyboard() -> InlineKeyboardMarkup:
    row = [
        InlineKeyboardButton("More", callback_data="more:1"),
        InlineKeyboardButton("pdf", url=URL),
        InlineKeyboardButton("Copy", copy_text=CopyTextButton("2401.00001")),
        InlineKeyboardButton("Find", switch_inline_query_current_chat="cs."),
    ]
    return InlineKeyboardMarkup([row])


async def answer_command(update: Update, context: Context) -> None:
    message = update.message
    assert message is not None
    asked = " ".join([str(message.text).split()[0], *(context.args or [])])
    await message.reply_html(
        f"<b>{escape(asked)}</b>",
        reply_markup=keyboard(),
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_parameters=ReplyParameters(message.message_id),
    )


async def answer_click(update: Update, _: Context) -> None:
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    await query.answer(f"You sent {query.data}", show_alert=query.data != "more:1")
    await query.edit_message_text("<i>More</i>", parse_mode="HTML")


async def answer_question(update: Update, _: Context) -> None:
    question = update.inline_query
    assert question is not None
    content = InputTextMessageContent(f"<b>{question.query}</b>", parse_mode="HTML")
    results = [
        InlineQueryResultArticle("1", "One", content, reply_markup=keyboard(), description="cs"),
        InlineQueryResultArticle("2", "Two", content),
    ]
    button = InlineQueryResultsButton("Settings", start_parameter="settings")
    await question.answer(results, 60, is_personal=True, next_offset="50", button=button)


async def edit_chosen(update: Update, context: Context) -> None:
    chosen = update.chosen_inline_result
    assert chosen is not None
    if chosen.inline_message_id:
        await context.bot.edit_message_text("Chosen", inline_message_id=chosen.inline_message_id)


async def greet(update: Update, context: Context) -> None:
    change = update.my_chat_member
    assert change is not None
    if change.new_chat_member.status in {"member", "administrator"}:
        name, status = change.from_user.first_name, change.new_chat_member.status
        await context.bot.send_message(change.chat.id, f"{name} made me {status}")


async def tell(update: Update, _: Context) -> None:
    assert isinstance(update.effective_message, Message)
    await update.effective_message.reply_text(f"heard: {update.effective_message.text}")


async def tell_of_move(update: Update, context: Context) -> None:
    assert update.message is not None
    if update.message.migrate_to_chat_id:
        await context.bot.send_message(update.message.migrate_to_chat_id, "moved along")


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    application = Application.builder().bot(bot).build()
    application.add_handlers(
        [
            CommandHandler(["hot", "start"], answer_command, filters.UpdateType.MESSAGE),
            CallbackQueryHandler(answer_click),
            InlineQueryHandler(answer_question),
            ChosenInlineResultHandler(edit_chosen),
            ChatMemberHandler(greet),
            MessageHandler(filters.StatusUpdate.MIGRATE, tell_of_move),
            MessageHandler(filters.TEXT, tell),
        ]
    )
    async with application:
        await application.start()
        try:
            yield application
        finally:
            await application.stop()


@dataclass
class Site:
    """Where the webhook leads: it answers with these statuses first, and then well."""

    statuses: list[int] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    update_ids: list[int] = field(default_factory=list)
    url: str = ""


@asynccontextmanager
async def listening(bot: Bot, *statuses: int) -> AsyncIterator[Site]:
    """Run the bot behind a webhook."""
    site = Site(list(statuses))

    async def take(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), bot)
        site.update_ids.append(update.update_id)
        site.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = site.statuses.pop(0) if site.statuses else 200
        if status == 200:
            await application.process_update(update)
        return web.Response(status=status)

    async with running(bot) as application:
        server = web.Application()
        server.router.add_post("/telegram", take)
        runner = web.AppRunner(server)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield site
        finally:
            await runner.cleanup()
