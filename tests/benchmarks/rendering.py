"""How long it takes to fit a digest into a platform's messages, and to write them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from random import Random

from rich.console import Console

from adapters.discord.ruler import DiscordRuler
from adapters.telegram import rich
from adapters.telegram.render import render as html
from adapters.telegram.ruler import ClassicRuler, RichRuler
from adapters.terminal.render import render as terminal_layout
from adapters.terminal.ruler import TerminalRuler
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Request, Style, compose
from bot.ports import Progress
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.discord.payloads import payload
from tests.benchmarks.days import AS_OF, told_ranking
from tests.benchmarks.figures import AtMost, Figure, sized
from tests.benchmarks.timing import RUNS, processor_seconds

Renderer = Callable[[Document], object]

_AIM = AtMost(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of message: how it is counted, and how written."""

    platform: Platform
    style: Style
    ruler: Ruler
    render: Renderer
    aim: AtMost | None = _AIM


def rendering(share: float, report: Progress) -> list[Figure]:
    papers = sized(16, share)
    kinds = list(_kinds())
    figures: list[Figure] = []
    for kind in kinds:
        figures.append(_figure(kind, papers))
        report(len(figures), len(kinds))
    return figures


def _kinds() -> Iterator[_Kind]:
    """Give every kind of message; where there are no rich ones, that style looks like the full."""
    telegram, discord, terminal = Platform.TELEGRAM, Platform.DISCORD, Platform.TERMINAL
    for style in (Style.COMPACT, Style.FULL):
        yield _Kind(platform=telegram, style=style, ruler=ClassicRuler(), render=html)
    yield _Kind(platform=telegram, style=Style.RICH, ruler=RichRuler(), render=rich.render)
    for style in (Style.COMPACT, Style.FULL):
        yield _Kind(platform=discord, style=style, ruler=DiscordRuler(), render=payload)
    # Nothing is fitted there, and it is rich that breaks the lines: no aim of ours.
    for style in (Style.COMPACT, Style.FULL):
        yield _Kind(
            platform=terminal, style=style, ruler=TerminalRuler(), render=_printed, aim=None
        )


def _figure(kind: _Kind, papers: int) -> Figure:
    # What was rendered before is partly remembered, so every run has a document of its own.
    works = [partial(_render, _document(papers, Random(run), kind), kind) for run in range(RUNS)]
    return Figure(
        subject=f"A digest of {papers} papers for {kind.platform.title()}, {kind.style}",
        value=processor_seconds(works, lambda _done, _total: None) * 1000,
        unit="ms",
        aim=kind.aim,
    )


def _document(papers: int, random: Random, kind: _Kind) -> Document:
    request = Request(destination=Destination(kind.platform), style=kind.style)
    digest = compose(told_ranking(papers, random), request, composed_at=AS_OF)
    return digests.page(digest, ENGLISH_WORDS)


def _render(document: Document, kind: _Kind) -> list[object]:
    return [kind.render(part) for part in paginate(document, kind.ruler)]


def _printed(part: Document) -> str:
    screen = StringIO()
    Console(file=screen, width=100).print(terminal_layout(part, has_links=False))
    return screen.getvalue()
