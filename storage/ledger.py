"""What was spent, by account and month."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.bulk import dialect_of, insert_into, table_of
from storage.money import in_dollars, in_micros
from storage.tables import SpendingRow


@dataclass(frozen=True, slots=True)
class SqlLedger:
    """Answers `bot.repositories.Ledger` with SQL."""

    session: AsyncSession

    async def spent(self, account: str, month: str) -> Decimal:
        """See the port."""
        query = select(col(SpendingRow.micros)).where(
            col(SpendingRow.account) == account, col(SpendingRow.month) == month
        )
        return in_dollars((await self.session.exec(query)).one_or_none() or 0)

    async def charge(self, account: str, month: str, amount: Decimal) -> Decimal:
        """See the port; the sum is made in the database, in one statement.

        Raises ValueError for an amount that is finer than a millionth of a dollar.
        """
        charge = {"account": account, "month": month, "micros": in_micros(amount)}
        charged = await self.session.exec(_charge(dialect_of(self.session)), params=charge)
        return in_dollars(charged.scalar_one())


@cache
def _charge(dialect: str) -> ReturningInsert[tuple[int]]:
    insert = insert_into(SpendingRow, dialect)
    micros = table_of(SpendingRow).c.micros
    return insert.on_conflict_do_update(
        index_elements=["account", "month"], set_={"micros": micros + insert.excluded.micros}
    ).returning(micros)
