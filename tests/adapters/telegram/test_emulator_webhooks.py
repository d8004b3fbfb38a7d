"""What people do, as a bot is told of it at its webhook."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, Conflict

from adapters.telegram.client import DiscreetBot, connected
from tests.adapters.telegram.small_bot import listening
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_people import Person

SECRET = "a-secret_of_the_webhook"
SITE = "https://bot.example.org"


@pytest.fixture
def ada(telegram: TelegramEmulator) -> Person:
    return telegram.person("Ada")


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[DiscreetBot]:
    async with connected(telegram.token, telegram.url) as bot:
        yield bot


async def test_a_webhook_is_told_with_the_secret_and_again_when_it_fails(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    async with listening(bot, 500, 302) as site:
        telegram.forwards(SITE, site.url)
        await bot.set_webhook(f"{SITE}/telegram", secret_token=SECRET)
        await telegram.says(ada, ada, "/hot cs.CL")
        assert ["/hot cs.CL"] == [answer.text for answer in telegram.unread(ada)]
    assert ({SECRET}, 3, 1) == (site.secrets, len(site.update_ids), len(set(site.update_ids)))


async def test_a_webhook_can_be_told_twice(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    async with listening(bot) as site:
        await bot.set_webhook(f"{site.url}/telegram")
        telegram.repeats_next_update()
        await telegram.says(ada, ada, "/hot")
        await telegram.says(ada, ada, "/hot")
    first, again, other = site.update_ids
    assert (first, first + 1) == (again, other)
    assert 3 == len(telegram.messages(ada))


async def test_a_webhook_that_is_down_is_told_later(
    telegram: TelegramEmulator, bot: DiscreetBot, ada: Person
) -> None:
    async with connected(telegram.token, telegram.url) as earlier, listening(earlier) as site:
        await earlier.set_webhook(f"{site.url}/telegram")
    await telegram.says(ada, ada, "/hot")
    assert [] == telegram.messages(ada)
    async with listening(bot) as site:
        info = await bot.get_webhook_info()
        assert (1, "Connection refused") == (info.pending_update_count, info.last_error_message)
        await bot.set_webhook(f"{site.url}/telegram")
        assert "/hot" == (await telegram.answer(ada)).text
        await telegram.takes_all()
        assert 0 == (await bot.get_webhook_info()).pending_update_count


async def test_a_webhook_and_polling_exclude_each_other(
    telegram: TelegramEmulator, bot: DiscreetBot
) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=10))
    await telegram.polled()
    await bot.set_webhook(f"{SITE}/telegram")
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await waiting
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert () == await bot.get_updates()


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://bot.example.org", "", "https url must be provided"),
        ("https://bot.example.org:8080", "", "only on ports"),
        (SITE, "no spaces", "unallowed characters"),
    ],
)
async def test_a_webhook_that_telegram_would_not_use_is_refused(
    bot: DiscreetBot, url: str, secret: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_webhook(url, secret_token=secret or None)
