"""Everything that the emulated Telegram knows: persons, chats, and what the bot did last."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

from tests.emulators.telegram_chats import Chat, Posted, Said
from tests.emulators.telegram_content import Call
from tests.emulators.telegram_people import BOT_ID, Person
from tests.emulators.telegram_refusal import Refusal

Place = Chat | Person | Posted | str | int
"""A chat, under any of its names; a person stands for the chat with him."""


class World:
    """Chats and persons; what happens gets its numbers and its time here."""

    def __init__(self, now: Callable[[], int], patience: float) -> None:
        self.now = now
        self.patience = patience
        self.chats: list[Chat] = []
        self.people: dict[int, Person] = {}
        self.inline: dict[str, Posted] = {}
        """What was sent through inline mode, by its name."""

        self.refusals: list[str] = []
        """What the bot was refused, as `method: description`."""

        self._last_message_id = 0
        self._news: defaultdict[int | str, list[Posted]] = defaultdict(list)
        self._stirred = asyncio.Event()

    def next_message_id(self) -> int:
        """Number a message."""
        self._last_message_id += 1
        return self._last_message_id

    def next_chat_id(self, first: int) -> int:
        """Number a chat, downwards from the first of its kind."""
        return first - len(self.chats)

    def find(self, name: str) -> Chat | None:
        """Find a chat by `@name` or number."""
        names = {f"@{chat.username}": chat for chat in self.chats if chat.username}
        return names.get(name) or next((c for c in self.chats if str(c.id) == name), None)

    def chat(self, place: Place) -> Chat:
        """Give a chat that a test names."""
        match place:
            case Chat():
                return place
            case Person():
                name = str(place.id)
            case Posted():
                name = str(place.chat_id)
            case _:
                name = str(place)
        chat = self.find(name)
        assert chat is not None, f"{name} was not opened"
        return chat

    def named(self, call: Call) -> Chat:
        """Give the chat that the bot names, or refuse."""
        chat = self.find(str(call["chat_id"]))
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        return chat

    def current(self, message: Posted) -> Posted:
        """Give a message as it stands now."""
        if message.inline_id is not None:
            return self.inline[message.inline_id]
        found = self.chat(message).message(message.message_id)
        assert isinstance(found, Posted), "the message was deleted"
        return found

    def replace(self, old: Posted, new: Posted) -> None:
        """Let a message say something else."""
        if old.inline_id is not None:
            self.inline[old.inline_id] = new
        else:
            posts = self.chat(old).posts
            posts[posts.index(old)] = new
        self.announce(new)

    def announce(self, posted: Posted) -> None:
        """Let whoever waits see what the bot did."""
        self._news[posted.inline_id or posted.chat_id].append(posted)
        self._stirred.set()

    def unread(self, place: Place) -> list[Posted]:
        """Give what the bot did in a place since this was asked last, the oldest first."""
        news = self._news[self._key(place)]
        given = list(news)
        news.clear()
        return given

    async def answer(self, place: Place) -> Posted:
        """Wait for the oldest message or edit of the bot in a place that was not given yet."""
        news = self._news[self._key(place)]
        try:
            async with asyncio.timeout(self.patience):
                while not news:
                    self._stirred.clear()
                    await self._stirred.wait()
        except TimeoutError:
            text = f"the bot was silent in {self._key(place)} for {self.patience} s"
            raise AssertionError(f"{text}; it was refused {self.refusals}") from None
        return news.pop(0)

    def person_behind(self, user_id: int) -> Person | None:
        """Give a person by number; None stands for the bot."""
        if user_id == BOT_ID:
            return None
        if user_id not in self.people:
            raise Refusal(400, "Bad Request: user not found")
        return self.people[user_id]

    def hears(self, said: Said) -> None:
        """Remember what a person said."""
        self.chat(said.chat_id).said.append(said)

    def _key(self, place: Place) -> int | str:
        if isinstance(place, Posted) and place.inline_id is not None:
            return place.inline_id
        return self.chat(place).id
