"""discord.py posts to a Discord on the loopback."""

from datetime import timedelta

import pytest

from adapters.discord.client import opened
from adapters.discord.publisher import DiscordPublisher
from bot.document.fit import paginate
from bot.document.nodes import Buttons as ButtonRow
from bot.document.nodes import Document, Heading, LinkButton, Paragraph, text
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import Rejected, TryLater, Uncertain, Unreachable
from bot.ports import Message, Publisher
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.discord.corpus import many_papers
from tests.builders import a_digest, a_document
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_rules import SUPPRESS_NOTIFICATIONS

PAPERS = Destination(Platform.DISCORD, "1")
THREAD = Destination(Platform.DISCORD, "1", "2")
FORUM_POST = Destination(Platform.DISCORD, "3", "4")


@pytest.fixture(autouse=True)
def _channels(discord: DiscordEmulator) -> None:
    discord.opens(1, name="papers")
    discord.opens(2, name="january", kind="thread", parent=1)
    discord.opens(3, name="ideas", kind="forum")
    discord.opens(4, name="an idea", kind="thread", parent=3)


def a_message(
    words: str = "Hello", *, nonce: str = "nonce-1", reply_to: str | None = None
) -> Message:
    return Message(document=a_document(words), nonce=nonce, reply_to=reply_to)


def test_it_is_the_publisher_of_discord(publisher: Publisher) -> None:
    assert (publisher.platform, publisher.recognises_nonces) == (Platform.DISCORD, True)


