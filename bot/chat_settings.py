"""Settings of the conversations: who runs the bot, how much people may ask and have."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, NonNegativeInt, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from bot.source_settings import comma_separated, http_url


def _operators(value: object) -> object:
    names = comma_separated(value)
    return tuple(_people(map(str, names))) if isinstance(names, tuple) else names


def _people(names: Iterable[str]) -> Iterable[PersonKey]:
    for name in names:
        platform, _, person = name.partition(":")
        is_known = platform in {Platform.DISCORD, Platform.TELEGRAM}
        if not is_known or not (person.isascii() and person.isdecimal()):
            raise ValueError(
                f"“{name}” names nobody. Write discord:ID or telegram:ID, with the number that the"
                " platform knows the person by."
            )
        yield PersonKey(Platform(platform), person)


def _webhook(value: object) -> object:
    return http_url(value) if isinstance(value, str) and value else value


def _listening_address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"“{value}” is no address and port. They look like 127.0.0.1:8080.")
    return value


class ChatSettings(BaseSettings):
    """What an operator may change of the bot's conversations."""

    operators: Annotated[tuple[PersonKey, ...], NoDecode, BeforeValidator(_operators)] = Field(
        default=(),
        description="Who may do everything and see /status: discord:ID or telegram:ID.",
    )
    subscriptions_per_place: PositiveInt = Field(
        default=10, description="At most so many subscriptions a channel, thread or private chat."
    )
    subscriptions_per_person: PositiveInt = Field(
        default=50, description="At most so many subscriptions that one person asked for."
    )
    questions_per_person: PositiveInt = Field(
        default=30, description="At most so many questions a minute from one person."
    )
    questions_per_place: PositiveInt = Field(
        default=120, description="At most so many questions a minute in one channel."
    )
    discord_shards: NonNegativeInt = Field(
        default=0, description="How many shards listen; 0 is as many as Discord recommends."
    )
    telegram_webhook_url: Annotated[str | None, BeforeValidator(_webhook)] = Field(
        default=None,
        description="Where Telegram can reach us, https://…; without it we ask for updates.",
    )
    telegram_webhook_listen: Annotated[str, AfterValidator(_listening_address)] = Field(
        default="127.0.0.1:8080",
        description="The address and port that TELEGRAM_WEBHOOK_URL is forwarded to.",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None,
        description="What proves that it is Telegram who calls; by default, a new one each start.",
    )
