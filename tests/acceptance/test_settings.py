"""Settings that cannot be used, `doctor` and `migrate`."""

import sqlite3
from contextlib import closing

import pytest

from tests.acceptance.commands import NOWHERE, Shell
from tests.emulators.discord import DiscordEmulator
from tests.emulators.telegram import TelegramEmulator

FAULTS = {
    "DATABASE_URL": "hotpapers.db",
    "DISCORD_API_URL": "ftp://discord.example",
    "DISCORD_CHANNELS": "papers",
    "TELEGRAM_API_URL": "telegram",
    "TELEGRAM_CHANNELS": "@papers, @pa pers",
    "TELEGRAM_RESEND": "perhaps",
    "DAILY_AT": "25:00",
    "TIMEZONE": "Mars/Olympus",
    "CATEGORIES": "cs.CL, cs.XX",
    "MIN_SCORE": "-1",
    "TOP": "0",
    "STYLE": "loud",
    "LOG_LEVEL": "chatty",
    "LOG_FORMAT": "xml",
}
EVERY_COMMAND = (
    ("import", "posts"),
    ("rank",),
    ("export",),
    ("post", "--to", "terminal"),
    ("run", "--once"),
    ("migrate",),
    ("doctor",),
    ("run",),
)


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=" ".join)
async def test_every_fault_is_listed_at_once(shell: Shell, command: tuple[str, ...]) -> None:
    shell.sets(**FAULTS, TELEGRAM_TOKEN="123456:secret", DISCORD_TOKEN="very.secret")
    outcome = await shell.hotpapers(*command)
    assert (78, "") == (outcome.status, outcome.text)
    first, *rows = outcome.complaints.splitlines()
    assert "The settings cannot be used:" == first
    assert sorted(FAULTS) == sorted(row.strip().partition(":")[0] for row in rows)
    assert "secret" not in outcome.complaints


async def test_channels_without_a_token_are_a_fault(shell: Shell) -> None:
    shell.sets(TELEGRAM_CHANNELS="@papers", DISCORD_CHANNELS="1")
    outcome = await shell.hotpapers("run", "--once")
    assert 78 == outcome.status
    for platform in ("TELEGRAM", "DISCORD"):
        fault = f"{platform}_CHANNELS: channels are named, but {platform}_TOKEN is empty."
        assert fault in outcome.complaints


async def test_settings_may_stand_in_a_file_and_the_environment_wins(reader: Shell) -> None:
    (reader.folder / ".env").write_text("TIMEZONE=Asia/Tokyo\nCATEGORIES=math.PR\nTOP=\n", "utf-8")
    reader.sets(CATEGORIES="cs.LG")
    outcome = await reader.hotpapers("post", "--to", "terminal")
    assert 0 == outcome.status
    assert "cs.LG · 12 papers" in outcome.text
    assert "Measured 6 March 2021, 17:20" in outcome.text


async def test_a_settings_file_that_is_not_utf_8_is_a_fault(shell: Shell) -> None:
    (shell.folder / ".env").write_text("CONTACT=Jürgen", "latin-1")
    outcome = await shell.hotpapers("rank")
    assert (78, "") == (outcome.status, outcome.text)
    assert ".env: it is not UTF-8." in outcome.complaints


async def test_a_database_that_does_not_answer_is_a_sentence_without_its_password(
    shell: Shell,
) -> None:
    shell.sets(DATABASE_URL="postgresql://bot:pass%2Fword@127.0.0.1:9/papers")
    for command in EVERY_COMMAND[:-1]:
        outcome = await shell.hotpapers(*command)
        assert 1 == outcome.status
        assert "We cannot reach the database papers on 127.0.0.1." in outcome.said
        assert "pass" not in outcome.said


async def test_a_file_that_is_no_database_is_a_sentence(shell: Shell) -> None:
    (shell.folder / "hotpapers.db").write_text("These are my notes. " * 100, "utf-8")
    outcome = await shell.hotpapers("rank")
    assert (1, "") == (outcome.status, outcome.text)
    assert "hotpapers.db" in outcome.complaints
    assert "Traceback" not in outcome.complaints


