"""Whatever somebody's client sends is answered: no bug, no trace, nobody else's words.

discord.py runs as it is but for the connection: what it would send is judged instead.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import aiohttp
import discord as sdk
import pytest
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord.commands import listener
from bot.commands.dispatch import Dispatch
from bot.commands.spec import Answer, Desk, Suggestion
from bot.document.nodes import Action
from bot.domain.destinations import Platform
from tests.adapters.discord.desks import COMMANDS, FakeDesk, a_form, a_menu, a_reply
from tests.adapters.discord.reading_room import a_desk
from tests.commands.conversation import FakeRights
from tests.emulators.discord_interaction import Interaction
from tests.emulators.discord_modal_rules import inspect_modal
from tests.emulators.discord_payloads import payload
from tests.emulators.discord_rules import (
    ANSWER,
    EDIT,
    FOLLOW_UP,
    Body,
    Form,
    inspect,
    judge,
    pings,
    texts,
)
from tests.emulators.discord_state import World
from tests.emulators.discord_world import BOT, Channel, Guild, Kind, Message, Person, user
from tests.fakes import FakePublisher

if TYPE_CHECKING:
    from discord.types.interactions import Interaction as InteractionPayload
    from discord.types.user import User

COMMAND, COMPONENT, TYPING, SUBMIT = 2, 3, 4, 5
SAYS, CHOICES, MODAL = 4, 8, 9
ADA = Person(77, "ada")


class Judge(AsyncWebhookAdapter):
    """Takes what is sent, as Discord would, and writes it down."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.callbacks: list[object] = []
        self.said: list[str] = []

    async def request(
        self,
        route: Route,
        session: aiohttp.ClientSession,
        *,
        payload: dict[str, object] | None = None,
        multipart: list[dict[str, object]] | None = None,
        **others: object,
    ) -> dict[str, object]:
        body = payload or (json.loads(str(multipart[0]["value"])) if multipart else {})
        files = [str(part["filename"]) for part in multipart or [] if "filename" in part]
        # Half a character cannot be sent.
        json.dumps(body, ensure_ascii=False).encode()
        if route.path.endswith("/callback"):
            self._call_back(body, files)
            return {"interaction": {"id": "1", "type": 2}}
        if route.method != "DELETE":
            self._say(body, EDIT if route.method == "PATCH" else FOLLOW_UP, files)
        return Message(5, 1, body, []).json()

    def _call_back(self, body: Body, files: list[str]) -> None:
        assert [] == self.callbacks, "acknowledged twice"
        self.callbacks.append(body["type"])
        data = body.get("data") or {}
        assert isinstance(data, dict)
        match body["type"]:
            case 4:
                self._say(data, ANSWER, files)
            case 8:
                judge(body, "ApplicationCommandAutocompleteCallbackRequest")
            case 9:
                inspect_modal(data)

    def _say(self, body: Body, form: Form, files: list[str]) -> None:
        # discord.py always says it, and Discord does not mind.
        told = {name: value for name, value in body.items() if name != "tts"}
        inspect(told, form, files=files)
        assert [] == pings(body)
        self.said += texts(body.get("components") or [])


async def reaction(desk: Desk, kind: int, data: Mapping[str, object], where: Kind) -> Judge:
    """Let the bot react to an interaction as a client sends it."""
    judge, world = Judge(), World()
    me = cast("User", user(BOT, "Hot Papers", is_bot=True))
    world.guilds[500] = Guild(500)
    guild = 500 if where in {"text", "news", "thread"} else None
    room = Channel(1, guild, "papers", where, 2 if where == "thread" else None, person=ADA)
    pressed = world.add(1, {"flags": 0, "content": "Hello"}) if kind == COMPONENT else None
    asked = Interaction(
        world.next_snowflake(),
        kind=kind,
        person=ADA,
        channel=room,
        source=pressed,
        watch=world.watch,
    )
    client = listener(desk)
    client._connection.user = sdk.ClientUser(state=client._connection, data=me)
    shape = cast("InteractionPayload", payload(world, asked, data))
    interaction = sdk.Interaction(data=shape, state=client._connection)
    before = async_context.set(judge)
    try:
        await getattr(client, "on_interaction")(interaction)  # noqa: B009
    finally:
        async_context.reset(before)
    return judge


