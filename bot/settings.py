"""Settings: what an operator may change, read from the environment and from `.env`."""

import re
from datetime import time
from difflib import get_close_matches
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.chat_settings import ChatSettings
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Style
from bot.domain.policies import ClassicPolicy, Policies
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import BadArgument, ConfigurationError, UnknownCategory
from bot.source_settings import SourceSettings, Url, comma_separated

_ALMOST = 0.85
"""How alike two names are, of 1, when one is a slip for the other."""

_CLOCK_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def _clock_time(value: object) -> object:
    if isinstance(value, time):
        return value
    found = _CLOCK_TIME.fullmatch(str(value).strip())
    if not found:
        raise ValueError(f"“{value}” is no time of day. Write it as 09:00.")
    return time(int(found[1]), int(found[2]))


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    # The name of a folder of zones, such as Europe, is an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        problem = f"“{value}” is no IANA time zone. They look like Europe/Berlin or UTC."
        raise ValueError(problem) from unknown


def _database_url(value: str) -> str:
    # The value itself is not repeated: it can hold a password.
    if urlsplit(value).scheme.partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("this is no address of a database. It begins with sqlite or postgresql.")
    return value


def _channels(value: object, info: ValidationInfo) -> object:
    """Read channels of the platform that the field's name begins with, which needs a token."""
    names = comma_separated(value)
    if not isinstance(names, tuple) or not names:
        return names
    platform = Platform(str(info.field_name).partition("_")[0])
    variable = f"{platform.upper()}_TOKEN"
    faults: list[str] = []
    if not info.data.get(variable.lower(), "was set, but wrong"):
        faults.append(f"channels are named, but {variable} is empty.")
    destinations: list[Destination] = []
    for name in names:
        try:
            destinations.append(Destination.on(platform, str(name)))
        except BadArgument as mistake:
            faults.append(str(mistake))
    if faults:
        raise ValueError(" ".join(faults))
    return tuple(destinations)


def _topic(value: object) -> object:
    names = comma_separated(value)
    if not isinstance(names, tuple):
        return names
    try:
        return Topic.of(map(str, names))
    except UnknownCategory as mistake:
        raise ValueError(str(mistake)) from mistake


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Channels = Annotated[tuple[Destination, ...], NoDecode, BeforeValidator(_channels)]


class Settings(ChatSettings, SourceSettings):
    """Every setting, its default, and a sentence on what it is for.

    Each is an environment variable of the same name in capitals; `.env` holds the same, and the
    environment wins. An empty value is the same as none.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite+aiosqlite:///hotpapers.db",
        repr=False,
        description="Where all is kept: a SQLite file, or postgresql://user:password@host/name.",
    )
    discord_token: SecretStr | None = Field(
        default=None,
        description="The bot's token, from https://discord.com/developers/applications.",
    )
    discord_api_url: Url = Field(
        default="https://discord.com/api/v10",
        description="Discord's API; another one is for tests.",
    )
    discord_channels: Channels = Field(
        default=(),
        description="Ids of channels that get the daily digest; CHANNEL:ID is a thread.",
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token, from https://t.me/BotFather."
    )
    telegram_api_url: Url = Field(
        default="https://api.telegram.org",
        description="Telegram's Bot API; name your own server here if you run one.",
    )
    telegram_channels: Channels = Field(
        default=(),
        description="Names or ids of channels that get the daily digest; CHANNEL:ID is a topic.",
    )
    telegram_resend: bool = Field(
        default=False,
        description="Send a message again when nobody knows whether it arrived: true or false.",
    )
    daily_at: Annotated[time, BeforeValidator(_clock_time)] = Field(
        default=time(9, 0), description="When the daily digest goes out, on the clock of TIMEZONE."
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="UTC", description="An IANA time zone, such as Asia/Tokyo."
    )
    categories: Annotated[Topic, NoDecode, BeforeValidator(_topic)] = Field(
        default=EVERYTHING,
        description="Categories of the daily digest, with commas; cs.* is all of cs, empty is all.",
    )
    min_score: NonNegativeInt = Field(
        default=50, description="Papers with a lower classic score (reposts + likes) are not hot."
    )
    top: PositiveInt | None = Field(
        default=None, description="At most so many papers a digest; empty is all that are hot."
    )
    style: Annotated[Style, BeforeValidator(_lower)] = Field(
        default=Style.FULL,
        description="compact, full or rich; some Telegram clients cannot show rich messages.",
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        default="text", description="text for people, json for machines."
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the daily digest."""
        return ZoneInfo(self.timezone)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Where the daily digest goes."""
        return (*self.discord_channels, *self.telegram_channels)

    @property
    def policies(self) -> Policies:
        """The ranking policies, with the operator's numbers."""
        return Policies(ClassicPolicy(threshold=self.min_score), self.balanced)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never appear in a log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        hidden = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        password = urlsplit(self.database_url).password
        # The address holds it percent-encoded; the driver knows it as it is.
        return (*hidden, password, unquote(password)) if password else tuple(hidden)


def read_settings() -> Settings:
    """Read the environment and `.env`.

    Raises ConfigurationError with a sentence for every fault, each naming its variable.
    """
    if slips := _slips():
        raise ConfigurationError(slips)
    try:
        return Settings()
    except UnicodeDecodeError as fault:
        raise ConfigurationError([".env: it is not UTF-8. Save it in that encoding."]) from fault
    except ValidationError as faults:
        found = faults.errors(include_url=False, include_context=False)
        # The cause would print what was in the environment, tokens included.
        raise ConfigurationError([_sentence(fault) for fault in found]) from None


def _slips() -> list[str]:
    """Find names in `.env` that are almost those of settings; other programs have others."""
    known = [name.upper() for name in Settings.model_fields]
    try:
        written = dotenv_values(".env", encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        # Reading the settings will tell.
        return []
    nearest = {
        name: get_close_matches(name.upper(), known, n=1, cutoff=_ALMOST)
        for name in written
        if name.upper() not in known
    }
    return [
        f"{name}: there is no such setting. Did you mean {meant[0]}?"
        for name, meant in nearest.items()
        if meant
    ]


def _sentence(fault: ErrorDetails) -> str:
    expected = _EXPECTED.get(fault["type"])
    message = expected or str(fault["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should be", "expected")
    name = str(fault["loc"][0]).upper() if fault["loc"] else ""
    return f"{name}: {message}" if name else message


_EXPECTED = {
    "bool_parsing": "expected true or false.",
    "decimal_parsing": "expected a number, such as 20 or 7.50.",
    "float_parsing": "expected a number, such as 0.5.",
    "greater_than": "expected a number above zero.",
    "greater_than_equal": "expected a number that is not below zero.",
    "int_parsing": "expected a whole number.",
}
"""What a kind of fault means to the person who wrote the setting."""
