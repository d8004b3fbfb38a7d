"""Papers for conversations that the bot is not part of: inline results, and what is linked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.spec import Card, Reply
from bot.ports import Clock, Storage
from bot.services.boards import Boards
from bot.views.words import Words

CARDS_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Cards:
    """Finds papers by words or by links."""

    storage: Storage
    boards: Boards
    clock: Clock

    async def find(self, query: str, words: Words, *, offset: int = 0) -> Sequence[Card]:
        """Give the papers that a query finds, ten at a time; without a query, the newest hot ones.

        Raises UserMistake for a query that cannot be read.
        """
        raise NotImplementedError

    async def linked(self, text: str, words: Words) -> Reply | None:
        """Show the papers that a text links to, the first five; None where there are none."""
        raise NotImplementedError
