"""Questions that wait for an answer of the bot: pressed buttons, and inline queries."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from tests.emulators import telegram_keyboards as keyboards
from tests.emulators.telegram_chats import Posted, filled
from tests.emulators.telegram_content import Call, read
from tests.emulators.telegram_refusal import QUERY_TOO_OLD, Refusal

MAX_ANSWER = 200
MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
CACHED_FOR = 300

_Answer = TypeVar("_Answer")
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonAnswer:
    """What a person sees after pressing a button; without a text only the button's rest."""

    text: str
    show_alert: bool
    url: str
    cache_time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineResult:
    """One of the things that a person may choose."""

    id: str
    query: str
    title: str
    description: str
    url: str
    thumbnail_url: str
    message: Posted
    """What is sent when it is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineAnswer:
    """What stands above the keyboard of somebody who asks in passing."""

    results: tuple[InlineResult, ...]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: str
    """The label of the button above the results, if there is one."""

    start_parameter: str
    """What that button starts the bot with."""


@dataclass(frozen=True, slots=True)
class Click:
    """A pressed button, until it comes to rest."""

    id: str
    patience: float
    answer: asyncio.Future[ButtonAnswer] = field(repr=False)

    async def answered(self) -> ButtonAnswer:
        """Wait for the bot's answer."""
        return await patiently(self.answer, self.patience, "left the button waiting")


@dataclass(frozen=True, slots=True)
class Question:
    """An inline query, until it is answered."""

    id: str
    query: str
    patience: float
    answer: asyncio.Future[InlineAnswer] = field(repr=False)

    async def answered(self) -> InlineAnswer:
        """Wait for the bot's answer."""
        return await patiently(self.answer, self.patience, f"did not answer {self.query!r}")


async def patiently(future: "asyncio.Future[_Answer]", patience: float, complaint: str) -> _Answer:
    """Wait, but not for ever."""
    try:
        return await asyncio.wait_for(asyncio.shield(future), patience)
    except TimeoutError:
        raise AssertionError(f"the bot {complaint} for {patience} s") from None


class Queries:
    """The questions that are open: each takes one answer, in time."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._numbers = count(4_000_001)
        self._clicks: dict[str, Click] = {}
        self._questions: dict[str, Question] = {}

    def click(self) -> Click:
        """Begin to wait after a button was pressed."""
        answer = asyncio.get_running_loop().create_future()
        click = Click(str(next(self._numbers)), self._patience, answer)
        self._clicks[click.id] = click
        return click

    def ask(self, query: str) -> Question:
        """Begin to wait after an inline query."""
        answer = asyncio.get_running_loop().create_future()
        question = Question(str(next(self._numbers)), query, self._patience, answer)
        self._questions[question.id] = question
        return question

    def expires(self, query: Click | Question) -> None:
        """Take no answer any longer."""
        self._clicks.pop(query.id, None)
        self._questions.pop(query.id, None)

    def answer_click(self, call: Call) -> bool:
        """Answer answerCallbackQuery."""
        text = str(call.get("text", ""))
        if len(text) > MAX_ANSWER:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        click = self._clicks.pop(str(call["callback_query_id"]), None)
        if click is None:
            raise Refusal(400, QUERY_TOO_OLD)
        answer = ButtonAnswer(
            text=text,
            show_alert=call.get("show_alert") is True,
            url=str(call.get("url", "")),
            cache_time=_number(call, "cache_time", 0),
        )
        click.answer.set_result(answer)
        return True

    def answer_question(self, call: Call) -> bool:
        """Answer answerInlineQuery."""
        question = self._questions.get(str(call["inline_query_id"]))
        if question is None:
            raise Refusal(400, QUERY_TOO_OLD)
        question.answer.set_result(_answer(call, question.query))
        del self._questions[question.id]
        return True


def _answer(call: Call, query: str) -> InlineAnswer:
    raw = call["results"]
    assert isinstance(raw, list)
    if len(raw) > MAX_RESULTS:
        raise Refusal(400, "Bad Request: too many inline query results specified")
    results = tuple(_result(one, query) for one in raw)
    if len({result.id for result in results}) < len(results):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
    next_offset = str(call.get("next_offset", ""))
    if len(next_offset.encode()) > MAX_OFFSET_BYTES:
        raise Refusal(400, "Bad Request: NEXT_OFFSET_INVALID")
    button, start_parameter = _button(call)
    return InlineAnswer(
        results=results,
        cache_time=_number(call, "cache_time", CACHED_FOR),
        is_personal=call.get("is_personal") is True,
        next_offset=next_offset,
        button=button,
        start_parameter=start_parameter,
    )


def _button(call: Call) -> tuple[str, str]:
    button = call.get("button")
    if not isinstance(button, dict):
        return "", ""
    start_parameter = str(button.get("start_parameter", ""))
    if not _START_PARAMETER.fullmatch(start_parameter):
        raise Refusal(400, "Bad Request: START_PARAM_INVALID")
    return str(button["text"]), start_parameter


def _result(raw: Mapping[str, object], query: str) -> InlineResult:
    result_id, title = str(raw["id"]), str(raw["title"])
    if raw["type"] != "article":
        raise Refusal(400, "Bad Request: this emulator knows articles alone")
    if not 1 <= len(result_id.encode()) <= MAX_ID_BYTES:
        raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
    if not title.strip():
        raise Refusal(400, "Bad Request: ARTICLE_TITLE_EMPTY")
    return InlineResult(
        id=result_id,
        query=query,
        title=title,
        description=str(raw.get("description", "")),
        url=str(raw.get("url", "")),
        thumbnail_url=str(raw.get("thumbnail_url", "")),
        message=_message(raw),
    )


def _message(raw: Mapping[str, object]) -> Posted:
    content = raw["input_message_content"]
    assert isinstance(content, dict)
    call = {**content, "text": content.get("message_text", "")}
    preview = content.get("link_preview_options", {})
    return filled(
        Posted(
            message_id=0,
            keyboard=keyboards.read(raw),
            shows_preview=preview.get("is_disabled") is not True,
        ),
        read(call),
    )


def _number(call: Call, name: str, default: int) -> int:
    number = call.get(name, default)
    assert isinstance(number, int)
    return number
