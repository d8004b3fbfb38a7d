"""What stands in a terminal, as SVG."""

import io

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from adapters.terminal.render import render
from adapters.terminal.table import ranking_table
from bot.document.nodes import Document
from bot.domain.ranking import Ranking
from tests.pictures.conversations import PROMPT, in_a_terminal

_QUIET = TerminalTheme(
    (24, 27, 33),
    (212, 216, 223),
    [
        (24, 27, 33),
        (224, 122, 122),
        (142, 190, 140),
        (219, 189, 122),
        (122, 162, 219),
        (186, 146, 202),
        (120, 184, 196),
        (212, 216, 223),
    ],
)
_FONTS = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

# Braces are rich's placeholders; nothing is fetched, because pictures in a README may not.
_FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix, .{unique_id}-title {{ font-family: FONTS; }}
.{unique_id}-matrix {{ font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 16px; opacity: .6; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
""".replace("FONTS", _FONTS)


def ranking_svg(ranking: Ranking, *, width: int, title: str) -> str:
    """Draw a ranking's table, `width` columns wide."""
    return _svg(ranking_table(ranking, top=None, width=width), width, title)


def digest_svg(document: Document, *, width: int, title: str) -> str:
    """Draw a message, `width` columns wide."""
    return _svg(render(document, has_links=True), width, title)


async def chat_svg(*lines: str, width: int, title: str) -> str:
    """Draw what the bot answers to line after line, `width` columns wide."""
    console = _console(width)
    console.print()
    await in_a_terminal(console, *lines)
    console.print(Text(PROMPT, "dim"))
    console.print()
    return _drawn(console, title)


def _svg(content: RenderableType, width: int, title: str) -> str:
    console = _console(width)
    console.print("", content, "", sep="\n")
    return _drawn(console, title)


def _console(width: int) -> Console:
    return Console(
        file=io.StringIO(),
        record=True,
        width=width,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        markup=False,
        highlight=False,
        _environ={},
    )


def _drawn(console: Console, title: str) -> str:
    return console.export_svg(title=title, theme=_QUIET, code_format=_FRAME, unique_id="terminal")
