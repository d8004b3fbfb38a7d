import pytest
from sqlalchemy import make_url

from bot.errors import ConfigurationError
from storage.urls import describe, read_url, sqlite_file


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:///hot.db", "sqlite+aiosqlite:///hot.db"),
        ("sqlite+aiosqlite:///hot.db", "sqlite+aiosqlite:///hot.db"),
        ("sqlite+aiosqlite:////var/lib/hot.db", "sqlite+aiosqlite:////var/lib/hot.db"),
        ("sqlite+aiosqlite:///:memory:", "sqlite+aiosqlite:///:memory:"),
        ("sqlite://", "sqlite+aiosqlite://"),
        (" postgres://u:p@h:5433/db\n", "postgresql+psycopg://u:p@h:5433/db"),
        ("postgresql://h/db?sslmode=require", "postgresql+psycopg://h/db?sslmode=require"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, read: str) -> None:
    assert make_url(read) == read_url(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hotpapers.db",
        "mysql://user:sesame@host/db",
        "postgresql+psycopg2://user:sesame@host/db",
        "postgresql://user:sesame@host:port/db",
        "://user:sesame@host",
    ],
)
def test_other_addresses_are_refused_without_telling_the_password(written: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^DATABASE_URL .*Write sqlite:///") as refusal:
        read_url(written)
    assert "sesame" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("sqlite:///a/hot.db", "a/hot.db"),
        ("sqlite:///:memory:", None),
        ("sqlite://", None),
        ("postgresql://h/db", None),
    ],
)
def test_only_a_sqlite_database_on_disk_has_a_file(written: str, file: str | None) -> None:
    found = sqlite_file(read_url(written))
    assert file == (None if found is None else str(found))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("sqlite:///hot.db", "the file hot.db"),
        ("sqlite://", "memory"),
        ("postgresql://u:sesame@h/db?password=sesame", "the database db on h"),
        ("postgresql:///db?host=/run/pg", "the database db on /run/pg"),
        ("postgresql:///db", "the database db on this machine"),
    ],
)
def test_a_database_is_named_without_its_secrets(written: str, words: str) -> None:
    assert words == describe(read_url(written))
