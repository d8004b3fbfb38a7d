"""Digests in forums, in announcement channels and in private."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from adapters.discord.publisher import DiscordPublisher
from bot.document.fit import paginate
from bot.document.nodes import Document, Heading, Paragraph, Section, Strong, Tag, Text, text
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import Rejected, TryLater, Uncertain, Unreachable
from bot.ports import Message
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.discord.corpus import many_papers
from tests.builders import a_digest, a_document
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_world import Person

FORUM = Destination(Platform.DISCORD, "3")
NEWS = Destination(Platform.DISCORD, "4")
ADA = Person(77, "ada")
TO_ADA = Destination(Platform.DISCORD, "@77")
TAGS = {"cs": 30, "cs.CV": 31, "Off topic": 32, "cs.CL": 33, "stat.ML": 34, "math": 35}


def a_message(document: Document | None = None, *, reply_to: str | None = None) -> Message:
    return Message(document=document or a_document(), nonce="nonce-1", reply_to=reply_to)


def a_day(topic: str = "cs.CL", *categories: str) -> Document:
    tags = tuple(Tag(name, "https://arxiv.org") for name in categories)
    return Document(
        (Heading(text("Hot papers · Friday")), Paragraph(text(f"{topic} · 2 papers"))),
        (Section((Heading(text("1. A paper"), 2), Paragraph((Strong((Text("Tags"), *tags)),)))),),
        accent="cs",
    )


def posts(discord: DiscordEmulator) -> list[tuple[str, list[int]]]:
    """The name of each post in the forum, with its tags."""
    return [
        (channel.name, list(channel.applied_tags))
        for channel in discord._world.channels.values()
        if channel.parent == 3
    ]


# Forums.


async def test_a_digest_in_a_forum_is_a_post(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    receipt = await publisher.publish(a_message(), FORUM)
    assert [("A title", [])] == posts(discord)
    (first,) = discord.messages(int(receipt.message_id))
    assert ("## A title", [], {"parse": []}) == (
        first.text.splitlines()[0],
        first.pings,
        _allowed(first.body),
    )


def _allowed(body: Mapping[str, object]) -> object:
    allowed = body["allowed_mentions"]
    assert isinstance(allowed, dict)
    return {"parse": allowed["parse"]}


async def test_all_parts_stand_in_the_same_post(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    page = digests.page(a_digest(*many_papers()), ENGLISH_WORDS)
    parts = paginate(page, publisher.ruler(Form.PLAIN))
    receipts: list[Receipt] = []
    for number, part in enumerate(parts):
        before = receipts[-1].message_id if receipts else None
        message = replace(a_message(part, reply_to=before), nonce=str(number))
        receipts.append(await publisher.publish(message, FORUM))
    assert len(parts) == len(discord.messages(int(receipts[0].message_id))) > 2
    assert len(parts) == len(set(receipts))
    ((name, _),) = posts(discord)
    assert name == page.opening[0].spans[0].text  # type: ignore[union-attr]


async def test_a_digest_whose_answer_was_lost_is_not_posted_twice(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum", tags=TAGS)
    first = await publisher.publish(a_message(a_day()), FORUM)
    again = await publisher.publish(a_message(a_day()), FORUM)
    other = await publisher.publish(a_message(a_day("cs.CV")), FORUM)
    assert (first, 2) == (again, len(posts(discord)))
    assert first != other


async def test_a_forum_that_may_not_be_read_is_posted_to(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    first = await publisher.publish(a_message(), FORUM)
    discord.stumbles_at(f"GET /channels/{first.message_id}/messages", status=403)
    await publisher.publish(a_message(), FORUM)
    assert 2 == len(posts(discord))


@pytest.mark.parametrize("status", [500, 502])
async def test_a_request_that_may_have_been_taken_is_not_repeated(
    discord: DiscordEmulator, publisher: DiscordPublisher, status: int
) -> None:
    discord.opens(3, kind="forum")
    discord.stumbles_at("POST /channels/3/threads", status=status)
    with pytest.raises(Uncertain):
        await publisher.publish(a_message(), FORUM)
    assert 1 == discord.requests.count("POST /channels/3/threads")


async def test_a_pause_that_discord_asks_for_is_made(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    discord.stumbles_at("POST /channels/3/threads", status=429)
    await publisher.publish(a_message(), FORUM)
    assert (2, 1) == (discord.requests.count("POST /channels/3/threads"), len(posts(discord)))


@pytest.mark.parametrize(
    ("document", "is_required", "tags"),
    [
        (a_day("cs.CL", "stat.ML"), False, [33, 30, 34]),
        (a_day("everything", "cs.CV", "cs.CV", "stat.ML"), False, [30, 31, 34]),
        (a_document(), False, []),
        (a_document(), True, [30]),
    ],
)
async def test_a_post_is_tagged_with_what_it_is_about(
    discord: DiscordEmulator,
    publisher: DiscordPublisher,
    document: Document,
    is_required: bool,  # noqa: FBT001
    tags: list[int],
) -> None:
    discord.opens(3, kind="forum", tags=TAGS, requires_tag=is_required)
    await publisher.publish(a_message(document), FORUM)
    assert [tags] == [tagged for _, tagged in posts(discord)]


async def test_a_long_title_is_shortened(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    await publisher.publish(a_message(Document((Heading(text("title " * 30)),))), FORUM)
    ((name, _),) = posts(discord)
    assert (100, "…") == (len(name), name[-1])


async def test_a_post_that_is_deleted_or_locked_does_not_close_the_forum(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    receipt = await publisher.publish(a_message(), FORUM)
    discord.locks(int(receipt.message_id))
    for _ in range(2):
        with pytest.raises(Rejected, match="in the Discord forum 3"):
            await publisher.publish(a_message(reply_to=receipt.message_id), FORUM)
        if int(receipt.message_id) in discord._world.channels:
            discord.deletes(int(receipt.message_id))


async def test_the_check_knows_forums(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, name="ideas", kind="forum")
    assert "Hot Papers#4242 may post in #ideas of The Reading Group." == await publisher.check(
        FORUM
    )
    discord.takes_away("send_messages", channel=3)
    with pytest.raises(Unreachable, match=r"it lacks Create Posts\."):
        await publisher.check(FORUM)


# Announcements.


async def test_an_announcement_is_published(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(4, kind="news")
    await publisher.publish(a_message(), NEWS)
    await publisher.publish(a_message(), NEWS)
    assert [True] == [message.is_crossposted for message in discord.messages(4)]


async def test_an_announcement_that_cannot_be_published_stands_there(
    discord: DiscordEmulator, publisher: DiscordPublisher, caplog: pytest.LogCaptureFixture
) -> None:
    discord.opens(4, kind="news")
    discord.stumbles_at("POST /channels/4/messages/*/crosspost", status=403)
    receipt = await publisher.publish(a_message(), NEWS)
    assert [receipt.message_id] == [str(message.id) for message in discord.messages(4)]
    assert ["Announcement not published to those who follow the channel"] == caplog.messages


async def test_a_channel_is_looked_at_once(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(4, kind="news")
    await publisher.publish(a_message(), NEWS)
    await publisher.publish(a_message(), NEWS)
    assert 1 == discord.requests.count("GET /channels/4")


# Private conversations.


async def test_a_person_is_written_to_in_private(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    channel = discord.private(ADA)
    await publisher.publish(a_message(), TO_ADA)
    assert 1 == len(discord.messages(channel))
    assert "may write to this person" in await publisher.check(TO_ADA)


async def test_a_person_who_takes_no_messages_is_unreachable(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.private(ADA)
    discord.blocks(ADA)
    with pytest.raises(Unreachable, match="I may not write to the Discord user 77"):
        await publisher.publish(a_message(), TO_ADA)


async def test_an_account_that_is_gone_is_unreachable(publisher: DiscordPublisher) -> None:
    with pytest.raises(Unreachable, match="The Discord user 404 does not exist"):
        await publisher.publish(a_message(), Destination(Platform.DISCORD, "@404"))


async def test_a_discord_that_is_down_while_it_is_asked_is_tried_later(
    discord: DiscordEmulator, publisher: DiscordPublisher
) -> None:
    discord.opens(3, kind="forum")
    discord.stumbles_at("GET /guilds/500/threads/active", status=503)
    with pytest.raises(TryLater):
        await publisher.publish(a_message(), FORUM)
    assert [] == posts(discord)
