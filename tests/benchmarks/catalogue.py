"""Every benchmark by its name, by the part of the bot that it measures."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.benchmarks import (
    asking,
    importing,
    latex,
    million,
    ranking,
    rendering,
    starting,
    streaming,
)
from tests.benchmarks.figures import Benchmark
from tests.benchmarks.remembering import remembering
from tests.benchmarks.timing import calibrate

CATALOGUE: Mapping[str, Mapping[str, Benchmark]] = MappingProxyType(
    {
        "This machine": {"calibration": calibrate},
        "From the archive to a digest": {
            "import, SQLite": importing.sqlite,
            "import, PostgreSQL": importing.postgresql,
            "ranking, classic": ranking.classic,
            "rendering": rendering.rendering,
            "LaTeX": latex.latex,
            "start": starting.starting,
        },
        "From the networks to a ranking": {
            "matcher": streaming.matching,
            "stream": streaming.reading,
            "memory": remembering,
            "ranking, balanced": ranking.balanced,
        },
        "Among a million papers": {
            "search, SQLite": million.sqlite,
            "search, PostgreSQL": million.postgresql,
            "answers, SQLite": asking.sqlite,
            "answers, PostgreSQL": asking.postgresql,
        },
    }
)
