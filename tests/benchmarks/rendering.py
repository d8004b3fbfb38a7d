"""How long it takes to fit a digest into a platform's messages, and to write them."""

from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from random import Random

from rich.console import Console

from adapters.discord.render import message
from adapters.discord.ruler import DiscordRuler
from adapters.telegram import rich
from adapters.telegram.render import render as telegram_html
from adapters.telegram.ruler import ClassicRuler, RichRuler
from adapters.terminal.render import render as terminal_layout
from adapters.terminal.ruler import TerminalRuler
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Request, Style, compose
from bot.ports import Progress
from bot.views import digests
from tests.benchmarks.days import AS_OF, told_ranking
from tests.benchmarks.figures import AtMost, Figure, sized
from tests.benchmarks.timing import RUNS, processor_seconds

Renderer = Callable[[Document], object]


def rendering(share: float, report: Progress) -> list[Figure]:
    papers = sized(16, share)
    kinds = list(_kinds())
    figures: list[Figure] = []
    for platform, style, ruler, render in kinds:
        # What was rendered before is partly remembered, so every run has a document of its own.
        works = [
            partial(_render, _document(papers, Random(run), platform, style), ruler, render)
            for run in range(RUNS)
        ]
        seconds = processor_seconds(works, lambda _done, _total: None)
        figures.append(
            Figure(
                subject=f"A digest of {papers} papers for {platform.title()}, {style}",
                value=seconds * 1000,
                unit="ms",
                aim=AtMost(10),
            )
        )
        report(len(figures), len(kinds))
    return figures


def _kinds() -> Iterator[tuple[Platform, Style, Ruler, Renderer]]:
    """Give every kind of message; where there are no rich ones, that style looks like the full."""
    for style in (Style.COMPACT, Style.FULL):
        yield Platform.TELEGRAM, style, ClassicRuler(), telegram_html
    yield Platform.TELEGRAM, Style.RICH, RichRuler(), rich.render
    for style in (Style.COMPACT, Style.FULL):
        yield Platform.DISCORD, style, DiscordRuler(), lambda part: message(part).to_components()
    for style in (Style.COMPACT, Style.FULL):
        yield Platform.TERMINAL, style, TerminalRuler(), _printed


def _document(papers: int, random: Random, platform: Platform, style: Style) -> Document:
    request = Request(destination=Destination(platform), style=style)
    digest = compose(told_ranking(papers, random), request, composed_at=AS_OF)
    return digests.page(digest)


def _render(document: Document, ruler: Ruler, render: Renderer) -> list[object]:
    return [render(part) for part in paginate(document, ruler)]


def _printed(part: Document) -> str:
    screen = StringIO()
    Console(file=screen, width=100).print(terminal_layout(part, has_links=False))
    return screen.getvalue()
