import pytest

from bot.commands.line import read_line
from bot.commands.spec import Reply
from bot.document.nodes import Bullets
from bot.document.plain import plain_spans
from storage.memory import MemoryStorage
from tests.commands.conversation import ADA, Conversation
from tests.commands.libraries import a_chat

COMMANDS = Conversation.begun().desk.commands
EXAMPLES = [(one.name, example) for one in COMMANDS for example in one.examples]


def listed(chat: Conversation) -> list[str]:
    assert isinstance(chat.answer, Reply)
    (bullets,) = (block for block in chat.answer.document if isinstance(block, Bullets))
    return [plain_spans(row).split(" ")[0] for row in bullets.rows]


async def test_help_lists_what_everybody_can_ask() -> None:
    chat = a_chat(MemoryStorage())
    await chat.says("/help")
    names = listed(chat)
    assert {"/hot", "/search", "/subscribe", "/help"} <= set(names)
    assert not {"/details", "/unsave", "/status"} & set(names)
    assert len(names) == len(set(names))


async def test_operators_see_their_commands_too() -> None:
    chat = a_chat(MemoryStorage(), operators=frozenset({ADA}))
    await chat.says("/help")
    assert "/status" in listed(chat)


@pytest.mark.parametrize("name", ["hot", "/hot", "HOT"])
async def test_a_command_is_explained_with_what_it_takes(name: str) -> None:
    answer = await a_chat(MemoryStorage()).says(f"/help {name}")
    assert "/hot [topic] [day] [count]" in answer
    assert "• count · how many papers at most" in answer
    assert "• /hot cs.CL yesterday 5" in answer


async def test_what_must_be_written_has_no_brackets() -> None:
    answer = await a_chat(MemoryStorage()).says("/help cite")
    assert "/cite paper" in answer


async def test_choices_are_named() -> None:
    assert "(bibtex, json, csv)" in await a_chat(MemoryStorage()).says("/help export")


@pytest.mark.parametrize("name", ["hto", "details"])
async def test_an_unknown_command_is_answered_with_the_nearest(name: str) -> None:
    answer = await a_chat(MemoryStorage()).says(f"/help {name}")
    assert f"There is no command /{name}." in answer
    assert "/help lists them all." in answer


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_is_understood(name: str, example: str) -> None:
    commands = {one.name: one for one in COMMANDS}
    line = read_line(f"/{name} {example}", commands)
    assert line
    params = {param.name: param for param in commands[name].params}
    for param, written in line.invocation.arguments:
        params[param].kind.read(written)
    assert bool(example) == bool(line.invocation.arguments)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_can_be_put_into_a_menu(command: object) -> None:
    one = next(known for known in COMMANDS if known is command)
    # https://docs.discord.com/developers/interactions/application-commands
    assert one.name.isascii()
    assert 1 <= len(one.summary) <= 100
    assert len(one.params) <= 25
    for param in one.params:
        assert 1 <= len(param.summary) <= 100
        assert len(param.kind.choices) <= 25
