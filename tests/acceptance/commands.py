"""`hotpapers` as people run it: in this process where that is enough, else in one of its own.

shell = Shell(folder)
shell.sets(TELEGRAM_TOKEN="…")
outcome = await shell.hotpapers("rank", "--format", "json")
process = await shell.starts("run")
"""

import asyncio
import contextlib
import io
import os
import pty
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.__main__ import main
from tests.own_log import own_log

PATIENCE = 60.0
"""Seconds until a test that waits for something gives up."""

NOWHERE = "http://127.0.0.1:9"
"""The port of the discard protocol, at which nobody listens: connections are refused at once."""

_SOURCES = """
    ARXIV_URL ARXIV_API_URL ARXIV_RSS_URL ARXIV_OAI_URL HUGGINGFACE_URL HACKERNEWS_URL LOBSTERS_URL
    BLUESKY_URL BLUESKY_JETSTREAM_URL X_API_URL REDDIT_URL DISCORD_API_URL TELEGRAM_API_URL
""".split()
_INHERITED = ("PATH", "HOME", "TMPDIR", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it wrote."""

    status: int
    written: bytes
    complaints: str
    """What it wrote to the standard error."""

    @property
    def text(self) -> str:
        return self.written.decode()

    @property
    def said(self) -> str:
        """Everything that a person at a terminal reads."""
        return self.text + self.complaints


@dataclass(slots=True)
class Shell:
    """A folder, and an environment in which every source is out of reach."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self.environment |= inherited | dict.fromkeys(_SOURCES, NOWHERE)
        self.environment |= {"LANG": "C.UTF-8", "TERM": "dumb", "COLUMNS": "100"}
        # A process that is killed keeps nothing back.
        self.environment["PYTHONUNBUFFERED"] = "1"

    def sets(self, **settings: str) -> None:
        """Put settings into the environment."""
        self.environment |= settings

    async def hotpapers(self, *arguments: str | Path) -> Outcome:
        """Run a command to its end in this process; one at a time."""
        words = ("hotpapers", *map(str, arguments))
        return await asyncio.to_thread(_run, words, self.folder, self.environment)

    async def watches(self, *arguments: str) -> Outcome:
        """Run a command in a process of its own, whose standard error is a terminal."""
        ours, theirs = pty.openpty()
        try:
            running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments),
                cwd=self.folder,
                env=self.environment | {"TERM": "xterm"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=theirs,
            )
        finally:
            os.close(theirs)
        async with asyncio.timeout(PATIENCE):
            drawn, (written, _) = await asyncio.gather(
                asyncio.to_thread(_drawn_on, ours), running.communicate()
            )
        return Outcome(running.returncode or 0, written, drawn.decode())

    @contextlib.asynccontextmanager
    async def runs(self, *arguments: str, log: str = "process") -> AsyncIterator["Process"]:
        """Run a command in a process of its own, which does not outlive the block.

        What it writes stands in files of that name.
        """
        out, err = (self.folder / f"{log}.{end}" for end in ("out", "err"))
        with out.open("wb") as written, err.open("wb") as complained:
            running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments),
                cwd=self.folder,
                env=self.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=written,
                stderr=complained,
            )
        process = Process(running, out, err)
        try:
            yield process
        finally:
            await process.dies()


@dataclass(frozen=True, slots=True)
class Process:
    """A command that runs in a process of its own."""

    running: asyncio.subprocess.Process
    out: Path
    err: Path

    @property
    def said(self) -> str:
        """What it wrote so far."""
        return self.out.read_text("utf-8") + self.err.read_text("utf-8")

    @property
    def has_ended(self) -> bool:
        return self.running.returncode is not None

    async def ends(self) -> Outcome:
        """Wait for its end."""
        async with asyncio.timeout(PATIENCE):
            status = await self.running.wait()
        return Outcome(status, self.out.read_bytes(), self.err.read_text("utf-8"))

    async def has_said(self, words: str) -> None:
        """Wait until it says something; its end without that is a failure."""
        await eventually(lambda: words in self.said or self.has_ended)
        assert words in self.said

    def is_asked_to_stop(self) -> None:
        self.running.send_signal(signal.SIGTERM)

    async def dies(self) -> None:
        """Kill it, as a power cut does, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            self.running.kill()
        await self.running.wait()


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds, and fail when it takes too long."""
    give_up_at = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up_at, "waited in vain"
        await asyncio.sleep(0.01)


def _drawn_on(terminal: int) -> bytes:
    """Read what is drawn on a terminal, until nobody has it open any more."""
    drawn = b""
    with os.fdopen(terminal, "rb", buffering=0) as screen, contextlib.suppress(OSError):
        while piece := screen.read(4096):
            drawn += piece
    return drawn


def _run(words: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Outcome:
    written, complained = io.BytesIO(), io.BytesIO()
    with (
        io.TextIOWrapper(written, "utf-8", write_through=True) as out,
        io.TextIOWrapper(complained, "utf-8", write_through=True) as err,
        _surroundings(words, folder, environment),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = _status()
        return Outcome(status, written.getvalue(), complained.getvalue().decode())


def _status() -> int:
    try:
        main()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


@contextlib.contextmanager
def _surroundings(
    words: tuple[str, ...], folder: Path, environment: Mapping[str, str]
) -> Iterator[None]:
    """Give the command its arguments, its folder and its environment, and take them back."""
    before, arguments = dict(os.environ), sys.argv
    sys.argv = list(words)
    os.environ.clear()
    os.environ.update(environment)
    try:
        with contextlib.chdir(folder), own_log():
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.argv = arguments