async def test_migrate_says_what_it_did(shell: Shell) -> None:
    first = await shell.hotpapers("migrate")
    second = await shell.hotpapers("migrate")
    assert (0, 0) == (first.status, second.status)
    with closing(sqlite3.connect(shell.folder / "hotpapers.db")) as database:
        ((revision,),) = database.execute("SELECT version_num FROM alembic_version").fetchall()
    assert f"The database is at revision {revision} now; it was at none.\n" == first.said
    assert f"The database is up to date (revision {revision}).\n" == second.said


async def test_the_doctor_finds_nothing_wrong(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    poster.sets(TELEGRAM_CHANNELS="@papers, -1001234567890:42", DISCORD_CHANNELS="1, 1:2")
    outcome = await poster.hotpapers("doctor")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert [
        "✓ Settings: every one can be used.",
        "✓ Database: reachable, papers up to 2021-03-05, 0 subscriptions, 0 messages waiting.",
        "✓ Discord: the token belongs to Hot Papers#4242.",
        "✓ discord:1: Hot Papers#4242 may post in #papers of The Reading Group.",
        "✓ discord:1:2: Hot Papers#4242 may post in #march of The Reading Group.",
        "✓ Telegram: the token belongs to @hot_papers_bot.",
        "✓ telegram:@papers: @hot_papers_bot may post in “Hot papers”.",
        "✓ telegram:-1001234567890:42: @hot_papers_bot may post in “Reading group”.",
    ] == outcome.text.splitlines()
    assert [] == telegram.messages("@papers")
    assert not any(request.startswith("POST") for request in discord.requests)


async def test_the_doctor_needs_no_channel(shell: Shell) -> None:
    outcome = await shell.hotpapers("doctor")
    assert 0 == outcome.status
    nothing = "no papers yet, 0 subscriptions, 0 messages waiting"
    assert f"✓ Database: reachable, {nothing}." in outcome.text
    assert "✓ Telegram: not used; TELEGRAM_TOKEN is empty." in outcome.text


async def test_the_doctor_names_missing_rights(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    poster.sets(TELEGRAM_CHANNELS="@papers,@nobody", DISCORD_CHANNELS="1,99")
    telegram.takes_away("can_post_messages", "@papers")
    discord.takes_away("send_messages", channel=1)
    outcome = await poster.hotpapers("doctor")
    assert (1, 4) == (outcome.status, outcome.text.count("✗ "))
    words = " ".join(outcome.text.split())
    assert "✗ telegram:@papers: I may not post in @papers: make me an administrator" in words
    assert "✗ telegram:@nobody: Telegram knows no @nobody" in words
    assert "may not post in #papers of The Reading Group: it lacks Send Messages." in words
    assert "✗ discord:99: The Discord channel 99 does not exist" in words


async def test_the_doctor_recognises_a_token_that_is_not_accepted(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    poster.sets(TELEGRAM_CHANNELS="@papers", DISCORD_CHANNELS="1")
    telegram.revokes_the_token()
    discord.revokes_the_token()
    outcome = await poster.hotpapers("doctor")
    assert (1, 2) == (outcome.status, outcome.text.count("✗ "))
    assert "check TELEGRAM_TOKEN" in outcome.text
    assert "DISCORD_TOKEN" in outcome.text
    assert telegram.token not in outcome.said
    assert discord.TOKEN not in outcome.said


async def test_the_doctor_checks_a_token_that_no_channel_needs_yet(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    outcome = await poster.hotpapers("doctor")
    assert 0 == outcome.status
    assert "✓ Telegram: the token belongs to @hot_papers_bot." in outcome.text
    telegram.revokes_the_token()
    outcome = await poster.hotpapers("doctor")
    assert 1 == outcome.status
    assert "✗ Telegram: " in outcome.text


async def test_the_doctor_says_when_a_platform_does_not_answer(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    poster.sets(TELEGRAM_CHANNELS="@papers", DISCORD_CHANNELS="1", DISCORD_API_URL=NOWHERE)
    telegram.goes_down()
    outcome = await poster.hotpapers("doctor")
    assert (1, 2) == (outcome.status, outcome.text.count("✗ "))
    assert "Telegram cannot be reached." in outcome.text
    assert "Discord cannot be reached" in outcome.text
