"""What the outbox of every storage does."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.document.codec import dump, key_of
from bot.document.nodes import Document
from bot.domain.deliveries import (
    LEASE,
    Delivery,
    Form,
    Receipt,
    State,
    claim,
    delivery_id,
    expire,
    settle,
)
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey
from bot.errors import FormUnsupported, Rejected, TryLater, Uncertain, Unreachable
from bot.ports import Storage, Transaction
from tests.builders import CHANNEL, KEY, NOW, a_delivery, a_document

OTHER_KEY = replace(KEY, period="2024-01-18")
SOON = NOW + timedelta(minutes=1)
AFTER_LEASE = NOW + LEASE


def queued(delivery: Delivery, document: Document) -> Delivery:
    return replace(delivery, document_key=key_of(dump(document)))


def parts(number: int, digest: DigestKey = KEY) -> list[Delivery]:
    return [
        queued(a_delivery(digest=digest, part=part, parts=number), a_document())
        for part in range(1, number + 1)
    ]


def rich(part: int) -> Delivery:
    return queued(a_delivery(part=part, parts=3, form=Form.RICH), a_document())


async def enqueue(storage: Storage, *deliveries: Delivery) -> None:
    async with storage.transaction() as tx:
        await tx.deliveries.enqueue(deliveries, [a_document() for _ in deliveries])


async def claims(
    storage: Storage,
    *,
    now: timedelta = timedelta(0),
    platforms: Collection[Platform] = tuple(Platform),
    limit: int = 100,
    digest: DigestKey | None = None,
) -> list[Delivery]:
    async with storage.transaction() as tx:
        claimed = await tx.deliveries.claim(
            now=NOW + now, platforms=platforms, limit=limit, digest=digest
        )
    return [delivery for delivery, _ in claimed]


async def send(tx: Transaction, delivery: Delivery, message_id: str) -> bool:
    sent = settle(delivery, Receipt(message_id), now=NOW, resend_uncertain=False)
    return await tx.deliveries.save(sent)


async def stored(storage: Storage, digest: DigestKey = KEY) -> list[Delivery]:
    async with storage.transaction() as tx:
        return await tx.deliveries.of(digest)


async def test_a_delivery_comes_back_as_it_went_in(storage: Storage) -> None:
    document = a_document("Ünicode & <b>markup</b>")
    delivery = replace(
        a_delivery(
            digest=replace(KEY, edition=3),
            part=2,
            parts=2,
            to=Destination(Platform.DISCORD, "1234567890123456789", "42"),
            form=Form.RICH,
            document_key=key_of(dump(document)),
        ),
        attempts=2,
        reply_to="77",
        problem="The server is down.",
    )
    async with storage.transaction() as tx:
        await tx.deliveries.enqueue([delivery], [document])
    assert [delivery] == await stored(storage, delivery.digest)
    async with storage.transaction() as tx:
        expected = claim(delivery, now=NOW)
        claimed = await tx.deliveries.claim(now=NOW, platforms=[Platform.DISCORD], limit=1)
        assert [(expected, document)] == claimed
    assert [expected] == await stored(storage, delivery.digest)


async def test_a_document_is_found_by_its_content_not_by_what_the_delivery_says(
    storage: Storage,
) -> None:
    deliveries = [a_delivery(digest=digest, document_key="?") for digest in (KEY, OTHER_KEY)]
    documents = [a_document("One"), a_document("Two")]
    async with storage.transaction() as tx:
        await tx.deliveries.enqueue(deliveries, documents)
        claimed = await tx.deliveries.claim(now=NOW, platforms=[Platform.TELEGRAM], limit=9)
    expected = {
        (delivery.id, dump(doc)) for delivery, doc in zip(deliveries, documents, strict=True)
    }
    assert expected == {(delivery.id, dump(document)) for delivery, document in claimed}
    assert all(key_of(dump(document)) == each.document_key for each, document in claimed)


async def test_a_delivery_needs_a_document(storage: Storage) -> None:
    with pytest.raises(ValueError, match="shorter"):
        async with storage.transaction() as tx:
            await tx.deliveries.enqueue([a_delivery()], [])


async def test_a_delivery_that_is_known_is_left_alone(storage: Storage) -> None:
    await enqueue(storage, a_delivery())
    claimed = await claims(storage)
    await enqueue(storage, a_delivery())
    assert claimed == await stored(storage)
    assert await claims(storage) == []


async def test_only_due_messages_for_the_platforms_at_hand_are_given_out(storage: Storage) -> None:
    discord = Destination(Platform.DISCORD, "1")
    due = a_delivery()
    late = a_delivery(digest=OTHER_KEY, due_at=SOON)
    elsewhere = a_delivery(digest=DigestKey("discord:1", "2024-01-17"), to=discord)
    await enqueue(storage, late, elsewhere, due)
    telegram = [Platform.TELEGRAM]
    assert await claims(storage, now=-timedelta(seconds=1)) == []
    assert await claims(storage, platforms=[]) == []
    assert await claims(storage, limit=0) == []
    assert [due.id] == ids(await claims(storage, platforms=telegram))
    assert [late.id] == ids(await claims(storage, platforms=telegram, now=SOON - NOW))
    assert [elsewhere.id] == ids(await claims(storage))
    assert await claims(storage) == []


async def test_the_oldest_messages_are_given_out_first(storage: Storage) -> None:
    deliveries = [
        a_delivery(digest=replace(KEY, edition=number), due_at=NOW - timedelta(minutes=number))
        for number in (2, 5, 1, 4, 3)
    ]
    await enqueue(storage, *deliveries)
    oldest_first = [each.id for each in sorted(deliveries, key=lambda each: each.due_at)]
    assert oldest_first[:2] == ids(await claims(storage, limit=2))
    assert oldest_first[2:] == ids(await claims(storage))


async def test_with_a_digest_only_its_messages_are_given_out(storage: Storage) -> None:
    await enqueue(storage, a_delivery(), a_delivery(digest=OTHER_KEY))
    (claimed,) = await claims(storage, digest=OTHER_KEY)
    assert claimed.digest == OTHER_KEY
    assert await claims(storage, digest=OTHER_KEY) == []


async def test_parts_follow_each_other_each_as_a_reply_to_the_one_before(storage: Storage) -> None:
    await enqueue(storage, *parts(3))
    replies = []
    for message_id in ("10", "11", "12"):
        (delivery,) = await claims(storage)
        assert await claims(storage) == []
        replies.append((delivery.part, delivery.reply_to))
        async with storage.transaction() as tx:
            assert await send(tx, delivery, message_id)
    assert replies == [(1, None), (2, "10"), (3, "11")]
    assert [each.receipt.message_id for each in await stored(storage) if each.receipt] == [
        "10",
        "11",
        "12",
    ]


@pytest.mark.parametrize(("is_first_sent", "reply_to"), [(True, "10"), (False, None)])
async def test_a_part_after_an_uncertain_one_continues_the_nearest_that_arrived(
    storage: Storage,
    is_first_sent: bool,  # noqa: FBT001
    reply_to: str | None,
) -> None:
    await enqueue(storage, *parts(3))
    uncertain = Uncertain("The line broke.")
    for outcome in (Receipt("10") if is_first_sent else uncertain, uncertain):
        (delivery,) = await claims(storage)
        async with storage.transaction() as tx:
            settled = settle(delivery, outcome, now=NOW, resend_uncertain=False)
            assert await tx.deliveries.save(settled)
    (third,) = await claims(storage)
    assert (third.part, third.reply_to) == (3, reply_to)


async def test_a_part_waits_for_one_that_is_postponed(storage: Storage) -> None:
    await enqueue(storage, *parts(2))
    (first,) = await claims(storage)
    async with storage.transaction() as tx:
        postponed = settle(first, TryLater("Busy."), now=NOW, resend_uncertain=False)
        assert await tx.deliveries.save(postponed)
    assert await claims(storage) == []
    (again,) = await claims(storage, now=timedelta(minutes=1))
    assert (again.part, again.attempts) == (1, 2)


async def test_digests_and_editions_do_not_wait_for_each_other(storage: Storage) -> None:
    others = [replace(KEY, edition=1), OTHER_KEY, replace(KEY, audience="discord:1")]
    later = [parts(2, digest=digest)[1] for digest in others]
    await enqueue(storage, *parts(1), *later)
    assert len(await claims(storage)) == 4


async def test_a_part_waits_for_every_open_one_before_it_whatever_its_form(
    storage: Storage,
) -> None:
    rich_first, rich_second = rich(1), rich(1001)
    plain_first = queued(a_delivery(part=1), a_document())
    await enqueue(storage, rich_second, rich_first, plain_first)
    first = await claims(storage)
    assert {rich_first.id, plain_first.id} == set(ids(first))
    for number, delivery in enumerate(first):
        assert await claims(storage) == []
        async with storage.transaction() as tx:
            await send(tx, delivery, str(number))
    assert [rich_second.id] == ids(await claims(storage))


async def test_plain_parts_take_the_place_of_a_rich_one_in_the_chain_of_replies(
    storage: Storage,
) -> None:
    await enqueue(storage, rich(1), rich(1001), rich(2001))
    replies = []
    (first,) = await claims(storage)
    async with storage.transaction() as tx:
        await send(tx, first, "10")
    (second,) = await claims(storage)
    async with storage.transaction() as tx:
        refusal = FormUnsupported("Not this form.")
        await tx.deliveries.save(settle(second, refusal, now=NOW, resend_uncertain=False))
        plain = [queued(a_delivery(part=part, parts=2), a_document()) for part in (1001, 1002)]
        await tx.deliveries.enqueue(plain, [a_document()] * 2)
    for message_id in ("11", "12", "13"):
        (delivery,) = await claims(storage)
        replies.append((delivery.form, delivery.part, delivery.reply_to))
        async with storage.transaction() as tx:
            assert await send(tx, delivery, message_id)
    assert replies == [
        (Form.PLAIN, 1001, "10"),
        (Form.PLAIN, 1002, "11"),
        (Form.RICH, 2001, "12"),
    ]
    assert [(each.part, each.form) for each in await stored(storage)] == [
        (1, Form.RICH),
        (1001, Form.RICH),
        (1001, Form.PLAIN),
        (1002, Form.PLAIN),
        (2001, Form.RICH),
    ]


@pytest.mark.parametrize(
    "outcome",
    [Receipt("1"), Uncertain("?"), Rejected("No."), Unreachable("Gone."), TryLater("Busy.")],
    ids=lambda outcome: type(outcome).__name__,
)
async def test_what_became_of_a_message_is_kept(
    storage: Storage,
    outcome: Receipt | Uncertain | Rejected | Unreachable | TryLater,
) -> None:
    await enqueue(storage, a_delivery())
    (claimed,) = await claims(storage)
    settled = settle(claimed, outcome, now=NOW, resend_uncertain=False)
    async with storage.transaction() as tx:
        assert await tx.deliveries.save(settled)
        assert not await tx.deliveries.save(settled)
    assert [settled] == await stored(storage)


async def test_a_message_follows_its_channel_to_a_new_id(storage: Storage) -> None:
    await enqueue(storage, a_delivery())
    (claimed,) = await claims(storage)
    moved = Unreachable("It moved.", moved_to="-100123")
    async with storage.transaction() as tx:
        await tx.deliveries.save(settle(claimed, moved, now=NOW, resend_uncertain=False))
    (again,) = await claims(storage)
    assert replace(CHANNEL, channel="-100123") == again.destination


async def test_a_message_that_was_never_claimed_or_queued_is_not_saved(storage: Storage) -> None:
    await enqueue(storage, a_delivery())
    async with storage.transaction() as tx:
        assert not await send(tx, a_delivery(), "1")
        assert not await send(tx, a_delivery(digest=OTHER_KEY), "1")
    assert [each.state for each in await stored(storage)] == [State.QUEUED]


async def test_a_lease_runs_out(storage: Storage) -> None:
    await enqueue(storage, a_delivery(), a_delivery(digest=OTHER_KEY))
    (claimed,) = await claims(storage, digest=KEY)
    async with storage.transaction() as tx:
        moment = timedelta(microseconds=1)
        assert await tx.deliveries.expired(now=AFTER_LEASE - moment) == []
        assert [claimed] == await tx.deliveries.expired(now=AFTER_LEASE)


async def test_a_process_that_comes_back_late_does_not_overwrite_the_other_ones_result(
    storage: Storage,
) -> None:
    await enqueue(storage, a_delivery())
    (mine,) = await claims(storage)
    async with storage.transaction() as tx:
        (expired,) = await tx.deliveries.expired(now=AFTER_LEASE)
        requeued = expire(expired, now=AFTER_LEASE, resend_uncertain=True)
        assert await tx.deliveries.save(requeued)
        assert not await send(tx, mine, "late, while it is queued")
    (theirs,) = await claims(storage, now=LEASE * 2)
    async with storage.transaction() as tx:
        assert not await send(tx, mine, "late, while it is in other hands")
        assert await send(tx, theirs, "theirs")
        assert not await send(tx, mine, "late, when it is settled")
    assert [Receipt("theirs")] == [each.receipt for each in await stored(storage)]


async def test_the_rest_of_a_digest_is_given_up_with_a_reason(storage: Storage) -> None:
    await enqueue(storage, *parts(4), rich(2), rich(1001), *parts(3, OTHER_KEY))
    (first,) = await claims(storage, digest=KEY)
    async with storage.transaction() as tx:
        await send(tx, first, "1")
    second, _ = sorted(await claims(storage, digest=KEY), key=lambda each: each.form)
    async with storage.transaction() as tx:
        assert await tx.deliveries.abandon_rest(second, "The channel is gone.") == 3
        assert await tx.deliveries.abandon_rest(second, "Again.") == 0
    states = [(each.form, each.part, each.state, each.problem) for each in await stored(storage)]
    assert states == [
        (Form.PLAIN, 1, State.SENT, None),
        (Form.RICH, 2, State.SENDING, None),
        (Form.PLAIN, 2, State.SENDING, None),
        (Form.PLAIN, 3, State.ABANDONED, "The channel is gone."),
        (Form.PLAIN, 4, State.ABANDONED, "The channel is gone."),
        (Form.RICH, 1001, State.ABANDONED, "The channel is gone."),
    ]
    assert {State.QUEUED} == {each.state for each in await stored(storage, OTHER_KEY)}


async def test_messages_wait_until_they_are_final(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.deliveries.waiting() == 0
    await enqueue(storage, *parts(2))
    (first,) = await claims(storage)
    async with storage.transaction() as tx:
        assert await tx.deliveries.waiting() == 2
        await send(tx, first, "1")
        assert await tx.deliveries.waiting() == 1
        await tx.deliveries.abandon_rest(first, "Enough.")
        assert await tx.deliveries.waiting() == 0


async def test_a_claim_that_is_rolled_back_was_none(storage: Storage) -> None:
    await enqueue(storage, a_delivery())

    async def fail() -> None:
        async with storage.transaction() as tx:
            await tx.deliveries.claim(now=NOW, platforms=[Platform.TELEGRAM], limit=1)
            raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        await fail()
    assert len(await claims(storage)) == 1


async def test_identifiers_of_other_makes_are_taken_too(storage: Storage) -> None:
    delivery = replace(a_delivery(), id=delivery_id(KEY, 1, Form.RICH))
    await enqueue(storage, delivery, a_delivery())
    assert len(await stored(storage)) == 2


def ids(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.id for delivery in deliveries]
