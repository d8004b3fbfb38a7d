"""What is offered while a parameter is typed: at once, from memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.kinds import Kind
from bot.commands.spec import Suggestion
from bot.services.boards import Boards
from bot.views.words import Words

MOST = 25
"""https://docs.discord.com/developers/interactions/application-commands#autocomplete"""

LONGEST = 100
"""Characters of a label and of a value; longer ones are not offered (the same page)."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Completes topics, papers, days, rhythms and time zones."""

    boards: Boards

    def of(self, kind: Kind[object], typed: str, words: Words) -> Sequence[Suggestion]:
        """Give what the typed beginning may become, the likeliest first; nothing is awaited."""
        raise NotImplementedError
