"""What was spent, by account and month."""

from dataclasses import dataclass
from decimal import Decimal

from storage.in_memory.contents import Contents
from storage.money import in_dollars, in_micros


@dataclass(frozen=True, slots=True)
class MemoryLedger:
    """Answers `bot.repositories.Ledger` in memory."""

    contents: Contents

    async def spent(self, account: str, month: str) -> Decimal:
        """See the port."""
        return in_dollars(self.contents.ledger.get((account, month), 0))

    async def charge(self, account: str, month: str, amount: Decimal) -> Decimal:
        """See the port.

        Raises ValueError for an amount that is finer than a millionth of a dollar.
        """
        spent = self.contents.ledger.get((account, month), 0) + in_micros(amount)
        self.contents.ledger[account, month] = spent
        return in_dollars(spent)
