"""The real discord.py runs against the emulator's gateway, and people use its commands there."""

import asyncio
from collections.abc import AsyncIterator

import discord as sdk
import pytest

from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_small_bot import SmallBot, pointed_at, running
from tests.emulators.discord_world import Person

ADA = Person(77, "ada", locale="de")
BOB = Person(78, "bob", rights=frozenset({"manage_guild"}))


@pytest.fixture
async def bot(discord: DiscordEmulator) -> AsyncIterator[SmallBot]:
    discord.opens(1, name="papers")
    async with running(discord) as bot:
        yield bot


# Commands, buttons, menus and forms.


async def test_a_command_is_deferred_answered_and_followed_up(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    command = await discord.uses(ADA, 1, "hot", {"topic": "cs.CL"})
    acknowledgement = await command.acknowledgement()
    answer = await command.answer()
    assert (5, True) == (acknowledgement.type, acknowledgement.after < 3)
    assert "3 papers of cs.CL for de" == answer.text
    assert (False, False) == (answer.is_ephemeral, answer.is_deferred)
    assert ["More", "Ask", "Off"] == answer.labels
    assert [b"papers"] == [file.content for file in answer.files]
    remark = await command.follow_up()
    assert ("That was all.", True) == (remark.text, remark.is_ephemeral)
    assert [answer.id] == [message.id for message in discord.messages(1)]


async def test_a_private_answer_is_seen_by_one_person(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    command = await discord.uses(ADA, 1, "hot", {"topic": "private", "count": 9})
    answer = await command.answer()
    assert (True, []) == (answer.is_ephemeral, discord.messages(1))
    with pytest.raises(AssertionError, match="bob cannot see"):
        await discord.clicks(BOB, answer, "More")
    forged = await discord.forges(BOB, 1, "more", message=answer)
    assert "More papers" == (await forged.answer()).text


async def test_thinking_is_no_answer(discord: DiscordEmulator, bot: SmallBot) -> None:
    command = await discord.uses(ADA, 1, "slow")
    await command.acknowledgement()
    assert command.shown is not None
    assert (True, True) == (command.shown.is_deferred, command.shown.is_ephemeral)
    with pytest.raises(AssertionError, match="was acknowledged with 5"):
        await command.answer(timeout=0)


async def test_typing_is_completed(discord: DiscordEmulator, bot: SmallBot) -> None:
    choices = await discord.types(ADA, 1, "hot", option="topic", text="cs.")
    assert [("About cs.CL", "cs.CL"), ("About cs.CV", "cs.CV")] == [
        (choice.name, choice.value) for choice in choices
    ]


async def test_a_button_changes_its_message(discord: DiscordEmulator, bot: SmallBot) -> None:
    answer = await (await discord.uses(ADA, 1, "hot", {"topic": "cs.CL"})).answer()
    changed = await (await discord.clicks(BOB, answer, "More")).answer()
    assert (answer.id, "More papers") == (changed.id, changed.text)
    assert changed == discord.sees(answer)
    with pytest.raises(AssertionError, match="cannot be pressed"):
        await discord.clicks(ADA, answer, "Off")
    with pytest.raises(AssertionError, match=r"'Less' here; there are \['More', 'Ask', 'Off'\]"):
        await discord.clicks(ADA, answer, "Less")


async def test_a_menu_is_chosen_from(discord: DiscordEmulator, bot: SmallBot) -> None:
    answer = await (await discord.uses(ADA, 1, "hot", {"topic": "cs.CL"})).answer()
    choosing = await discord.chooses(ADA, answer, "topic", ["STAT.ML"])
    assert "Papers of ['stat.ML']" == (await choosing.answer()).text
    with pytest.raises(AssertionError, match="not offered"):
        await discord.chooses(ADA, answer, "topic", ["hep-th"])


async def test_a_form_opens_and_is_sent(discord: DiscordEmulator, bot: SmallBot) -> None:
    answer = await (await discord.uses(ADA, 1, "hot", {"topic": "cs.CL"})).answer()
    form = await (await discord.clicks(ADA, answer, "ask")).modal()
    assert ("Which words?", ["Words"]) == (form.title, [each.label for each in form.fields])
    sent = await discord.submits(ADA, form, {"Words": "diffusion"})
    assert "Looking for diffusion" == (await sent.answer()).text
    with pytest.raises(AssertionError, match="1 to 20 characters"):
        await discord.submits(ADA, form, {"Words": "d" * 21})


async def test_a_message_has_a_menu_of_its_own(discord: DiscordEmulator, bot: SmallBot) -> None:
    await bot.get_partial_messageable(1, guild_id=500).send("Look: 2401.01234")
    (message,) = discord.messages(1)
    looking = await discord.uses_on_message(ADA, 1, "Look up papers", message)
    assert f"In {message.id}: Look: 2401.01234" == (await looking.answer()).text


async def test_a_command_works_in_private(discord: DiscordEmulator, bot: SmallBot) -> None:
    command = await discord.uses(BOB, None, "hot", {"topic": "cs.CL"})
    answer = await command.answer()
    assert ("3 papers of cs.CL for en-US", discord.private(BOB)) == (answer.text, answer.channel)
    with pytest.raises(AssertionError, match="not offered in context 1"):
        await discord.uses(BOB, None, "settings", {"channel": 1})


async def test_the_client_refuses_what_was_not_registered(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    for command, options, problem in (
        ("cold", {}, "no command"),
        ("hot", {}, "needs topic"),
        ("hot", {"topic": 3}, "cannot be filled in"),
        ("hot", {"topic": "cs.CL", "size": 3}, "no options"),
        ("hot", {"topic": "cs.CL", "count": 10}, "1 to 9"),
    ):
        with pytest.raises(AssertionError, match=problem):
            await discord.uses(ADA, 1, command, options)


async def test_a_member_without_the_right_does_not_see_a_command(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    with pytest.raises(AssertionError, match="ada does not see /settings"):
        await discord.uses(ADA, 1, "settings", {"channel": 1})
    allowed = await discord.uses(BOB, 1, "settings", {"channel": 1})
    assert "Posting in papers, True" == (await allowed.answer()).text
    overridden = await discord.uses(ADA, 1, "settings", {"channel": 1}, is_let_by_an_admin=True)
    assert "Posting in papers, False" == (await overridden.answer()).text


async def test_a_command_has_a_name_in_each_language(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    assert ("heiß", "hot") == (discord.shown_name("hot", "de"), discord.shown_name("hot", "fr"))


# Shards and connections.


async def test_each_shard_hears_of_its_own_guilds(discord: DiscordEmulator) -> None:
    guilds = [number << 22 for number in range(1, 7)]
    async with DiscordEmulator(shards=3) as sharded:
        for guild in guilds:
            sharded.opens(guild + 1, guild=guild)
        async with running(sharded, shards=3) as bot:
            assert ("ready", 6) == await bot.hears()
            assert [(0, 3), (1, 3), (2, 3)] == sharded.identified
            assert [1, 1, 1] == sharded.intents
            assert [1, 2, 0] * 2 == [each.shard_id for each in map(bot.get_guild, guilds) if each]
            command = await sharded.uses(ADA, guilds[4] + 1, "hot", {"topic": "cs.CL"})
            assert "3 papers of cs.CL for de" == (await command.answer()).text


async def test_the_bot_hears_of_guilds_and_channels(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    assert ("ready", 1) == await bot.hears()
    await discord.joins(7, channels=[71])
    discord.opens(72, guild=7)
    discord.deletes(72)
    await discord.is_kicked_from(7)
    expected = [("joined", 7), ("opened", 72), ("deleted", 72), ("left", 7)]
    assert expected == [await bot.hears() for _ in expected]


async def test_a_resumed_session_hears_what_it_missed(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    assert ("ready", 1) == await bot.hears()
    discord.drops_connections()
    await discord.joins(7)
    command = await discord.uses(ADA, 1, "hot", {"topic": "cs.CL"})
    await discord.sees_it_resume()
    assert ("joined", 7) == await bot.hears()
    assert "3 papers of cs.CL for de" == (await command.answer()).text
    assert ([0], [(0, 1)]) == (discord.resumed, discord.identified)


async def test_a_forgotten_session_begins_anew(discord: DiscordEmulator, bot: SmallBot) -> None:
    discord.drops_connections(is_forgetting=True)
    await discord.sees_the_bot_online()
    assert ([], [(0, 1), (0, 1)]) == (discord.resumed, discord.identified)


async def test_the_bot_reconnects_when_it_is_asked_to(
    discord: DiscordEmulator, bot: SmallBot
) -> None:
    discord.asks_to_reconnect()
    await discord.sees_it_resume()
    assert [(0, 1)] == discord.identified


async def test_a_revoked_token_ends_the_connection(
    discord: DiscordEmulator,
) -> None:
    with pointed_at(discord):
        async with SmallBot() as bot:
            life = asyncio.create_task(bot.start(discord.TOKEN))
            await discord.sees_the_bot_online()
            discord.revokes_the_token()
            with pytest.raises(sdk.ConnectionClosed) as closed:
                await life
    assert 4004 == closed.value.code


async def test_a_wrong_token_is_closed_with_its_code(
    discord: DiscordEmulator,
) -> None:
    with pointed_at(discord):
        async with SmallBot() as bot:
            await bot.login(discord.TOKEN)
            bot.http.token = "MTAw.other.T0ken"
            bot.shard_count = 1
            with pytest.raises(sdk.ConnectionClosed) as closed:
                await bot.connect()
    assert (4004, []) == (closed.value.code, discord.identified)


async def test_privileged_intents_are_refused(discord: DiscordEmulator) -> None:
    with pointed_at(discord):
        async with sdk.AutoShardedClient(intents=sdk.Intents.all()) as bot:
            with pytest.raises(sdk.PrivilegedIntentsRequired):
                await bot.start(discord.TOKEN)
