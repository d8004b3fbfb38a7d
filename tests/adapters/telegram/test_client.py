import logging
import traceback

import pytest
from telegram.error import InvalidToken

from adapters.telegram.client import connected
from adapters.telegram.pace import Pacer
from adapters.telegram.publisher import TelegramPublisher
from bot.domain.deliveries import Form
from bot.errors import PublishError
from bot.ports import Message
from tests.adapters.telegram.timepiece import Timepiece
from tests.builders import CHANNEL, a_document
from tests.emulators.telegram import TOKEN, TelegramEmulator

SECRET = TOKEN.partition(":")[2]


async def fail_in_every_way(telegram: TelegramEmulator) -> str:
    """Give everything that the failures of a bot's life say, with their causes."""
    said = []
    async with connected(telegram.token, telegram.url) as bot:
        time = Timepiece()
        publisher = TelegramPublisher(bot, Pacer(clock=time, sleep=time.sleep))
        said.append(f"{bot} {bot!r} {publisher!r}")
        for form in (Form.RICH, Form.PLAIN):
            for mishap in (telegram.goes_down, telegram.is_busy, telegram.hangs_up_after_taking):
                mishap()
                said.append(await _refusal(publisher, form))
        telegram.revokes_the_token()
        said += [await _refusal(publisher, form) for form in Form]
        with pytest.raises(InvalidToken) as refusal:
            await bot.initialize()
        said.append("".join(traceback.format_exception(refusal.value)))
        said.append(repr(refusal.value.__context__))
    return "\n".join(said)


async def _refusal(publisher: TelegramPublisher, form: Form) -> str:
    message = Message(document=a_document(), nonce="1", form=form)
    with pytest.raises(PublishError) as refusal:
        await publisher.publish(message, CHANNEL)
    return "".join(traceback.format_exception(refusal.value)) + repr(refusal.value)


async def test_no_failure_and_no_log_tells_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "telegram.Bot", "telegram.ext.ExtBot"):
        caplog.set_level(logging.DEBUG, logger=name)
    async with TelegramEmulator() as telegram:
        telegram.opens(channel=CHANNEL.channel)
        said = await fail_in_every_way(telegram)
    assert "Telegram does not accept the token." in said
    assert SECRET not in said
    assert "sendMessage" in caplog.text
    assert SECRET not in caplog.text


async def test_requests_are_not_logged_one_by_one(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with TelegramEmulator() as telegram, connected(telegram.token, telegram.url) as bot:
        await bot.get_me()
    assert [] == [record.message for record in caplog.records if record.name == "httpx"]


async def test_a_slash_after_the_address_does_no_harm() -> None:
    async with TelegramEmulator() as telegram, connected(telegram.token, f"{telegram.url}/") as bot:
        assert "hot_papers_bot" == (await bot.get_me()).username
