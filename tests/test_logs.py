import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from bot.logs import Redactor, set_up, set_up_for_a_command
from bot.settings import Settings
from tests.own_log import own_log

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # made up, as are the others
OTHER_TOKEN = "999888777:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PASSWORD = "pass/word"
SECRETS = ("MTIz.Discord.Token", PASSWORD)
EVERY_SECRET = (TOKEN, OTHER_TOKEN, *SECRETS, "pass%2Fword")
Form = Literal["text", "json"]
FORMS: tuple[Form, ...] = ("text", "json")

log = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def log_of_its_own() -> Iterator[None]:
    """Put the log back as it was, handlers of pytest included."""
    with own_log():
        yield


def fail_with(words: str) -> None:
    raise RuntimeError(words)


def say_everything_with(secret: str) -> None:
    log.info("Asking https://api.example.org/bot%s/sendMessage", secret)
    log.warning(f"The token is {secret}.")  # noqa: G004
    log.info("Asked", extra={"address": f"/bot{secret}/x", "headers": {"Authorization": secret}})
    log.info("Asked", extra={"tokens": [secret, (secret,)]})
    log.error("Refused", stack_info=True, extra={"problem": RuntimeError(secret)})
    try:
        try:
            fail_with(f"403 for {secret}")
        except RuntimeError as cause:
            raise ValueError(f"{secret} again") from cause
    except ValueError:
        log.exception("Message failed", extra={"local": secret})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", EVERY_SECRET)
def test_no_secret_reaches_the_log(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(level="DEBUG", form=form, secrets=SECRETS)
    say_everything_with(secret)
    logged = capsys.readouterr().err
    assert secret not in logged
    assert logged.count("[hidden]") >= 9
    assert "RuntimeError: 403 for [hidden]" in logged


def test_text_is_a_sentence_and_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(level="INFO", form="text")
    log.info("Digest announced", extra={"action": "announce", "papers": 5, "problem": None})
    line = capsys.readouterr().err.strip()
    assert "Digest announced" in line
    assert line.endswith("action=announce papers=5")


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(level="INFO", form="json")
    log.info("Erdős\nannounced", extra={"action": "announce", "papers": 5, "new": True})
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert {"event": "Erdős\nannounced", "level": "info", "papers": 5, "new": True}.items() <= (
        entry.items()
    )
    assert "Erdős" in line


def test_a_traceback_is_part_of_its_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(level="INFO", form="json")
    try:
        fail_with("badly")
    except RuntimeError:
        log.exception("Message failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["exception"].endswith("RuntimeError: badly")


@pytest.mark.parametrize("name", ["httpx", "apscheduler.scheduler", "telegram.ext", "discord"])
def test_what_clients_say_of_every_request_is_not_logged(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(level="DEBUG", form="text")
    logging.getLogger(name).info("HTTP Request: POST")
    logging.getLogger(name).warning("Trouble")
    logged = capsys.readouterr().err
    assert "HTTP Request" not in logged
    assert "Trouble" in logged


def test_a_command_keeps_the_good_news_to_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    set_up_for_a_command(Settings())
    log.info("Good news")
    log.warning("Bad news")
    logged = capsys.readouterr().err
    assert "Good news" not in logged
    assert "Bad news" in logged


def test_setting_up_twice_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        set_up(level="INFO", form="text")
    log.info("Digest announced")
    assert 1 == capsys.readouterr().err.count("Digest announced")


def test_numbers_stay_numbers_and_an_empty_secret_hides_nothing() -> None:
    redactor = Redactor(["", "token"])
    assert [7, 0.5, True, None, "a [hidden]"] == [
        redactor.hide(value) for value in (7, 0.5, True, None, "a token")
    ]
