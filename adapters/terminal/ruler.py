"""How a terminal counts: not at all."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bot.document.fit import Load
from bot.document.nodes import Block

_ENDLESS = Load(characters=sys.maxsize, entities=sys.maxsize, size=sys.maxsize)


@dataclass(frozen=True, slots=True)
class TerminalRuler:
    """A ruler without end: nothing is split, and no text is shortened."""

    limits: Load = _ENDLESS
    folds: bool = False

    def measure(self, blocks: Sequence[Block]) -> Load:  # noqa: ARG002 - the port's parameter
        """Count nothing, since a terminal scrolls."""
        return Load()
