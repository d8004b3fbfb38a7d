"""What stands on a screen, or comes out of a pipe, as text that tests can compare."""

import io
import os
import re
from pathlib import Path

from rich.console import Console, RenderableType

GOLDEN = Path(__file__).parents[2] / "golden" / "terminal"

# What our renderings may send besides text: select graphic rendition, and hyperlinks (OSC 8).
_COMMAND = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9-]+)?;[!-~]*\x1b\\")
_LINK_ID = re.compile(r"(?<=\x1b\]8;)id=[0-9-]+(?=;)")


def a_console(width: int = 80, *, is_terminal: bool = True) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=is_terminal,
        color_system="truecolor" if is_terminal else None,
        legacy_windows=False,
        _environ={},
    )


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def on_screen(content: RenderableType, width: int = 80) -> str:
    """Everything that a terminal receives, escape sequences included."""
    console = a_console(width)
    console.print(content)
    return written(console)


def in_a_pipe(content: RenderableType, width: int = 80) -> str:
    console = a_console(width, is_terminal=False)
    console.print(content)
    return written(console)


def without_commands(output: str) -> str:
    return _COMMAND.sub("", output)


def readable(output: str) -> str:
    """Output whose escape sequences can be read, and are the same every time."""
    return _LINK_ID.sub("", output).replace("\x1b", "␛")


def assert_golden(name: str, text: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), f"{golden} differs; UPDATE_GOLDEN=1 rewrites it"
