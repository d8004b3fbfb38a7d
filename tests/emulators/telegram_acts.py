"""What people do, and which updates that makes."""

from collections.abc import Collection
from dataclasses import replace

from tests.emulators import telegram_shapes as shapes
from tests.emulators.telegram_chats import Chat, Posted, Said
from tests.emulators.telegram_links import DeepLink
from tests.emulators.telegram_methods import Methods
from tests.emulators.telegram_people import (
    BOT,
    BOT_NAME,
    Described,
    Member,
    Person,
    an_administrator,
)
from tests.emulators.telegram_queries import Click, InlineAnswer, InlineResult, Queries, Question
from tests.emulators.telegram_updates import Updates
from tests.emulators.telegram_words import found, is_command_for_us
from tests.emulators.telegram_world import Place, World

MAX_QUERY = 256
_FIRST_SUPERGROUP = -1_002_000_000_001
_GROUP_RIGHTS = {"can_send_messages"}
_CHANNEL_RIGHTS = frozenset({"can_post_messages"})


class Acts:
    """The verbs of people: each waits until a webhook, if there is one, was told."""

    def __init__(self, world: World, updates: Updates, queries: Queries, methods: Methods) -> None:
        self._world = world
        self._updates = updates
        self._queries = queries
        self._methods = methods
        self._names = 0

    async def says(
        self,
        person: Person,
        place: Place,
        text: str,
        *,
        thread: int | None = None,
        reply_to: Posted | Said | None = None,
        anonymous: bool = False,
    ) -> Said:
        """Write in a chat, which a person who is no member joins for it; as its administrator."""
        chat = self._world.chat(place)
        self._enters(person, chat)
        assert thread is None or thread in chat.topics, f"{chat.title} has no topic {thread}"
        said = Said(
            message_id=self._world.next_message_id(),
            chat_id=chat.id,
            sender=person,
            text=text.strip(),
            entities=found(text.strip()),
            thread=reply_to.thread if thread is None and reply_to is not None else thread,
            reply_to=None if reply_to is None else reply_to.message_id,
            is_anonymous=anonymous,
            sent_at=self._world.now(),
        )
        self._world.hears(said)
        if self._reaches(chat, said):
            self._updates.add("message", shapes.message(chat, said))
        await self._updates.delivered()
        return said

    async def edits(self, said: Said, text: str) -> None:
        """Change what one wrote."""
        chat = self._world.chat(said.chat_id)
        words = text.strip()
        new = replace(said, text=words, entities=found(words), edited_at=self._world.now())
        chat.said[chat.said.index(said)] = new
        if self._reaches(chat, new):
            kind = "edited_channel_post" if chat.kind == "channel" else "edited_message"
            self._updates.add(kind, shapes.message(chat, new))
        await self._updates.delivered()

    async def starts(self, person: Person, payload: str = "") -> Said:
        """Press Start, unblocking the bot if need be; `payload` is that of a deep link."""
        chat = self._world.chat(person)
        if not chat.is_ours:
            await self.unblocks(person)
        return await self.says(person, chat, f"/start {payload}")

    async def starts_in_group(
        self, person: Person, place: Place, payload: str, *, rights: Collection[str] | None = None
    ) -> Said:
        """Follow a deep link with `startgroup`: add the bot, which is then started there."""
        await self.adds_bot(person, place, rights=rights)
        return await self.says(person, place, f"/start@{BOT_NAME} {payload}")

    async def follows(self, person: Person, url: str, place: Place | None = None) -> None:
        """Open a deep link to the bot; `place` is the group or channel that is chosen for it."""
        link = DeepLink.read(url)
        if link.kind == "start":
            await self.starts(person, link.payload)
            return
        assert place is not None, "choose where the bot is added"
        if link.kind == "startgroup":
            await self.starts_in_group(person, place, link.payload, rights=link.rights)
        else:
            await self.adds_bot(person, place, rights=link.rights)

    async def posts_in_channel(self, place: Place, text: str) -> Said:
        """Post as a channel: nobody is named as the sender."""
        chat = self._world.chat(place)
        assert chat.kind == "channel", f"{chat.title} is no channel"
        said = Said(
            message_id=self._world.next_message_id(),
            chat_id=chat.id,
            sender=None,
            text=text.strip(),
            entities=found(text.strip()),
            sent_at=self._world.now(),
        )
        self._world.hears(said)
        if self._reaches(chat, said):
            self._updates.add("channel_post", shapes.message(chat, said))
        await self._updates.delivered()
        return said

    async def clicks(self, person: Person, message: Posted, label_or_data: str) -> Click:
        """Press a button of a message as it stands now, by its label or by what it sends."""
        button = self._world.current(message).button(label_or_data)
        assert button.data, f"{button.label!r} sends nothing to the bot"
        return await self.forges(person, message, button.data)

    async def forges(self, person: Person, message: Posted, data: str) -> Click:
        """Send what no button of a message says, as a changed client can."""
        posted = self._world.current(message)
        click = self._queries.click()
        query: Described = {
            "id": click.id,
            "from": person.described(),
            "chat_instance": str(posted.chat_id or posted.inline_id),
            "data": data,
        }
        if posted.inline_id is not None:
            query["inline_message_id"] = posted.inline_id
        else:
            query["message"] = shapes.message(self._world.chat(posted), posted)
        self._updates.add("callback_query", query)
        await self._updates.delivered()
        return click

    async def asks_inline(
        self, person: Person, query: str, offset: str = "", *, chat_type: str = "private"
    ) -> InlineAnswer:
        """Write the bot's name and a query in any chat; gives what the bot offers for it."""
        question = await self.types_inline(person, query, offset, chat_type=chat_type)
        return await question.answered()

    async def types_inline(
        self, person: Person, query: str, offset: str = "", *, chat_type: str = "private"
    ) -> Question:
        """Ask as in `asks_inline`, without waiting for what is offered."""
        assert len(query) <= MAX_QUERY, "Telegram cuts longer queries"
        question = self._queries.ask(query)
        asked: Described = {
            "id": question.id,
            "from": person.described(),
            "query": query,
            "offset": offset,
            "chat_type": chat_type,
        }
        self._updates.add("inline_query", asked)
        await self._updates.delivered()
        return question

    async def chooses_inline(self, person: Person, result: InlineResult) -> Posted:
        """Send one of the things offered; it can be edited later only if it has buttons."""
        self._names += 1
        name = f"inline-{self._names}"
        sent = replace(result.message, inline_id=name, sent_at=self._world.now())
        chosen: Described = {
            "result_id": result.id,
            "from": person.described(),
            "query": result.query,
        }
        if sent.keyboard:
            self._world.inline[name] = sent
            chosen["inline_message_id"] = name
        self._updates.add("chosen_inline_result", chosen)
        await self._updates.delivered()
        return sent

    async def adds_bot(
        self, person: Person, place: Place, *, rights: Collection[str] | None = None
    ) -> None:
        """Add the bot; with rights as an administrator, which in a channel it always is."""
        chat = self._world.chat(place)
        assert not chat.is_ours, f"the bot is in {chat.title} already"
        self._founds(person, chat)
        before = chat.bot
        chat.is_ours = True
        if chat.kind == "channel":
            self._appoints_bot(chat, _CHANNEL_RIGHTS if rights is None else rights)
        elif rights is not None:
            self._appoints_bot(chat, rights)
        self._tells_of_bot(person, chat, before)
        if chat.is_group:
            self._reports(person, chat, {"new_chat_members": [BOT]})
        await self._updates.delivered()

    async def removes_bot(self, person: Person, place: Place) -> None:
        """Remove the bot from a group or channel."""
        chat = self._world.chat(place)
        before = chat.bot
        chat.is_ours, chat.is_administrator, chat.departure = False, False, "kicked"
        chat.rights &= _GROUP_RIGHTS
        self._tells_of_bot(person, chat, before)
        await self._updates.delivered()

    async def promotes_bot(self, person: Person, place: Place, rights: Collection[str]) -> None:
        """Make the bot an administrator with these rights and no others."""
        chat = self._world.chat(place)
        before = chat.bot
        self._appoints_bot(chat, rights)
        self._tells_of_bot(person, chat, before)
        await self._updates.delivered()

    async def demotes_bot(self, person: Person, place: Place) -> None:
        """Take every right of an administrator from the bot."""
        chat = self._world.chat(place)
        before = chat.bot
        chat.is_administrator = False
        chat.rights &= _GROUP_RIGHTS
        self._tells_of_bot(person, chat, before)
        await self._updates.delivered()

    async def blocks(self, person: Person) -> None:
        """Block the bot."""
        await self._turns(person, is_ours=False)

    async def unblocks(self, person: Person) -> None:
        """Unblock the bot."""
        await self._turns(person, is_ours=True)

    async def upgrades(self, place: Place, *, to: int | None = None) -> Chat:
        """Turn a group into a supergroup with another number, as its owner."""
        old = self._world.chat(place)
        assert old.kind == "group", f"{old.title} is no basic group"
        number = self._world.next_chat_id(_FIRST_SUPERGROUP) if to is None else to
        new = replace(
            old,
            id=number,
            kind="supergroup",
            rights=set(old.rights),
            topics=set(),
            closed_topics=set(),
            members=dict(old.members),
            posts=[],
            said=[],
            actions=[],
        )
        self._world.chats.append(new)
        old.moved_to = new.id
        owner = next((p for p, m in old.members.items() if m.status == "creator"), None)
        person = self._world.people[owner] if owner is not None else None
        self._reports(person, old, {"migrate_to_chat_id": new.id})
        self._reports(person, new, {"migrate_from_chat_id": old.id})
        await self._updates.delivered()
        return new

    def promotes(self, person: Person, place: Place, *rights: str) -> None:
        """Make a person an administrator with these rights, such as `can_change_info`."""
        self._becomes(person, place, an_administrator(rights))

    def demotes(self, person: Person, place: Place) -> None:
        """Make a person a mere member."""
        self._becomes(person, place, Member("member"))

    def leaves(self, person: Person, place: Place) -> None:
        """Leave a chat."""
        self._becomes(person, place, Member("left"))

    def bans(self, person: Person, place: Place) -> None:
        """Throw a person out of a chat."""
        self._becomes(person, place, Member("kicked"))

    def _becomes(self, person: Person, place: Place, member: Member) -> None:
        chat = self._world.chat(place)
        before = chat.members.get(person.id, Member("left"))
        chat.members[person.id] = member
        if chat.bot.is_administrator:
            user = person.described()
            content = shapes.change(chat, user, before, self._world.now())
            content["old_chat_member"] = before.described(user, chat.kind)
            content["new_chat_member"] = member.described(user, chat.kind)
            self._updates.add("chat_member", content)

    def _enters(self, person: Person, chat: Chat) -> None:
        if chat.kind == "private":
            assert chat.id == person.id, f"{person.first_name} is not in this chat"
            assert chat.is_ours, f"{person.first_name} has blocked the bot"
            chat.has_started = True
            return
        assert chat.kind != "channel", "in channels nobody writes as a person: posts_in_channel"
        assert chat.moved_to is None, f"{chat.title} became a supergroup"
        member = chat.members.setdefault(person.id, Member("member"))
        assert member.is_inside, f"{person.first_name} is not in {chat.title}"

    def _founds(self, person: Person, chat: Chat) -> None:
        """Let the first who acts in a chat without an owner be the owner."""
        has_owner = any(member.status == "creator" for member in chat.members.values())
        chat.members.setdefault(person.id, Member("member" if has_owner else "creator"))

    def _reaches(self, chat: Chat, said: Said) -> bool:
        """Say whether the bot is told; privacy mode is on in groups (core.telegram.org/bots)."""
        if not chat.is_ours or chat.moved_to is not None:
            return False
        if not chat.is_group or self._methods.sees_everything or chat.bot.is_administrator:
            return True
        answered = None if said.reply_to is None else chat.message(said.reply_to)
        return isinstance(answered, Posted) or is_command_for_us(said.text)

    def _appoints_bot(self, chat: Chat, rights: Collection[str]) -> None:
        chat.rights = (chat.rights & _GROUP_RIGHTS) | an_administrator(rights).rights
        chat.is_administrator = chat.is_group

    async def _turns(self, person: Person, *, is_ours: bool) -> None:
        chat = self._world.chat(person)
        before = chat.bot
        chat.is_ours = is_ours
        self._tells_of_bot(person, chat, before)
        await self._updates.delivered()

    def _tells_of_bot(self, person: Person, chat: Chat, before: Member) -> None:
        content = shapes.change(chat, person.described(), before, self._world.now())
        self._updates.add("my_chat_member", content)

    def _reports(self, person: Person | None, chat: Chat, content: Described) -> None:
        if not chat.is_ours:
            return
        sender = {} if person is None else {"from": person.described()}
        number = self._world.next_message_id()
        report = shapes.service(chat, number, self._world.now(), {**sender, **content})
        self._updates.add("message", report)
