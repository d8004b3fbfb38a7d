"""The main conversations once more, before a judge that we did not write.

simcord models Discord in memory, with the real discord.py on top: https://simcord.readthedocs.io.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

import discord as sdk
import pytest
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

from adapters.discord.client import Session
from adapters.discord.commands import listener
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.registry import register
from adapters.discord.rights import DiscordRights
from adapters.discord.texts import texts
from bot.commands.dispatch import Dispatch
from bot.domain.destinations import Destination, Platform
from bot.ports import Message
from tests.adapters.discord.reading_room import a_desk
from tests.builders import a_document
from tests.commands.libraries import PAPERS


@dataclass
class Room:
    """A server with a channel, a manager and a reader."""

    env: Env
    client: sdk.AutoShardedClient
    desk: Dispatch
    publisher: DiscordPublisher
    guild: GuildHandle
    channel: ChannelHandle
    ada: MemberActor
    bob: MemberActor


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with AsyncExitStack() as closing:
        session = Session("token", "http://127.0.0.1:1", closing)
        publisher = DiscordPublisher(session)
        desk = await a_desk(DiscordRights(session), publisher)
        client = listener(desk)
        # Who posts is logged in already, as whoever listens.
        session._client = client
        env = Env(client, shard_count=1)
        await env.start()
        guild = env.create_guild("The Reading Group")
        managers = guild.create_role("Managers", permissions=sdk.Permissions(manage_channels=True))
        yield Room(
            env,
            client,
            desk,
            publisher,
            guild,
            guild.create_text_channel("papers"),
            guild.add_member(env.create_user("ada"), roles=[managers]),
            guild.add_member(env.create_user("bob")),
        )
        await env.shutdown()
    assert [] == env.errors


def said(result: InteractionResult) -> str:
    """Read the newest that was said to an interaction."""
    messages = [*([result.response] if result.response else []), *result.followups]
    return "\n".join(texts(messages[-1].components))


async def test_a_command_is_answered(room: Room) -> None:
    result = await room.bob.slash(room.channel, "hot")
    assert (True, False) == (result.acknowledged, result.ephemeral)
    assert "Learning Machines 1" in said(result)


async def test_its_pages_are_turned_in_place(room: Room) -> None:
    first = await room.bob.slash(room.channel, "hot")
    assert first.response
    await room.ada.click(first.response, label="Next ▸")
    assert "Learning Machines 6" in said(first)
    assert 1 == len(room.channel.history())


async def test_typing_is_completed(room: Room) -> None:
    offered = await room.bob.autocomplete(room.channel, "hot", "topic", "cs.C")
    assert "cs.CL" in [choice["value"] for choice in offered]


async def test_a_mistake_is_told_in_private(room: Room) -> None:
    result = await room.bob.slash(room.channel, "hot", topic="cs.XX")
    assert result.ephemeral
    assert "No category “cs.XX”" in said(result)


async def test_a_closer_look_is_private(room: Room) -> None:
    paper = await room.bob.slash(room.channel, "paper", paper=PAPERS[0])
    assert paper.response
    why = await room.ada.click(paper.response, label="Why")
    assert (True, True) == (why.ephemeral, bool(said(why)))


async def test_a_channel_is_subscribed_and_changed_in_a_form(room: Room) -> None:
    assert "Only who runs #papers" in said(
        await room.bob.slash(room.channel, "subscribe", topic="cs.CL")
    )
    card = await room.ada.slash(room.channel, "subscribe", topic="cs.CL")
    assert (True, True) == (card.ephemeral, "Subscribed." in said(card))
    assert card.response
    form = await room.ada.click(card.response, label="Change")
    assert form.modal is not None
    await room.ada.submit_modal(form, {**written(form.modal), "at": "10:30"})
    assert "10:30" in said(card)


def written(modal: Mapping[str, object]) -> dict[str, str]:
    """Give what stands in a form already."""
    components = modal["components"]
    assert isinstance(components, list)
    fields = [component["component"] for component in components]
    return {field["custom_id"]: field.get("value", "") for field in fields}


async def test_papers_of_a_message_are_looked_up(room: Room) -> None:
    message = await room.bob.send(room.channel, f"Look: https://arxiv.org/abs/{PAPERS[2]}")
    result = await room.ada.context_menu(room.channel, "Look up papers", message)
    assert (True, True) == (result.ephemeral, "Learning Machines 3" in said(result))


async def test_a_private_conversation_is_subscribed_by_its_person(room: Room) -> None:
    result = await room.bob.user.slash("subscribe", topic="cs.CL")
    assert "Subscribed." in said(result)


async def test_a_digest_in_a_forum_is_one_post(room: Room) -> None:
    forum = room.guild.create_forum_channel("ideas")
    await room.env.settle()
    to, message = (
        Destination(Platform.DISCORD, str(forum.id)),
        Message(document=a_document(), nonce="n"),
    )
    first = await room.publisher.publish(message, to)
    again = await room.publisher.publish(message, to)
    (post,) = forum.threads
    assert (str(post.id), first, "A title") == (first.message_id, again, post.name)


async def test_an_announcement_is_published(room: Room) -> None:
    news = room.guild.create_news_channel("news")
    await room.env.settle()
    message = Message(document=a_document(), nonce="n")
    await room.publisher.publish(message, Destination(Platform.DISCORD, str(news.id)))
    assert news.last_message is not None
    # simcord marks what is published with the flag of what has come from elsewhere.
    assert news.last_message.flags.is_crossposted


async def test_the_check_says_what_is_missing(room: Room) -> None:
    to = Destination(Platform.DISCORD, str(room.channel.id))
    assert "may post in #papers" in await room.publisher.check(to)


async def test_commands_that_are_there_are_not_sent_again(room: Room) -> None:
    assert not await register(room.client, room.desk)


async def test_nothing_is_kept_of_what_was_shown(room: Room) -> None:
    first = await room.bob.slash(room.channel, "hot")
    card = await room.ada.slash(room.channel, "subscribe", topic="cs.CL")
    assert first.response
    assert card.response
    await room.ada.click(first.response, label="Next ▸")
    await room.ada.click(card.response, label="Change")
    await room.publisher.publish(
        Message(document=a_document(), nonce="n"),
        Destination(Platform.DISCORD, str(room.channel.id)),
    )
    store = room.client._connection._view_store
    assert ({}, {}, {}) == (store._views, store._modals, store._synced_message_views)