async def test_a_message_stands_in_the_channel(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    receipt = await publisher.publish(a_message(), PAPERS)
    (posted,) = discord.messages(1)
    assert Receipt(str(posted.id)) == receipt
    assert posted.text == "## A title\nHello"


@pytest.mark.parametrize(("to", "channel"), [(THREAD, 2), (FORUM_POST, 4)])
async def test_a_thread_is_posted_to_instead_of_its_channel(
    discord: DiscordEmulator, publisher: DiscordPublisher, to: Destination, channel: int
) -> None:
    await publisher.publish(a_message(), to)
    assert len(discord.messages(channel)) == 1


async def test_nobody_is_ever_rung(discord: DiscordEmulator, publisher: DiscordPublisher) -> None:
    await publisher.publish(a_message("@everyone @here <@1> <@&2>"), PAPERS)
    (posted,) = discord.messages(1)
    assert posted.pings == []
    assert {"parse": []}.items() <= dict(_mapping(posted.body["allowed_mentions"])).items()


async def test_a_silent_message_makes_no_sound(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    await publisher.publish(a_message(nonce="loud"), PAPERS)
    message = Message(document=a_document(), nonce="silent", is_silent=True)
    await publisher.publish(message, PAPERS)
    flags = [bool(posted.flags & SUPPRESS_NOTIFICATIONS) for posted in discord.messages(1)]
    assert flags == [False, True]


async def test_parts_do_not_reply_to_each_other(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    await publisher.publish(a_message(reply_to="123"), PAPERS)
    assert "message_reference" not in discord.messages(1)[0].body


async def test_a_digest_of_hostile_papers_is_taken_part_by_part(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    parts = paginate(
        digests.page(a_digest(*many_papers()), ENGLISH_WORDS), publisher.ruler(Form.RICH)
    )
    for number, part in enumerate(parts):
        await publisher.publish(Message(document=part, nonce=f"part-{number}"), PAPERS)
    assert len(parts) == len(discord.messages(1)) > 1
    assert all(posted.pings == [] for posted in discord.messages(1))


async def test_a_repeated_nonce_gives_the_message_that_stands_there(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    receipts = {await publisher.publish(a_message(), PAPERS) for _ in range(2)}
    assert (1, 1) == (len(receipts), len(discord.messages(1)))


async def test_a_lost_answer_is_uncertain_and_trying_again_repeats_nothing(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.hangs_up_after_taking()
    with pytest.raises(Uncertain):
        await publisher.publish(a_message(), PAPERS)
    receipt = await publisher.publish(a_message(), PAPERS)
    assert [receipt] == [Receipt(str(posted.id)) for posted in discord.messages(1)]


async def test_an_answer_that_makes_no_sense_is_uncertain(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.babbles_after_taking()
    with pytest.raises(Uncertain, match="not understood"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_silent_server_does_not_hold_us_for_ever(discord: DiscordEmulator) -> None:
    async with opened(discord.TOKEN, api_url=discord.url) as session:
        publisher = DiscordPublisher(session, patience=timedelta(seconds=0.1))
        discord.falls_silent_after_taking()
        with pytest.raises(Uncertain):
            await publisher.publish(a_message(), PAPERS)


async def test_a_message_that_was_posted_and_deleted_is_not_posted_again(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    receipt = await publisher.publish(a_message(), PAPERS)
    discord.deletes_message(int(receipt.message_id))
    with pytest.raises(Rejected, match="deleted"):
        await publisher.publish(a_message(), PAPERS)
    assert discord.messages(1) == []


async def test_a_short_rate_limit_is_waited_out(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.is_busy(times=2)
    await publisher.publish(a_message(), PAPERS)
    assert len(discord.messages(1)) == 1


async def test_a_long_rate_limit_is_told(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.is_busy(retry_after=90)
    with pytest.raises(TryLater) as refusal:
        await publisher.publish(a_message(), PAPERS)
    assert refusal.value.after == timedelta(seconds=90)


async def test_a_ban_by_the_proxy_in_front_is_told(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.is_busy(retry_after=600, via=False)
    with pytest.raises(TryLater) as refusal:
        await publisher.publish(a_message(), PAPERS)
    assert refusal.value.after == timedelta(minutes=10)


async def test_a_burst_stays_within_the_rate_limit(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    for number in range(12):
        await publisher.publish(a_message(nonce=str(number)), PAPERS)
    assert [str(number) for number in range(12)] == [body["nonce"] for body in discord.bodies]


async def test_a_server_that_is_down_is_tried_later(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.goes_down()
    with pytest.raises(TryLater, match="down"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_server_that_hiccups_gets_the_same_nonce_again(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.stumbles_at("POST /channels/1/messages", status=502)
    await publisher.publish(a_message(), PAPERS)
    assert ["nonce-1"] == [posted.body["nonce"] for posted in discord.messages(1)]


async def test_a_deleted_channel_is_unreachable(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.deletes(1)
    with pytest.raises(Unreachable, match="The Discord channel 1 does not exist"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_missing_right_is_unreachable(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.takes_away("send_messages", channel=1)
    with pytest.raises(Unreachable, match="Send Messages"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_bot_that_was_thrown_out_is_unreachable(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.kicks_the_bot()
    with pytest.raises(Unreachable, match="Invite it"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_revoked_token_is_named_by_its_variable(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.revokes_the_token()
    with pytest.raises(Unreachable, match="DISCORD_TOKEN"):
        await publisher.publish(a_message(), PAPERS)


async def test_a_document_that_was_not_fitted_is_rejected(publisher: DiscordPublisher) -> None:
    message = Message(document=a_document("long " * 2000), nonce="n")
    with pytest.raises(Rejected):
        await publisher.publish(message, PAPERS)


async def test_too_many_components_are_rejected_before_they_are_sent(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    row = ButtonRow((LinkButton("More", "https://arxiv.org"),) * 5)
    document = Document((Heading(text("A title")), *(row,) * 10))
    with pytest.raises(Rejected):
        await publisher.publish(Message(document=document, nonce="n"), PAPERS)
    assert discord.bodies == []


async def test_an_empty_document_is_rejected(publisher: DiscordPublisher) -> None:
    with pytest.raises(Rejected):
        await publisher.publish(Message(document=Document((Paragraph(()),)), nonce="n"), PAPERS)


async def test_a_destination_without_a_number_is_unreachable(publisher: DiscordPublisher) -> None:
    with pytest.raises(Unreachable, match="@papers"):
        await publisher.publish(a_message(), Destination(Platform.DISCORD, "@papers"))


async def test_the_check_says_who_may_post_where(publisher: DiscordPublisher) -> None:
    sentence = "Hot Papers#4242 may post in #papers of The Reading Group."
    assert sentence == await publisher.check(PAPERS)


async def test_the_check_knows_threads_and_private_conversations(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(5, name="Ada", kind="private")
    assert "#january" in await publisher.check(THREAD)
    assert "#an idea" in await publisher.check(FORUM_POST)
    assert "private" in await publisher.check(Destination(Platform.DISCORD, "5"))


async def test_the_check_posts_nothing(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    await publisher.check(PAPERS)
    assert not any(request.startswith("POST") for request in discord.requests)


async def test_the_check_names_the_right_that_is_missing(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.takes_away("send_messages", channel=1)
    with pytest.raises(Unreachable, match=r"may not post in #papers .* lacks Send Messages\."):
        await publisher.check(PAPERS)
    assert "#january" in await publisher.check(THREAD)
    discord.takes_away("send_messages_in_threads", channel=1)
    with pytest.raises(Unreachable, match="lacks Send Messages in Threads\\."):
        await publisher.check(THREAD)


async def test_the_check_tells_a_channel_that_it_cannot_see(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.takes_away("view_channel", channel=1)
    with pytest.raises(Unreachable, match="View Channel"):
        await publisher.check(PAPERS)


async def test_the_check_tells_what_cannot_be_posted_to(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(6, name="all", kind="category")
    discord.locks(2)
    for channel, problem in (("6", "takes no text"), ("2", "locked"), ("9", "id")):
        with pytest.raises(Unreachable, match=problem):
            await publisher.check(Destination(Platform.DISCORD, channel))


async def test_the_check_is_tried_later_when_discord_is_down(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.goes_down()
    with pytest.raises(TryLater):
        await publisher.check(PAPERS)


def _mapping(value: object) -> dict[object, object]:
    assert isinstance(value, dict)
    return value
