import logging
import socket
from io import BytesIO

import aiohttp
import pytest

from adapters.telegram.webhook import Webhook
from bot.errors import TryLater, Unreachable
from tests.adapters.telegram.desk import FakeDesk, listening
from tests.emulators.telegram import TelegramEmulator

SECRET = "a_secret-of-the-loopback"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def a_webhook(url: str = "https://bot.example/telegram") -> Webhook:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Webhook(url=url, host="127.0.0.1", port=port, secret=SECRET)


def an_update(number: int = 1, text: str = "/hot") -> dict[str, object]:
    ada = {"id": 7, "is_bot": False, "first_name": "Ada"}
    chat = {"id": 7, "type": "private", "first_name": "Ada"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": ada, "text": text}
    return {"update_id": number, "message": message}


async def posted(webhook: Webhook, body: object, headers: dict[str, str] | None = None) -> int:
    async with aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{webhook.port}/telegram"
        given = HEADERS if headers is None else headers
        if isinstance(body, bytes):
            async with session.post(address, data=BytesIO(body), headers=given) as answer:
                return answer.status
        async with session.post(address, json=body, headers=given) as answer:
            return answer.status


async def test_what_telegram_brings_is_answered(telegram: TelegramEmulator) -> None:
    ada, desk, webhook = telegram.person("Ada"), FakeDesk(), a_webhook()
    async with listening(telegram, desk, webhook=webhook):
        await telegram.starts(ada)
        assert "You said /start" == (await telegram.answer(ada)).text


async def test_an_update_brought_twice_is_answered_once(telegram: TelegramEmulator) -> None:
    telegram.person("Ada", number=7)
    desk, webhook = FakeDesk(), a_webhook()
    async with listening(telegram, desk, webhook=webhook):
        assert [200] * 3 == [await posted(webhook, an_update(5)) for _ in range(3)]
    assert ["/hot"] == desk.heard


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Telegram-Bot-Api-Secret-Token": "ü"}],
)
async def test_whoever_does_not_know_the_secret_is_turned_away(
    telegram: TelegramEmulator, headers: dict[str, str]
) -> None:
    desk, webhook = FakeDesk(), a_webhook()
    async with listening(telegram, desk, webhook=webhook):
        assert 403 == await posted(webhook, an_update(), headers)
    assert [] == desk.heard


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": 1, "message": 5}', 200),
        (b'{"update_id": 1, "a_kind_of_tomorrow": {"new": [1]}}', 200),
        (b'"' + b"x" * 2_000_000 + b'"', 413),
    ],
)
async def test_what_is_no_update_does_no_harm(
    telegram: TelegramEmulator, body: bytes, status: int
) -> None:
    ada, desk, webhook = telegram.person("Ada"), FakeDesk(), a_webhook()
    async with listening(telegram, desk, webhook=webhook):
        assert status == await posted(webhook, body)
        await telegram.starts(ada)
        assert "You said /start" == (await telegram.answer(ada)).text


async def test_an_address_that_telegram_does_not_take_is_told(telegram: TelegramEmulator) -> None:
    webhook = a_webhook("http://bot.example/telegram")
    with pytest.raises(Unreachable, match="TELEGRAM_WEBHOOK_URL"):
        async with listening(telegram, FakeDesk(), webhook=webhook):
            pass


async def test_a_port_that_is_taken_is_told(telegram: TelegramEmulator) -> None:
    webhook = a_webhook()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", webhook.port))
        taken.listen()
        with pytest.raises(TryLater, match="TELEGRAM_WEBHOOK_LISTEN"):
            async with listening(telegram, FakeDesk(), webhook=webhook):
                pass


async def test_polling_takes_the_webhook_away(telegram: TelegramEmulator) -> None:
    ada, webhook = telegram.person("Ada"), a_webhook()
    async with listening(telegram, FakeDesk(), webhook=webhook):
        pass
    async with listening(telegram, FakeDesk()):
        await telegram.starts(ada)
        assert "You said /start" == (await telegram.answer(ada)).text


async def test_the_secret_is_in_no_log(
    telegram: TelegramEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    webhook = a_webhook()
    async with listening(telegram, FakeDesk(), webhook=webhook):
        await posted(webhook, an_update(), {"X-Telegram-Bot-Api-Secret-Token": "wrong"})
    assert SECRET not in caplog.text + repr(webhook)
