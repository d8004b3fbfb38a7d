"""How much is remembered, whatever remembers it."""

_MOST_BYTES = 65_536
"""Of an answer that nobody can read: enough to see its shape, and a bug report can carry it."""


def cut(payload: bytes | None) -> bytes | None:
    """Keep the start of a payload: 64 KiB."""
    return None if payload is None else payload[:_MOST_BYTES]


def is_number(number: int) -> bool:
    """Say whether a row can have this number: databases count to 63 bits."""
    return number.bit_length() < 64
