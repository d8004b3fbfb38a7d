import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.dispatch import Budgets
from bot.commands.kinds import LONGEST_ARGUMENT, TEXT
from bot.commands.spec import Answer, Audience, Call, Command, Handler, Invocation, Param, Reply
from bot.commands.tokens import is_stored, token_of
from bot.document.nodes import Action, Buttons, Document, Paragraph, text
from bot.domain.people import Person
from bot.errors import StorageError
from bot.ports import Storage, Transaction
from bot.services.budgets import Budget
from storage.memory import MemoryStorage
from tests.commands.conversation import ADA, EMMY, GROUP, PRIVATE, Conversation, shown
from tests.commands.libraries import a_chat, a_library

WORDS: Param[str] = Param(name="words", summary="anything", kind=TEXT)


def a_command(
    handler: Handler,
    name: str = "say",
    *,
    audience: Audience = Audience.EVERYBODY,
    is_hidden: bool = False,
) -> Command:
    return Command(
        name=name,
        summary="Say it.",
        handler=handler,
        params=(WORDS,),
        audience=audience,
        is_hidden=is_hidden,
    )


def said(words: str, *buttons: Action) -> Reply:
    return Reply(document=Document(opening=(Paragraph(text(words)), Buttons(buttons))))


async def echo(call: Call) -> Answer:
    return said(f"[{call.value(WORDS)}]")


def knowing(*commands: Command, storage: Storage | None = None) -> Conversation:
    chat = Conversation.begun(storage)
    chat.desk = replace(chat.desk, commands=commands)
    return chat


