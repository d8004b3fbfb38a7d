"""A Bot API server on the loopback that posts what Telegram would post, and refuses the rest.

    async with TelegramEmulator() as telegram:
        telegram.opens(channel="@papers", title="Hot papers")
        ... connect a bot with `telegram.token` to `telegram.url` ...
        telegram.is_busy(times=1, retry_after=3)
        telegram.takes_away("can_post_messages", "@papers")
        assert ["Hello"] == [message.text for message in telegram.messages("@papers")]

Chats go by the name or the number that they were opened with, as text. Calls are checked against
the specification of the Bot API: what it does not know is refused, more strictly than by Telegram
itself, which overlooks unknown parameters. Hashtags and mentions count as entities here.

Mishaps happen to the next calls, in this order: down, then (to messages only) busy, then hanging
up or falling silent after a message was taken. Faults of ours that Telegram tells apart are
answered in its own words, so that they are recognised as its own are.
"""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.emulators.telegram_chats import Call, Chat, Posted, Refusal, check_access, post
from tests.emulators.telegram_spec import Parameter, faults, specification

TOKEN = "123456789:AAF-emulated_token_of_the_loopback1"
BOT_ID = 123456789
BOT_NAME = "hot_papers_bot"
_FIRST_CHANNEL = -1001000000001
_SENT_AT = 1_705_568_400
_CHANNEL_RIGHTS = {"can_post_messages"}
_GROUP_RIGHTS = {"can_send_messages"}
_ADMINISTRATOR = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories"
).split()
_GIFTS = """
    unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels
""".split()


