from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Cadence
from bot.domain.mutes import Mute
from bot.domain.subscriptions import State, Subscription
from bot.domain.topics import Topic
from storage.memory import MemoryStorage
from tests.builders import a_digest, a_paper
from tests.commands.conversation import GROUP, PRIVATE
from tests.commands.libraries import NOW, PAPERS, a_chat, a_library


def a_subscription(
    topic: str = "cs.LG", *, top: int | None = None, minimum: float | None = None
) -> Subscription:
    return Subscription(
        destination=PRIVATE.destination,
        topic=Topic.parse(topic),
        cadence=Cadence(time(9), ZoneInfo("UTC")),
        top=top,
        minimum=minimum,
    ).begun(NOW)


async def subscribes(storage: MemoryStorage, *subscriptions: Subscription) -> None:
    async with storage.transaction() as tx:
        for subscription in subscriptions:
            await tx.subscriptions.add(subscription)


async def why(storage: MemoryStorage, paper: str = PAPERS[1]) -> str:
    return await a_chat(storage).says(f"/why {paper}")


async def test_it_tells_the_score_and_what_became_of_it_here() -> None:
    answer = await why(await a_library())
    assert "Why Learning Machines 2?" in answer
    assert "In the digests here" in answer
    assert "Nothing is sent here yet. /subscribe changes that." in answer
    assert "Its score" in answer


@pytest.mark.parametrize(
    ("subscription", "sentence"),
    [
        (a_subscription("math.*"), "math.*: it does not belong to this topic."),
        (a_subscription(top=1), "cs.LG: it is in place 2, and the first 1 are sent."),
        (a_subscription(minimum=500), "and the minimum here is 500."),
        (a_subscription("", top=1), "All categories: it is in place 2"),
        (
            a_subscription(),
            "cs.LG: it is in line for the next digest, on 24 November 2026, 09:00 UTC.",
        ),
        (
            a_subscription().stopped(State.PAUSED, ""),
            "cs.LG: this subscription is paused.",
        ),
        (
            a_subscription().stopped(State.SHUT_OUT, "No right."),
            "cs.LG: this subscription is not sent now.",
        ),
    ],
)
async def test_it_tells_what_keeps_a_paper_out(subscription: Subscription, sentence: str) -> None:
    storage = await a_library()
    await subscribes(storage, subscription)
    assert sentence in await why(storage)


async def test_what_is_muted_is_told() -> None:
    storage = await a_library()
    await subscribes(storage, a_subscription())
    async with storage.transaction() as tx:
        await tx.mutes.add(PRIVATE.destination, Mute.parse("@lovelace"))
    assert "“@lovelace” is muted here, and hides it." in await why(storage)


async def test_what_nobody_talks_about_is_told() -> None:
    storage = await a_library()
    await subscribes(storage, a_subscription())
    answer = await why(storage, PAPERS[7])
    assert "Nobody has been heard to talk about 2611.00008 yet." in answer
    assert "It is not in them: nobody has been heard to talk about it." in answer


async def test_what_was_sent_is_told() -> None:
    storage = await a_library()
    await subscribes(storage, a_subscription("math.*"))
    async with storage.transaction() as tx:
        await tx.digests.add(a_digest(a_paper(PAPERS[1]), to=PRIVATE.destination))
    assert "• It was in the digest of Wednesday, 17 January 2024." in await why(storage)


async def test_what_was_sent_elsewhere_is_not_told() -> None:
    storage = await a_library()
    async with storage.transaction() as tx:
        await tx.digests.add(a_digest(a_paper(PAPERS[1]), to=GROUP.destination))
    assert "It was in the digest" not in await why(storage)


async def test_an_unknown_paper_leads_to_arxiv() -> None:
    assert "is not among the papers that I know" in await why(await a_library(), "2401.99999")
