"""What is for one person's eyes, where others read along: it goes to the chat with this person.

Telegram lets bots write only to those who have pressed Start. Others get a link that opens the chat
instead.
"""

import re
from dataclasses import dataclass

from adapters.telegram.courier import Courier
from adapters.telegram.replies import leaves
from adapters.telegram.updates import Spot, is_human
from bot.commands.spec import Desk, Invocation, Reply
from bot.document.nodes import Buttons, Document, LinkButton, Paragraph, text
from bot.domain.people import Caller, PersonKey
from bot.views.words import phrase

FOR_OWN_EYES = frozenset({"saved", "unsave", "export", "forget", "forgotten", "preview", "status"})
"""Commands whose answers are not for a group; those about the group itself are answered in it."""

ANSWERED = phrase("I answered you in our private chat.")
OPEN_FIRST = phrase("I answer this in private. Open a chat with me, press Start, and ask again.")

_GREETING = "hello"
"""What a link starts with that leads to nothing in particular; it cannot be empty."""

# https://core.telegram.org/bots/features#deep-linking
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateChats:
    """The chats with single persons."""

    desk: Desk
    courier: Courier
    username: str

    async def tell(self, reply: Reply, caller: Caller) -> bool:
        """Bring a reply to the caller's own chat; False where we may not write there."""
        person = caller.person
        if not is_human(person):
            return False
        return await self.courier.send(
            leaves(reply, owner_of(reply, caller)), Spot(chat_id=int(person.id))
        )

    async def answer_apart(self, reply: Reply, caller: Caller, spot: Spot) -> None:
        """Bring a reply to the caller's own chat, and say so in a line where they asked."""
        words = self.desk.words(caller.locale)
        if await self.tell(reply, caller):
            note = Document((Paragraph(text(words(ANSWERED))),))
        else:
            open_it = Buttons((LinkButton(words("Open a chat"), self.link()),))
            note = Document((Paragraph(text(words(OPEN_FIRST))), open_it))
        await self.courier.send(leaves(Reply(document=note)), spot)

    def link(self, invocation: Invocation | None = None) -> str:
        """Give the address that opens the chat, at what was asked for where a link can say it."""
        payload = _payload(invocation) if invocation else _GREETING
        return f"https://t.me/{self.username}?start={payload}"


def owner_of(reply: Reply, caller: Caller) -> PersonKey | None:
    """Say for whom alone the buttons of a reply are, if they are for somebody.

    Who writes as a chat presses as a person, whom Telegram does not tell beforehand: such buttons
    are for everybody, and the commands behind them ask for rights.
    """
    return caller.person if reply.is_private and is_human(caller.person) else None


def _payload(invocation: Invocation) -> str:
    """Write what `/start` reads: of all that is asked, only a paper fits into a link."""
    paper = invocation.get("paper") or ""
    payload = f"paper_{paper.replace('.', '-').replace('/', '_')}"
    return payload if paper and _PAYLOAD.fullmatch(payload) else _GREETING
