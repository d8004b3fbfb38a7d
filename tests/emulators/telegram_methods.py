"""The methods of the Bot API that the emulated Telegram knows, beside those for updates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from tests.emulators import telegram_shapes as shapes
from tests.emulators.telegram_chats import (
    Chat,
    Posted,
    Said,
    check_access,
    check_thread,
    edited,
    post,
    relabelled,
)
from tests.emulators.telegram_commands import Profile
from tests.emulators.telegram_content import Call
from tests.emulators.telegram_people import BOT, Described, Member
from tests.emulators.telegram_queries import Queries
from tests.emulators.telegram_refusal import Refusal
from tests.emulators.telegram_spec import Upload
from tests.emulators.telegram_updates import Updates
from tests.emulators.telegram_world import World

DELETABLE_FOR = 48 * 3600
"""Seconds."""

_GIFTS = """
    unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels
""".split()
_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
}

Method = Callable[[Call], object]


class Methods:
    """What the bot can call; each method takes a checked call and answers, or refuses."""

    def __init__(self, world: World, updates: Updates, queries: Queries) -> None:
        self.sees_everything = False
        self._world = world
        self._updates = updates
        self._queries = queries
        self.profile = Profile(world.named)

    def table(self) -> Mapping[str, Method]:
        """Give the methods by name."""
        return {
            "getMe": self._get_me,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "getChatAdministrators": self._get_administrators,
            "leaveChat": self._leave,
            "sendChatAction": self._act,
            "sendMessage": self._send,
            "sendRichMessage": self._send,
            "sendDocument": self._send_document,
            "editMessageText": partial(self._edit, edited),
            "editMessageReplyMarkup": partial(self._edit, relabelled),
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._queries.answer_click,
            "answerInlineQuery": self._queries.answer_question,
            **self._about_ourselves(),
        }

    def _about_ourselves(self) -> Mapping[str, Method]:
        profile = self.profile
        return {
            "setMyCommands": profile.set_commands,
            "getMyCommands": profile.get_commands,
            "deleteMyCommands": profile.delete_commands,
            "setMyName": partial(profile.set_text, "name"),
            "getMyName": partial(profile.get_text, "name"),
            "setMyDescription": partial(profile.set_text, "description"),
            "getMyDescription": partial(profile.get_text, "description"),
            "setMyShortDescription": partial(profile.set_text, "short_description"),
            "getMyShortDescription": partial(profile.get_text, "short_description"),
        }

    def _get_me(self, _: Call) -> Described:
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": self.sees_everything,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _get_chat(self, call: Call) -> Described:
        chat = self._world.named(call)
        if chat.kind != "private":
            check_access(chat)
        elif not chat.has_started:
            raise Refusal(400, "Bad Request: chat not found")
        return {
            **shapes.described(chat),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS, False),
            "permissions": {"can_send_messages": "can_send_messages" in chat.rights},
        }

    def _get_chat_member(self, call: Call) -> Described:
        chat = self._world.named(call)
        check_access(chat)
        user_id = call["user_id"]
        assert isinstance(user_id, int)
        person = self._world.person_behind(user_id)
        if person is None:
            return chat.bot.described(BOT, chat.kind)
        if chat.kind == "channel" and not chat.bot.is_administrator:
            raise Refusal(400, "Bad Request: member list is inaccessible")
        stranger = Member("member" if chat.id == person.id else "left")
        member = chat.members.get(person.id, stranger)
        return member.described(person.described(), chat.kind)

    def _get_administrators(self, call: Call) -> list[Described]:
        chat = self._world.named(call)
        check_access(chat)
        if chat.kind == "private":
            raise Refusal(400, "Bad Request: there are no administrators in the private chat")
        if chat.kind == "channel" and not chat.bot.is_administrator:
            raise Refusal(400, "Bad Request: member list is inaccessible")
        administrators = [
            member.described(self._world.people[person_id].described(), chat.kind)
            for person_id, member in chat.members.items()
            if member.is_administrator
        ]
        if call.get("return_bots") is True and chat.bot.is_administrator:
            administrators.append(chat.bot.described(BOT, chat.kind))
        return administrators

    def _leave(self, call: Call) -> bool:
        chat = self._world.named(call)
        check_access(chat)
        if chat.kind == "private":
            raise Refusal(400, "Bad Request: chat is not a group, supergroup or channel chat")
        before = chat.bot
        chat.is_ours, chat.departure, chat.is_administrator = False, "left", False
        self._updates.add("my_chat_member", shapes.change(chat, BOT, before, self._world.now()))
        return True

    def _act(self, call: Call) -> bool:
        chat = self._world.named(call)
        check_access(chat)
        check_thread(chat, call)
        if call["action"] not in _ACTIONS:
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        chat.actions.append(str(call["action"]))
        return True

    def _send(self, call: Call) -> Posted:
        world = self._world
        chat = world.named(call)
        posted = post(chat, call, world.next_message_id(), sent_at=world.now())
        world.announce(posted)
        return posted

    def _send_document(self, call: Call) -> Posted:
        document = call["document"]
        if isinstance(document, str):
            return self._send({**call, "document": self._known_file(document)})
        assert isinstance(document, Upload)
        if not document.content:
            raise Refusal(400, "Bad Request: file must be non-empty")
        return self._send(call)

    def _known_file(self, name: str) -> Upload:
        for chat in self._world.chats:
            for posted in chat.posts:
                if posted.document is not None and shapes.document_id(posted) == name:
                    return posted.document
        raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")

    def _edit(self, change: Callable[[Posted, Call], Posted], call: Call) -> Posted | bool:
        old = self._editable(call)
        new = replace(change(old, call), edited_at=self._world.now())
        self._world.replace(old, new)
        return True if new.inline_id is not None else new

    def _editable(self, call: Call) -> Posted:
        if "inline_message_id" in call:
            if posted := self._world.inline.get(str(call["inline_message_id"])):
                return posted
            raise Refusal(400, "Bad Request: MESSAGE_ID_INVALID")
        if "chat_id" not in call or "message_id" not in call:
            raise Refusal(400, "Bad Request: message identifier is not specified")
        chat = self._world.named(call)
        check_access(chat)
        match _message(chat, call):
            case Posted() as posted:
                return posted
            case Said():
                raise Refusal(400, "Bad Request: message can't be edited")
            case None:
                raise Refusal(400, "Bad Request: message to edit not found")

    def _delete(self, call: Call) -> bool:
        chat = self._world.named(call)
        check_access(chat)
        found = _message(chat, call)
        if found is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        is_old = self._world.now() - found.sent_at >= DELETABLE_FOR
        match found:
            case Posted() if not is_old or "can_delete_messages" in chat.rights:
                chat.posts.remove(found)
            case Said() if "can_delete_messages" in chat.rights or (
                chat.kind == "private" and not is_old
            ):
                chat.said.remove(found)
            case _:
                raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        return True


def _message(chat: Chat, call: Call) -> Posted | Said | None:
    message_id = call["message_id"]
    assert isinstance(message_id, int)
    return chat.message(message_id)
