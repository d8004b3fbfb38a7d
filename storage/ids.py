"""Identifiers of papers, as they are stored."""

from functools import lru_cache

from bot.domain.papers import PaperId


@lru_cache(maxsize=65_536)
def read_id(text: str) -> PaperId:
    """Read an identifier that we wrote; a month of readings repeats each a dozen times."""
    return PaperId.parse(text)
