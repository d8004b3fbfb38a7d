"""What `hotpapers migrate` and `hotpapers doctor` run."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot import logs
from bot.domain.destinations import Destination, Platform
from bot.errors import HotPapersError, PublishError
from bot.platforms import Publishers, open_platforms
from bot.settings import Settings, read_settings
from bot.views.words import ENGLISH_WORDS
from bot.wiring import open_library
from storage import database


async def migrate_database() -> str:
    """Bring the schema up to date, and say in a sentence what changed.

    Raises ConfigurationError or StorageError.
    """
    url = read_settings().database_url
    before = await database.revision(url)
    await database.migrate(url)
    after = await database.revision(url)
    if before.current == after.current:
        return f"The database is up to date (revision {after.current})."
    return f"The database is at revision {after.current} now; it was at {before.current or 'none'}."


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found of one thing."""

    subject: str
    is_well: bool
    sentence: str


async def examine() -> bool:
    """Check everything and print what was found; say whether all is well.

    Raises ConfigurationError when the settings cannot be used at all.
    """
    settings = read_settings()
    logs.set_up_for_a_command(settings)
    console = Console()
    is_well = True
    async for finding in _findings(settings, console):
        mark = Text("✓ ", "green") if finding.is_well else Text("✗ ", "bold red")
        console.print(mark + Text(f"{finding.subject}: ", "bold") + Text(finding.sentence))
        is_well = is_well and finding.is_well
    return is_well


async def _findings(settings: Settings, console: Console) -> AsyncIterator[Finding]:
    yield Finding("Settings", True, "every one can be used.")
    yield await _database(settings)
    async with open_platforms(settings, console) as platforms:
        for platform in (Platform.DISCORD, Platform.TELEGRAM):
            channels = [each for each in settings.destinations if each.platform is platform]
            async for finding in _platform(platforms.publishers, platform, channels):
                yield finding
    if not settings.destinations:
        yield Finding("Channels", True, "none in .env; /subscribe adds some.")


async def _platform(
    publishers: Publishers, platform: Platform, channels: Sequence[Destination]
) -> AsyncIterator[Finding]:
    account = await _account(publishers, platform)
    yield account
    # Where the token is not accepted, no channel can be asked about.
    for channel in channels if account.is_well else ():
        yield await _destination(publishers, channel)


async def _account(publishers: Publishers, platform: Platform) -> Finding:
    publisher = publishers.get(platform)
    subject = platform.title()
    if publisher is None:
        return Finding(subject, True, f"not used; {platform.upper()}_TOKEN is empty.")
    try:
        return Finding(subject, True, await publisher.introduce())
    except PublishError as problem:
        return Finding(subject, False, str(problem))


async def _database(settings: Settings) -> Finding:
    try:
        async with open_library(settings) as library:
            newest = await library.lookup.newest_day()
            async with library.storage.transaction() as tx:
                waiting = await tx.deliveries.waiting()
                subscriptions = await tx.subscriptions.all()
    except HotPapersError as problem:
        return Finding("Database", False, str(problem))
    known = f"papers up to {newest}" if newest else "no papers yet"
    subscribed = ENGLISH_WORDS.plural(
        "{count} subscription", "{count} subscriptions", len(subscriptions)
    )
    rest = f"{subscribed}, {waiting} messages waiting"
    return Finding("Database", True, f"reachable, {known}, {rest}.")


async def _destination(publishers: Publishers, destination: Destination) -> Finding:
    try:
        sentence = await publishers[destination.platform].check(destination)
    except PublishError as problem:
        return Finding(str(destination), False, str(problem))
    return Finding(str(destination), True, sentence)
