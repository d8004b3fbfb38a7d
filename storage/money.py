"""Dollars as whole numbers, which every database adds exactly."""

from decimal import Decimal

_MICROS = 1_000_000
"""In a dollar."""


def in_micros(amount: Decimal) -> int:
    """Turn dollars into millionths of a dollar.

    Raises ValueError for an amount that is finer than that.
    """
    numerator, denominator = amount.as_integer_ratio()
    micros, rest = divmod(numerator * _MICROS, denominator)
    if rest:
        raise ValueError(f"${amount} is finer than a millionth of a dollar.")
    return micros


def in_dollars(micros: int) -> Decimal:
    """Turn millionths of a dollar into dollars."""
    return Decimal(micros) / _MICROS
