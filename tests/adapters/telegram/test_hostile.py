"""Hostile updates: none is a trouble for the bot, and none takes the next one's turn."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.request import BaseRequest, RequestData

from adapters.telegram.client import DiscreetBot
from adapters.telegram.conversations import Conversations
from adapters.telegram.courier import Courier
from adapters.telegram.hearing import Hearing
from adapters.telegram.updates import Reader
from tests.adapters.telegram.desk import COMMANDS, FakeDesk, ours
from tests.adapters.telegram.documents import DIRECTIONS, words
from tests.judges.tdlib import parse_html

patient = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = frozenset(command.name for command in COMMANDS)
MARKS = (
    *("/hot", "/hot@hot_papers_bot", "/HOT", "/", "//", "/hot\u200b", "@hot_papers_bot", "start="),
    *("https://arxiv.org/abs/2104.11178", "\u200b", "\ufeff", "x" * 4096, "é" * 2000, "\n" * 50),
    *("> hot&page=2", "+ why", "~0123456789abcdefghijkl", ">!abcdef saved", "&=&=", "%", "!"),
)


class Telegram(BaseRequest):
    """A Telegram without a network, which takes everything and keeps the texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(  # type: ignore[override]  # nothing is timed here
        self, url: str, method: str, request_data: RequestData | None = None, **_: object
    ) -> tuple[int, bytes]:
        parameters = request_data.parameters if request_data else {}
        self.texts += [str(parameters[name]) for name in ("text", "caption") if name in parameters]
        chat = {"id": 1, "type": "private"}
        sent = {"message_id": 9, "date": 1, "chat": chat}
        is_question = url.endswith(("Query", "Action"))
        return 200, json.dumps({"ok": True, "result": True if is_question else sent}).encode()


def hostile() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(MARKS) | words(3), max_size=4).map(" ".join)


def persons() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {"id": st.integers(1, 9), "is_bot": st.booleans(), "first_name": words(2)},
        optional={"language_code": st.sampled_from(("de", "pt-br", "x" * 99, "")) | words(1)},
    )


def chats() -> st.SearchStrategy[dict[str, object]]:
    kinds = st.sampled_from(("private", "group", "supergroup", "channel", "of_tomorrow"))
    return st.fixed_dictionaries(
        {"id": st.sampled_from((1, 7, -5, -100500)), "type": kinds},
        optional={"title": words(3), "username": st.just("papers"), "is_forum": st.booleans()},
    )


def messages() -> st.SearchStrategy[dict[str, object]]:
    entities = st.fixed_dictionaries(
        {
            "type": st.sampled_from(("url", "text_link", "bot_command", "of_tomorrow")),
            "offset": st.integers(0, 9000),
            "length": st.integers(0, 9000),
        },
        optional={"url": words(2)},
    )
    return st.fixed_dictionaries(
        {"message_id": st.integers(1, 99), "date": st.integers(0, 2**31), "chat": chats()},
        optional={
            "from": persons(),
            "sender_chat": chats(),
            "text": hostile(),
            "caption": hostile(),
            "entities": st.lists(entities, max_size=3),
            "message_thread_id": st.integers(1, 99),
            "is_topic_message": st.booleans(),
            "via_bot": persons(),
            "is_automatic_forward": st.booleans(),
            "migrate_to_chat_id": st.just(-100501),
            "of_tomorrow": st.just({"blocks": [1]}),
        },
    )


def members() -> st.SearchStrategy[dict[str, object]]:
    statuses = ("creator", "administrator", "member", "restricted", "left", "kicked", "tomorrows")
    return st.fixed_dictionaries(
        {"status": st.sampled_from(statuses), "user": persons()},
        optional={"can_post_messages": st.booleans(), "is_anonymous": st.booleans()},
    )


