from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Style
from bot.domain.people import PersonKey
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import ConfigurationError
from bot.settings import Settings, read_settings

TELEGRAM_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # made up
DISCORD_TOKEN = "not.a.real-token-of-discord"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with none of the settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def env_file(*lines: str) -> None:
    Path(".env").write_text("\n".join(lines), encoding="utf-8")


def faults() -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    return caught.value.faults


def test_without_any_setting_the_defaults_hold() -> None:
    found = read_settings()
    assert (time(9, 0), ZoneInfo("UTC")) == (found.daily_at, found.zone)
    assert (EVERYTHING, Style.FULL, None) == (found.categories, found.style, found.top)
    assert ((), ()) == (found.destinations, found.secrets)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    env_file("TOP=5", "MIN_SCORE=10")
    monkeypatch.setenv("TOP", "7")
    found = read_settings()
    assert (7, 10) == (found.top, found.min_score)


def test_an_empty_value_is_the_same_as_none() -> None:
    env_file(*(f"{name.upper()}=" for name in Settings.model_fields))
    assert Settings() == read_settings()
    assert read_settings().daily_at == time(9, 0)


def test_variables_of_other_programs_are_left_alone() -> None:
    env_file("POSTGRES_PASSWORD=secret", "TOP=3")
    assert 3 == read_settings().top


def test_values_are_read_as_people_write_them() -> None:
    env_file(
        f"TELEGRAM_TOKEN={TELEGRAM_TOKEN}",
        "TELEGRAM_CHANNELS= @papers , -1001234567890:42,",
        f"DISCORD_TOKEN={DISCORD_TOKEN}",
        "DISCORD_CHANNELS=1234567890123456789",
        "DAILY_AT=7:05",
        "TIMEZONE=Asia/Tokyo",
        "CATEGORIES=cs.cl, STAT.*",
        "STYLE=Compact",
        "LOG_LEVEL=debug",
        "LOG_FORMAT=JSON",
        "TELEGRAM_RESEND=yes",
        "TELEGRAM_API_URL=http://localhost:8081/",
    )
    found = read_settings()
    assert (
        Destination(Platform.DISCORD, "1234567890123456789"),
        Destination(Platform.TELEGRAM, "@papers"),
        Destination(Platform.TELEGRAM, "-1001234567890", "42"),
    ) == found.destinations
    assert (time(7, 5), ZoneInfo("Asia/Tokyo")) == (found.daily_at, found.zone)
    assert Topic.of(["cs.CL", "stat.*"]) == found.categories
    assert (Style.COMPACT, "DEBUG", "json") == (found.style, found.log_level, found.log_format)
    assert (True, "http://localhost:8081") == (found.telegram_resend, found.telegram_api_url)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("DAILY_AT=24:00", "DAILY_AT: “24:00” is no time of day. Write it as 09:00."),
        ("DAILY_AT=9am", "DAILY_AT: “9am” is no time of day. Write it as 09:00."),
        ("DAILY_AT=٠٩:٠٠", "DAILY_AT: “٠٩:٠٠” is no time of day. Write it as 09:00."),
        ("TIMEZONE=Berlin", "TIMEZONE: “Berlin” is no IANA time zone. They look like"),
        ("CATEGORIES=cs.CL,cs.XX", "CATEGORIES: No category “cs.XX”."),
        ("TELEGRAM_CHANNELS=@papers", "channels are named, but TELEGRAM_TOKEN is empty."),
        ("DISCORD_CHANNELS=1", "channels are named, but DISCORD_TOKEN is empty."),
        ("TELEGRAM_API_URL=localhost:8081", "TELEGRAM_API_URL: “localhost:8081” is no address."),
        ("DISCORD_API_URL=ftp://example.org", "DISCORD_API_URL: “ftp://example.org” is no"),
        ("DATABASE_URL=hotpapers.db", "DATABASE_URL: this is no address of a database."),
        ("TOP=0", "TOP: "),
        ("TOP=many", "TOP: "),
        ("MIN_SCORE=-1", "MIN_SCORE: "),
        ("STYLE=fancy", "STYLE: "),
        ("LOG_LEVEL=LOUD", "LOG_LEVEL: "),
        ("TELEGRAM_RESEND=perhaps", "TELEGRAM_RESEND: "),
    ],
)
def test_a_fault_names_its_variable_and_what_to_do(line: str, fault: str) -> None:
    env_file(line)
    (sentence,) = faults()
    assert sentence.startswith(line.partition("=")[0])
    assert fault in sentence


