"""Draws every picture into `docs/pictures/`."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.telegram import keyboard, rich
from adapters.telegram import render as classic
from tests.adapters.discord.payloads import payload
from tests.pictures import day
from tests.pictures.browser import Browser, BrowserFailed, BrowserMissing
from tests.pictures.conversations import on_discord, on_telegram
from tests.pictures.discord_page import Channel, Turn, conversation, window
from tests.pictures.page import hero, page
from tests.pictures.telegram_page import Chat, classic_phone, private_phone, rich_phone
from tests.pictures.terminal import chat_svg, digest_svg, ranking_svg

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "docs" / "pictures"

_CHAT = Chat(title="Hot Papers", subtitle="channel", day="24 April", time="09:00")
_CHANNEL = Channel(name="hot-papers", bot="Hot Papers", time="24/04/2021, 09:00")

_TOKYO = ZoneInfo("Asia/Tokyo")
_BOT = Chat(title="Hot Papers", subtitle="bot", day="24 April", time="18:01", zone=_TOKYO)
_ROOM = Channel(name="hot-papers", bot="Hot Papers", time="24/04/2021, 09:01")


def main() -> int:
    """Draw the pictures, a line for each; give the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        for picture in draw_all(FOLDER):
            print(f"{picture.relative_to(PROJECT)}  {picture.stat().st_size / 1000:.0f} kB")
    except (BrowserMissing, BrowserFailed) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw one picture after the other, and give the file of each."""
    yield from _terminals(folder)
    yield from _screens(folder, Browser.find())


def _terminals(folder: Path) -> Iterator[Path]:
    ranking = day.ranking()
    command = f"hotpapers rank --date {ranking.day}"
    yield _written(folder / "terminal-rank.svg", ranking_svg(ranking, width=100, title=command))
    digest = day.terminal_digest(top=4)
    command = f"hotpapers post --to terminal --date {ranking.day} --top 4"
    yield _written(folder / "terminal-digest.svg", digest_svg(digest, width=80, title=command))
    chat = chat_svg("/search transformer video", "1", width=80, title="hotpapers chat")
    yield _written(folder / "conversation-terminal.svg", asyncio.run(chat))


def _screens(folder: Path, browser: Browser) -> Iterator[Path]:
    message, rich_message = day.telegram_message(), day.telegram_rich_message()
    phone = classic_phone(classic.render(message), keyboard.keyboard(message), _CHAT)
    rich_one = rich_phone(rich.render(rich_message), keyboard.keyboard(rich_message), _CHAT)
    desktop = window(payload(day.discord_message(top=4)), _CHANNEL)
    for name, body, width, scale in (
        ("telegram.png", phone, 390, 2),
        ("telegram-rich.png", rich_one, 390, 2),
        ("discord.png", desktop, 720, 1.5),
        ("conversation-telegram.png", asyncio.run(_private_chat()), 390, 2),
        ("conversation-discord.png", asyncio.run(_commands()), 720, 1.5),
        ("hero.png", hero(phone, desktop), 1280, 1.25),
    ):
        browser.draw(page(body, width=width), folder / name, width=width, scale=scale)
        yield folder / name


async def _private_chat() -> str:
    turns = await on_telegram("/subscribe cs.CL 9:00 Asia/Tokyo", "/hot cs.CV 3")
    return private_phone(turns, _BOT)


async def _commands() -> str:
    turns = await on_discord(
        "/paper 2104.11178",
        "/cite 2104.11227",
        "/topics",
        "/subscriptions",
        before=["/subscribe cs.CL, cs.LG 9:00"],
    )
    shown = [
        Turn(
            person="ada",
            command=turn.command,
            payload=payload(turn.answered),
            is_private=turn.is_private,
        )
        for turn in turns
    ]
    return conversation(shown, _ROOM)


def _written(file: Path, svg: str) -> Path:
    file.write_text(svg, "utf-8")
    return file


if __name__ == "__main__":
    sys.exit(main())
