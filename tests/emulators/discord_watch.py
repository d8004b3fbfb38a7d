"""Waiting until something has happened, without looking again and again."""

import asyncio
from collections.abc import Callable


class Watch:
    """Wakes those who wait whenever something changed."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(
        self, holds: Callable[[], bool], *, within: float, otherwise: Callable[[], str]
    ) -> None:
        """Return as soon as it holds; fail with a sentence after so many seconds."""
        try:
            async with asyncio.timeout(within):
                while not holds():
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(otherwise()) from None
