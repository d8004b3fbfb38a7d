"""What buttons say that have too little room for it."""

from dataclasses import dataclass
from datetime import datetime

from storage.in_memory.contents import Contents


@dataclass(frozen=True, slots=True)
class MemoryTokens:
    """Answers `bot.repositories.Tokens` in memory."""

    contents: Contents

    async def keep(self, name: str, whole: str, *, at: datetime) -> None:
        """See the port."""
        self.contents.tokens[name] = whole, at

    async def find(self, name: str) -> str | None:
        """See the port."""
        whole, _ = self.contents.tokens.get(name, (None, None))
        return whole

    async def drop(self, *, before: datetime) -> int:
        """See the port."""
        old = [name for name, (_, used_at) in self.contents.tokens.items() if used_at < before]
        for name in old:
            del self.contents.tokens[name]
        return len(old)
