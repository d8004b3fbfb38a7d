"""How long `hotpapers --help` takes, from nothing to the prompt."""

import subprocess
import sys

from bot.ports import Progress
from tests.benchmarks.figures import AtMost, Figure
from tests.benchmarks.timing import wall_seconds

SDKS = ("aiohttp", "discord", "sqlalchemy", "sqlmodel", "telegram")
"""What a command that only explains itself must not import."""

_RUNS = 5
_HELP = (sys.executable, "-m", "bot", "--help")
_IMPORTED = (
    "import sys; from typer.testing import CliRunner; from bot.cli.app import app; "
    "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
    f"print(*sorted(sys.modules.keys() & set({SDKS!r})))"
)


def starting(share: float, report: Progress) -> list[Figure]:
    """Measure by the clock; the first start, which may have to compile, is not counted."""
    assert [] == sdks_imported(), "a command that only explains itself needs no SDK"
    _show_help()
    seconds = wall_seconds([_show_help] * max(1, round(_RUNS * share)), report)
    subject = "Start of `hotpapers --help`, which imports no SDK"
    return [Figure(subject=subject, value=seconds, unit="s", aim=AtMost(0.5))]


def sdks_imported() -> list[str]:
    """Name the SDKs that `hotpapers --help` imports."""
    arguments = (sys.executable, "-c", _IMPORTED)
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.split()


def _show_help() -> object:
    return subprocess.run(_HELP, check=True, capture_output=True)
