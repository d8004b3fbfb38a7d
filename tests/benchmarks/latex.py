"""How long it takes to turn the LaTeX of an abstract into Unicode, beside other converters."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from random import Random

from bot.document.latex import to_unicode
from bot.ports import Progress
from tests.benchmarks.figures import AtMost, Figure, sized
from tests.benchmarks.timing import RUNS, processor_seconds
from tests.benchmarks.words import abstract

Convert = Callable[[str], str]


def latex(share: float, report: Progress) -> list[Figure]:
    abstracts = [abstract(Random(number)) for number in range(sized(200, share))]
    peers = [(name, _milliseconds(convert, abstracts, report)) for name, convert in _peers()]
    quickest = min(peers, key=lambda peer: peer[1], default=None)
    aim = AtMost(quickest[1], quickest[0]) if quickest else None
    ours = _milliseconds(to_unicode, abstracts, report)
    subject = "LaTeX of an abstract to Unicode"
    return [Figure(subject=subject, value=ours, unit="ms", aim=aim)]


def _peers() -> Iterator[tuple[str, Convert]]:
    """Give the converters that happen to be installed; none of them is needed."""
    if find_spec("pylatexenc"):
        yield "pylatexenc", import_module("pylatexenc.latex2text").LatexNodes2Text().latex_to_text
    if find_spec("unicodeit"):
        yield "unicodeit", import_module("unicodeit").replace


def _milliseconds(convert: Convert, abstracts: Sequence[str], report: Progress) -> float:
    works = [partial(_convert_all, convert, abstracts)] * RUNS
    return processor_seconds(works, report) / len(abstracts) * 1000


def _convert_all(convert: Convert, abstracts: Sequence[str]) -> list[str]:
    return [convert(source) for source in abstracts]
