from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.money import in_dollars, in_micros

MICROS = st.integers(-(2**63), 2**63 - 1)


@given(MICROS)
def test_what_a_database_can_hold_comes_back_exactly(micros: int) -> None:
    assert micros == in_micros(in_dollars(micros))


@given(st.lists(st.decimals(-(10**6), 10**6, places=6)))
def test_sums_of_amounts_are_exact(amounts: list[Decimal]) -> None:
    assert sum(amounts, Decimal(0)) == in_dollars(sum(map(in_micros, amounts)))


@pytest.mark.parametrize("amount", ["0.0000001", "1.9999999999999999999999999999999", "NaN"])
def test_an_amount_that_is_finer_or_none_at_all_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"finer|NaN"):
        in_micros(Decimal(amount))
