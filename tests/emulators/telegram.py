"""A Bot API server on the loopback that does what Telegram would do, and refuses the rest.

    async with TelegramEmulator() as telegram:
        telegram.opens(channel="@papers", title="Hot papers")
        ada = telegram.person("Ada", language="de")
        ... connect a bot with `telegram.token` to `telegram.url` ...
        telegram.is_busy(times=1, retry_after=3)
        telegram.takes_away("can_post_messages", "@papers")
        assert ["Hello"] == [message.text for message in telegram.messages("@papers")]
        await telegram.says(ada, ada, "/hot cs.CL")
        answer = await telegram.answer(ada)
        click = await telegram.clicks(ada, answer, "More")
        assert "Here is more." == (await click.answered()).text

A chat goes by what it was opened as, by its name or number as text, or by the person. Calls are
checked against the specification of the Bot API: what it does not know is refused, more strictly
than by Telegram itself, which overlooks unknown parameters. In what the bot says, hashtags and
mentions count as entities; in what people say, commands and addresses do too. Inline results are
not kept for others who ask the same.

Mishaps happen to the next calls, in this order: down, then (to messages only) busy, then hanging
up or falling silent after a message was taken. Faults of ours that Telegram tells apart are
answered in its own words, so that they are recognised as its own are.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from tests.emulators.telegram_acts import Acts
from tests.emulators.telegram_chats import SENT_AT, Chat, Posted, Said
from tests.emulators.telegram_methods import Methods
from tests.emulators.telegram_people import Described, Member, Person
from tests.emulators.telegram_queries import Queries
from tests.emulators.telegram_server import Server
from tests.emulators.telegram_updates import Updates
from tests.emulators.telegram_world import Place, World

TOKEN = "123456789:AAF-emulated_token_of_the_loopback1"
PATIENCE = 5.0
"""Seconds that a test waits for the bot before it fails."""

_FIRST_CHANNEL = -1001000000001
_FIRST_GROUP = -4_000_001
_FIRST_PERSON = 500_000_001
_CHANNEL_RIGHTS = {"can_post_messages"}
_GROUP_RIGHTS = {"can_send_messages"}


def _always_the_same() -> datetime:
    return datetime.fromtimestamp(SENT_AT, UTC)


class TelegramEmulator:
    """Telegram, as far as a bot can see it; `url` is where its API is."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        now: Callable[[], datetime] = _always_the_same,
        patience: float = PATIENCE,
    ) -> None:
        self.token = token
        self._world = world = World(lambda: int(now().timestamp()), patience)
        self._updates = updates = Updates(world.now)
        self._queries = Queries(patience)
        self._methods = Methods(world, updates, self._queries)
        own = {
            "getUpdates": updates.get,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.webhook_info,
        }
        self._server = Server(token, {**self._methods.table(), **own}, world)
        self._lend_acts(Acts(world, updates, self._queries, self._methods))
        self._lend_mishaps()
        self.chat = world.chat

    def _lend_acts(self, acts: Acts) -> None:
        """Offer what people do as if it were ours."""
        self.says = acts.says
        self.edits = acts.edits
        self.starts = acts.starts
        self.starts_in_group = acts.starts_in_group
        self.follows = acts.follows
        self.posts_in_channel = acts.posts_in_channel
        self.clicks = acts.clicks
        self.forges = acts.forges
        self.asks_inline = acts.asks_inline
        self.types_inline = acts.types_inline
        self.chooses_inline = acts.chooses_inline
        self.adds_bot = acts.adds_bot
        self.removes_bot = acts.removes_bot
        self.promotes_bot = acts.promotes_bot
        self.demotes_bot = acts.demotes_bot
        self.blocks = acts.blocks
        self.unblocks = acts.unblocks
        self.upgrades = acts.upgrades
        self.promotes = acts.promotes
        self.demotes = acts.demotes
        self.leaves = acts.leaves
        self.bans = acts.bans

    def _lend_mishaps(self) -> None:
        """Offer what goes wrong as if it were ours."""
        mishaps = self._server.mishaps
        self.is_busy = mishaps.is_busy
        self.goes_down = mishaps.goes_down
        self.hangs_up_after_taking = mishaps.hangs_up_after_taking
        self.falls_silent_after_taking = mishaps.falls_silent_after_taking
        self.knows_no = mishaps.knows_no
        self.revokes_the_token = mishaps.revokes_the_token
        self.expires = self._queries.expires
        self.repeats_next_update = self._updates.repeats_next
        self.forwards = self._updates.forwards
        self.polled = self._updates.polled
        self.takes_all = self._updates.taken
        self.retries_webhook = self._updates.retry

    async def __aenter__(self) -> Self:
        await self._server.begin()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._updates.close()
        await self._server.end()

    @property
    def url(self) -> str:
        """The address of the API."""
        return self._server.url

    @property
    def sees_everything(self) -> bool:
        """Privacy mode is off: the bot is told of all that is said in groups."""
        return self._methods.sees_everything

    @sees_everything.setter
    def sees_everything(self, does: bool) -> None:
        self._methods.sees_everything = does

    def person(
        self,
        first_name: str,
        *,
        language: str | None = None,
        username: str | None = None,
        number: int | None = None,
    ) -> Person:
        """Let somebody have an account, who has not started the bot yet."""
        own = _FIRST_PERSON + len(self._world.people) if number is None else number
        person = Person(id=own, first_name=first_name, username=username, language=language)
        self._world.people[own] = person
        if self._world.find(str(own)) is None:
            self._opened(
                Chat(
                    id=own,
                    kind="private",
                    title=first_name,
                    username=username,
                    has_started=False,
                )
            )
        return person

    def group(self, title: str, *, owner: Person, members: Collection[Person] = ()) -> Chat:
        """Open a basic group without the bot."""
        return self._founded("group", title, owner, members)

    def supergroup(
        self,
        title: str,
        *,
        owner: Person,
        members: Collection[Person] = (),
        username: str | None = None,
        topics: Collection[int] = (),
    ) -> Chat:
        """Open a supergroup without the bot; topics make it a forum."""
        chat = self._founded("supergroup", title, owner, members)
        chat.username, chat.topics = username, set(topics)
        return chat

    def channel(
        self,
        title: str,
        *,
        owner: Person,
        members: Collection[Person] = (),
        username: str | None = None,
    ) -> Chat:
        """Open a channel without the bot."""
        chat = self._founded("channel", title, owner, members)
        chat.username = username
        return chat

    def opens(
        self,
        *,
        channel: str | None = None,
        group: str | None = None,
        person: str | None = None,
        title: str = "Papers",
        topics: Collection[int] = (),
    ) -> Chat:
        """Open one chat that the bot may post in, by `@name` or number; topics make it a forum."""
        name = channel or group or person
        assert name is not None
        is_named = name.startswith("@")
        return self._opened(
            Chat(
                id=self._world.next_chat_id(_FIRST_CHANNEL) if is_named else int(name),
                kind="channel" if channel else "supergroup" if group else "private",
                title=title,
                username=name[1:] if is_named else None,
                rights=set(_CHANNEL_RIGHTS if channel else _GROUP_RIGHTS),
                topics=set(topics),
            )
        )

    def messages(self, chat: Place) -> list[Posted]:
        """Give what the bot posted in a chat as it stands now, the oldest first."""
        return list(self._world.chat(chat).posts)

    def said(self, chat: Place) -> list[Said]:
        """Give what people wrote in a chat and the bot did not delete, the oldest first."""
        return list(self._world.chat(chat).said)

    def actions(self, chat: Place) -> list[str]:
        """Give what the bot showed to be doing in a chat, such as `typing`."""
        return list(self._world.chat(chat).actions)

    def current(self, message: Posted) -> Posted:
        """Give a message as it stands now."""
        return self._world.current(message)

    def updates(self) -> list[Described]:
        """Give every update there was, as the Bot API describes it."""
        return list(self._updates.history)

    def refusals(self) -> list[str]:
        """Give what the bot was refused until now, as `method: description`."""
        return list(self._world.refusals)

    def menu(self, person: Person, chat: Place) -> dict[str, str]:
        """Give the commands that a person is offered in a chat: names and descriptions."""
        return self._methods.profile.menu(person, self._world.chat(chat))

    def texts_about_itself(self, language: str = "") -> dict[str, str]:
        """Give the bot's name and descriptions in a language, where it set any."""
        return self._methods.profile.texts(language)

    async def answer(self, place: Place) -> Posted:
        """Wait for the bot: gives its messages and edits in a place in turn, each once."""
        return await self._world.answer(place)

    def unread(self, place: Place) -> list[Posted]:
        """Give the messages and edits that `answer` would give without waiting, and did not."""
        return self._world.unread(place)

    def member(self, person: Person, chat: Place) -> Member:
        """Give what a person is in a chat."""
        return self._world.chat(chat).members.get(person.id, Member("left"))

    def kicks_the_bot(self, chat: Place) -> None:
        """Remove the bot from a chat, or block it, without telling it."""
        self._world.chat(chat).is_ours = False

    def lets_the_bot_in(self, chat: Place) -> None:
        """Add the bot again, with the rights that it had."""
        self._world.chat(chat).is_ours = True

    def takes_away(self, right: str, chat: Place) -> None:
        """Take a right: `can_post_messages` of a channel, `can_send_messages` of a group."""
        self._world.chat(chat).rights.discard(right)

    def gives_back(self, right: str, chat: Place) -> None:
        """Give a right again."""
        self._world.chat(chat).rights.add(right)

    def deletes_topic(self, topic: int, chat: Place) -> None:
        """Delete a topic of a forum."""
        self._world.chat(chat).topics.discard(topic)

    def closes_topic(self, topic: int, chat: Place) -> None:
        """Let nobody write in a topic of a forum."""
        self._world.chat(chat).closed_topics.add(topic)

    def migrates(self, chat: Place, to: str) -> None:
        """Turn a group into a supergroup with another number, without telling the bot."""
        old = self._world.chat(chat)
        self.opens(group=to, title=old.title, topics=old.topics)
        old.moved_to = int(to)

    def _founded(self, kind: str, title: str, owner: Person, members: Collection[Person]) -> Chat:
        first = _FIRST_GROUP if kind == "group" else _FIRST_CHANNEL
        return self._opened(
            Chat(
                id=self._world.next_chat_id(first),
                kind=kind,
                title=title,
                rights=set() if kind == "channel" else set(_GROUP_RIGHTS),
                is_ours=False,
                departure="left",
                members={
                    owner.id: Member("creator"),
                    **{person.id: Member("member") for person in members},
                },
            )
        )

    def _opened(self, chat: Chat) -> Chat:
        self._world.chats.append(chat)
        return chat
