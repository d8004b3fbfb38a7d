"""What a newcomer asks first, in a process of its own."""

import asyncio
import subprocess
import sys

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell

COMMANDS = "import rank export post run migrate doctor".split()
OPTIONS = {
    "import": ["PATH…", "--timezone"],
    "rank": ["--date", "--category", "--policy", "--top", "--format"],
    "export": ["--date", "--format", "--output"],
    "post": "--date --to --category --top --style --dry-run --again PLATFORM:CHANNEL".split(),
    "run": ["--once"],
    "migrate": [],
    "doctor": [],
}
SDKS = "discord telegram sqlalchemy sqlmodel alembic aiohttp httpx apscheduler rich".split()


async def test_help_names_every_command(shell: Shell) -> None:
    outcome = await shell.hotpapers("--help")
    assert (0, "") == (outcome.status, outcome.complaints)
    words = outcome.text.split()
    assert [] == [name for name in COMMANDS if name not in words]
    assert "--show-completion" in words
    bare = await shell.hotpapers()
    assert outcome.text == bare.said


@pytest.mark.parametrize("command", COMMANDS)
async def test_each_command_explains_itself_and_its_options(shell: Shell, command: str) -> None:
    outcome = await shell.hotpapers(command, "--help")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert [] == [option for option in OPTIONS[command] if option not in outcome.text]
    usage, description, *_ = outcome.text.split("\n\n")
    assert usage.startswith(f"Usage: hotpapers {command} ")
    assert description.rstrip().endswith(".")
    assert not (shell.folder / "hotpapers.db").exists()


async def test_help_is_quick_because_no_sdk_is_imported(shell: Shell) -> None:
    program = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "sys.argv = ['hotpapers', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {SDKS!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "[]\n" == ended.stderr
    assert "Usage: hotpapers" in ended.stdout


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
async def test_the_shell_can_complete(shell: Shell, kind: str) -> None:
    shell.sets(_HOTPAPERS_COMPLETE=f"source_{kind}", SHELL=f"/bin/{kind}")
    outcome = await shell.hotpapers()
    assert (0, "") == (outcome.status, outcome.complaints)
    assert "_HOTPAPERS_COMPLETE=complete_" in outcome.text


async def test_a_word_that_is_no_command_is_an_error_of_usage(shell: Shell) -> None:
    outcome = await shell.hotpapers("rnak")
    assert (2, "") == (outcome.status, outcome.text)
    assert "No such command 'rnak'" in outcome.complaints


async def test_a_reader_that_goes_away_is_no_error_to_be_told(reader: Shell) -> None:
    running = await asyncio.create_subprocess_exec(
        *("sh", "-c", f"{sys.executable} -m bot export | head -c 1"),
        cwd=reader.folder,
        env=reader.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert (b"-", b"") == await running.communicate()


async def test_an_encoding_that_lacks_a_letter_is_named(reader: Shell) -> None:
    reader.sets(PYTHONIOENCODING="ascii")
    async with reader.runs("rank", "--date", str(blog.MIDDLE)) as process:
        outcome = await process.ends()
    assert 1 == outcome.status
    assert "Set PYTHONIOENCODING=utf-8." in outcome.complaints
    assert "Traceback" not in outcome.complaints
