"""Chats and messages in the shapes of the Bot API."""

from collections.abc import Mapping

from tests.emulators import telegram_keyboards as keyboards
from tests.emulators.telegram_chats import Chat, Posted, Said
from tests.emulators.telegram_html import Entity
from tests.emulators.telegram_people import ANONYMOUS, BOT, Described, Member
from tests.emulators.telegram_spec import Upload

_ICON_COLOUR = 7322096


def described(chat: Chat) -> Described:
    """Give a chat."""
    name = {"first_name": chat.title} if chat.kind == "private" else {"title": chat.title}
    username = {"username": chat.username} if chat.username else {}
    forum = {"is_forum": True} if chat.topics else {}
    return {"id": chat.id, "type": chat.kind, **name, **username, **forum}


def message(chat: Chat, one: Posted | Said) -> Described:
    """Give a message, with the one that it answers."""
    answered = None if one.reply_to is None else chat.message(one.reply_to)
    if answered is not None:
        return {**_alone(chat, one), "reply_to_message": _alone(chat, answered)}
    if one.thread is not None:
        # In a topic, what answers nothing answers the message that opened it.
        return {**_alone(chat, one), "reply_to_message": _opening(chat, one.thread)}
    return _alone(chat, one)


def document_id(posted: Posted) -> str:
    """Name the file of a message, to send it again."""
    return f"file-{posted.chat_id}-{posted.message_id}"


def service(chat: Chat, message_id: int, sent_at: int, content: Mapping[str, object]) -> Described:
    """Give a message that Telegram writes about what happened."""
    return {"message_id": message_id, "date": sent_at, "chat": described(chat), **content}


def change(chat: Chat, by: Described, before: Member, at: int) -> Described:
    """Give what changed about the bot in a chat, which is as it is now."""
    return {
        "chat": described(chat),
        "from": by,
        "date": at,
        "old_chat_member": before.described(BOT, chat.kind),
        "new_chat_member": chat.bot.described(BOT, chat.kind),
    }


def _alone(chat: Chat, one: Posted | Said) -> Described:
    common = {"message_id": one.message_id, "date": one.sent_at, "chat": described(chat)}
    thread: Described = {}
    if one.thread is not None:
        thread = {"message_thread_id": one.thread, "is_topic_message": True}
    match one:
        case Posted():
            return {**common, **thread, **_sender_of_ours(chat), **_content(one)}
        case Said():
            return {**common, **thread, **_sender(chat, one), **_words(one)}


def _opening(chat: Chat, thread: int) -> Described:
    topic = {"name": f"Topic {thread}", "icon_color": _ICON_COLOUR}
    return {
        "message_id": thread,
        "date": 1,
        "chat": described(chat),
        "message_thread_id": thread,
        "is_topic_message": True,
        "forum_topic_created": topic,
    }


def _sender_of_ours(chat: Chat) -> Described:
    return {"sender_chat": described(chat)} if chat.kind == "channel" else {"from": BOT}


def _sender(chat: Chat, said: Said) -> Described:
    if said.is_anonymous:
        return {"from": ANONYMOUS, "sender_chat": described(chat)}
    if said.sender is None:
        return {"sender_chat": described(chat)}
    return {"from": said.sender.described()}


def _content(posted: Posted) -> Described:
    edit = {"edit_date": posted.edited_at} if posted.edited_at else {}
    markup = {"reply_markup": keyboards.described(posted.keyboard)} if posted.keyboard else {}
    entities = [_entity(entity) for entity in posted.entities]
    if posted.form == "rich":
        return {**edit, **markup, "rich_message": {"blocks": []}}
    if posted.document is not None:
        caption = {"caption": posted.text} if posted.text else {}
        formatting = {"caption_entities": entities} if entities else {}
        document = _document(posted, posted.document)
        return {**edit, **markup, **caption, **formatting, "document": document}
    formatting = {"entities": entities} if entities else {}
    return {**edit, **markup, **formatting, "text": posted.text}


def _words(said: Said) -> Described:
    edit = {"edit_date": said.edited_at} if said.edited_at else {}
    entities = {"entities": [_entity(entity) for entity in said.entities]} if said.entities else {}
    return {**edit, **entities, "text": said.text}


def _entity(entity: Entity) -> Described:
    url = {"url": entity.url} if entity.kind == "text_link" else {}
    unix = {"unix_time": 0} if entity.kind == "date_time" else {}
    return {
        "type": entity.kind,
        "offset": entity.offset,
        "length": entity.length,
        **url,
        **unix,
    }


def _document(posted: Posted, file: Upload) -> Described:
    return {
        "file_id": document_id(posted),
        "file_unique_id": f"unique-{posted.message_id}",
        "file_name": file.name,
        "mime_type": file.mime,
        "file_size": len(file.content),
    }