def updates() -> st.SearchStrategy[dict[str, object]]:
    query = {"id": st.just("1"), "from": persons()}
    presses = st.fixed_dictionaries(
        {**query, "chat_instance": st.just("1")},
        optional={"data": hostile(), "message": messages(), "inline_message_id": st.just("i")},
    )
    questions = st.fixed_dictionaries({**query, "query": hostile(), "offset": words(2)})
    changes = st.fixed_dictionaries(
        {
            "chat": chats(),
            "from": persons(),
            "date": st.integers(0, 2**31),
            "old_chat_member": members(),
            "new_chat_member": members(),
        }
    )
    kinds = {
        "message": messages(),
        "channel_post": messages(),
        "edited_message": messages(),
        "callback_query": presses,
        "inline_query": questions,
        "my_chat_member": changes,
        "of_tomorrow": st.just({"new": True}),
    }
    return st.one_of(*(st.fixed_dictionaries({kind: content}) for kind, content in kinds.items()))


def spoilt() -> st.SearchStrategy[dict[str, object]]:
    """Updates in which something is of another shape than it should be."""
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | words(2),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words(1), inner, max_size=2),
        max_leaves=4,
    )

    @st.composite
    def spoil(draw: st.DrawFn) -> dict[str, object]:
        place: dict[str, object] = draw(updates())
        update = place
        while True:
            name = draw(st.sampled_from(sorted(place)))
            inner = place[name]
            if not isinstance(inner, dict) or not inner or draw(st.booleans()):
                place[name] = draw(anything)
                return update
            place = inner

    return spoil()


@contextmanager
def hearing(desk: FakeDesk) -> Iterator[tuple[Hearing, Telegram]]:
    telegram = Telegram()
    bot = DiscreetBot("1:abcdefgh", request=telegram, get_updates_request=telegram)
    conversations = Conversations.at(desk, Courier(bot), "hot_papers_bot")
    yield Hearing(bot, Reader(username="hot_papers_bot", commands=NAMES), conversations), telegram


async def heard(*updates: dict[str, object]) -> list[str]:
    """Give what was said to updates, and to a question after them."""
    question: dict[str, object] = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 1, "type": "private"},
        "from": {"id": 1, "is_bot": False, "first_name": "Ada"},
        "text": "/hot afterwards",
    }
    everything: list[dict[str, object]] = [*updates, {"message": question}]
    with hearing(FakeDesk()) as (ears, telegram):
        for number, update in enumerate(everything):
            await ears.take({**update, "update_id": number})
        await ears.finish()
    return telegram.texts


@patient
@given(update=updates())
def test_every_update_is_understood_and_every_answer_is_one_that_telegram_takes(
    caplog: pytest.LogCaptureFixture, update: dict[str, object]
) -> None:
    caplog.clear()
    texts = asyncio.run(heard(update))
    assert "You said /hot afterwards" in texts
    assert [] == ours(caplog.records, logging.ERROR)
    for text in texts:
        parse_html(text)
        assert set() == DIRECTIONS & set(text)


@settings(patient, max_examples=100)
@given(update=spoilt())
def test_an_update_of_another_shape_is_left_alone(
    caplog: pytest.LogCaptureFixture, update: dict[str, object]
) -> None:
    caplog.clear()
    assert "You said /hot afterwards" in asyncio.run(heard(update))
    assert [] == ours(caplog.records, logging.ERROR)


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}, {"update_id": "1"}, {"update_id": True}])
async def test_what_is_no_update_is_passed_over(raw: object) -> None:
    with hearing(FakeDesk()) as (ears, telegram):
        await ears.take(raw)
        await ears.finish()
    assert [] == telegram.texts


async def test_no_more_than_so_many_are_answered_at_once() -> None:
    desk = FakeDesk()
    desk.hesitates()
    chat, ada = {"id": 1, "type": "private"}, {"id": 1, "is_bot": False, "first_name": "Ada"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": ada, "text": "/hot"}
    with hearing(desk) as (ears, telegram):
        ears.most_at_once = 2
        taking = [
            asyncio.create_task(ears.take({"update_id": number, "message": message}))
            for number in range(5)
        ]
        await asyncio.wait(taking[:2])
        assert (True, 2) == (ears.is_full, sum(task.done() for task in taking))
        desk.goes_on()
        await asyncio.wait(taking)
        await ears.finish()
    assert ["You said /hot"] * 5 == telegram.texts
