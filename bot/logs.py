"""Logging: one sentence for people, fields for machines, and never a token."""

import logging
import re
import sys
from collections.abc import Collection
from typing import Literal
from urllib.parse import quote

import structlog
from structlog.types import EventDict, WrappedLogger

from bot.settings import Settings

_HIDDEN = "[hidden]"
_TELEGRAM_TOKEN = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.ASCII | re.IGNORECASE)
_TALKATIVE = (
    *("httpx", "httpcore", "apscheduler", "aiosqlite", "asyncio", "discord", "telegram"),
    "alembic.runtime.plugins",
)


class Redactor:
    """Takes secrets out of everything that is logged, tracebacks included."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = tuple(filter(None, (*secrets, *map(_in_an_address, secrets))))

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Work as a processor of structlog."""
        return {name: self.hide(value) for name, value in event.items()}

    def hide(self, value: object) -> object:
        """Replace the secrets in a text, or in the text of anything that is no plain number."""
        if value is None or isinstance(value, int | float):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TELEGRAM_TOKEN.sub(_HIDDEN, text)


def _in_an_address(secret: str) -> str:
    return quote(secret, safe="")


def set_up(*, level: str, form: Literal["text", "json"], secrets: Collection[str] = ()) -> None:
    """Send every log line to standard error, as text for people or as a JSON object a line."""
    is_terminal = sys.stderr.isatty()
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=is_terminal, pad_event_to=0)
    )
    stamp = structlog.processors.TimeStamper(fmt="iso" if form == "json" else "%H:%M:%S", utc=True)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(),
            stamp,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _drop_nothing_said,
            Redactor(secrets),
            renderer,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        # httpx logs every address at INFO, and Telegram's hold the token.
        logging.getLogger(name).setLevel(logging.WARNING)


def _drop_nothing_said(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: value for name, value in event.items() if value is not None}


def set_up_for_a_command(settings: Settings) -> None:
    """Log as the settings say, but leave the good news to what the command prints itself."""
    level = "WARNING" if settings.log_level == "INFO" else settings.log_level
    set_up(level=level, form=settings.log_format, secrets=settings.secrets)
    if level == "WARNING":
        # What these warn of, the commands print as sentences.
        for name in ("bot.services.collect", "bot.services.deliver"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
