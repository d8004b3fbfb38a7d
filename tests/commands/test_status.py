from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.commands.spec import Reply
from bot.document.codec import dump, key_of
from bot.domain.cadence import Cadence
from bot.domain.runs import Run
from bot.domain.subscriptions import Subscription
from storage.memory import MemoryStorage
from tests.builders import CHANNEL, KEY, a_delivery, a_document
from tests.commands.conversation import ADA, EMMY
from tests.commands.libraries import NOW, a_chat, a_library


async def test_only_operators_are_told() -> None:
    chat = a_chat(await a_library(), operators=frozenset({ADA}))
    assert "Newest mailing: Tuesday, 24 November 2026" in await chat.says("/status")
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private
    chat.is_now(EMMY)
    assert "/status is for the people who run this bot." in await chat.says("/status")


async def test_it_tells_what_waits_what_rests_and_what_failed() -> None:
    storage = await a_library()
    active = Subscription(destination=CHANNEL, cadence=Cadence(time(9), ZoneInfo("UTC")))
    document = a_document()
    async with storage.transaction() as tx:
        await tx.subscriptions.add(active)
        await tx.deliveries.enqueue(
            [a_delivery(digest=KEY, document_key=key_of(dump(document)))], [document]
        )
        for hours in (30, 2):
            await tx.runs.add(
                Run(
                    source="reddit",
                    as_of=NOW - timedelta(hours=hours),
                    problem="Reddit asks for a key.",
                )
            )
    answer = await a_chat(storage, operators=frozenset({ADA})).says("/status")
    assert "1 message is waiting to be sent" in answer
    assert "Subscriptions: 1 active" in answer
    assert "1 failure in a day · Reddit" in answer
    assert "Reddit, 24 November 2026, 03:00 UTC: Reddit asks for a key." in answer


async def test_an_empty_storage_has_a_status_too() -> None:
    answer = await a_chat(MemoryStorage(), operators=frozenset({ADA})).says("/status")
    assert "Newest mailing: none yet" in answer
    assert "Subscriptions: none yet" in answer
    assert "Nothing is collected." in answer