class TelegramEmulator:
    """Telegram, as far as a bot that posts can see it; `url` is where its API is."""

    def __init__(self, *, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self._chats: list[Chat] = []
        self._unknown_methods: set[str] = set()
        self._is_token_revoked = False
        self._last_message_id = 0
        self._downs: list[int] = []
        self._pauses: list[tuple[int, str | None]] = []
        self._hang_ups = 0
        self._silences = 0
        self._ended = asyncio.Event()
        self._methods: Mapping[str, Callable[[Call], object]] = {
            "getMe": self._get_me,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "sendMessage": self._send,
            "sendRichMessage": self._send,
        }

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        await self._runner.cleanup()

    def opens(
        self,
        *,
        channel: str | None = None,
        group: str | None = None,
        person: str | None = None,
        title: str = "Papers",
        topics: Collection[int] = (),
    ) -> None:
        """Open one chat that the bot may post in, by `@name` or number; topics make it a forum."""
        name = channel or group or person
        assert name is not None
        is_named = name.startswith("@")
        chat = Chat(
            id=_FIRST_CHANNEL - len(self._chats) if is_named else int(name),
            kind="channel" if channel else "supergroup" if group else "private",
            title=title,
            username=name[1:] if is_named else None,
            rights=set(_CHANNEL_RIGHTS if channel else _GROUP_RIGHTS),
            topics=set(topics),
        )
        self._chats.append(chat)

    def messages(self, chat: str) -> list[Posted]:
        """Give what stands in a chat, the oldest first."""
        return list(self._known(chat).posts)

    def kicks_the_bot(self, chat: str) -> None:
        """Remove the bot from a chat; a person blocks it."""
        self._known(chat).is_ours = False

    def lets_the_bot_in(self, chat: str) -> None:
        """Add the bot again, with the rights that it had."""
        self._known(chat).is_ours = True

    def takes_away(self, right: str, chat: str) -> None:
        """Take a right: `can_post_messages` of a channel, `can_send_messages` of a group."""
        self._known(chat).rights.discard(right)

    def gives_back(self, right: str, chat: str) -> None:
        """Give a right again."""
        self._known(chat).rights.add(right)

    def deletes_topic(self, topic: int, chat: str) -> None:
        """Delete a topic of a forum."""
        self._known(chat).topics.discard(topic)

    def closes_topic(self, topic: int, chat: str) -> None:
        """Let nobody write in a topic of a forum."""
        self._known(chat).closed_topics.add(topic)

    def migrates(self, chat: str, to: str) -> None:
        """Turn a group into a supergroup with another number."""
        old = self._known(chat)
        self.opens(group=to, title=old.title, topics=old.topics)
        old.moved_to = int(to)

    def is_busy(self, times: int = 1, retry_after: int = 3, chat: str | None = None) -> None:
        """Answer the next messages, to one chat or to all, with a wish for a pause in seconds."""
        self._pauses += [(retry_after, chat)] * times

    def goes_down(self, times: int = 1, status: int = 502) -> None:
        """Answer the next calls with a page of HTML, as a server in front of the API does."""
        self._downs += [status] * times

    def hangs_up_after_taking(self, times: int = 1) -> None:
        """Post the next messages, but break the connection instead of answering."""
        self._hang_ups += times

    def falls_silent_after_taking(self, times: int = 1) -> None:
        """Post the next messages, but never answer."""
        self._silences += times

    def knows_no(self, method: str) -> None:
        """Know a method no longer, as an older server."""
        self._unknown_methods.add(method)

    def revokes_the_token(self) -> None:
        """Accept the token no longer."""
        self._is_token_revoked = True

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self._downs:
            page = "<html><body><center>nginx</center></body></html>"
            return web.Response(status=self._downs.pop(0), text=page, content_type="text/html")
        try:
            result = await self._call(request)
        except Refusal as refusal:
            return _refused(refusal)
        if isinstance(result, Posted):
            await self._misbehave(request)
            result = self._message(result)
        return web.json_response({"ok": True, "result": result})

    async def _misbehave(self, request: web.Request) -> None:
        if self._hang_ups:
            self._hang_ups -= 1
            assert request.transport is not None
            request.transport.close()
        elif self._silences:
            self._silences -= 1
            await self._ended.wait()

    async def _call(self, request: web.Request) -> object:
        self._check_token(request.match_info["token"])
        method = request.match_info["method"]
        if method not in self._methods or method in self._unknown_methods:
            raise Refusal(404, "Not Found: method not found")
        call = _read(await request.post(), specification().methods[method])
        if found := faults(method, call, specification()):
            raise Refusal(400, f"Bad Request: {'; '.join(found)}")
        return self._methods[method](call)

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise Refusal(404, "Not Found")
        if token != self.token or self._is_token_revoked:
            raise Refusal(401, "Unauthorized")

    def _get_me(self, _: Call) -> object:
        return _bot()

    def _get_chat(self, call: Call) -> object:
        chat = self._named(call)
        if chat.kind != "private":
            check_access(chat)
        return {
            **_chat(chat),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS, False),
            "permissions": {"can_send_messages": "can_send_messages" in chat.rights},
        }

    def _get_chat_member(self, call: Call) -> object:
        chat = self._named(call)
        check_access(chat)
        if chat.kind == "channel" and chat.rights:
            rights = {**dict.fromkeys(_ADMINISTRATOR, False), **dict.fromkeys(chat.rights, True)}
            return {"status": "administrator", "user": _bot(), **rights}
        return {"status": "member", "user": _bot()}

    def _send(self, call: Call) -> Posted:
        chat = self._named(call)
        for place, (retry_after, busy) in enumerate(self._pauses):
            if busy is None or self._known(busy) is chat:
                del self._pauses[place]
                text = f"Too Many Requests: retry after {retry_after}"
                raise Refusal(429, text, retry_after=retry_after)
        posted = post(chat, call, self._last_message_id + 1)
        self._last_message_id += 1
        return posted

    def _message(self, posted: Posted) -> object:
        chat = next(chat for chat in self._chats if posted in chat.posts)
        thread = {} if posted.thread is None else {"message_thread_id": posted.thread}
        is_plain = posted.form == "plain"
        content: dict[str, object] = {"text": posted.text} if is_plain else {"rich_message": {}}
        return {
            "message_id": posted.message_id,
            "date": _SENT_AT,
            "chat": _chat(chat),
            **thread,
            **content,
        }

    def _named(self, call: Call) -> Chat:
        chat = self._find(str(call["chat_id"]))
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        return chat

    def _known(self, name: str) -> Chat:
        chat = self._find(name)
        assert chat is not None, f"{name} was not opened"
        return chat

    def _find(self, name: str) -> Chat | None:
        names = {f"@{chat.username}": chat for chat in self._chats if chat.username}
        return names.get(name) or next((c for c in self._chats if str(c.id) == name), None)


def _read(form: Mapping[str, object], fields: Mapping[str, Parameter]) -> Call:
    unknown = Parameter(("String",))
    return {name: _value(str(raw), fields.get(name, unknown)) for name, raw in form.items()}


def _value(raw: str, field: Parameter) -> object:
    if "String" in field.types and not ("Integer" in field.types and _is_number(raw)):
        return raw
    try:
        value: object = json.loads(raw)
    except ValueError:
        return raw
    return value


def _is_number(raw: str) -> bool:
    return raw.removeprefix("-").isdecimal()


def _refused(refusal: Refusal) -> web.Response:
    answer: dict[str, object] = {
        "ok": False,
        "error_code": refusal.status,
        "description": str(refusal),
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return web.json_response(answer, status=refusal.status)


def _bot() -> dict[str, object]:
    return {"id": BOT_ID, "is_bot": True, "first_name": "Hot papers", "username": BOT_NAME}


def _chat(chat: Chat) -> dict[str, object]:
    name = {"first_name": chat.title} if chat.kind == "private" else {"title": chat.title}
    username = {"username": chat.username} if chat.username else {}
    forum = {"is_forum": True} if chat.topics else {}
    return {"id": chat.id, "type": chat.kind, **name, **username, **forum}