WORDS = st.text(max_size=60) | st.sampled_from(
    (
        "x" * 4096,
        "\u202e\u2066 right to left",
        "\u200b\u200d\ufeff",
        "\ud800 half",
        "@everyone <@1> <@&2> </hot:1>",
        "`" * 90 + "**__||~~",
        "](https://example.com)",
        "2611.00001",
        "cs.CL",
        "-1",
        "everything",
        "hot&topic=cs.CL",
        "&=&=",
        "~" + "x" * 22,
        "> hot&page=999999999",
        "+!AAAAAA unsubscribed&which=1",
        "> secret",
    )
)
VALUES = WORDS | st.integers() | st.floats(allow_nan=False) | st.booleans()
PARAMS = st.sampled_from("topic day count paper which at timezone channel style page words".split())
OPTIONS = st.lists(
    st.fixed_dictionaries(
        {"name": PARAMS | WORDS, "type": st.integers(1, 11)},
        optional={"value": VALUES, "focused": st.booleans(), "options": st.just([{"type": 1}])},
    ),
    max_size=5,
)
OURS = st.sampled_from(
    "hot paper why search subscribe change settings forgotten export mute details".split()
)
NAMES = WORDS | OURS
FIELDS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.just(18),
            "component": st.fixed_dictionaries(
                {"type": st.just(4), "custom_id": PARAMS | WORDS, "value": WORDS}
            ),
        }
    ),
    max_size=5,
)
SENT = st.one_of(
    st.tuples(
        st.sampled_from((COMMAND, TYPING)),
        st.fixed_dictionaries({"name": NAMES, "type": st.just(1), "options": OPTIONS}),
    ),
    st.tuples(
        st.just(COMMAND),
        st.fixed_dictionaries(
            {
                "name": WORDS,
                "type": st.just(3),
                "target_id": st.just("5"),
                "resolved": st.fixed_dictionaries(
                    {
                        "messages": st.fixed_dictionaries(
                            {"5": st.fixed_dictionaries({"content": WORDS, "embeds": st.none()})}
                        )
                    }
                ),
            }
        ),
    ),
    st.tuples(
        st.just(COMPONENT),
        st.fixed_dictionaries(
            {"custom_id": WORDS, "component_type": st.sampled_from((2, 3))},
            optional={"values": st.lists(WORDS, max_size=2)},
        ),
    ),
    st.tuples(st.just(SUBMIT), st.fixed_dictionaries({"custom_id": WORDS, "components": FIELDS})),
)
ROOMS: st.SearchStrategy[Kind] = st.sampled_from(("text", "news", "thread", "private", "group"))
# What is too long in one piece no view says.
SAID = WORDS.map(lambda words: words[:200])
ANSWERS = st.one_of(
    st.builds(a_reply, SAID, st.builds(Action, SAID, OURS), is_private=st.booleans()),
    st.builds(lambda words: a_menu(words, Action(words, "hot")), SAID),
    st.builds(a_form),
)


@pytest.fixture
def errors(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Notice what is logged as an error; it is forgotten for the next example."""
    caplog.set_level(logging.ERROR)
    return caplog


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, where=ROOMS, answers=st.lists(ANSWERS, max_size=2))
def test_every_interaction_gets_one_reaction(
    errors: pytest.LogCaptureFixture,
    sent: tuple[int, Mapping[str, object]],
    where: Kind,
    answers: list[Answer],
) -> None:
    errors.clear()
    desk = FakeDesk(commands=COMMANDS, suggestions=[Suggestion("a", "b")])
    desk.answers(*answers)
    judge = asyncio.run(reaction(desk, *sent, where))
    assert 1 == len(judge.callbacks)
    assert (sent[0] == TYPING) is (judge.callbacks == [CHOICES])
    assert [] == errors.messages


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, where=ROOMS)
def test_the_bots_own_commands_stand_it_too(
    errors: pytest.LogCaptureFixture, sent: tuple[int, Mapping[str, object]], where: Kind
) -> None:
    errors.clear()
    judge = asyncio.run(_reaction_of_the_bot(sent, where))
    assert 1 == len(judge.callbacks)
    assert [] == errors.messages
    assert "Something went wrong" not in "".join(judge.said)


async def _reaction_of_the_bot(sent: tuple[int, Mapping[str, object]], where: Kind) -> Judge:
    publisher = FakePublisher(platform=Platform.DISCORD)
    desk: Dispatch = await a_desk(FakeRights(), publisher)
    return await reaction(desk, *sent, where)
