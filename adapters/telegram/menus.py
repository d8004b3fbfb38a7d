"""What people see of the bot before they write to it: its commands and its descriptions."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import RetryAfter

from adapters.telegram.client import DiscreetBot
from adapters.telegram.courier import Rest, pause_of
from bot.commands.spec import Audience, Command, Desk
from bot.document.nodes import Paragraph, text
from bot.document.plain import plain_spans
from bot.document.shorten import shorten
from bot.domain.languages import ENGLISH, LANGUAGES
from bot.domain.people import PlaceKind
from bot.views import welcome
from bot.views.words import Words

MOST_COMMANDS = 100
"""https://core.telegram.org/bots/api#setmycommands"""

LONGEST_SUMMARY = 256
"""Characters (https://core.telegram.org/bots/api#botcommand)."""

LONGEST_DESCRIPTION = 512
"""Characters (https://core.telegram.org/bots/api#setmydescription)."""

LONGEST_SHORT_DESCRIPTION = 120
"""Characters (https://core.telegram.org/bots/api#setmyshortdescription)."""

_EVERYBODY = frozenset({Audience.EVERYBODY})
_WITH_MANAGERS = frozenset({Audience.EVERYBODY, Audience.MANAGERS})
# In a private chat everybody is the manager. Commands of operators stand in no menu.
_SCOPES: tuple[tuple[BotCommandScope, frozenset[Audience]], ...] = (
    (BotCommandScopeAllPrivateChats(), _WITH_MANAGERS),
    (BotCommandScopeAllChatAdministrators(), _WITH_MANAGERS),
    (BotCommandScopeAllGroupChats(), _EVERYBODY),
    (BotCommandScopeDefault(), _EVERYBODY),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands of a scope in a language; the empty one is for all languages without one."""

    scope: BotCommandScope
    language: str
    commands: tuple[BotCommand, ...]


def menus(desk: Desk) -> Iterator[Menu]:
    """Give every menu."""
    for language in _languages():
        words = desk.words(language or ENGLISH)
        for scope, audiences in _SCOPES:
            shown = [one for one in desk.commands if _is_in(one, audiences)]
            yield Menu(scope, language, _entries(shown[:MOST_COMMANDS], words))


async def bring(bot: DiscreetBot, desk: Desk, rest: Rest) -> None:
    """Bring menus and descriptions to Telegram; it gets the pause it asks for, once for each.

    Raises TelegramError where it refuses one.
    """
    for call in _calls(bot, desk):
        try:
            await call()
        except RetryAfter as busy:
            await rest(pause_of(busy).total_seconds())
            await call()


def _calls(bot: DiscreetBot, desk: Desk) -> Iterator[Callable[[], Awaitable[bool]]]:
    for menu in menus(desk):
        yield partial(
            bot.set_my_commands, menu.commands, scope=menu.scope, language_code=menu.language
        )
    for language in _languages():
        whole, short = descriptions(desk.words(language or ENGLISH))
        yield partial(bot.set_my_description, whole, language_code=language)
        yield partial(bot.set_my_short_description, short, language_code=language)


def descriptions(words: Words) -> tuple[str, str]:
    """Give what an empty chat with the bot shows, and what its profile does."""
    greeting = welcome.start(PlaceKind.PRIVATE, words)
    said = [plain_spans(block.spans) for block in greeting if isinstance(block, Paragraph)]
    return _cut("\n\n".join(said), LONGEST_DESCRIPTION), _cut(said[0], LONGEST_SHORT_DESCRIPTION)


def _languages() -> tuple[str, ...]:
    # English is what Telegram shows to everybody whose language has no menu of its own.
    return ("", *(language for language in LANGUAGES if language != ENGLISH))


def _is_in(command: Command, audiences: frozenset[Audience]) -> bool:
    return not command.is_hidden and command.audience in audiences


def _entries(commands: Sequence[Command], words: Words) -> tuple[BotCommand, ...]:
    summaries = ((one.name, _cut(words(one.summary), LONGEST_SUMMARY)) for one in commands)
    return tuple(BotCommand(name, summary) for name, summary in summaries)


def _cut(words: str, length: int) -> str:
    return plain_spans(shorten(text(words), length))
