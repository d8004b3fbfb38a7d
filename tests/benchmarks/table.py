"""The figures as one table."""

import os
import platform
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from tests.benchmarks.figures import Figure, written

Measured = Mapping[str, Sequence[Figure]]
"""Figures by the heading that they stand under."""

_VERDICTS = {
    None: Text(""),
    True: Text("✓ met", style="green"),
    False: Text("✗ missed", style="bold red"),
}


def table(measured: Measured) -> Table:
    """Lay the figures out, those of each heading together."""
    rows = Table(box=None, pad_edge=False, caption=_machine(), caption_justify="left")
    rows.add_column("What is measured", overflow="fold")
    rows.add_column("Figure", justify="right", no_wrap=True)
    rows.add_column("Aim, or peer", justify="right", no_wrap=True)
    rows.add_column("", no_wrap=True)
    for heading, figures in measured.items():
        rows.add_row()
        rows.add_row(Text(heading, style="bold"))
        for figure in figures:
            rows.add_row(figure.subject, _amount(figure), _aim(figure), _VERDICTS[figure.is_met])
    return rows


def _amount(figure: Figure) -> str:
    return f"{written(figure.value)} {figure.unit}".strip()


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return ""
    peer = f"{figure.aim.peer}: " if figure.aim.peer else ""
    return f"{peer}{figure.aim} {figure.unit}".strip()


def _machine() -> str:
    return (
        f"\nPython {platform.python_version()}, {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} processors. docs/benchmarks.md says how to read this."
    )