class BrokenStorage:
    """A database that cannot be reached."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        raise StorageError("The database at db.example.org cannot be reached.")


async def test_what_nobody_foresaw_is_answered_and_written_down(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def stumble(_call: Call) -> Answer:
        raise ZeroDivisionError("inside")

    chat = knowing(a_command(stumble))
    with caplog.at_level(logging.ERROR):
        answer = await chat.says("/say hello")
    assert "it is not your fault" in answer
    assert "inside" not in answer
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private
    assert "Question failed" in caplog.text
    assert "hello" not in caplog.text


async def test_an_answer_that_takes_too_long_is_given_up() -> None:
    async def dream(_call: Call) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    chat = knowing(a_command(dream))
    chat.desk = replace(chat.desk, deadline=timedelta(milliseconds=20))
    assert "That took too long." in await chat.says("/say")


async def test_who_asks_too_much_is_asked_for_a_pause() -> None:
    chat = knowing(a_command(echo))
    minute = timedelta(minutes=1)
    chat.desk = replace(
        chat.desk, budgets=Budgets(person=Budget(2, minute), place=Budget(3, minute))
    )
    assert ["[a]"] * 2 == [await chat.says("/say a") for _ in range(2)]
    assert "Ask again in 30 s." in await chat.says("/say a")
    chat.is_now(EMMY)
    assert "[a]" == await chat.says("/say a")
    assert "Ask again in" in await chat.says("/say a")
    chat.clock.advance(minutes=1)
    assert "[a]" == await chat.says("/say a")


async def test_a_long_argument_is_cut_with_a_sentence_however_it_comes() -> None:
    chat = knowing(a_command(echo))
    long = "a" * (LONGEST_ARGUMENT + 5)
    sentence = "Only the first 1,000 characters of that were read."
    written = await chat.says(f"/say {long}")
    given = shown(await chat.desk.answer(Invocation("say", (("words", long),)), chat.caller))
    assert written == given
    assert sentence in given
    assert f"[{'a' * LONGEST_ARGUMENT}]" in given
    assert sentence not in await chat.says(f"/say {'a' * LONGEST_ARGUMENT}")


async def test_what_nobody_sees_is_not_read() -> None:
    chat = knowing(a_command(echo))
    hidden = Invocation("say", (("words", "a\u202eb\u200bc\0d\ud800"),))
    assert "[abcd]" == shown(await chat.desk.answer(hidden, chat.caller))


async def test_hidden_commands_are_only_pressed() -> None:
    chat = knowing(a_command(echo, is_hidden=True))
    assert "There is no command /say." in await chat.says("/say hello")
    assert "[hello]" == await chat.sends(token_of(Action("", "say", (("words", "hello"),))))


async def test_operators_commands_refuse_everybody_else_pressed_or_written() -> None:
    chat = knowing(a_command(echo, audience=Audience.OPERATORS))
    token = token_of(Action("", "say"))
    for answer in (await chat.says("/say"), await chat.sends(token)):
        assert "/say is for the people who run this bot." in answer


async def test_a_button_with_much_to_say_is_remembered() -> None:
    long = Action("Again", "say", (("words", "w" * 500),))

    async def offer(call: Call) -> Answer:
        written = call.value(WORDS)
        return said(f"[{written}]") if written else said("Well?", long)

    chat = knowing(a_command(offer))
    await chat.says("/say")
    assert is_stored(chat.token(long))
    assert f"[{'w' * 500}]" == await chat.presses("Again")


@pytest.mark.parametrize(
    "token", ["", "x", "> nothing", "> say&words=%ff", "~0123456789012345678901", ">!abcdef"]
)
async def test_a_worn_out_or_forged_button_says_so(token: str) -> None:
    assert "leads nowhere now" in await knowing(a_command(echo)).sends(token)


async def test_a_private_button_serves_its_owner_alone() -> None:
    chat = knowing(a_command(echo))
    token = token_of(Action("", "say", (("words", "hi"),)), ADA)
    assert "[hi]" == await chat.sends(token)
    chat.is_now(EMMY)
    assert "This button belongs to somebody else. Ask /say yourself." in await chat.sends(token)


@given(st.text(st.characters(codec=None), max_size=80))
@example("~" + "\0" * 22)
async def test_whatever_a_button_carries_there_is_an_answer(token: str) -> None:
    chat = knowing(a_command(echo))
    assert await chat.sends(token)


async def test_a_line_that_is_no_command_is_answered() -> None:
    chat = knowing(a_command(echo))
    assert "Commands begin with a slash" in await chat.says("…")
    assert "Did you mean /say?" in await chat.says("/sey")


async def test_whoever_asks_is_answered_in_their_language() -> None:
    chat = knowing(a_command(echo))
    async with chat.storage.transaction() as tx:
        await tx.people.save(Person(key=ADA, locale="de"))
    locales: list[str] = []

    async def note(call: Call) -> Answer:
        locales.append(call.words.locale)
        return said("")

    chat.desk = replace(chat.desk, commands=[a_command(note)])
    await chat.says("/say")
    chat.is_now(EMMY, locale="pt-BR")
    await chat.says("/say")
    assert ["de", "pt"] == locales


async def test_without_a_database_there_is_still_an_answer() -> None:
    chat = knowing(a_command(echo), storage=BrokenStorage())
    for answer in (
        await chat.says("/say"),
        await chat.sends("> say"),
        await chat.sends("~0123456789012345678901"),
        shown(await chat.desk.look_up("arxiv.org/abs/2401.00001", chat.caller) or said("")),
    ):
        assert "Something went wrong" in answer
        assert "example.org" not in answer
    assert () == tuple(await chat.desk.cards("graphs", chat.caller))
    assert await chat.desk.look_up("arxiv.org/abs/2401.00001", chat.caller, unasked=True) is None


COMMANDS = Conversation.begun().desk.commands
HOSTILE = st.text(st.characters(codec=None)) | st.sampled_from(
    ["<b>", "@everyone", "[x](http://evil)", "\u202e", "\u200b" * 40, "x" * 4096, "cs.*", "-1", "0"]
)


@given(
    st.sampled_from(COMMANDS),
    st.lists(HOSTILE, min_size=8, max_size=8),
    st.sampled_from([PRIVATE, GROUP]),
)
async def test_no_argument_breaks_a_command(
    command: Command, arguments: Sequence[str], place: object
) -> None:
    chat = a_chat(await a_library(), operators=frozenset({ADA}))
    if place is GROUP:
        chat.moves_to(GROUP)
    names = [*(param.name for param in command.params), "page"]
    pairs = tuple(zip(names, arguments, strict=False))
    answer = shown(await chat.desk.answer(Invocation(command.name, pairs), chat.caller))
    assert "Something went wrong" not in answer


async def test_an_empty_storage_breaks_no_command() -> None:
    chat = a_chat(MemoryStorage(), operators=frozenset({ADA}))
    for command in COMMANDS:
        answer = await chat.desk.answer(Invocation(command.name), chat.caller)
        assert "Something went wrong" not in shown(answer)