def test_every_fault_is_named_at_once() -> None:
    env_file("TOP=0", "DAILY_AT=late", "TIMEZONE=Moon")
    assert ["DAILY_AT", "TIMEZONE", "TOP"] == sorted(fault.partition(":")[0] for fault in faults())


def test_a_wrong_channel_is_answered_with_an_example() -> None:
    env_file(f"TELEGRAM_TOKEN={TELEGRAM_TOKEN}", "TELEGRAM_CHANNELS=papers")
    (sentence,) = faults()
    assert "TELEGRAM_CHANNELS: “papers” is no Telegram channel. It is a name such as" in sentence


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:s3cr%2Ft@localhost/papers",
        "postgresql+psycopg://bot:s3cr%2Ft@[::1]:5432/papers?sslmode=require",
    ],
)
def test_secrets_are_known_to_be_secrets(url: str) -> None:
    env_file(
        f"TELEGRAM_TOKEN={TELEGRAM_TOKEN}", f"DISCORD_TOKEN={DISCORD_TOKEN}", f"DATABASE_URL={url}"
    )
    found = read_settings()
    assert {TELEGRAM_TOKEN, DISCORD_TOKEN, "s3cr%2Ft", "s3cr/t"} == set(found.secrets)
    assert not [secret for secret in found.secrets if secret in f"{found!r} {found}"]


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "DISCORD_TOKEN", "DATABASE_URL"])
def test_no_fault_repeats_a_secret(name: str) -> None:
    env_file(f"{name}=s3cret/with@odd[signs", "TOP=0", "TELEGRAM_CHANNELS=@papers")
    assert "s3cret" not in " ".join(faults())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(Settings.model_fields)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
)
def test_any_value_is_a_setting_or_a_fault_that_names_its_variable(name: str, value: str) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(name.upper(), value)
        try:
            read_settings()
        except ConfigurationError as mistakes:
            assert [name.upper()] == [fault.partition(":")[0] for fault in mistakes.faults]  # noqa: PT017


def test_operators_are_named_by_platform_and_number() -> None:
    env_file("OPERATORS=discord:1, telegram:42")
    expected = (PersonKey(Platform.DISCORD, "1"), PersonKey(Platform.TELEGRAM, "42"))
    assert expected == read_settings().operators


@pytest.mark.parametrize("name", ["ada", "telegram:", "telegram:ada", "terminal:1", "irc:1"])
def test_who_is_no_operator_is_named(name: str) -> None:
    env_file(f"OPERATORS=discord:1,{name}")
    (fault,) = faults()
    assert fault.startswith(f"OPERATORS: “{name}” names nobody. Write discord:ID")


@pytest.mark.parametrize("address", ["8080", "localhost", "localhost:", "localhost:0", ":70000"])
def test_a_webhook_needs_an_address_and_a_port(address: str) -> None:
    env_file(f"TELEGRAM_WEBHOOK_LISTEN={address}")
    (fault,) = faults()
    assert f"TELEGRAM_WEBHOOK_LISTEN: “{address}” is no address and port." in fault


def test_the_secret_of_the_webhook_is_one_of_the_secrets() -> None:
    env_file("TELEGRAM_WEBHOOK_SECRET=hush", "TELEGRAM_WEBHOOK_URL=https://bot.example.org/")
    found = read_settings()
    assert ("https://bot.example.org", ("hush",)) == (found.telegram_webhook_url, found.secrets)
    assert "hush" not in repr(found)
