"""The emulator refuses what Discord refuses, so that the other tests prove something."""

import aiohttp
import pytest

from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_rules import COMPONENTS_V2, Body, Refusal, inspect, pings

URL = "https://arxiv.org"


def a_text(content: str = "Hello") -> dict[str, object]:
    return {"type": 10, "content": content}


def a_button(*, label: str = "More", url: str = URL, **others: object) -> dict[str, object]:
    return {"type": 2, "style": 5, "label": label, "url": url, **others}


def a_row(*buttons: dict[str, object]) -> dict[str, object]:
    return {"type": 1, "components": list(buttons)}


def a_container(*inside: dict[str, object], **others: object) -> dict[str, object]:
    return {"type": 17, "components": list(inside), **others}


def a_body(*components: dict[str, object], **others: object) -> Body:
    return {"flags": COMPONENTS_V2, "components": list(components), **others}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "Hello"},
        a_body(a_text()),
        a_body(a_container(a_text(), {"type": 14}, a_row(a_button()), accent_color=0xFFFFFF)),
        a_body(a_container(a_text("a" * 2000), a_text("b" * 2000))),
        a_body(a_container(*(a_text() for _ in range(39)))),
        a_body(a_container({"type": 12, "items": [{"media": {"url": URL}}]})),
        a_body({"type": 9, "components": [a_text()], "accessory": a_button()}),
    ],
)
def test_a_good_message_is_taken(body: Body) -> None:
    inspect(body)


@pytest.mark.parametrize(
    ("body", "code", "problem"),
    [
        ({}, 50006, "empty"),
        (a_body(), 50006, "empty"),
        ({"content": "a" * 2001}, 50035, "2000"),
        ({"content": "Hello", "colour": 1}, 50035, "unknown fields"),
        ({"content": "Hello", "flags": 1 << 6}, 50035, "flag"),
        ({"content": "Hello", "nonce": "n" * 26}, 50035, "nonce"),
        ({"content": "Hello", "components": [a_text()]}, 50035, "flag"),
        (a_body(a_text(), content="Hello"), 50035, "content cannot"),
        (a_body(a_text("")), 50035, "without words"),
        (a_body(a_text(" \n")), 50035, "without words"),
        (a_body(a_text("a" * 4001)), 50035, "4000"),
        (a_body(a_text("a" * 2001), a_text("a" * 2000)), 50035, "4000"),
        (a_body(a_container(*(a_text() for _ in range(40)))), 50035, "40 components"),
        (a_body(a_container()), 50035, "0 components"),
        (a_body(a_container(a_container(a_text()))), 50035, "type 17"),
        (a_body(a_button()), 50035, "type 2"),
        (a_body(a_container(a_text(), colour=1)), 50035, "unknown fields"),
        (a_body(a_container(a_text(), accent_color=1 << 24)), 50035, "colour"),
        (a_body(a_row(*(a_button(),) * 6)), 50035, "6 components"),
        (a_body(a_row(a_button(label="L" * 81))), 50035, "80"),
        (a_body(a_row(a_button(label=""))), 50035, "80"),
        (a_body(a_row(a_button(url=URL + "/" * 512))), 50035, "512"),
        (a_body(a_row(a_button(url="javascript:alert(1)"))), 50035, "address"),
        (a_body(a_row(a_button(custom_id="x"))), 50035, "custom_id"),
        (a_body({"type": 12, "items": []}), 50035, "0 pictures"),
        (a_body({"type": 12, "items": [{"media": {"url": "bird"}}]}), 50035, "picture"),
        (a_body(a_text("漢" * 3391)), 0, "Internal"),
    ],
)
def test_a_bad_message_is_refused(body: Body, code: int, problem: str) -> None:
    with pytest.raises(Refusal) as refusal:
        inspect(body)
    assert refusal.value.code == code
    assert problem in refusal.value.message


@pytest.mark.parametrize(
    ("allowed", "rung"),
    [
        (None, ["@everyone", "<@1>", "<@&2>"]),
        ({"parse": ["users"]}, ["<@1>"]),
        ({"parse": []}, []),
        ({}, []),
    ],
)
def test_a_text_rings_unless_it_is_forbidden(allowed: object, rung: list[str]) -> None:
    body = {"flags": COMPONENTS_V2, "components": [a_text("\\@everyone <@1> <@&2>")]}
    assert pings(body | ({} if allowed is None else {"allowed_mentions": allowed})) == rung


async def test_the_server_speaks_as_discord_does(discord: DiscordEmulator) -> None:
    headers = {"Authorization": f"Bot {discord.TOKEN}"}
    discord.opens(1)
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{discord.url}/nowhere") as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (404, "application/json")
        async with session.post(
            f"{discord.url}/channels/1/messages", json={"content": "Hello"}
        ) as answer:
            assert answer.status == 200
            assert answer.headers["X-RateLimit-Remaining"] == "4"
        async with session.get(f"{discord.url}/users/@me", headers={"Authorization": ""}) as answer:
            assert answer.status == 401
