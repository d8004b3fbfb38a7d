"""Folders in which commands are run, and the platforms on the loopback."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Outcome, Shell
from tests.emulators.discord import DiscordEmulator
from tests.emulators.telegram import TelegramEmulator

ARCHIVE = Path(__file__).parents[2] / "../shared/data/archive"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder in which nothing was done yet."""
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the made-up blog in it, to be copied."""
    folder = tmp_path_factory.mktemp("blog")
    outcome = _import(folder, blog.write_all(folder / "posts"))
    assert (0, "") == (outcome.status, outcome.complaints)
    return folder / "hotpapers.db"


@pytest.fixture
def reader(shell: Shell, library: Path) -> Shell:
    """A folder in which the made-up blog was imported."""
    shutil.copy(library, shell.folder)
    return shell


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, Outcome]:
    """A folder in which the old blog was imported, and how that went."""
    if not ARCHIVE.is_dir():
        pytest.skip("the old blog's archive is not at ../shared/data/archive")
    folder = tmp_path_factory.mktemp("archive")
    return Shell(folder), _import(folder, ARCHIVE.resolve())


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.opens(channel="@papers", title="Hot papers")
        emulator.opens(group="-1001234567890", title="Reading group", topics=(42,))
        yield emulator


@pytest.fixture
async def discord() -> AsyncIterator[DiscordEmulator]:
    async with DiscordEmulator() as emulator:
        emulator.opens(1, name="papers")
        emulator.opens(2, name="march", kind="thread", parent=1)
        yield emulator


@pytest.fixture
def poster(reader: Shell, telegram: TelegramEmulator, discord: DiscordEmulator) -> Shell:
    """A folder with the made-up blog, and tokens of both platforms."""
    connect(reader, telegram, discord)
    return reader


def connect(shell: Shell, telegram: TelegramEmulator, discord: DiscordEmulator) -> None:
    """Give commands the addresses and the tokens of both platforms."""
    shell.sets(TELEGRAM_API_URL=telegram.url, TELEGRAM_TOKEN=telegram.token)
    shell.sets(DISCORD_API_URL=discord.url, DISCORD_TOKEN=discord.TOKEN)


def _import(folder: Path, posts: Path) -> Outcome:
    # In a thread of its own, because the tests' event loop belongs to pytest.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, Shell(folder).hotpapers("import", posts)).result()
