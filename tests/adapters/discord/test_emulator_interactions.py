"""The emulator takes and refuses reactions, forms and posts as Discord does."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_interaction import Interaction
from tests.emulators.discord_modal_rules import inspect_modal
from tests.emulators.discord_rules import COMPONENTS_V2, EPHEMERAL, Refusal, inspect
from tests.emulators.discord_world import APPLICATION, Person

ADA = Person(77, "ada", locale="de")
BOB = Person(78, "bob", rights=frozenset({"manage_guild"}))
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
COMMAND, TYPING = 2, 4
Shape = dict[str, object]


@dataclass
class Bot:
    """A bot without a library."""

    discord: DiscordEmulator
    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse

    async def hears(self, event: str = "INTERACTION_CREATE") -> Shape:
        while True:
            frame = await self.socket.receive_json(timeout=5)
            if frame.get("t") == event:
                assert isinstance(frame["d"], dict)
                return frame["d"]

    async def does(self, method: str, path: str, body: object = None) -> tuple[int, Shape]:
        """Give the code of a refusal, or 0, and the answer."""
        sent = None if method == "GET" else body
        async with self.session.request(method, self.discord.url + path, json=sent) as answer:
            shape = await answer.json() if answer.status != 204 else {}
        return (int(shape["code"]), {}) if answer.status >= 400 else (0, shape)

    async def calls_back(self, what: Interaction, callback: int, **data: object) -> int:
        path = f"/interactions/{what.id}/{what.token}/callback"
        return (await self.does("POST", path, {"type": callback, "data": data}))[0]


@asynccontextmanager
async def listening(discord: DiscordEmulator) -> AsyncIterator[Bot]:
    headers = {"Authorization": f"Bot {discord.TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.ws_connect(discord.gateway_url) as socket,
    ):
        await socket.send_json({"op": 2, "d": {"token": discord.TOKEN, "intents": 1}})
        bot = Bot(discord, session, socket)
        await bot.hears("READY")
        yield bot


@pytest.fixture
async def bot(discord: DiscordEmulator) -> AsyncIterator[Bot]:
    discord.opens(1, name="papers")
    discord.takes_away("send_messages", 1)
    async with listening(discord) as bot:
        yield bot


async def a_command(discord: DiscordEmulator, *, kind: int = COMMAND) -> Interaction:
    return await discord.forges_data(ADA, 1, kind, {"id": "1", "name": "hot", "type": 1})


# What the bot is told.


async def test_an_interaction_tells_who_asks_where(discord: DiscordEmulator, bot: Bot) -> None:
    discord.speaks(500, "fr")
    await discord.forges(BOB, 1, "save:7", values=["a"])
    told = await bot.hears()
    member, channel = told["member"], told["channel"]
    assert isinstance(member, dict)
    assert isinstance(channel, dict)
    assert {
        "type": 3,
        "version": 1,
        "application_id": str(APPLICATION),
        "guild_id": "500",
        "guild": {"id": "500", "locale": "fr", "features": []},
        "channel_id": "1",
        "locale": "en-US",
        "guild_locale": "fr",
        "entitlements": [],
        "authorizing_integration_owners": {"0": "500"},
        "context": 0,
        "attachment_size_limit": 10 << 20,
        "data": {"custom_id": "save:7", "component_type": 3, "id": 1, "values": ["a"]},
    }.items() <= told.items()
    assert (0, "78") == (channel["type"], member["user"]["id"])
    assert (32, 0) == (int(member["permissions"]) & 32, int(str(told["app_permissions"])) & 2048)


async def test_a_private_interaction_has_a_user_and_no_guild(
    discord: DiscordEmulator, bot: Bot
) -> None:
    await discord.forges_data(ADA, None, COMMAND, {})
    told = await bot.hears()
    assert (1, {"0": "0"}) == (told["context"], told["authorizing_integration_owners"])
    assert ("77", False) == (_in(told, "user", "id"), {"guild_id", "member"} <= told.keys())


async def test_a_form_carries_what_was_filled_in(discord: DiscordEmulator, bot: Bot) -> None:
    await discord.forges(ADA, 1, "ask", fields={"words": "w"})
    told = await bot.hears()
    field = {"type": 4, "id": 1, "custom_id": "words", "value": "w"}
    assert {
        "custom_id": "ask",
        "components": [{"type": 18, "id": 1, "component": field}],
    } == told["data"]


async def test_a_heartbeat_is_answered(bot: Bot) -> None:
    await bot.socket.send_json({"op": 1, "d": None})
    while (frame := await bot.socket.receive_json(timeout=5))["op"] == 0:
        pass
    assert {"op": 11} == frame


# Reactions.


async def test_an_interaction_is_acknowledged_once(discord: DiscordEmulator, bot: Bot) -> None:
    command = await a_command(discord)
    assert 0 == await bot.calls_back(command, ANSWER, content="Hello", flags=EPHEMERAL)
    assert 40060 == await bot.calls_back(command, ANSWER, content="Hello")
    assert ("Hello", True) == ((await command.answer()).text, (await command.answer()).is_ephemeral)


async def test_a_late_reaction_is_refused(discord: DiscordEmulator, bot: Bot) -> None:
    command = await a_command(discord)
    discord.lets_it_expire(command)
    assert 10062 == await bot.calls_back(command, DEFER)
    assert 10062 == (await bot.does("POST", "/interactions/1/other/callback", {"type": 5}))[0]


@pytest.mark.parametrize(
    ("kind", "callback", "data"),
    [
        (COMMAND, UPDATE, {"content": "Hello"}),
        (COMMAND, DEFER_UPDATE, {}),
        (COMMAND, CHOICES, {"choices": []}),
        (COMMAND, DEFER, {"flags": COMPONENTS_V2}),
        (COMMAND, DEFER, {"content": "Hello"}),
        (COMMAND, ANSWER, {"content": "a" * 2001}),
        (COMMAND, ANSWER, {"content": "Hello", "nonce": "n"}),
        (COMMAND, MODAL, {"title": "T" * 46, "custom_id": "m", "components": []}),
        (TYPING, ANSWER, {"content": "Hello"}),
        (TYPING, CHOICES, {"choices": [{"name": "n", "value": "v"}] * 26}),
        (TYPING, CHOICES, {"choices": [{"name": "n" * 101, "value": "v"}]}),
        (TYPING, CHOICES, {"choices": [{"name": "n", "value": "v" * 101}]}),
    ],
)
async def test_a_wrong_reaction_is_refused(
    discord: DiscordEmulator, bot: Bot, kind: int, callback: int, data: Mapping[str, object]
) -> None:
    command = await a_command(discord, kind=kind)
    assert 50035 == await bot.calls_back(command, callback, **data)
    assert command.acknowledged is None


async def test_a_reaction_is_answered_on_request(discord: DiscordEmulator, bot: Bot) -> None:
    command = await a_command(discord)
    path = f"/interactions/{command.id}/{command.token}/callback?with_response=true"
    _, shape = await bot.does("POST", path, {"type": DEFER, "data": {"flags": EPHEMERAL}})
    assert {
        "id": str(command.id),
        "type": COMMAND,
        "response_message_id": _in(shape, "resource", "message", "id"),
        "response_message_loading": True,
        "response_message_ephemeral": True,
    } == shape["interaction"]


async def test_the_first_follow_up_ends_the_thinking(discord: DiscordEmulator, bot: Bot) -> None:
    command = await a_command(discord)
    await bot.calls_back(command, DEFER, flags=EPHEMERAL)
    hook = f"/webhooks/{APPLICATION}/{command.token}"
    _, first = await bot.does("POST", f"{hook}?wait=true", {"content": "First"})
    _, second = await bot.does("POST", f"{hook}?wait=true", {"content": "Second"})
    assert ("First", True) == ((await command.answer()).text, (await command.answer()).is_ephemeral)
    assert ["Second"] == [each.text for each in command.follow_ups]
    _, original = await bot.does("GET", f"{hook}/messages/@original")
    assert first["id"] == original["id"]
    await bot.does("PATCH", f"{hook}/messages/{second['id']}", {"content": "Other"})
    assert "Other" == (await command.follow_up()).text
    await bot.does("DELETE", f"{hook}/messages/@original")
    assert 10008 == (await bot.does("PATCH", f"{hook}/messages/@original", {"content": "x"}))[0]


async def test_a_webhook_begins_with_the_reaction_and_ends(
    discord: DiscordEmulator, bot: Bot
) -> None:
    command = await a_command(discord)
    hook = f"/webhooks/{APPLICATION}/{command.token}"
    assert 10015 == (await bot.does("POST", hook, {"content": "Early"}))[0]
    await bot.calls_back(command, DEFER)
    discord.lets_its_token_expire(command)
    assert 50027 == (await bot.does("POST", hook, {"content": "Late"}))[0]


# Commands.


async def test_an_overwritten_command_keeps_its_id(discord: DiscordEmulator, bot: Bot) -> None:
    path = f"/applications/{APPLICATION}/commands"
    ids = []
    for description in ("Hot papers", "The hottest papers"):
        wanted = [{"name": "hot", "description": description, "default_member_permissions": 32}]
        code, _ = await bot.does("PUT", path, wanted)
        assert 0 == code
        ids += [each["id"] for each in discord.commands]
    assert 1 == len(set(ids))
    assert ["32"] == [each["default_member_permissions"] for each in discord.commands]
    assert "The hottest papers" == discord.shown_description("hot", "de")
    assert 10002 == (await bot.does("PUT", "/applications/1/commands", []))[0]


# Forms and messages.


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"title": "T" * 46}, "title"),
        ({"custom_id": "c" * 101}, "custom_id"),
        ({"components": []}, "1 to 5"),
        ({"components": [{"type": 10, "content": "x"}] * 6}, "1 to 5"),
        ({"components": [{"type": 2}]}, "type 2"),
    ],
)
def test_a_form_has_limits(changes: Mapping[str, object], problem: str | None) -> None:
    text = {"type": 4, "custom_id": "words", "style": 1}
    form = {"title": "T", "custom_id": "m", "components": [_labelled(text)], **changes}
    if problem is None:
        inspect_modal(form)
        return
    with pytest.raises(Refusal, match=problem):
        inspect_modal(form)


def _labelled(component: Shape) -> Shape:
    return {"type": 18, "label": "Words", "component": component}


def a_button(custom_id: str) -> Shape:
    return {"type": 2, "style": 1, "label": "More", "custom_id": custom_id}


def a_menu(**fields: object) -> Shape:
    options = [{"label": "L", "value": f"v{number}"} for number in range(2)]
    return {"type": 3, "custom_id": "menu", "options": options, **fields}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([a_button("a"), a_button("b")], None),
        ([a_menu(max_values=2)], None),
        ([a_button("a"), a_button("a")], "not unique"),
        ([a_button("a" * 101)], "100 characters"),
        ([a_button("")], "100 characters"),
        ([a_menu(), a_button("a")], "shares its row"),
        ([a_menu(max_values=3)], "more values"),
        ([a_menu(options=[])], "0 options"),
    ],
)
def test_buttons_and_menus_have_limits(row: list[Shape], problem: str | None) -> None:
    body = {"flags": COMPONENTS_V2, "components": [{"type": 1, "components": row}]}
    if problem is None:
        inspect(body)
        return
    with pytest.raises(Refusal, match=problem):
        inspect(body)


# Forums, announcements, private messages.


async def test_a_post_opens_in_a_forum(discord: DiscordEmulator, bot: Bot) -> None:
    discord.opens(3, kind="forum", tags={"cs.CL": 33}, requires_tag=True)
    message = {"content": "Papers"}
    path = "/channels/3/threads"
    code, post = await bot.does("POST", path, _post(message) | {"applied_tags": ["33"]})
    assert (0, "3", 11) == (code, post["parent_id"], post["type"])
    assert ["Papers"] == [each.body["content"] for each in discord.messages(int(str(post["id"])))]
    for fields, refusal in (
        ({}, 40067),
        ({"applied_tags": ["34"]}, 10087),
        ({"applied_tags": ["33"] * 6}, 50035),
        ({"applied_tags": ["33"], "name": ""}, 50035),
        ({"applied_tags": ["33"], "name": "n" * 101}, 50035),
        ({"applied_tags": ["33"], "message": {"content": "x", "nonce": "n"}}, 50035),
    ):
        assert refusal == (await bot.does("POST", path, _post(message) | fields))[0]
    assert 40058 == (await bot.does("POST", "/channels/3/messages", message))[0]


def _post(message: Mapping[str, object]) -> Shape:
    return {"name": "Monday", "message": message}


async def test_an_announcement_is_published_once(discord: DiscordEmulator, bot: Bot) -> None:
    discord.opens(4, kind="news")
    discord.opens(5)
    published = []
    for channel in (4, 5):
        _, message = await bot.does("POST", f"/channels/{channel}/messages", {"content": "x"})
        path = f"/channels/{channel}/messages/{message['id']}/crosspost"
        published += [(await bot.does("POST", path))[0] for _ in range(2)]
    assert [0, 40033, 50024, 50024] == published
    assert [True] == [each.is_crossposted for each in discord.messages(4)]
    _, message = await bot.does("POST", "/channels/4/messages", {"content": "y"})
    discord.takes_away("send_messages", 4)
    assert 50013 == (await bot.does("POST", f"/channels/4/messages/{message['id']}/crosspost"))[0]


async def test_a_private_message_reaches_who_wants_it(discord: DiscordEmulator, bot: Bot) -> None:
    channel = discord.private(ADA)
    _, opened = await bot.does("POST", "/users/@me/channels", {"recipient_id": str(ADA.id)})
    assert (str(channel), 1) == (opened["id"], opened["type"])
    path = f"/channels/{channel}/messages"
    assert 0 == (await bot.does("POST", path, {"content": "Hello"}))[0]
    discord.blocks(ADA)
    assert 50007 == (await bot.does("POST", path, {"content": "Hello"}))[0]
    assert 10013 == (await bot.does("POST", "/users/@me/channels", {"recipient_id": "1"}))[0]


def _in(shape: object, *path: str) -> object:
    for step in path:
        assert isinstance(shape, dict)
        shape = shape[step]
    return shape
